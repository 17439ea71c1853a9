set -euo pipefail
accounts=https://api.openai.com/v1/organization/projects/${PROJECT_ID:?is not set}/service_accounts
: "${OPENAI_ADMIN_KEY:?is not set}"

post() {
  local answer
  answer=$(curl "$1" --silent --show-error --fail-with-body \
    --header "Authorization: Bearer $OPENAI_ADMIN_KEY" \
    --header "Content-Type: application/json" \
    --data "$2") || { echo "$answer" >&2; return 1; }
  echo "$answer"
}

umask 077
set -o noclobber
: > service_key.txt
trap '[ -s service_key.txt ] || rm -f service_key.txt' EXIT

answer=$(post "$accounts" '{"name": "worker", "create_service_account_only": true}')
account=$(jq --raw-output .id <<< "$answer")
post "$accounts/$account" '{"role": "member"}' > /dev/null
answer=$(post "$accounts/$account/api_keys" '{
  "name": "worker 1",
  "scopes": ["api.responses.write", "api.model.read"],
  "expires_in_seconds": 7776000
}')
jq --join-output .value <<< "$answer" >> service_key.txt

echo "Service account: $account"
echo "Key: $(jq --raw-output .id <<< "$answer")"
echo "Readable by you alone: $(find service_key.txt -perm 600)"

set -euo pipefail
: "${OPENAI_ADMIN_KEY:?is not set}" "${PROJECT_ID:?is not set}" "${SERVICE_ACCOUNT_ID:?is not set}"

ask() {
  local answer
  answer=$(curl "$@" --silent --show-error --fail-with-body) || { echo "$answer" >&2; return 1; }
  echo "$answer"
}

umask 077
set -o noclobber
: > new_key.txt
trap '[ -s new_key.txt ] || rm -f new_key.txt' EXIT

answer=$(ask "https://api.openai.com/v1/organization/projects/$PROJECT_ID/service_accounts/$SERVICE_ACCOUNT_ID/api_keys" \
  --header "Authorization: Bearer $OPENAI_ADMIN_KEY" \
  --header "Content-Type: application/json" \
  --data '{
    "name": "worker 2",
    "scopes": ["api.responses.write", "api.model.read"],
    "expires_in_seconds": 7776000
  }')
jq --join-output .value <<< "$answer" >> new_key.txt
echo "Made $(jq --raw-output .id <<< "$answer"). It is in new_key.txt."

ask https://api.openai.com/v1/models --header "Authorization: Bearer $(cat new_key.txt)" > /dev/null
echo "It works. Switch your program to it, and retire the old key a day later."

set -euo pipefail
key=https://api.openai.com/v1/organization/projects/${PROJECT_ID:?is not set}/api_keys/${OLD_KEY_ID:?is not set}
: "${OPENAI_ADMIN_KEY:?is not set}"

ask() {
  local answer
  answer=$(curl "$key" "$@" --silent --show-error --fail-with-body \
    --header "Authorization: Bearer $OPENAI_ADMIN_KEY") || { echo "$answer" >&2; return 1; }
  echo "$answer"
}

old=$(ask)
name=$(jq --raw-output .name <<< "$old")
if jq --exit-status '(.last_used_at // now) > now - 86400' <<< "$old" > /dev/null; then
  echo "$name was used in the last 24 hours, or never. It stays." >&2
  exit 1
fi
ask --request DELETE --header "Content-Type: application/json" > /dev/null
echo "$name is deleted."

set -o pipefail
curl https://api.openai.com/v1/organization/projects \
  --get --data "limit=100" \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_ADMIN_KEY:?is not set}" |
  jq --raw-output 'if .error then .error.message else .data[] | "\(.id) \(.name)" end'

set -o pipefail
curl "https://api.openai.com/v1/organization/projects/${PROJECT_ID:?is not set}/api_keys" \
  --get --data "limit=100" --data "owner_project_access=any" \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_ADMIN_KEY:?is not set}" |
  jq --raw-output '
    if .error then .error.message else
      .data[]
      | select(.expires_at == null or .expires_at > now)
      | ((now - (.last_used_at // .created_at)) / 86400 | floor) as $idle
      | (select($idle >= 90) | "\(.id) \(.name): not used for \($idle) days"),
        (select(.expires_at == null) | "\(.id) \(.name): never expires")
    end'

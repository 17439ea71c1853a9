set -o pipefail
curl "https://api.openai.com/v1/organization/projects/${PROJECT_ID:?is not set}/api_keys/${KEY_ID:?is not set}" \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_ADMIN_KEY:?is not set}" \
  --header "Content-Type: application/json" \
  --data '{
    "scopes": ["api.responses.write", "api.model.read"],
    "expires_in_seconds": 2592000
  }' |
  jq --raw-output '
    if .error then .error.message else
      "\(.name) expires in \((.expires_at - now) / 86400 | round) days."
    end'

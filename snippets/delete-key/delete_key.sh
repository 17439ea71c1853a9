curl "https://api.openai.com/v1/organization/projects/${PROJECT_ID:?is not set}/api_keys/${KEY_ID:?is not set}" \
  --silent --show-error --fail-with-body \
  --request DELETE \
  --header "Authorization: Bearer ${OPENAI_ADMIN_KEY:?is not set}" \
  --header "Content-Type: application/json"

curl "https://api.openai.com/v1/organization/projects/${PROJECT_ID:?is not set}/rate_limits" \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_ADMIN_KEY:?is not set}"

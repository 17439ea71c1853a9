query="start_time=${START_TIME:?is not set}&group_by%5B%5D=project_id&limit=180"
curl "https://api.openai.com/v1/organization/costs?$query" \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_ADMIN_KEY:?is not set}"

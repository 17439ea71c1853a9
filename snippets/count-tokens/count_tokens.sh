query="start_time=${START_TIME:?is not set}&group_by%5B%5D=model&group_by%5B%5D=api_key_id&limit=31"
curl "https://api.openai.com/v1/organization/usage/completions?$query" \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_ADMIN_KEY:?is not set}"

curl "https://api.openai.com/v1/organization/projects/${PROJECT_ID:?is not set}/spend_limit" \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_ADMIN_KEY:?is not set}" \
  --header "Content-Type: application/json" \
  --data '{"threshold_amount": 2000, "currency": "USD", "interval": "month"}'

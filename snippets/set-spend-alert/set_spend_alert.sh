curl https://api.openai.com/v1/organization/spend_alerts \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_ADMIN_KEY:?is not set}" \
  --header "Content-Type: application/json" \
  --data '{
    "threshold_amount": 4000,
    "currency": "USD",
    "interval": "month",
    "notification_channel": {"type": "email", "recipients": ["finance@example.com"]}
  }'

curl https://api.openai.com/v1/responses \
  --max-time 5 --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_API_KEY:?is not set}" \
  --header "Content-Type: application/json" \
  --data '{"model": "gpt-6-luna", "input": "Say hello."}'

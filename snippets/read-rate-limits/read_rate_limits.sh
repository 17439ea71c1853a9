curl https://api.openai.com/v1/responses \
  --silent --show-error --fail \
  --dump-header - --suppress-connect-headers --output /dev/null \
  --header "Authorization: Bearer ${OPENAI_API_KEY:?is not set}" \
  --header "Content-Type: application/json" \
  --data '{"model": "gpt-6-luna", "input": "Say hello."}'

set -o pipefail
curl https://api.openai.com/v1/responses \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_API_KEY:?is not set}" \
  --header "Content-Type: application/json" \
  --data '{"model": "gpt-6-luna", "input": "How many minutes are in a week?", "reasoning": {"effort": "high"}}' |
  jq --raw-output '.error.message // (.output[] | select(.type == "message") | .content[0].text)'

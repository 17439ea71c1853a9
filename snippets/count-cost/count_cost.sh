# Dollars for a million tokens of gpt-6-luna.
prices='{"input": 0.10, "cached": 0.01, "written": 0.125, "output": 0.50}'

set -o pipefail
curl https://api.openai.com/v1/responses \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_API_KEY:?is not set}" \
  --header "Content-Type: application/json" \
  --data '{"model": "gpt-6-luna", "input": "How many minutes are in a week?", "reasoning": {"effort": "high"}}' |
  jq --raw-output --argjson price "$prices" '.error.message // (
    .usage
    | .input_tokens_details.cached_tokens as $cached
    | .input_tokens_details.cache_write_tokens as $written
    | (.input_tokens - $cached - $written) as $plain
    | ($plain * $price.input + $cached * $price.cached + $written * $price.written
      + .output_tokens * $price.output) as $cost
    | ($cost * 10 | round | tostring | "0000000" + . | .[-([8, length - 7] | max):]) as $n
    | "\(.total_tokens) tokens cost $\($n[:-7]).\($n[-7:])"
  )'

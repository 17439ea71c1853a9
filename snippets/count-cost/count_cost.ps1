# Dollars for a million tokens of gpt-6-luna.
$INPUT_PRICE, $CACHED_PRICE, $WRITTEN_PRICE, $OUTPUT_PRICE = 0.10, 0.01, 0.125, 0.50

$response = Invoke-RestMethod `
  -Method Post `
  -Uri "https://api.openai.com/v1/responses" `
  -Headers @{ Authorization = "Bearer $env:OPENAI_API_KEY" } `
  -ContentType "application/json" `
  -Body '{"model": "gpt-6-luna", "input": "How many minutes are in a week?", "reasoning": {"effort": "high"}}'
$usage = $response.usage
$cached = $usage.input_tokens_details.cached_tokens
$written = $usage.input_tokens_details.cache_write_tokens
$plain = $usage.input_tokens - $cached - $written
$cost = $plain * $INPUT_PRICE + $cached * $CACHED_PRICE + $written * $WRITTEN_PRICE
$cost += $usage.output_tokens * $OUTPUT_PRICE
$dollars = ($cost / 1e6).ToString("F7", [cultureinfo]::InvariantCulture)
"$($usage.total_tokens) tokens cost `$$dollars"

$advice = @{
  invalid_api_key = "The key is wrong. Copy it again, or create a new one."
  rate_limit_exceeded = "Too many requests. Wait a moment, then try again."
  credit_balance_exhausted = "No credit left. Add credit. Trying again is no use."
  slow_down = "Traffic rose too fast. Go back to the rate that worked."
  organization_spend_limit_exceeded = "The organization's spend limit is reached. Ask an owner."
  project_spend_limit_exceeded = "The project's spend limit is reached. Ask an owner."
  organization_usage_limit_exceeded = "OpenAI's limit for you is reached. Ask OpenAI for more."
  model_not_found = "No such model for you. Choose one that is listed."
}

if (-not $env:OPENAI_API_KEY) {
  [Console]::Error.WriteLine("No key. Set OPENAI_API_KEY first.")
  exit 1
}

try {
  $response = Invoke-RestMethod `
    -Method Post `
    -Uri "https://api.openai.com/v1/responses" `
    -Headers @{ Authorization = "Bearer $env:OPENAI_API_KEY" } `
    -ContentType "application/json" `
    -Body '{"model": "gpt-6-luna", "input": "Say hello."}'
} catch {
  if (-not $_.ErrorDetails) { throw }
  $status = [int]$_.Exception.Response.StatusCode
  $problem = ($_.ErrorDetails.Message | ConvertFrom-Json).error
  $known = if ($problem.code) { $advice[$problem.code] }
  $text = if ($known) { "$($problem.code): $known" } else { $problem.message }
  [Console]::Error.WriteLine("$status $text")
  exit 1
}
($response.output | Where-Object type -eq "message").content[0].text

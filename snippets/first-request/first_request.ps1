$response = Invoke-RestMethod `
  -Method Post `
  -Uri "https://api.openai.com/v1/responses" `
  -Headers @{ Authorization = "Bearer $env:OPENAI_API_KEY" } `
  -ContentType "application/json" `
  -Body '{"model": "gpt-6-luna", "input": "Say hello."}'
($response.output | Where-Object type -eq "message").content[0].text

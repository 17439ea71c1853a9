$models = Invoke-RestMethod `
  -Uri "https://api.openai.com/v1/models" `
  -Headers @{ Authorization = "Bearer $env:OPENAI_API_KEY" }
"The key works. It can see $($models.data.Count) models."

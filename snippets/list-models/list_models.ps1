$models = Invoke-RestMethod `
  -Uri "https://api.openai.com/v1/models" `
  -Headers @{ Authorization = "Bearer $env:OPENAI_API_KEY" }
$models.data |
  Sort-Object { if ($_.shutdown_date) { $_.shutdown_date } else { "9999" } } |
  ForEach-Object { "$($_.id) $(if ($_.shutdown_date) { $_.shutdown_date } else { "no end announced" })" }

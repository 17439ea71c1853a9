# region ignore
Add-Content .gitignore ".env"
# endregion
# region write
Set-Content .env ("OPENAI_API_KEY=" + [Net.NetworkCredential]::new("", (Read-Host "Paste your key, then press Enter" -AsSecureString)).Password)
# endregion
# region check
if (Select-String -Quiet "^OPENAI_API_KEY=sk-" .env) { "The key is there" } else { "The key is missing" }
# endregion

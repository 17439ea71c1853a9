# region ignore
Add-Content .gitignore ".env"
# endregion
# region write
Set-Content .env ("OPENAI_API_KEY=" + [Net.NetworkCredential]::new("", (Read-Host "Paste your key, then press Enter" -AsSecureString)).Password)
# endregion
# region check
(Select-String "^OPENAI_API_KEY=sk-" .env).Count
# endregion

# region ignore
Add-Content .gitignore "`n.env"
# endregion
# region write
Add-Content .env "`nOPENAI_API_KEY=$env:OPENAI_API_KEY"
# endregion
# region check
if (Select-String -Quiet "^OPENAI_API_KEY=sk-" .env) { "The key is there" } else { "The key is missing" }
# endregion

"OPENAI_API_KEY has $("$env:OPENAI_API_KEY".Length) characters."

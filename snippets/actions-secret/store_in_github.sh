gh secret set OPENAI_API_KEY

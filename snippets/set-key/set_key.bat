set /p OPENAI_API_KEY=Paste your key, then press Enter: 

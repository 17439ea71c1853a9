set /p OPENAI_API_KEY=Paste your key, then press Enter: 
setx OPENAI_API_KEY "%OPENAI_API_KEY%"

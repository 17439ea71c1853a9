npm install openai@latest

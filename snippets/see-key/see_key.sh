echo "OPENAI_API_KEY has ${#OPENAI_API_KEY} characters."

aws secretsmanager create-secret --name openai-api-key --secret-string "${OPENAI_API_KEY:?is not set}"

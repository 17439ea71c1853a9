az keyvault secret set --vault-name "my-key-vault" --name "openai-api-key" --value "${OPENAI_API_KEY:?is not set}" --query id

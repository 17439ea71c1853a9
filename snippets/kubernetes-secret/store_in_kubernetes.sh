kubectl create secret generic openai --from-literal=api-key="${OPENAI_API_KEY:?is not set}"

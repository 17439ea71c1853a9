: "${OPENAI_API_KEY:?is not set}" &&
  printf "%s" "$OPENAI_API_KEY" | vault kv put -mount=secret openai api_key=-

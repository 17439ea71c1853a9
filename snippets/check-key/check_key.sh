curl https://api.openai.com/v1/models \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_API_KEY:?is not set}"

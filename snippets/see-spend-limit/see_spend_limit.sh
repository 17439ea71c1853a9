curl https://api.openai.com/v1/organization/spend_limit \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_ADMIN_KEY:?is not set}"

curl https://api.openai.com/v1/organization/usage/completions \
  --silent --show-error --fail-with-body --get \
  --header "Authorization: Bearer ${OPENAI_ADMIN_KEY:?is not set}" \
  --data "start_time=${START_TIME:?is not set}" \
  --data "group_by[]=model" --data "group_by[]=api_key_id"

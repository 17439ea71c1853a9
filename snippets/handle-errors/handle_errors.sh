if [ -z "$OPENAI_API_KEY" ]; then
  echo "No key. Set OPENAI_API_KEY first." >&2
  exit 1
fi

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
http_status=$(
  curl https://api.openai.com/v1/responses \
    --silent --show-error \
    --header "Authorization: Bearer $OPENAI_API_KEY" \
    --header "Content-Type: application/json" \
    --data '{"model": "gpt-6-luna", "input": "Say hello."}' \
    --output "$answer" --write-out "%{http_code}"
) || { status=$?; echo "No answer from the API. Check your network." >&2; exit $status; }
code=$(sed -n 's/.*"code": *"\([^"]*\)".*/\1/p' "$answer")

case "$http_status $code" in
  "200 "*) cat "$answer" && exit ;;
  *invalid_api_key) advice="The key is wrong. Copy it again, or create a new one." ;;
  *rate_limit_exceeded) advice="Too many requests. Wait a moment, then try again." ;;
  *credit_balance_exhausted) advice="No credit left. Add credit. Trying again is no use." ;;
  *slow_down) advice="Traffic rose too fast. Go back to the rate that worked." ;;
  *organization_spend_limit_exceeded) advice="The organization's spend limit is reached. Ask an owner." ;;
  *project_spend_limit_exceeded) advice="The project's spend limit is reached. Ask an owner." ;;
  *organization_usage_limit_exceeded) advice="OpenAI's limit for you is reached. Ask OpenAI for more." ;;
  *model_not_found) advice="No such model for you. Choose one that is listed." ;;
  *) cat "$answer" >&2; exit 1 ;;
esac
echo "$http_status $code: $advice" >&2
exit 1

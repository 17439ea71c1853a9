set -o pipefail
query=""
for type in api_key.created api_key.updated api_key.deleted service_account.created invite.sent; do
  query+="event_types%5B%5D=$type&"
done
curl "https://api.openai.com/v1/organization/audit_logs?${query}limit=100" \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_ADMIN_KEY:?is not set}" |
  jq --raw-output '
    if .error then .error.message else
      .data[]
      | "\(.effective_at | strftime("%Y-%m-%d %H:%M")) \(.type) \(.[.type].id // "unknown")",
        "  by " + (
          .actor.session as $session | .actor.api_key as $key
          | if $session then "\($session.user.email // "unknown") at \($session.ip_address // "unknown")"
            elif $key then
              "\($key.user.email // $key.service_account.id // "unknown") with \($key.id // "unknown")"
            else "unknown" end)
    end'

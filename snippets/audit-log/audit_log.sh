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
      | "\(.effective_at | strftime("%Y-%m-%d %H:%M")) \(.type) \(.[.type].id)",
        (.actor.session // empty | "  by \(.user.email) at \(.ip_address)"),
        (.actor.api_key // empty | "  by \(.user.email // .service_account.id) with \(.id)")
    end'

set -o pipefail
types="event_types%5B%5D=api_key.created&event_types%5B%5D=api_key.updated&event_types%5B%5D=api_key.deleted"
curl "https://api.openai.com/v1/organization/audit_logs?$types&limit=100" \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_ADMIN_KEY:?is not set}" |
  jq --raw-output '
    if .error then .error.message else
      .data[]
      | "\(.effective_at | strftime("%Y-%m-%d %H:%M")) \(.type) \(.[.type].id)",
        (.actor.session // empty | "  by \(.user.email) at \(.ip_address)"),
        (.actor.api_key // empty | "  by \(.user.email) with \(.id)")
    end'

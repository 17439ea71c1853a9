set -o pipefail
curl "https://api.openai.com/v1/organization/projects/${PROJECT_ID:?is not set}/api_keys" \
  --get --data "limit=100" --data "owner_project_access=any" \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_ADMIN_KEY:?is not set}" |
  jq --raw-output '
    def days: . / 86400 | floor | "\(.) days";
    if .error then .error.message else
      .data[]
      | "\(.id) \(.name) \(.redacted_value)",
        "  owner \((.owner.user // .owner.service_account).name // "unknown"), \(.owner_project_access)",
        "  used \(if .last_used_at then "\(now - .last_used_at | days) ago" else "never" end)"
          + if .expires_at == null then ", never expires"
            elif .expires_at <= now then ", expired"
            else ", expires in \(.expires_at - now | days)" end
    end'

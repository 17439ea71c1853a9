from datetime import datetime, timezone

from openai import OpenAI

events = OpenAI().admin.organization.audit_logs.list(
    event_types=[
        "api_key.created",
        "api_key.updated",
        "api_key.deleted",
        "service_account.created",
        "invite.sent",
    ],
    limit=100,
)
for event in events:
    time = datetime.fromtimestamp(event.effective_at, timezone.utc)
    target = getattr(event, event.type.replace(".", "_"))
    print(f"{time:%Y-%m-%d %H:%M} {event.type} {target.id}")
    by = event.actor.session or event.actor.api_key
    who = by.user.email if by.user else by.service_account.id
    where = f"at {by.ip_address}" if event.actor.session else f"with {by.id}"
    print(f"  by {who} {where}")

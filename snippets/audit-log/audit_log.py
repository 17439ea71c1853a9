from datetime import datetime, timezone

from openai import OpenAI

events = OpenAI().admin.organization.audit_logs.list(
    event_types=["api_key.created", "api_key.updated", "api_key.deleted"],
    limit=100,
)
for event in events:
    time = datetime.fromtimestamp(event.effective_at, timezone.utc)
    key = event.api_key_created or event.api_key_updated or event.api_key_deleted
    print(f"{time:%Y-%m-%d %H:%M} {event.type} {key.id}")
    by = event.actor.session or event.actor.api_key
    where = f"at {by.ip_address}" if event.actor.session else f"with {by.id}"
    print(f"  by {by.user.email} {where}")

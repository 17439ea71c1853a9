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
    what = target and target.id
    print(f"{time:%Y-%m-%d %H:%M} {event.type} {what or 'unknown'}")
    who, where = None, ""
    if event.actor and (session := event.actor.session):
        who = session.user and session.user.email
        where = f" at {session.ip_address or 'unknown'}"
    elif event.actor and (key := event.actor.api_key):
        account = key.service_account
        who = (key.user and key.user.email) or (account and account.id)
        where = f" with {key.id or 'unknown'}"
    print(f"  by {who or 'unknown'}{where}")

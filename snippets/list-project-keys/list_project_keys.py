import os
import time

from openai import OpenAI

DAY = 24 * 60 * 60
now = time.time()
keys = OpenAI().admin.organization.projects.api_keys
for key in keys.list(os.environ["PROJECT_ID"], limit=100, owner_project_access="any"):
    owner = key.owner.user or key.owner.service_account
    print(key.id, key.name, key.redacted_value)
    name = (owner and owner.name) or "unknown"
    print(f"  owner {name}, {key.owner_project_access}")
    used, ends = "never", "never expires"
    if key.last_used_at:
        used = f"{(now - key.last_used_at) // DAY:.0f} days ago"
    if key.expires_at:
        ends = f"expires in {(key.expires_at - now) // DAY:.0f} days"
    if key.expires_at and key.expires_at <= now:
        ends = "expired"
    print(f"  used {used}, {ends}")

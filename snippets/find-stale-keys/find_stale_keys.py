import os
import time

from openai import OpenAI

now = time.time()
keys = OpenAI().admin.organization.projects.api_keys
for key in keys.list(os.environ["PROJECT_ID"], limit=100, owner_project_access="any"):
    if key.expires_at and key.expires_at <= now:
        continue
    idle = (now - (key.last_used_at or key.created_at)) // 86400
    if idle >= 90:
        print(f"{key.id} {key.name}: not used for {idle:.0f} days")
    if key.expires_at is None:
        print(f"{key.id} {key.name}: never expires")

import os
import time

from openai import OpenAI

keys = OpenAI().admin.organization.projects.api_keys
key = keys.update(
    os.environ["KEY_ID"],
    project_id=os.environ["PROJECT_ID"],
    scopes=["api.responses.write", "api.model.read"],
    expires_in_seconds=30 * 24 * 60 * 60,
)
print(f"{key.name} expires in {(key.expires_at - time.time()) / 86400:.0f} days.")

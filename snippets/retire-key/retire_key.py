import os
import sys
import time

from openai import OpenAI

project = os.environ["PROJECT_ID"]
now = time.time()
keys = OpenAI().admin.organization.projects.api_keys

old = keys.retrieve(os.environ["OLD_KEY_ID"], project_id=project)
if (old.last_used_at or now) > now - 24 * 60 * 60:
    sys.exit(f"{old.name} was used in the last 24 hours, or never. It stays.")
keys.delete(old.id, project_id=project)
print(f"{old.name} is deleted.")

import os
from pathlib import Path

from openai import OpenAI

accounts = OpenAI().admin.organization.projects.service_accounts
file = Path("new_key.txt")
file.touch(mode=0o600, exist_ok=False)

key = accounts.api_keys.create(
    os.environ["SERVICE_ACCOUNT_ID"],
    project_id=os.environ["PROJECT_ID"],
    name="worker 2",
    scopes=["api.responses.write", "api.model.read"],
    expires_in_seconds=90 * 24 * 60 * 60,
)
file.write_text(key.value)
print(f"Made {key.id}. It is in {file}.")

OpenAI(api_key=file.read_text()).models.list()
print("It works. Switch your program to it, and retire the old key a day later.")

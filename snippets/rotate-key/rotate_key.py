import os
from pathlib import Path

import openai

project = os.environ["PROJECT_ID"]
account = os.environ["SERVICE_ACCOUNT_ID"]
accounts = openai.OpenAI(max_retries=0).admin.organization.projects.service_accounts
file = Path("new_key.txt")
file.touch(mode=0o600, exist_ok=False)

try:
    key = accounts.api_keys.create(
        account,
        project_id=project,
        name="worker 2",
        scopes=["api.responses.write", "api.model.read"],
        expires_in_seconds=90 * 24 * 60 * 60,
    )
except openai.OpenAIError:
    file.unlink()
    raise
file.write_text(key.value)
print(f"Made {key.id}. It is in {file}.")

openai.OpenAI(api_key=file.read_text()).models.list()
print("It works. Switch your program to it, and retire the old key a day later.")

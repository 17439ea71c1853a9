import os
import stat
from pathlib import Path

import openai

project = os.environ["PROJECT_ID"]
accounts = openai.OpenAI(max_retries=0).admin.organization.projects.service_accounts
file = Path("service_key.txt")
file.touch(mode=0o600, exist_ok=False)

try:
    account = accounts.create(project, name="worker", create_service_account_only=True)
    accounts.update(account.id, project_id=project, role="member")
    key = accounts.api_keys.create(
        account.id,
        project_id=project,
        name="worker 1",
        scopes=["api.responses.write", "api.model.read"],
        expires_in_seconds=90 * 24 * 60 * 60,
    )
except openai.OpenAIError:
    file.unlink()
    raise
file.write_text(key.value)

print("Service account:", account.id)
print("Key:", key.id)
print("File:", stat.filemode(file.stat().st_mode), file)

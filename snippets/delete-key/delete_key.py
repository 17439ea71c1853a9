import os

from openai import OpenAI

keys = OpenAI().admin.organization.projects.api_keys
answer = keys.delete(os.environ["KEY_ID"], project_id=os.environ["PROJECT_ID"])
print(answer.id, "is deleted" if answer.deleted else "is not deleted")

import os

from openai import OpenAI

client = OpenAI()
projects = client.admin.organization.projects
for limit in projects.rate_limits.list_rate_limits(os.environ["PROJECT_ID"]):
    requests = limit.max_requests_per_1_minute
    tokens = limit.max_tokens_per_1_minute
    print(f"{limit.model}: {requests} requests, {tokens} tokens a minute")

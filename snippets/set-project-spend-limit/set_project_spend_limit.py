import os

from openai import OpenAI

client = OpenAI()
limit = client.admin.organization.projects.spend_limit.update(
    os.environ["PROJECT_ID"],
    threshold_amount=2000,
    currency="USD",
    interval="month",
)
print(f"${limit.threshold_amount / 100:.2f} a {limit.interval}")

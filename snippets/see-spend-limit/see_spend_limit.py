from openai import OpenAI

client = OpenAI()
limit = client.admin.organization.spend_limit.retrieve()
print(f"${limit.threshold_amount / 100:.2f} a {limit.interval}")

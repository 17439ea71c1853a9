from openai import OpenAI

client = OpenAI()
limit = client.admin.organization.spend_limit.update(
    threshold_amount=5000, currency="USD", interval="month"
)
print(f"${limit.threshold_amount / 100:.2f} a {limit.interval}")

from openai import OpenAI

client = OpenAI(max_retries=0)
alert = client.admin.organization.spend_alerts.create(
    threshold_amount=4000,
    currency="USD",
    interval="month",
    notification_channel={
        "type": "email",
        "recipients": ["finance@example.com"],
    },
)
print(f"{alert.id}: an email at ${alert.threshold_amount / 100:.2f}")

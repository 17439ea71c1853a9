from openai import OpenAI

client = OpenAI()
for key in client.admin.organization.admin_api_keys.list():
    print(key.name, key.redacted_value, key.expires_at or "does not expire")
    #> Deploy sk-admin...7f3a 1797776000
    #> Audit sk-admin...c2e9 does not expire

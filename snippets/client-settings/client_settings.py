from openai import OpenAI

client = OpenAI()
print("Key:", f"{client.api_key[:8]}...{client.api_key[-4:]}")
print("Address:", client.base_url)
print("Project:", client.project)
print("Organization:", client.organization)

from azure.identity import DefaultAzureCredential
from azure.keyvault.secrets import SecretClient
from openai import OpenAI

secrets = SecretClient("https://my-key-vault.vault.azure.net", DefaultAzureCredential())
secret = secrets.get_secret("openai-api-key")

client = OpenAI(api_key=secret.value)
response = client.responses.create(
    model="gpt-6-luna",
    input="Say hello.",
)
print(response.output_text)

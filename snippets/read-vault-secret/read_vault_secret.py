import hvac
from openai import OpenAI

vault = hvac.Client()
secret = vault.secrets.kv.v2.read_secret_version(
    path="openai", mount_point="secret", raise_on_deleted_version=True
)

client = OpenAI(api_key=secret["data"]["data"]["api_key"].strip())
response = client.responses.create(
    model="gpt-6-luna",
    input="Say hello.",
)
print(response.output_text)
#> Hello!

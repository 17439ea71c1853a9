from google.cloud import secretmanager
from openai import OpenAI

secrets = secretmanager.SecretManagerServiceClient()
secret = secrets.access_secret_version(
    name="projects/my-project/secrets/openai-api-key/versions/latest"
)

client = OpenAI(api_key=secret.payload.data.decode().strip())
response = client.responses.create(
    model="gpt-6-luna",
    input="Say hello.",
)
print(response.output_text)

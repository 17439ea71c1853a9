import boto3
from openai import OpenAI

secrets = boto3.client("secretsmanager")
secret = secrets.get_secret_value(SecretId="openai-api-key")

client = OpenAI(api_key=secret["SecretString"])
response = client.responses.create(
    model="gpt-6-luna",
    input="Say hello.",
)
print(response.output_text)
#> Hello!

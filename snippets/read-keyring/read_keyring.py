import keyring
from openai import OpenAI

key = keyring.get_password("openai", "OPENAI_API_KEY")
if key is None:
    raise SystemExit("The system's store has no key. Put it there first.")

client = OpenAI(api_key=key)
response = client.responses.create(
    model="gpt-6-luna",
    input="Say hello.",
)
print(response.output_text)
#> Hello!

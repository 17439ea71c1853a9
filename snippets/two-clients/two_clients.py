import sys

from dotenv import dotenv_values
from openai import OpenAI

for profile in ("work", "personal"):
    key = dotenv_values(f".env.{profile}").get("OPENAI_API_KEY")
    if not key:
        sys.exit(f"no key in .env.{profile}")
    client = OpenAI(api_key=key)
    response = client.responses.create(model="gpt-6-luna", input="Say hello.")
    print(profile, response.output_text)
    #> work Hello!
    #> personal Hello!

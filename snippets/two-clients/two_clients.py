from dotenv import dotenv_values
from openai import OpenAI

for profile in ("work", "personal"):
    settings = dotenv_values(f".env.{profile}")
    client = OpenAI(api_key=settings["OPENAI_API_KEY"])
    response = client.responses.create(model="gpt-6-luna", input="Say hello.")
    print(profile, response.output_text)
    #> work Hello!
    #> personal Hello!

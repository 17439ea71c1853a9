import logging

from openai import OpenAI

logging.basicConfig(format="%(name)s %(levelname)s %(message)s")
logging.getLogger("openai").setLevel(logging.DEBUG)

client = OpenAI()
response = client.responses.create(
    model="gpt-6-luna",
    input="Say hello.",
)
print(response.output_text)
#> Hello!

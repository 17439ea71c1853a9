import os
from pathlib import Path

from openai import OpenAI

key = Path(os.environ["OPENAI_API_KEY_FILE"]).read_text().strip()

client = OpenAI(api_key=key)
response = client.responses.create(
    model="gpt-6-luna",
    input="Say hello.",
)
print(response.output_text)
#> Hello!

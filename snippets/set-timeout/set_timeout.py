from openai import OpenAI

client = OpenAI(timeout=5, max_retries=0)
response = client.responses.create(
    model="gpt-6-luna",
    input="Say hello.",
)
print(response.output_text)
#> Hello!

from openai import OpenAI

client = OpenAI()
response = client.responses.create(
    model="gpt-6-luna",
    input="How many minutes are in a week?",
    reasoning={"effort": "high"},
)
for item in response.output:
    if item.type == "message":
        print(item.content[0].text)

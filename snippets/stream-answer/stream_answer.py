from openai import OpenAI

client = OpenAI()
events = client.responses.create(
    model="gpt-6-luna",
    input="Say hello.",
    stream=True,
)
for event in events:
    if event.type == "response.output_text.delta":
        print(event.delta, end="", flush=True)
print()

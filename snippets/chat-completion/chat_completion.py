from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(
    model="gpt-6-luna",
    messages=[{"role": "user", "content": "Say hello."}],
)
print(completion.choices[0].message.content)
#> Hello!

import sys

import openai

client = openai.OpenAI()
own_id = "order-4711-summary"
try:
    response = client.responses.create(
        model="gpt-6-luna",
        input="Say hello.",
        extra_headers={"X-Client-Request-Id": own_id},
    )
except openai.APIStatusError as error:
    sys.exit(f"own id {own_id}, OpenAI's id {error.request_id}: {error}")
except openai.APIConnectionError as error:
    sys.exit(f"own id {own_id}, no answer: {error}")
print(f"own id {own_id}, OpenAI's id {response._request_id}")
#> own id order-4711-summary, OpenAI's id req_4f1d8a62c3b94e0fa7d5e1b2c3d4e5f6

import os

import httpx2
from openai import OpenAI

AUDIENCE = "https://api.openai.com/v1"

def get_token():
    url = httpx2.URL(os.environ["ACTIONS_ID_TOKEN_REQUEST_URL"])
    token = os.environ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]
    answer = httpx2.get(
        url.copy_merge_params({"audience": AUDIENCE}),
        headers={"Authorization": f"Bearer {token}"},
    )
    return answer.raise_for_status().json()["value"]

client = OpenAI(
    workload_identity={
        "identity_provider_id": os.environ["OPENAI_IDENTITY_PROVIDER_ID"],
        "service_account_id": os.environ["OPENAI_SERVICE_ACCOUNT_ID"],
        "provider": {"token_type": "jwt", "get_token": get_token},
    },
)
response = client.responses.create(
    model="gpt-6-luna",
    input="Say hello.",
)
print(response.output_text)
#> Hello!

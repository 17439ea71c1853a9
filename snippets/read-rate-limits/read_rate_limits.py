import re

from openai import OpenAI, RateLimitError

SECONDS = {"h": 3600, "m": 60, "s": 1, "ms": 0.001}

def seconds(duration):
    parts = re.findall(r"([\d.]+)(h|ms|m|s)", duration)
    return sum(float(number) * SECONDS[unit] for number, unit in parts)

client = OpenAI()
try:
    response = client.responses.with_raw_response.create(
        model="gpt-6-luna", input="Say hello."
    )
    print(response.parse().output_text)
    headers = response.headers
except RateLimitError as error:
    print(error)
    headers = error.response.headers

for what in ("requests", "tokens"):
    limit = headers.get(f"x-ratelimit-limit-{what}")
    if limit:
        remaining = headers[f"x-ratelimit-remaining-{what}"]
        reset = seconds(headers[f"x-ratelimit-reset-{what}"])
        print(f"{what}: {remaining} of {limit} left, full in {reset:.3f} s")

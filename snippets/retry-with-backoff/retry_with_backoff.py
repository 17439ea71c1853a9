import random
import sys
import time

import openai

TRIES = 3
IN_VAIN = {
    "insufficient_quota",
    "credit_balance_exhausted",
    "organization_spend_limit_exceeded",
    "project_spend_limit_exceeded",
    "organization_usage_limit_exceeded",
}
client = openai.OpenAI(max_retries=0, timeout=60)

def is_worth_another_try(error):
    if isinstance(error, openai.APIStatusError):
        passing = error.status_code in (408, 409, 429) or error.status_code >= 500
        return passing and error.code not in IN_VAIN
    return isinstance(error, openai.APIConnectionError)

def pause_before(attempt, error):
    jitter = random.uniform(0.5, 1)
    response = getattr(error, "response", None)
    asked = response.headers.get("retry-after", "") if response is not None else ""
    if asked.isdigit():
        return min(int(asked), 60) + jitter
    return min(0.5 * 2**attempt, 8) * jitter

for attempt in range(TRIES):
    try:
        response = client.responses.create(model="gpt-6-luna", input="Say hello.")
        break
    except openai.APIError as error:
        if attempt == TRIES - 1 or not is_worth_another_try(error):
            sys.exit(f"Gave up after {attempt + 1} of {TRIES} tries: {error}")
        time.sleep(pause_before(attempt, error))

print(response.output_text)
#> Hello!

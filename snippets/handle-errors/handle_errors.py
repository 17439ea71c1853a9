import sys

import openai

# region advice
ADVICE = {
    "invalid_api_key": "The key is wrong. Copy it again, or create a new one.",
    "rate_limit_exceeded": "Too many requests. Wait a moment, then try again.",
    "credit_balance_exhausted": "No credit left. Add credit. Trying again is no use.",
    "slow_down": "Traffic rose too fast. Go back to the rate that worked.",
    "organization_spend_limit_exceeded": "The organization's spend limit is reached. Ask an owner.",
    "project_spend_limit_exceeded": "The project's spend limit is reached. Ask an owner.",
    "organization_usage_limit_exceeded": "OpenAI's limit for you is reached. Ask OpenAI for more.",
    "model_not_found": "No such model for you. Choose one that is listed.",
}
# endregion

# region request
try:
    client = openai.OpenAI()
    response = client.responses.create(
        model="gpt-6-luna",
        input="Say hello.",
    )
except openai.APIConnectionError as error:
    sys.exit(f"No answer from the API. Check your network. ({error})")
except openai.APIStatusError as error:
    if error.code in ADVICE:
        sys.exit(f"{error.status_code} {error.code}: {ADVICE[error.code]}")
    sys.exit(str(error))
except openai.OpenAIError:
    sys.exit("No key. Set OPENAI_API_KEY first.")
# endregion

print(response.output_text)
#> Hello!

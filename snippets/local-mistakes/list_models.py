import sys

from openai import APIConnectionError, OpenAI

try:
    for model in OpenAI().models.list():
        print(model.id)
except APIConnectionError as error:
    sys.exit(f"{type(error).__name__}: {error}")

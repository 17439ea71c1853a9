import os

from dotenv import load_dotenv

first = os.environ["OPENAI_API_KEY"]

load_dotenv()
print("still the key of the window:", os.environ["OPENAI_API_KEY"] == first)

load_dotenv(override=True)
print("still the key of the window:", os.environ["OPENAI_API_KEY"] == first)

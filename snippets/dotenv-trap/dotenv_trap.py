import os

from dotenv import load_dotenv

print("set at first:", "OPENAI_API_KEY" in os.environ)
load_dotenv()
print("set after load_dotenv():", "OPENAI_API_KEY" in os.environ)

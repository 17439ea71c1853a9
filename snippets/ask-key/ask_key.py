import os
from getpass import getpass

if not os.environ.get("OPENAI_API_KEY"):
    os.environ["OPENAI_API_KEY"] = getpass("OpenAI API key: ").strip()
print("The key has", len(os.environ["OPENAI_API_KEY"]), "characters.")
#> The key has 164 characters.

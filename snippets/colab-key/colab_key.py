import os

from google.colab import userdata

os.environ["OPENAI_API_KEY"] = userdata.get("OPENAI_API_KEY")
print("The key has", len(os.environ["OPENAI_API_KEY"]), "characters.")

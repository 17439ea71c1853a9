py -m venv .venv
.venv\Scripts\python -m pip install openai

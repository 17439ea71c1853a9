python3 -m venv .venv
.venv/bin/python -m pip install openai

.venv/bin/python -m pip install --upgrade openai

.venv\Scripts\python -m pip install --upgrade openai

py -m venv .venv
call .venv\Scripts\activate.bat
python -m pip install openai

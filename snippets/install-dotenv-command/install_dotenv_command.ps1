.venv\Scripts\python -m pip install "python-dotenv[cli]"

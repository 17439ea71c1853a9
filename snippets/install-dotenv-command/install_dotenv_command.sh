.venv/bin/python -m pip install "python-dotenv[cli]"

.venv\Scripts\python -m pip install keyring

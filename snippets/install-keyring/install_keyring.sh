.venv/bin/python -m pip install keyring

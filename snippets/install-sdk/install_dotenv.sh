python -m pip install python-dotenv

python -m dotenv -f .env.work run -- python first_request.py

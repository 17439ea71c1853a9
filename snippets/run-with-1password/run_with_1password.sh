op run --env-file=.env -- python first_request.py

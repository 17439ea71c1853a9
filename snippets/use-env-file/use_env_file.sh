node --env-file=.env first_request.mjs

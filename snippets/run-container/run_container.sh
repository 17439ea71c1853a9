# region build
docker build --file app.Dockerfile --tag openai-app .
# endregion
# region variable
docker run --rm --env OPENAI_API_KEY openai-app
# endregion
# region file
docker run --rm --env-file .env openai-app
# endregion
# region check
docker history --no-trunc openai-app | grep OPENAI_API_KEY
# endregion

import json

import openai

client = openai.OpenAI(timeout=30)

def app(environ, start_response):
    def answer(status, fields):
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(fields).encode()]

    if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) != ("POST", "/ask"):
        return answer("404 Not Found", {"error": "no such page"})
    try:
        length = int(environ["CONTENT_LENGTH"])
        if not 0 <= length <= 10_000:
            raise ValueError
        question = json.loads(environ["wsgi.input"].read(length))["question"]
        question.encode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        question = None
    if not isinstance(question, str) or not 0 < len(question) <= 1000:
        return answer("400 Bad Request", {"error": "ask in 1 to 1000 characters"})
    try:
        response = client.responses.create(
            model="gpt-6-luna",
            input=question,
            max_output_tokens=2000,
        )
    except openai.OpenAIError as error:
        print("openai:", error, flush=True)
        return answer("502 Bad Gateway", {"error": "no answer now, try again later"})
    return answer("200 OK", {"answer": response.output_text})

FROM python:3.13-slim
WORKDIR /app
RUN pip install --no-cache-dir openai
COPY first_request.py .
USER nobody
CMD ["python", "first_request.py"]

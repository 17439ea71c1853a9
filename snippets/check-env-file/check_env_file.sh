git init --quiet
python check_openai_key.py || echo "exit status $?"

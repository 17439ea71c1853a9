# region set
python -m keyring set openai OPENAI_API_KEY
# endregion
# region check
python -c "import keyring; print(len(keyring.get_password('openai', 'OPENAI_API_KEY') or ''))"
# endregion

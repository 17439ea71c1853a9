# region set
python -m keyring set openai OPENAI_API_KEY
# endregion
# region check
python -m keyring get openai OPENAI_API_KEY | cut -c 1-8
# endregion

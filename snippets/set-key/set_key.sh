printf "Paste your key, then press Enter: "; read -rs OPENAI_API_KEY; export OPENAI_API_KEY; echo

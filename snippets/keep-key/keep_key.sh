printf "Paste your key, then press Enter: "; read -rs OPENAI_API_KEY; echo; printf 'export OPENAI_API_KEY=%q\n' "$OPENAI_API_KEY" >> ~/".$(basename "$SHELL")rc"

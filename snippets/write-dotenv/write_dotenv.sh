# region ignore
echo ".env" >> .gitignore
# endregion
# region write
printf "Paste your key, then press Enter: "; read -rs key; echo; (umask 077; echo "OPENAI_API_KEY=$key" > .env); unset key
# endregion
# region check
if grep -q "^OPENAI_API_KEY=sk-" .env; then echo "The key is there"; else echo "The key is missing"; fi
# endregion

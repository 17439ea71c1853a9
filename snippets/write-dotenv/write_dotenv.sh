# region ignore
printf '\n.env\n' >> .gitignore
# endregion
# region write
touch .env && chmod 600 .env
printf '\nOPENAI_API_KEY=%s\n' "$OPENAI_API_KEY" >> .env
# endregion
# region check
if grep -q "^OPENAI_API_KEY=sk-" .env; then echo "The key is there"; else echo "The key is missing"; fi
# endregion

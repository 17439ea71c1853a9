# region repository
git init --quiet
# endregion
# region hook
mkdir -p .githooks
cat > .githooks/pre-commit <<'END'
#!/bin/sh
pattern='(^|[^A-Za-z0-9]|\\[nrt])sk-[A-Za-z0-9_-]{40,}'
found=$(git grep --cached -I --line-number --extended-regexp -e "$pattern")
[ $? -gt 1 ] && exit 2
[ -z "$found" ] && exit 0
echo "Refused. This looks like an OpenAI key:" >&2
printf '%s\n' "$found" | cut -s -d: -f1,2 >&2
exit 1
END
chmod +x .githooks/pre-commit
git config core.hooksPath .githooks
# endregion
# region fake
fake="sk-proj-$(printf 'NotARealKey%.0s' 1 2 3 4 5 6)"
printf 'from openai import OpenAI\n\nclient = OpenAI(api_key="%s")\n' "$fake" > hook_test.py
git add hook_test.py
git commit --quiet --message "Test the hook" 2>&1
echo "exit status of git commit: $?"
# endregion
# region repair
printf 'from openai import OpenAI\n\nclient = OpenAI()\n' > hook_test.py
git add hook_test.py
git commit --quiet --message "Test the hook"
echo "exit status of git commit: $?"
# endregion
# region scan
git add .
sh .githooks/pre-commit && echo "No key found."
# endregion
# region history
git log --all --format='%h %an, %ad: %s' -G'(^|[^A-Za-z0-9]|\\[nrt])sk-[A-Za-z0-9_-]{40,}'
# endregion

"""Documentation whose code blocks were run: find snippets, run them, show them, audit the result."""

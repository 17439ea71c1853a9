"""Run the snippets of a published version again, from its tag, and say what of it no longer holds."""

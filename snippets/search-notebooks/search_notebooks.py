import re
from pathlib import Path

PATTERN = re.compile(r"(?:(?<![A-Za-z0-9])|\\[nrt])sk-[\w-]{20,}")

for path in sorted(Path().glob("**/*.ipynb")):
    if PATTERN.search(path.read_text("utf-8")):
        print(path, "holds a key")
        #> analysis.ipynb holds a key

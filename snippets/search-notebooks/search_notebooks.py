import re
from pathlib import Path

for path in sorted(Path().glob("**/*.ipynb")):
    if re.search(r"sk-[\w-]{20,}", path.read_text("utf-8")):
        print(path, "holds a key")
        #> analysis.ipynb holds a key

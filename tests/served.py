"""What a server shows: `python -m tests.served FOLDER` builds twice into a folder, as `mkdocs serve` does.

The second build takes over what the first has made, as each does that follows an edit. The address that a server gives
the site is left out.
"""

from __future__ import annotations

import sys

from mkdocs.commands.build import build
from mkdocs.config import load_config

import provendocs.guide
from tests.proven import load_as_run

if __name__ == "__main__":
    provendocs.guide.load_guide = load_as_run
    config = load_config(site_dir=sys.argv[1], strict=False)
    config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url="http://127.0.0.1:8000/")
    build(load_config(site_dir=sys.argv[1], strict=False), serve_url="http://127.0.0.1:8000/")

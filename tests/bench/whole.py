"""The real matrix, and one task of it, as `make test` runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.bench.clock import least, line
from tests.conftest import ROOT


def measure(_scratch: Path) -> list[str]:
    """Measure, and return the lines of the table."""
    return [
        f"The real matrix, on {os.cpu_count()} cores",
        line("every snippet in every case", least(lambda: _run("tests/test_snippets.py"), 3)),
        line("one task alone", least(lambda: _run("tests/test_snippets.py", "-k", "first-request/"), 3)),
        line("one snippet alone", least(lambda: _run("tests/test_snippets.py", "-k", "first_request.py"), 3)),
    ]


def _run(*arguments: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENAI_API_KEY"}
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)

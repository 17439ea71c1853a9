"""How the cost grows with the number of snippets: from ten to a thousand, in one process."""

from __future__ import annotations

from pathlib import Path

from tests.bench.clock import least, line
from tests.bench.tree import run_transcripts, tree_with

COUNTS = (10, 100, 1000)


def measure(scratch: Path) -> list[str]:
    """Measure, and return the lines of the table."""
    lines = ["A whole session of so many snippets (curl, good case, one process), and the cost of each"]
    for count in COUNTS:
        tree = tree_with(scratch / f"growth-{count}", count, "first_request.sh")
        seconds = least(lambda tree=tree: run_transcripts(tree), 1)  # type: ignore[misc]
        lines.append(line(f"{count} snippets", seconds) + f"{seconds / count * 1000:10.1f} ms each")
    return lines

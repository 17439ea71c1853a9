"""What a run costs, beside the plain ways to do the same, measured in the same minute: `make bench`.

Each figure is the least of several rounds: a machine is sometimes slower than it can be, and never faster.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import commands, growth, lighthouse, python, serve, site, weight, whole

PARTS = {
    "python": python.measure,
    "commands": commands.measure,
    "growth": growth.measure,
    "whole": whole.measure,
    "site": site.measure,
    "serve": serve.measure,
    "weight": weight.measure,
    "lighthouse": lighthouse.measure,
}


def main() -> None:
    """Measure, and print a table for each part."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"what to measure: {', '.join(PARTS)}; all, if empty")
    chosen = parser.parse_args().parts or list(PARTS)
    for part in chosen:
        if part not in PARTS:
            sys.exit(f'tests.bench: there is no part "{part}". There is: {", ".join(PARTS)}.')
    with TemporaryDirectory(prefix="bench-") as scratch:
        for part in chosen:
            print("\n".join(PARTS[part](Path(scratch))), flush=True)


if __name__ == "__main__":
    main()

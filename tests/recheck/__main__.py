"""Run the snippets of a published version again, from its tag, and say what of it no longer holds.

    python -m tests.recheck 0.1

Two things are looked at: whether its snippets still do what its pages show, by its own tests with its own lock; and
whether a model that it teaches has ended by now, as the newest SDK knows it. The exit status is 1 if something does
not hold, and 2 if there is no such version.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from provendocs.settings import load_settings
from tests.recheck.gate import ended_models, newest_shutdown_dates
from tests.recheck.runs import run_snippets
from tests.recheck.tags import NoSuchVersion, checked_out, tag_of

ROOT = Path(__file__).parent.parent.parent


def main() -> None:
    """Look at the version that the command line names."""
    version = sys.argv[1] if len(sys.argv) == 2 else ""
    try:
        tag = tag_of(version, ROOT)
        ends = newest_shutdown_dates(load_settings(ROOT).sdk)
        with checked_out(tag, ROOT) as folder:
            models = list(ended_models(folder, ends, datetime.now(UTC).date()))
            ran = run_snippets(folder, sys.executable)
    except NoSuchVersion as why:
        print(f"recheck: {why}", file=sys.stderr)
        sys.exit(2)
    except subprocess.CalledProcessError as error:
        print(f"recheck: the newest SDK cannot be fetched: {error.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        sys.exit(2)
    problems = [*models, *ran.problems]
    for problem in problems:
        print(f"{version}: {problem}")
    if problems:
        sys.exit(1)
    print(
        f"{version} holds (tag {tag}): {ran.runs} tests of its snippets pass, and no model that it teaches has ended."
    )


if __name__ == "__main__":
    main()

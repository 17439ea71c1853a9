"""Run the snippets of a checked-out version by its own tests, with its own lock, and read how each ended."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

#: What of the caller's environment would reach into the run: keys, and what make, git and pytest tell their children.
_OURS = ("OPENAI_", "MAKE", "MFLAGS", "GIT_", "PYTEST_", "VIRTUAL_ENV", "PYTHON")

#: What runs the snippets of a version, as each version's own Makefile knows it.
_COMMAND = ("make", "test", "PYTHON={python}", "ARGS=tests/test_snippets.py --quiet --junitxml={report}")


@dataclass(frozen=True)
class Ran:
    """What a test run told.

    Args:
        runs: How many tests passed.
        problems: What does not hold, a line each.
    """

    runs: int
    problems: tuple[str, ...]


def run_snippets(folder: Path, python: str = "python3") -> Ran:
    """Run the tests of the snippets in a checked-out version.

    Args:
        folder: The version's own folder. It makes its environment there, from its own lock.
        python: The interpreter that makes the environment.

    Returns:
        How many passed, and what did not; one line, where they did not run at all.
    """
    report = folder.parent / "report.xml"
    command = [part.format(python=python, report=report) for part in _COMMAND]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if not report.exists():
        last = (done.stderr.strip() or done.stdout.strip() or "it printed nothing").splitlines()[-1]
        return Ran(0, (f"its snippets cannot be run any more: {last}",))
    tests = list(ElementTree.parse(report).iter("testcase"))
    problems = tuple(sorted(_problems(tests)))
    if done.returncode and not problems:
        problems = (f"its tests end with status {done.returncode}, though none says that it failed",)
    passed = [test for test in tests if {found.tag for found in test}.isdisjoint({"failure", "error", "skipped"})]
    return Ran(len(passed), problems)


def _problems(tests: list[ElementTree.Element]) -> Iterator[str]:
    for test in tests:
        for kind in ("failure", "error"):
            for found in test.findall(kind):
                first = (found.get("message") or found.text or "").strip().partition("\n")[0].removeprefix("Failed: ")
                name = str(test.get("name"))
                # What stands in brackets is the snippet and the case.
                yield f"{name.partition('[')[2].removesuffix(']') or name}: {first}"

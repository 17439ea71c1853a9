"""Lay out a copy of the guide that has as many tasks as wanted, and run its tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

_TASK = "first-request"


def tree_with(root: Path, tasks: int, snippet: str) -> Path:
    """Lay out a guide whose tasks all hold the same snippet, to be run in the good case.

    Args:
        root: The folder to make.
        tasks: How many tasks.
        snippet: The file of the first request that each holds, such as `first_request.py`.

    Returns:
        The folder.
    """
    snippets = root / "snippets"
    shutil.copytree(ROOT / "snippets/cases", snippets / "cases")
    (snippets / "cases/cases.toml").write_text('[ok]\ntitle = "It works"\n', "utf-8")
    shutil.copytree(ROOT / "tests", root / "tests", ignore=shutil.ignore_patterns("generator", "__pycache__"))
    (root / "docs").mkdir()
    shutil.copy(ROOT / "docs/facts.toml", root / "docs/facts.toml")
    settings = (ROOT / "pyproject.toml").read_text("utf-8")
    # What may be published unproven names files that this copy lacks.
    settings = re.sub(r"^\[tool\.provendocs\.unproven\]\n.*?(?=^\[)", "", settings, flags=re.DOTALL | re.MULTILINE)
    (root / "pyproject.toml").write_text(settings, "utf-8")
    for number in range(tasks):
        task = snippets / f"task-{number:04}"
        (task / "output/ok").mkdir(parents=True)
        (task / "task.toml").write_text('title = "First request"\ncalls_api = true\n', "utf-8")
        shutil.copy(ROOT / "snippets" / _TASK / snippet, task / snippet)
        for kept in (f"ok/{snippet}.txt", "request.http"):
            shutil.copy(ROOT / "snippets" / _TASK / "output" / kept, task / "output" / kept)
    return root


def run_pytest(root: Path, *arguments: str) -> None:
    """Run pytest in a folder, in one process, in a fixed order.

    Raises:
        RuntimeError: It was not green; the text is what it printed.
    """
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider", *arguments]
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "build/bench")])
    environment = {name: value for name, value in os.environ.items() if name != "OPENAI_API_KEY"}
    environment["PYTHONPATH"] = path
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])


def run_transcripts(root: Path) -> None:
    """Run the snippets of a tree against their transcripts."""
    run_pytest(root, "tests/test_snippets.py", "-k", "prints_its_transcript")

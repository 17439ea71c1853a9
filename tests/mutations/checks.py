"""Which checks a changed file meets, and what they say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

#: In the order in which they run: the quick ones first, since the first that fails ends the run.
TESTS = (
    "test_guide.py",
    "test_unproven.py",
    "test_replies.py",
    "test_rules.py",
    "test_manage.py",
    "test_money.py",
    "test_production.py",
    "test_store.py",
    "test_shells.py",
    "test_windows.py",
    "test_snippets.py",
    "test_site.py",
)
_NOTHING_SELECTED = 5


@dataclass(frozen=True)
class Checks:
    """What to run after a change.

    Args:
        select: Which tests to run, as alternatives of an expression for `pytest -k`.
        lint: Commands of `make check` that read the file, if the tests say nothing.
    """

    select: tuple[str, ...]
    lint: tuple[tuple[str, ...], ...] = ()


def checks_for(file: str, run: str = "") -> Checks:
    """Return the checks that a change to a file meets; `run` is what else to select, or what instead."""
    path = PurePosixPath(file)
    select = {"test_guide.py"} | ({run} if run else set())
    lint: list[tuple[str, ...]] = []
    match path.parts:
        case ("snippets", "cases", *_):
            case = path.stem if path.parent.name == "cases" else path.parent.name
            select |= {"test_replies.py"} | (set() if run else {f"-{case}"})
        case ("snippets", task, "output", case, _):
            select |= {f"{task}/{path.stem}-{case}"}
        case ("snippets", task, *_):
            whole_task = path.name in {"task.toml", "request.http"} or path.suffix == ".example"
            select |= set() if run else {f"{task}/" if whole_task else f"{task}/{path.name}"}
            select |= {"test_unproven.py"}
            if path.suffix == ".bat":
                select |= {"test_windows.py"}
            if path.suffix == ".sh":
                select |= {"test_shells.py"}
                lint = [("shellcheck", "--shell=bash", file)]
        case ("tests", *_):
            select |= {"test_rules.py"}
        case _:
            select |= {"test_site.py"}
            if path.suffix == ".md":
                lint = [("pymarkdown", "--strict-config", "scan", file), ("codespell", file)]
    return Checks(tuple(sorted(select)), tuple(lint))


def complaint(checks: Checks, root: Path, workers: int = 0) -> str:
    """Run checks in a copy of the project, and return the first line of what the contributor reads; empty if green."""
    selected = " or ".join(checks.select)
    # What names no file of tests is a snippet or a case.
    files = [f"tests/{name}" for name in TESTS if name in selected or name == "test_snippets.py"]
    options = ["-x", "-q", f"-n{workers}", "-p", "no:randomly", "-p", "no:cacheprovider", f"-k{selected}"]
    tested = _run([sys.executable, "-m", "pytest", *files, *options], root)
    if tested.returncode == _NOTHING_SELECTED:
        raise ValueError(f"no test is called {selected}")
    if tested.returncode:
        return _first_line(tested.stdout + tested.stderr, root)
    for program, *arguments in checks.lint:
        linted = _run([str(Path(sys.executable).with_name(program)), *arguments], root)
        if linted.returncode:
            return f"{program}: {_first_line(linted.stdout + linted.stderr, root)}"
    return ""


def _run(command: list[str], root: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "OPENAI_API_KEY"}
    environment |= {"PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1", "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def _first_line(output: str, root: Path) -> str:
    """Find the line that says what is wrong: the first of the failed test's text, without pytest's own words."""
    output = output.replace(f"{root}/", "")
    _, _, failures = output.partition(" FAILURES ")
    _, _, errors = output.partition(" ERRORS ")
    lines = [line.strip() for line in (failures or errors or output).splitlines()[1 if failures or errors else 0 :]]
    raised = [line.removeprefix("E").strip() for line in lines if re.match(r"E  +\S", line)]
    built = [line for line in raised if re.search(r"\b(WARNING|ERROR)\b|^Error: ", line)]
    told = [line for line in lines if line and not re.match(r"_+ .* _+$|\[gw|In \S+ line", line)]
    return next(iter(built or raised or told), "it failed, and said nothing")

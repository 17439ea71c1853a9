"""A version's own tests are run by its own Makefile, and each that fails is a line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.recheck.conftest import Repository
from tests.recheck.runs import Ran, run_snippets
from tests.recheck.tags import checked_out

#: As the Makefile of each version begins: `make test`, with `ARGS` for pytest.
MAKEFILE = f"test:\n\t{sys.executable} -m pytest -p no:randomly -p no:cacheprovider $(ARGS)\n"
PASSES = "def test_a_snippet_prints(record_property):\n    record_property('run', 'noted')\n"
FAILS = """
import pytest
@pytest.mark.parametrize("name", ["first_request.py-ok"])
def test_a_snippet(name):
    pytest.fail("snippets/first_request.py: it prints something else now.\\n+ more", pytrace=False)
"""
ERRS = "\ndef test_a_fixture(no_such_fixture):\n    pass\n"
SKIPS = "\nimport pytest\n@pytest.mark.skip(reason='no pwsh')\ndef test_powershell():\n    pass\n"


def runs(repository: Repository, **files: str) -> Ran:
    """Tag a small project, and run its tests as those of a published version."""
    repository.commit(**{"Makefile": MAKEFILE, "pytest.ini": "[pytest]\n", **files})
    repository.tag("0.1.0")
    with checked_out("0.1.0", repository.root) as folder:
        return run_snippets(folder, sys.executable)


def test_a_version_that_holds_has_no_problem(repository: Repository) -> None:
    assert runs(repository, **{"tests__test_snippets.py": PASSES + SKIPS}) == Ran(1, ())


def test_each_test_that_fails_is_a_line(repository: Repository) -> None:
    ran = runs(repository, **{"tests__test_snippets.py": PASSES + FAILS + ERRS})
    assert ran.runs == 1
    assert ran.problems[0] == "first_request.py-ok: snippets/first_request.py: it prints something else now."
    assert ran.problems[1].startswith("test_a_fixture: failed on setup")
    assert len(ran.problems) == 2


@pytest.mark.parametrize(
    ("makefile", "told"),
    [
        ("test:\n\t@echo no such package >&2; exit 1\n", "no such package"),
        ("check:\n", "No rule to make target 'test'"),
        ("test:\n\t@true\n", "it printed nothing"),
    ],
)
def test_tests_that_do_not_run_at_all_are_one_line(makefile: str, told: str, repository: Repository) -> None:
    [line] = runs(repository, Makefile=makefile).problems
    assert line.startswith("its snippets cannot be run any more: ")
    if told == "no such package":
        assert "Error 1" in line
    else:
        assert told in line


def test_no_key_and_nothing_of_this_run_reaches_the_tests_of_a_version(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("OPENAI_API_KEY", "MAKEFLAGS", "GIT_EDITOR", "PYTEST_ADDOPTS", "VIRTUAL_ENV", "PYTHONPATH"):
        monkeypatch.setenv(name, "")
    told = tmp_path / "told"
    assert runs(repository, Makefile=f"test:\n\t@env > {told}\n").problems
    names = {line.partition("=")[0] for line in told.read_text("utf-8").splitlines()}
    assert not names & {"OPENAI_API_KEY", "GIT_EDITOR", "PYTEST_ADDOPTS", "VIRTUAL_ENV", "PYTHONPATH"}
    assert "PATH" in names

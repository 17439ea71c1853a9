"""One issue tells what no longer holds: it is opened once, then brought up to date, and closed in the end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.recheck import issue

#: Notes what it was called with, and answers a list of issues.
GH = """\
#!{python}
import json, pathlib, sys
log = pathlib.Path({log!r})
log.write_text(log.read_text() + json.dumps(sys.argv[1:]) + "\\n")
if sys.argv[1:3] == ["issue", "list"]:
    print({answer!r})
sys.exit({status})
"""


@pytest.fixture
def called(tmp_path: Path) -> Callable[..., list[list[str]]]:
    """Return what runs the program with a report and some open issues, and says how it called gh."""

    def call(report: str, *issues: tuple[int, str], status: int = 0) -> list[list[str]]:
        log, gh = tmp_path / "log", tmp_path / "bin" / "gh"
        log.write_text("", "utf-8")
        gh.parent.mkdir(exist_ok=True)
        answer = json.dumps([{"number": number, "title": title} for number, title in issues])
        gh.write_text(GH.format(python=sys.executable, log=str(log), answer=answer, status=status), "utf-8")
        gh.chmod(0o755)
        environment = {"PATH": f"{gh.parent}{os.pathsep}{os.environ['PATH']}"}
        command = [sys.executable, "-I", str(issue.__file__)]
        done = subprocess.run(command, input=report, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == (1 if status else 0), done.stderr
        return [json.loads(line) for line in log.read_text("utf-8").splitlines()]

    return call


def test_an_issue_is_opened_where_there_is_none(called: Callable[..., list[list[str]]]) -> None:
    asked, opened = called("0.1: it fails\n", (4, "Published versions no longer hold, says a reader"))
    assert asked[:4] == ["issue", "list", "--state", "open"]
    assert opened[:4] == ["issue", "create", "--title", issue.TITLE]
    assert "```\n0.1: it fails\n```" in opened[-1]


def test_a_report_that_no_issue_has_room_for_is_cut_after_a_line(called: Callable[..., list[list[str]]]) -> None:
    _, opened = called("0.1: it fails\n" * 9000)
    assert len(opened[-1]) < 65_536
    assert f"0.1: it fails\n... and {9000 - issue.LONGEST // 14} more lines\n```" in opened[-1]


def test_the_issue_that_is_open_is_brought_up_to_date(called: Callable[..., list[list[str]]]) -> None:
    _, edited = called("0.1: it still fails\n", (4, "Another"), (7, issue.TITLE))
    assert edited[:4] == ["issue", "edit", "7", "--body"]
    assert "0.1: it still fails" in edited[-1]


def test_the_issue_is_closed_when_everything_holds(called: Callable[..., list[list[str]]]) -> None:
    _, closed = called("\n", (7, issue.TITLE))
    assert closed[:3] == ["issue", "close", "7"]


def test_where_everything_holds_and_no_issue_is_open_nothing_is_done(called: Callable[..., list[list[str]]]) -> None:
    assert len(called("")) == 1


def test_a_failure_of_gh_fails_the_job(called: Callable[..., list[list[str]]]) -> None:
    assert len(called("0.1: it fails\n", status=1)) == 1

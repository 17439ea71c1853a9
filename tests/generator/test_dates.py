"""When files last changed, as git has it: never a day that is not true."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from provendocs.dates import Dates, read_dates


def git(root: Path, *arguments: str, day: str = "2026-01-01") -> None:
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    moment = {f"GIT_{who}_DATE": f"{day}T12:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=root, env={**os.environ, **settings, **moment}, check=True)


def commit(root: Path, day: str, **files: str) -> None:
    for name, text in files.items():
        (root / name).write_text(text)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", day, day=day)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return the folder of a project in a repository, with two commits."""
    folder = tmp_path / "repository" / "project"
    folder.mkdir(parents=True)
    git(folder.parent, "init", "--quiet")
    commit(folder, "2026-01-31", old="a", both="a", **{"Grüße 💡": "a"})
    commit(folder, "2026-03-01", both="b", new="b")
    return folder


def test_a_file_has_the_day_of_the_last_commit_that_touched_it(repository: Path) -> None:
    old, new = date(2026, 1, 31), date(2026, 3, 1)
    assert read_dates(repository).days == {"old": old, "Grüße 💡": old, "both": new, "new": new}


def test_a_file_that_was_edited_since_has_no_day(repository: Path) -> None:
    (repository / "both").write_text("c")
    (repository / "untracked").write_text("c")
    assert read_dates(repository).days.keys() == {"old", "new", "Grüße 💡"}


def test_history_that_was_cut_off_tells_no_day(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository.parent}", "shallow")
    assert read_dates(tmp_path / "shallow/project").days == {}


def test_without_a_repository_or_without_git_there_is_no_day(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plain").mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert read_dates(tmp_path / "plain").days == {}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_dates(repository).days == {}


def test_a_page_is_as_new_as_the_newest_file_that_it_shows_or_of_no_known_age() -> None:
    dates = Dates({"page": date(2026, 1, 1), "snippet": date(2026, 2, 1)})
    assert dates.newest(["page", "snippet"]) == date(2026, 2, 1)
    assert dates.newest(["page", "snippet", "edited"]) is None
    assert dates.newest([]) is None

"""A published version is found by its tag, and what it holds is looked at in a folder of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.recheck.conftest import Repository
from tests.recheck.tags import NoSuchVersion, checked_out, tag_of


def test_the_newest_release_of_a_version_is_its_tag(repository: Repository) -> None:
    for tag in ("0.1.2", "0.1.10", "v0.2.0", "0.2", "0.10.0", "nightly"):
        repository.tag(tag)
    root = repository.root
    assert [tag_of(version, root) for version in ("0.1", "0.1.2", "0.2", "0.10")] == [
        "0.1.10",
        "0.1.2",
        "0.2",
        "0.10.0",
    ]


@pytest.mark.parametrize("version", ["", "latest", "1", "../0.1", "0.1; rm", "--help", "0.1.2.3"])
def test_what_is_no_version_is_told_in_a_line(version: str, repository: Repository) -> None:
    line = f'VERSION is "{version}", which is no version. Say make recheck VERSION=0.1.'
    with pytest.raises(NoSuchVersion, match=f"^{re.escape(line)}$"):
        tag_of(version, repository.root)


def test_a_missing_tag_is_told_with_those_that_there_are(repository: Repository) -> None:
    with pytest.raises(NoSuchVersion, match=r"no tag is of version 0\.1\. Tags of versions here: none\. Fetch them"):
        tag_of("0.1", repository.root)
    repository.tag("0.10.0")
    repository.tag("0.9.1")
    with pytest.raises(NoSuchVersion, match=r"Tags of versions here: 0\.9\.1, 0\.10\.0\."):
        tag_of("0.1", repository.root)


def test_a_folder_without_a_repository_is_told_in_gits_own_words(tmp_path: Path) -> None:
    with pytest.raises(NoSuchVersion, match="git tag failed: fatal: not a git repository"):
        tag_of("0.1", tmp_path)


def test_a_tag_is_looked_at_beside_what_is_being_edited_and_leaves_nothing(repository: Repository) -> None:
    repository.commit(page="old\n")
    repository.tag("0.1.0")
    repository.commit(page="new\n")
    with checked_out("0.1.0", repository.root) as folder:
        assert (folder / "page").read_text("utf-8") == "old\n"
        assert (repository.root / "page").read_text("utf-8") == "new\n"
        (folder / "left").write_text("by a test", "utf-8")
    assert not folder.exists()
    assert repository.git("worktree", "list").count("\n") == 1


def test_a_folder_is_removed_when_what_is_done_in_it_fails(repository: Repository) -> None:
    repository.tag("0.1.0")
    with pytest.raises(ZeroDivisionError), checked_out("0.1.0", repository.root) as folder:
        raise ZeroDivisionError
    assert not folder.exists()
    assert repository.git("worktree", "list").count("\n") == 1

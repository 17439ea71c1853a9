"""A server writes over what it wrote before, and no page stays that the last build did not write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import mkdocs.utils
import pytest

from provendocs.overwrite import Overwritten
from tests.generator.conftest import put


def write(path: Path, when: int) -> None:
    """Write a file, as a build does at a time of ours."""
    put(path, "text")
    os.utime(path, ns=(when, when))


@pytest.fixture
def site() -> Iterator[Overwritten]:
    """Return what is under test, and leave MkDocs as it was."""
    site = Overwritten()
    yield site
    site.restore()


def test_mkdocs_removes_nothing_when_a_build_begins_and_does_so_again_afterwards(
    tmp_path: Path, site: Overwritten
) -> None:
    page = tmp_path / "index.html"
    write(page, 1)
    site.spare(tmp_path)
    mkdocs.utils.clean_directory(str(tmp_path))
    assert page.exists()
    site.restore()
    mkdocs.utils.clean_directory(str(tmp_path))
    assert not page.exists()


@pytest.mark.parametrize("gone", ["a/b/index.html", "a/index.html"])
def test_a_file_that_a_build_does_not_write_again_is_removed_with_its_empty_folders(
    tmp_path: Path, gone: str, site: Overwritten
) -> None:
    pages = [tmp_path / name for name in ("index.html", "a/index.html", "a/b/index.html", "a/kept.css")]
    for page in pages:
        write(page, 1)
    site.spare(tmp_path)
    for page in pages:
        if page != tmp_path / gone:
            write(page, 2)
    write(tmp_path / "new.html", 1)
    site.remove_leftovers(tmp_path)
    left = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {*pages, tmp_path / "new.html"} - {tmp_path / gone}
    assert (tmp_path / "a/b").exists() == (gone != "a/b/index.html")


def test_what_a_build_wrote_that_did_not_come_to_its_end_is_removed_by_the_next(
    tmp_path: Path, site: Overwritten
) -> None:
    site.spare(tmp_path)
    write(tmp_path / "gone.html", 1)
    site.restore()

    site.spare(tmp_path)
    write(tmp_path / "index.html", 2)
    site.remove_leftovers(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]

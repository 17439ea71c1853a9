"""Find the tag of a published version, and put what it holds into a folder."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from provendocs.matrix import age

#: A version as readers choose it, or a release of it.
_VERSION = re.compile(r"\d+\.\d+(\.\d+)?")


class NoSuchVersion(Exception):
    """There is nothing to look at; the text says why, and what to do."""


def tag_of(version: str, root: Path) -> str:
    """Return the tag of a version.

    Args:
        version: The version, such as `0.1`.
        root: A folder of the git repository.

    Returns:
        The tag of that name; where there is none, that of the newest release of the version, such as `0.1.2`. A tag may
        begin with a `v`.

    Raises:
        NoSuchVersion: It is no version, or has no tag here.
    """
    if not _VERSION.fullmatch(version):
        raise NoSuchVersion(f'VERSION is "{version}", which is no version. Say make recheck VERSION=0.1.')
    tags = [tag for tag in _git(root, "tag", "--list").split() if _VERSION.fullmatch(tag.removeprefix("v"))]
    releases = [tag for tag in tags if f"{tag.removeprefix('v')}.".startswith(f"{version}.")]
    if not releases:
        known = ", ".join(sorted(tags, key=age)) or "none"
        raise NoSuchVersion(
            f"no tag is of version {version}. Tags of versions here: {known}. Fetch them, or correct it."
        )
    exact = [tag for tag in releases if tag.removeprefix("v") == version]
    return exact[0] if exact else max(releases, key=age)


@contextmanager
def checked_out(tag: str, root: Path) -> Iterator[Path]:
    """Put what a tag holds into a folder of its own, as long as the block lasts.

    Args:
        tag: The tag.
        root: A folder of the git repository.

    Yields:
        The folder, a working tree of the repository.
    """
    with TemporaryDirectory(prefix="recheck-") as scratch:
        folder = Path(scratch).resolve() / "guide"
        _git(root, "worktree", "add", "--quiet", "--detach", str(folder), f"refs/tags/{tag}")
        try:
            yield folder
        finally:
            _git(root, "worktree", "remove", "--force", str(folder))


def _git(root: Path, *arguments: str) -> str:
    """Run git; where it fails, say in its own words why there is nothing to look at."""
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoSuchVersion(f"git {arguments[0]} failed: {' '.join(done.stderr.split())}")
    return done.stdout

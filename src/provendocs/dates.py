"""Ask git when files last changed; say nothing where git does not know.

One call for all files: a call for each, as plugins make it, takes longer than the rest of a build.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path


class Dates:
    """The days on which the files of a folder last changed.

    Args:
        days: The day of each file that git knows, by its path below the folder.
    """

    def __init__(self, days: dict[str, date]) -> None:
        self.days = days

    def newest(self, names: Iterable[str]) -> date | None:
        """Return the day on which the last of some files changed, or None if any of them has no day."""
        found = [self.days.get(name) for name in names]
        known = [day for day in found if day]
        return max(known, default=None) if len(known) == len(found) else None


def read_dates(root: Path) -> Dates:
    """Read the days of the commits that last touched each file below a folder.

    A file that was edited since has no day. None has one where there is no git, or where history was cut off, as CI
    checks it out: the day of the oldest commit there is would be a lie.

    Args:
        root: The folder.

    Returns:
        The days, in the time zones of those who committed.
    """
    if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
        return Dates({})
    days: dict[str, date] = {}
    for commit in _git(root, "log", "--format=%x01%cs", "--name-only", "-z", "--relative", "--", ".").split("\x01")[1:]:
        day, *names = commit.replace("\n", "").split("\0")
        for name in filter(None, names):
            days.setdefault(name, date.fromisoformat(day))
    for name in _git(root, "diff", "--name-only", "-z", "--relative", "HEAD").split("\0"):
        days.pop(name, None)
    return Dates(days)


def _git(root: Path, *arguments: str) -> str:
    """Return what git prints, or nothing where it fails or is not there."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout

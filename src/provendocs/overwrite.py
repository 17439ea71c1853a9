"""Let `mkdocs serve` write over the site of the build before, which MkDocs would remove first.

To make hundreds of files anew takes some disks longer than all else: a third of a second on one that was measured.
"""

from __future__ import annotations

import os
from pathlib import Path

import mkdocs.utils


class Overwritten:
    """The folder that a server serves."""

    def __init__(self) -> None:
        self._before: dict[Path, int] = {}
        self._clean = mkdocs.utils.clean_directory

    def spare(self, site: Path) -> None:
        """Have MkDocs leave folders as they are; call it before a build begins. MkDocs has no setting for that.

        Args:
            site: The folder. It may hold what the last build made, and what one made that did not come to its end.
        """
        self._before = last_written(site)
        mkdocs.utils.clean_directory = lambda directory: None  # noqa: ARG005

    def restore(self) -> None:
        """Have MkDocs remove folders again; call it when a build has begun."""
        mkdocs.utils.clean_directory = self._clean

    def remove_leftovers(self, site: Path) -> None:
        """Remove each file that was there when the build began and that it has not written; call it when it is done.

        Args:
            site: The folder.
        """
        for path, when in last_written(site).items():
            if self._before.get(path) == when:
                path.unlink()
                if not any(path.parent.iterdir()):
                    os.removedirs(path.parent)


def last_written(folder: Path, names: str = "*") -> dict[Path, int]:
    """Return when each file below a folder was last written.

    Args:
        folder: The folder.
        names: A pattern that the names of the files match.

    Returns:
        The times in nanoseconds, by the clock of the file system.
    """
    return {path: path.stat().st_mtime_ns for path in folder.rglob(names) if path.is_file()}

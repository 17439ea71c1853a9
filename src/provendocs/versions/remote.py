"""The conversation with the remote, in a bare repository of its own, so that the project's is left as it is."""

from __future__ import annotations

import re
from pathlib import Path

from provendocs.errors import GuideError
from provendocs.versions.git import GitFailed, git

#: How an address begins that is no path: with a scheme, or a host and a colon.
_ADDRESS = re.compile(r"[\w.+-]+://|[^/:]+:")


class Remote:
    """A remote of the project.

    Args:
        root: The project's folder.
        name: The remote's name, its address or its path.
        workshop: The folder of an empty bare repository; it is made here.

    Raises:
        GuideError: There is no such remote, or no project.
    """

    def __init__(self, root: Path, name: str, workshop: Path) -> None:
        self.name = name
        self.workshop = workshop
        try:
            common = Path(git(root, "rev-parse", "--path-format=absolute", "--git-common-dir"))
        except GitFailed as failed:
            raise GuideError("git", str(failed), "Publish from a clone of the project") from None
        self.address = _address(root, name)
        self._target = name
        if not _ADDRESS.match(self.address) and not Path(self.address).is_absolute():
            # The path is relative to the project, and git is to use it from the workshop.
            self._target = self.address = str((root / self.address).resolve())
        _make(workshop, common)

    def tips(self, *references: str) -> dict[str, str]:
        """Return the commit that each of some references is on there, now; those that it has.

        Raises:
            GuideError: It does not answer.
        """
        try:
            lines = git(self.workshop, "ls-remote", self._target, *references).splitlines()
        except GitFailed as failed:
            raise GuideError(self.name, f"git cannot reach this remote: {failed}", "Correct its address") from None
        found = {name: commit for commit, name in (line.split("\t") for line in lines)}
        # A tag with a message is an object of its own; its commit has the marked name.
        peeled = {name.removesuffix("^{}"): commit for name, commit in found.items() if name.endswith("^{}")}
        return {**{name: commit for name, commit in found.items() if not name.endswith("^{}")}, **peeled}

    def fetch(self, theirs: str, ours: str) -> None:
        """Bring a reference of the remote into the workshop, under another name or its own.

        Raises:
            GuideError: It cannot be had.
        """
        try:
            git(self.workshop, "fetch", "--quiet", "--no-tags", "--refmap=", self._target, f"+{theirs}:{ours}")
        except GitFailed as failed:
            raise GuideError(self.name, f"git cannot fetch {theirs}: {failed}", "Publish again") from None

    def push(self, reference: str) -> None:
        """Move a reference there to where it is in the workshop, if it comes after what is there.

        Raises:
            GitFailed: The remote refuses, or does not answer.
        """
        git(self.workshop, "push", "--quiet", self._target, f"{reference}:{reference}")


def _address(root: Path, name: str) -> str:
    try:
        return git(root, "remote", "get-url", "--push", name)
    except GitFailed:
        if _ADDRESS.match(name) or (root / name).is_dir():
            return name
    known = git(root, "remote").split()
    fix = f"Say REMOTE={known[0]}" if known else "Add it with git remote add"
    raise GuideError("REMOTE", f'there is no remote "{name}"', fix)


def _make(workshop: Path, project: Path) -> None:
    """Make a bare repository that knows the project's remotes and has its objects at hand."""
    git(workshop.parent, "init", "--quiet", "--bare", str(workshop))
    config = workshop / "config"
    # The project's settings come first, so that this repository's own win: it is bare.
    config.write_text(f'[include]\n\tpath = "{project / "config"}"\n{config.read_text("utf-8")}', "utf-8")
    (workshop / "objects" / "info" / "alternates").write_text(f"{project / 'objects'}\n", "utf-8")

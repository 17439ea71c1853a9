"""The project that a version is made from: its repository must be in order, and stay as it is meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from provendocs.errors import GuideError
from provendocs.versions.git import GitFailed, git
from provendocs.versions.version import Version


@dataclass(frozen=True)
class Source:
    """A commit of the project, checked out.

    Args:
        root: The project's folder.
        commit: The commit, in hexadecimal.
    """

    root: Path
    commit: str

    @property
    def short(self) -> str:
        """The commit as people write it."""
        return self.commit[:10]

    @property
    def seconds(self) -> str:
        """When it was made, in seconds since 1970, as `SOURCE_DATE_EPOCH` wants it."""
        return git(self.root, "log", "-1", "--format=%ct", self.commit)

    @property
    def day(self) -> str:
        """The day on which it was made, such as `2026-01-31`."""
        return git(self.root, "log", "-1", "--format=%cs", self.commit)

    @property
    def committer(self) -> tuple[str, str]:
        """The name and the address of who made it."""
        name, _, address = git(self.root, "log", "-1", "--format=%cn%n%ce", self.commit).partition("\n")
        return name, address

    def must_be_as_it_was(self) -> None:
        """See that nothing moved since.

        Raises:
            GuideError: Another commit is checked out, or files differ from it.
        """
        if source_in(self.root).commit != self.commit:
            raise GuideError("HEAD", "another commit was checked out meanwhile", "Publish again, and leave it alone")

    def must_bear_the_tag(self, version: Version) -> None:
        """See that a release is made from its tag.

        Raises:
            GuideError: The tag is missing here, or is on another commit.
        """
        try:
            tagged = git(self.root, "rev-parse", "--verify", "--quiet", f"refs/tags/{version.name}^{{commit}}")
        except GitFailed:
            fix = f"Tag the commit with git tag {version.name}, and push the tag"
            raise GuideError("VERSION", f"there is no tag {version.name}", fix) from None
        if tagged != self.commit:
            problem = f"the tag {version.name} is on {tagged[:10]}, and HEAD is {self.short}"
            raise GuideError("VERSION", problem, f"Check it out with git checkout {version.name}")


def source_in(root: Path) -> Source:
    """Return the commit that is checked out in a folder.

    Raises:
        GuideError: There is none, or files differ from it.
    """
    try:
        commit = git(root, "rev-parse", "--verify", "HEAD^{commit}")
        changed = git(root, "status", "--porcelain").splitlines()
    except GitFailed as failed:
        raise GuideError("git", str(failed), "Publish from a clone of the project") from None
    if changed:
        more = len(changed) - 1
        others = f", nor {'is' if more == 1 else 'are'} {more} more" if more else ""
        raise GuideError(changed[0][3:], f"it is not committed{others}", "Commit it, or remove it")
    return Source(root, commit)

"""The branch that the host serves, and what mike changes on it; all of a change goes out as one commit, or none."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from mike import commands
from mike.git_utils import Commit, FileInfo, GitEmptyCommit, GitError, read_file
from mike.versions import Versions

from provendocs.errors import GuideError
from provendocs.versions.git import GitFailed, git
from provendocs.versions.remote import Remote
from provendocs.versions.version import DEVELOPMENT, LATEST, Version, version_named

#: What hosts look for at the root alone. The pages below link to the release that readers should read, and so do these;
#: before there is one, they would lead nowhere.
_AT_THE_ROOT = ("404.html", "sitemap.xml")

#: What git says of a branch that somebody else is moving at the moment.
_IN_MOTION = re.compile(r"\block ref\b|\.lock\b|failed to update ref")

#: Whom git names in a commit.
_ROLES = ("AUTHOR", "COMMITTER")


class Pages:
    """The branch, as the remote had it last.

    Args:
        remote: Where it is.
        branch: Its name.
        committer: The name and the address of who changes it.
    """

    def __init__(self, remote: Remote, branch: str, committer: tuple[str, str]) -> None:
        self.remote = remote
        self.branch = branch
        self._committer = committer
        self.versions = Versions()
        self._reference = f"refs/heads/{branch}"
        #: The commit that the remote's branch was on, when it was fetched; empty where there was no branch.
        self.tip = ""

    def fetch(self) -> None:
        """Take the branch as the remote has it now; where there is none, begin a new one.

        Raises:
            GuideError: The remote does not answer, or its branch does not tell its versions.
        """
        if self.remote.tips(self._reference):
            self.remote.fetch(self._reference, self._reference)
            self.tip = self._git("rev-parse", self._reference)
        else:
            self._git("update-ref", "-d", self._reference)
            self.tip = ""
        try:
            with self._mike():
                self.versions = commands.list_versions(self.branch)
            for info in self.versions:
                version_named(str(info.version))
        except (GuideError, ValueError, KeyError, TypeError, AttributeError):
            where = f"{self.branch} of {self.remote.name}"
            raise GuideError(where, "its versions.json is not what mike writes here", "Correct it there") from None

    def told_of(self, version: Version) -> dict[str, str] | None:
        """Return what was told of a version when it was published, or None if it was not."""
        return dict(self.versions[version.name].properties or {}) if version.name in self._names() else None

    @property
    def latest(self) -> Version | None:
        """The release that readers should read, if there is one."""
        found = self.versions.find(LATEST)
        return Version(found[0]) if found else None

    def put(self, version: Version, site: Path, told: Mapping[str, str]) -> None:
        """Put the site of a version into its folder; a release newer than the latest becomes that.

        Args:
            version: The version.
            site: The folder of its site.
            told: What `versions.json` says of it.
        """
        newest = version.is_release and (self.latest is None or version.numbers > self.latest.numbers)
        built = {"site_dir": str(site), "use_directory_urls": True}
        with (
            self._mike(),
            commands.deploy(
                built,
                version.name,
                aliases=[LATEST] if newest else [],
                update_aliases=True,
                branch=self.branch,
                message=f"Put {version.name}",
                set_props=[("", dict(told))],
            ),
        ):
            pass  # The build is done; mike's own would know nothing of proof.
        self._put_the_root()

    def make_latest(self, version: Version) -> None:
        """Make a release that is there the one that readers should read."""
        with self._mike():
            commands.alias({}, version.name, [LATEST], update_aliases=True, branch=self.branch, message="Move")
        self._put_the_root()

    def send(self, message: str) -> bool:
        """Send what changed to the remote, as one commit on top of what was fetched.

        Args:
            message: What the commit says.

        Returns:
            Whether it is there now. If not, somebody else was first: fetch, and change that.

        Raises:
            GuideError: The remote refuses.
        """
        tree = self._git("rev-parse", f"{self._reference}^{{tree}}")
        if self.tip and tree == self._git("rev-parse", f"{self.tip}^{{tree}}"):
            return True
        parent = ["-p", self.tip] if self.tip else []
        with self._mike():
            commit = self._git("commit-tree", tree, *parent, "-m", message)
        self._git("update-ref", self._reference, commit)
        try:
            self.remote.push(self._reference)
        except GitFailed as failed:
            there = self.remote.tips(self._reference).get(self._reference, "")
            if there == self.tip and not _IN_MOTION.search(str(failed)):
                raise GuideError(self.remote.name, f"git push failed: {failed}", "Nothing was published") from None
            return there == commit
        return True

    def _put_the_root(self) -> None:
        """Lead from the root to the latest release, or to the version in development while there is none."""
        with self._mike():
            versions = commands.list_versions(self.branch)
            released = versions.find(LATEST) is not None
            first = LATEST if released else DEVELOPMENT
            with suppress(GitEmptyCommit):
                commands.set_default(first, allow_undefined=True, branch=self.branch, message="Lead from the root")
            with suppress(GitEmptyCommit), Commit(self.branch, "Copy what belongs to the root") as commit:
                commit.delete_files(_AT_THE_ROOT)
                for name in _AT_THE_ROOT if released else ():
                    with suppress(GitError):  # a site need not have it
                        commit.add_file(FileInfo(name, read_file(self.branch, f"{LATEST}/{name}")))

    def _names(self) -> set[str]:
        return {str(info.version) for info in self.versions}

    def _git(self, *arguments: str) -> str:
        return git(self.remote.workshop, *arguments)

    @contextmanager
    def _mike(self) -> Iterator[None]:
        """Let mike, which takes all this from the environment, work on the branch in the workshop."""
        name, address = self._committer
        who = {f"GIT_{role}_NAME": name for role in _ROLES} | {f"GIT_{role}_EMAIL": address for role in _ROLES}
        before = dict(os.environ)
        os.environ.update({"GIT_DIR": str(self.remote.workshop), **who})
        try:
            with suppress(GitEmptyCommit):
                yield
        except GitError as error:
            raise GuideError("git", " ".join(str(error).split()), "Nothing was published") from None
        finally:
            os.environ.clear()
            os.environ.update(before)

"""What the project and its remote must agree on before a version is made."""

from __future__ import annotations

from provendocs.errors import GuideError
from provendocs.versions.git import GitFailed, git, succeeds
from provendocs.versions.pages import Pages
from provendocs.versions.remote import Remote
from provendocs.versions.source import Source
from provendocs.versions.version import Version


def must_be_there(version: Version, source: Source, remote: Remote, main: str) -> None:
    """See that the remote has what a version is made from, so that others can make it again.

    Args:
        version: The version.
        source: What it is made from.
        remote: The remote.
        main: The branch that the version in development is made from.

    Raises:
        GuideError: The tag, or the main branch, is missing there or is elsewhere.
    """
    if version.is_release:
        _must_have_the_tag(version, source, remote)
    else:
        _must_have_the_commit(source, remote, main)


def _must_have_the_tag(version: Version, source: Source, remote: Remote) -> None:
    tag = f"refs/tags/{version.name}"
    there = remote.tips(tag, f"{tag}^{{}}").get(tag, "")
    if not there:
        fix = f"Push it with git push {remote.name} {version.name}"
        raise GuideError(remote.name, f"the tag {version.name} is not there", fix)
    if there != source.commit:
        problem = f"the tag {version.name} is on {there[:10]} there, and on {source.short} here"
        raise GuideError(remote.name, problem, "A tag stays where it is. Take a new version")


def _must_have_the_commit(source: Source, remote: Remote, main: str) -> None:
    fix = f"Push with git push {remote.name} {main}"
    theirs, ours = f"refs/heads/{main}", f"refs/publish/{main}"
    if not remote.tips(theirs):
        raise GuideError(remote.name, f"there is no branch {main}", fix)
    remote.fetch(theirs, ours)
    if succeeds(remote.workshop, "merge-base", "--is-ancestor", source.commit, ours):
        return
    here, there = git(remote.workshop, "rev-list", "--left-right", "--count", f"{source.commit}...{ours}").split()
    if there == "0":
        raise GuideError(remote.name, f"{main} lacks commits of HEAD: {here}", fix)
    problem = f"HEAD and {main} have diverged: of their commits, {here} stand only here, and {there} only there"
    raise GuideError(remote.name, problem, f"Bring HEAD onto that {main}, and push it")


def must_have_no_other(source: Source, pages: Pages) -> None:
    """See that no branch of that name here holds what the remote's does not: it would seem published, and never be.

    Raises:
        GuideError: There is one.
    """
    try:
        ours = git(source.root, "rev-parse", "--verify", "--quiet", f"refs/heads/{pages.branch}")
    except GitFailed:
        return
    if not pages.tip or not succeeds(pages.remote.workshop, "merge-base", "--is-ancestor", ours, pages.tip):
        problem = f"the branch {pages.branch} here has diverged from that of {pages.remote.name}"
        raise GuideError("git", problem, f"Publishing needs none here: remove it with git branch -D {pages.branch}")

"""Publish a version, or point readers to another: from the first check to the push."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from provendocs.errors import GuideError
from provendocs.versions.agreement import must_be_there, must_have_no_other
from provendocs.versions.git import git, succeeds
from provendocs.versions.pages import Pages
from provendocs.versions.remote import Remote
from provendocs.versions.source import Source, source_in
from provendocs.versions.steps import address_of, build, run_tests
from provendocs.versions.version import LATEST, Version, summary_of

#: How often a publisher begins anew on top of what another has published meanwhile.
TRIES = 5


@dataclass(frozen=True)
class Plan:
    """How a project is published.

    Args:
        root: The project's folder.
        remote: The name, address or path of the remote.
        branch: The branch that the host serves.
        main: The branch that the version in development is made from.
        test: The command that runs the tests.
        build: The command that builds the site, with proof required.
        site: The folder that it leaves the site in.
    """

    root: Path
    remote: str
    branch: str
    main: str
    test: str
    build: str
    site: Path


def publish(plan: Plan, version: Version) -> str:
    """Test, build and publish a version.

    Args:
        plan: How.
        version: The version.

    Returns:
        What was done, in one line.

    Raises:
        GuideError: Something is not in order; nothing was published then.
    """
    source = source_in(plan.root)
    told = {"commit": source.commit, "date": source.day, "changed": summary_of(plan.root, version)}
    if version.is_release:
        source.must_bear_the_tag(version)
    with _workshop(plan.root) as workshop:
        remote = Remote(plan.root, plan.remote, workshop / "pages.git")
        address = address_of(remote.address)
        must_be_there(version, source, remote, plan.main)
        pages = Pages(remote, plan.branch, source.committer)
        pages.fetch()
        must_have_no_other(source, pages)
        if done := _done_already(pages, version, source):
            return done
        run_tests(source, plan.test)
        source.must_be_as_it_was()
        build(source, plan.build, version, address, plan.site)
        source.must_be_as_it_was()

        def put() -> str | None:
            must_be_there(version, source, remote, plan.main)  # what others pushed meanwhile is known then, too
            done = _done_already(pages, version, source)
            if done is None:
                pages.put(version, plan.site, told)
            return done

        message = f"Publish {version.name} from {source.short}"
        return _send(pages, message, put, f"{version.name} is published: {address}{version.name}/")


def roll_back(plan: Plan, version: Version) -> str:
    """Make a published release the one that readers should read.

    Args:
        plan: How the project is published.
        version: The release.

    Returns:
        What was done, in one line.

    Raises:
        GuideError: It is no release that is published; nothing was changed then.
    """
    if not version.is_release:
        raise GuideError("VERSION", f"{version.name} is no release", "Say a release that is published")

    def move() -> str | None:
        if pages.told_of(version) is None:
            there = [str(info.version) for info in pages.versions if Version(str(info.version)).is_release]
            fix = f"Published are: {', '.join(there)}" if there else "No release is published yet"
            raise GuideError("VERSION", f"{version.name} is not published", fix)
        if pages.latest == version:
            return f"{LATEST} is {version.name} already. Nothing was changed."
        pages.make_latest(version)
        return None

    with _workshop(plan.root) as workshop:
        remote = Remote(plan.root, plan.remote, workshop / "pages.git")
        committer = Source(plan.root, git(plan.root, "rev-parse", "HEAD")).committer
        pages = Pages(remote, plan.branch, committer)
        pages.fetch()
        return _send(pages, f"Point {LATEST} to {version.name}", move, f"{LATEST} is {version.name} now.")


def _send(pages: Pages, message: str, change: Callable[[], str | None], done: str) -> str:
    """Change the branch as the remote has it; begin anew while another publisher is faster.

    Args:
        pages: The branch, fetched.
        message: What the commit says.
        change: Makes the change, or says in one line why there is none to make.
        done: What to say in the end.
    """
    for _ in range(TRIES):
        if said := change():
            return said
        if pages.send(message):
            return done
        pages.fetch()
    problem = f"others moved {pages.branch} {TRIES} times meanwhile"
    raise GuideError(pages.remote.name, problem, "Nothing was published. Publish again")


def _done_already(pages: Pages, version: Version, source: Source) -> str | None:
    """Say that a version is published from this commit, or from one that comes after it; None, if it is not.

    Raises:
        GuideError: It is a release, and is published from another commit.
    """
    told = pages.told_of(version)
    if told is None:
        return None
    commit = told.get("commit", "")
    if commit == source.commit:
        return f"{version.name} is published from {source.short} already. Nothing was changed."
    if version.is_release:
        problem = f"{version.name} is published, from {commit[:10] or 'elsewhere'}, and HEAD is {source.short}"
        raise GuideError("VERSION", problem, "What is published stays as it is. Take a new version")
    if succeeds(pages.remote.workshop, "merge-base", "--is-ancestor", source.commit, commit):
        return f"{version.name} is published from a later commit, {commit[:10]}. Nothing was changed."
    return None


@contextmanager
def _workshop(root: Path) -> Iterator[Path]:
    """Lend an empty folder to one publisher at a time. What one that was killed has left there is removed."""
    folder = root / "build" / "publish"
    folder.parent.mkdir(exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            print("publish: another publisher is at work in this folder; this one waits until it has ended", flush=True)
            flock(lock, LOCK_EX)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        yield folder
        shutil.rmtree(folder)

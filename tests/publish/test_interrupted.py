"""A publisher that is killed, or meets another, leaves the branch as it was, or as it was to be."""

from __future__ import annotations

import json
import os
import random
import shlex
import signal
import subprocess
import sys
import time

import pytest

from provendocs.errors import GuideError
from provendocs.versions.git import GitFailed
from provendocs.versions.remote import Remote
from tests.publish.conftest import ADDRESS, Project

#: Starts the remote's side apart, as on a host, where it is not killed together with the publisher.
RECEIVE = f"""\
#!{sys.executable}
import os, sys
os.setsid()
os.execvp("git", ["git", "receive-pack", *sys.argv[1:]])
"""

KILLS = 20


def test_a_publisher_that_is_killed_at_any_moment_leaves_the_old_or_the_new_state(project: Project) -> None:
    receive = project.root / "build" / "receive"
    receive.parent.mkdir()
    receive.write_text(RECEIVE)
    receive.chmod(0o755)
    project.git("config", "remote.origin.receivepack", str(receive))
    before = time.monotonic()
    _change(project, 0)
    _start(project).wait()
    duration = time.monotonic() - before
    assert _state(project) == 0

    moments = random.Random(20)
    for kill in range(1, KILLS + 1):
        was = _state(project)
        _change(project, kill)
        publisher = _start(project)
        try:
            publisher.wait(timeout=duration * (kill - moments.random()) / KILLS)
        except subprocess.TimeoutExpired:
            os.killpg(publisher.pid, signal.SIGKILL)
            publisher.wait()
        # What a publisher that was killed has sent may still arrive after it.
        assert _state(project) in {was, kill - 1, kill}

    _change(project, KILLS + 1)
    assert _start(project).wait() == 0
    assert _state(project) == KILLS + 1
    project.there("fsck", "--connectivity-only", "--strict")
    assert project.git("status", "--short") == ""


def _change(project: Project, number: int) -> None:
    pages = {f"pages__{page}.html": f"{page} {number}" for page in ("index", "lamps", "rooms")}
    project.commit(**pages)
    project.git("push", "--quiet", "origin", "main")


def _start(project: Project) -> subprocess.Popen[bytes]:
    """Start a publisher in a process group of its own, so that it can be killed with all that it started."""
    command = project.command("publish", "dev")
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=project.root, start_new_session=True, stdout=nothing, stderr=nothing)


def _state(project: Project) -> int:
    """Return the number of the change that is published, on which all of the branch must agree."""
    tip = project.tip
    [told] = json.loads(project.there("show", f"{tip}:versions.json"))
    source = told["properties"]["commit"]
    for page in ("index", "lamps", "rooms"):
        assert project.there("show", f"{tip}:dev/{page}.html") == project.git("show", f"{source}:pages/{page}.html")
    return int(project.there("show", f"{tip}:dev/lamps.html").split()[1])


def _publishing(other: Project, version: str) -> str:
    """Return a command that publishes from another clone, to be run in the middle of publishing."""
    publish = shlex.join(other.command("publish", version))
    return shlex.join(["sh", "-c", f"cd {shlex.quote(str(other.root))} && SITE_URL={ADDRESS} {publish}"])


def test_who_is_slower_publishes_on_top_of_who_was_faster(project: Project) -> None:
    other = project.clone(project.root.parent / "other")
    project.publish("1.0", test=_publishing(other, "dev"))
    assert [(one["version"], one["aliases"]) for one in project.versions] == [("dev", []), ("1.0", ["latest"])]
    assert {"dev/lamps.html", "1.0/lamps.html"} <= set(project.published)
    assert project.there("rev-list", "--count", "gh-pages") == "2"
    assert (project.builds, other.builds) == (1, 1)


def test_publishers_that_run_at_the_same_time_lose_no_version(project: Project) -> None:
    other = project.clone(project.root.parent / "other")
    other.git("checkout", "--quiet", "0.9")
    started = [
        subprocess.Popen(one.command("publish", version), cwd=one.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        # Two of them in the same folder, where one waits for the other.
        for one, version in ((project, "1.0"), (project, "dev"), (other, "0.9"))
    ]
    for publisher in started:
        _, complaints = publisher.communicate()
        assert (publisher.returncode, complaints) == (0, b"")
    assert [one["version"] for one in project.versions] == ["dev", "1.0", "0.9"]
    assert project.read("latest") == "1.0"
    assert project.there("rev-list", "--count", "gh-pages") == "3"


def test_two_that_publish_the_same_version_at_once_publish_it_once(project: Project) -> None:
    other = project.clone(project.root.parent / "other")
    project.publish("1.0", test=_publishing(other, "1.0"))
    assert [one["version"] for one in project.versions] == ["1.0"]
    assert project.there("rev-list", "--count", "gh-pages") == "1"


def test_a_slow_publisher_does_not_replace_what_was_made_from_a_later_commit(project: Project) -> None:
    other = project.clone(project.root.parent / "other")
    later = other.commit(pages__lamps="blue")
    push = shlex.join(["git", "-C", str(other.root), "push", "--quiet", "origin", "main"])
    said = project.publish("dev", test=shlex.join(["sh", "-c", f"{push} && {_publishing(other, 'dev')}"]))
    assert said == f"dev is published from a later commit, {later[:10]}. Nothing was changed."
    assert [one["properties"]["commit"] for one in project.versions] == [later]


def test_a_publisher_that_never_hears_that_its_push_arrived_looks_for_itself(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    push = Remote.push

    def push_and_lose_the_answer(remote: Remote, reference: str) -> None:
        push(remote, reference)
        raise GitFailed("the remote end hung up unexpectedly")

    monkeypatch.setattr(Remote, "push", push_and_lose_the_answer)
    assert project.publish("1.0") == f"1.0 is published: {ADDRESS}1.0/"
    assert project.there("rev-list", "--count", "gh-pages") == "1"


def test_a_publisher_that_is_never_the_fastest_gives_up(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    other = project.clone(project.root.parent / "other")
    other.git("checkout", "--quiet", "--orphan", "gh-pages")
    push = Remote.push

    def push_after_another(remote: Remote, reference: str) -> None:
        other.commit()
        other.git("push", "--quiet", "origin", "gh-pages")
        push(remote, reference)

    monkeypatch.setattr(Remote, "push", push_after_another)
    with pytest.raises(GuideError) as error:
        project.publish("1.0")
    assert str(error.value) == "origin: others moved gh-pages 5 times meanwhile. Nothing was published. Publish again."
    assert project.tip == other.git("rev-parse", "HEAD")
    assert project.builds == 1

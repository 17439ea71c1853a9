"""What is not in order is told in one line, and changes nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from provendocs.errors import GuideError
from provendocs.versions.version import version_named
from tests.publish.conftest import CHANGELOG, Project, refusal

STAYS = "What is published stays as it is. Take a new version."
NO_VERSION = "Say VERSION=1.0, two numbers as in the tag, or VERSION=dev."


@pytest.mark.parametrize(
    "name", ["1", "1.0.0", "v1.0", "01.0", "1.0-rc1", "latest", "../1.0", "main", "\u0661.\u0660", "1.0\n"]
)
def test_a_wrong_version_name(name: str) -> None:
    with pytest.raises(GuideError) as error:
        version_named(name)
    assert str(error.value) == f'VERSION: "{name.strip()}" is no version. {NO_VERSION}'


def test_no_version_name(project: Project) -> None:
    assert refusal(project, "") == f"VERSION: it is not set. {NO_VERSION}"


def test_a_changed_file(project: Project) -> None:
    (project.root / "pages" / "index.html").write_text("other")
    assert refusal(project, "1.0") == "pages/index.html: it is not committed. Commit it, or remove it."


def test_new_files(project: Project) -> None:
    for name in ("new.html", "newer.html"):
        (project.root / "pages" / name).write_text("new")
    line = "pages/new.html: it is not committed, nor is 1 more. Commit it, or remove it."
    assert refusal(project, "1.0") == line


def test_no_remote_of_that_name(project: Project) -> None:
    assert refusal(project, "1.0", remote="up") == 'REMOTE: there is no remote "up". Say REMOTE=origin.'
    project.git("remote", "remove", "origin")
    assert refusal(project, "1.0") == 'REMOTE: there is no remote "origin". Add it with git remote add.'


def test_a_remote_that_is_gone(project: Project, tmp_path: Path) -> None:
    project.remote.rename(tmp_path / "elsewhere.git")
    with pytest.raises(GuideError) as error:
        project.publish("1.0")
    problem = f"origin: git cannot reach this remote: '{project.remote}' does not appear to be a git repository"
    assert str(error.value) == f"{problem}. Correct its address."


def test_a_version_without_a_tag(project: Project) -> None:
    project.git("tag", "--delete", "1.0")
    line = "VERSION: there is no tag 1.0. Tag the commit with git tag 1.0, and push the tag."
    assert refusal(project, "1.0") == line


def test_a_tag_on_another_commit(project: Project) -> None:
    commit = project.commit(pages__index="home of tomorrow")[:10]
    tagged = project.git("rev-parse", "1.0")[:10]
    line = f"VERSION: the tag 1.0 is on {tagged}, and HEAD is {commit}. Check it out with git checkout 1.0."
    assert refusal(project, "1.0") == line


def test_a_tag_that_was_not_pushed(project: Project) -> None:
    project.git("push", "--quiet", "origin", ":refs/tags/1.0")
    assert refusal(project, "1.0") == "origin: the tag 1.0 is not there. Push it with git push origin 1.0."


def test_a_tag_that_was_moved(project: Project) -> None:
    there = project.git("rev-parse", "1.0")[:10]
    here = project.commit()[:10]
    project.git("tag", "--force", "1.0")
    line = f"origin: the tag 1.0 is on {there} there, and on {here} here. A tag stays where it is. Take a new version."
    assert refusal(project, "1.0") == line


def test_a_release_from_another_commit_than_the_published_one(project: Project) -> None:
    project.publish("1.0")
    was = project.git("rev-parse", "1.0")[:10]
    now = project.commit()[:10]
    project.git("tag", "--force", "1.0")
    project.git("push", "--quiet", "--force", "origin", "1.0", "main")
    line = f"VERSION: 1.0 is published, from {was}, and HEAD is {now}. {STAYS}"
    assert refusal(project, "1.0") == line


def test_another_version_in_the_project(project: Project) -> None:
    project.git("tag", "1.1")
    project.git("push", "--quiet", "origin", "1.1")
    line = 'the version is "1.0.0", not 1.1. Write version = "1.1.0", commit it, and tag that.'
    assert refusal(project, "1.1") == f"pyproject.toml: {line}"


@pytest.mark.parametrize(
    ("changelog", "line"),
    [
        (
            CHANGELOG.replace("## 1.0 ", "## 1.0.1 "),
            'there is no section "## 1.0". Write what changed, commit it, and tag that',
        ),
        (
            CHANGELOG.replace("Lamps\nare red.\n\n", ""),
            'the section "## 1.0" begins with no sentence. '
            "Begin it with what changed for readers, in one sentence: readers of older versions see it",
        ),
    ],
    ids=["no section", "no sentence"],
)
def test_a_changelog_that_does_not_tell_of_the_release(project: Project, changelog: str, line: str) -> None:
    project.commit(**{"CHANGELOG.md": changelog})
    assert refusal(project, "1.0") == f"CHANGELOG.md: {line}."


def test_commits_that_were_not_pushed(project: Project) -> None:
    project.commit()
    line = "origin: main lacks commits of HEAD: 1. Push with git push origin main."
    assert refusal(project, "dev") == line


def test_a_main_branch_that_has_diverged(project: Project, tmp_path: Path) -> None:
    other = project.clone(tmp_path / "other")
    other.commit(other="1")
    other.commit(other="2")
    other.git("push", "--quiet", "origin", "main")
    project.commit()
    problem = "HEAD and main have diverged: of their commits, 1 stand only here, and 2 only there"
    assert refusal(project, "dev") == f"origin: {problem}. Bring HEAD onto that main, and push it."


def test_a_branch_of_pages_here_that_the_remote_does_not_have(project: Project) -> None:
    project.publish("1.0")
    project.git("branch", "gh-pages", "0.9")
    line = (
        "git: the branch gh-pages here has diverged from that of origin. "
        "Publishing needs none here: remove it with git branch -D gh-pages."
    )
    assert refusal(project, "dev") == line
    project.git("branch", "--delete", "--force", "gh-pages")
    project.publish("dev")


def test_a_branch_of_pages_here_that_is_behind_does_no_harm(project: Project) -> None:
    project.publish("1.0")
    project.git("fetch", "--quiet", "origin", "gh-pages:gh-pages")
    project.publish("dev")
    assert [one["version"] for one in project.versions] == ["dev", "1.0"]


def test_red_tests(project: Project) -> None:
    command = f"{sys.executable} -c 'raise SystemExit(3)'"
    line = f"{command}: it ended with 3. Nothing was published. Correct what it tells above."
    assert refusal(project, "1.0", test=command) == line
    assert project.builds == 0


def test_a_red_build(project: Project) -> None:
    project.commit(red="")
    project.git("push", "--quiet", "origin", "main")
    line = f"{sys.executable} build.py: it ended with 1. Nothing was published. Correct what it tells above."
    assert refusal(project, "dev") == line


def test_a_build_that_leaves_no_site(project: Project) -> None:
    command = f"{sys.executable} -c pass"
    line = f"{command}: it left no site in site/. Nothing was published. Correct it."
    assert refusal(project, "1.0", build=command) == line


def test_a_command_that_is_not_there(project: Project) -> None:
    line = refusal(project, "1.0", test="no-such-program")
    assert line.startswith("no-such-program: it cannot be run: ")


def test_a_commit_that_is_made_while_the_tests_run(project: Project) -> None:
    with pytest.raises(GuideError, match=r"^HEAD: another commit was checked out meanwhile"):
        project.publish("1.0", test="git commit --quiet --allow-empty --message Meanwhile")
    assert project.tip == ""


def test_a_file_that_the_tests_leave_behind(project: Project) -> None:
    with pytest.raises(GuideError, match=r"^left: it is not committed"):
        project.publish("1.0", test="touch left")
    assert project.tip == ""


def test_a_file_that_the_build_leaves_behind(project: Project) -> None:
    with pytest.raises(GuideError, match=r"^left: it is not committed"):
        project.publish("1.0", build=f"sh -c '{sys.executable} build.py && touch left'")
    assert project.tip == ""


def test_a_remote_that_refuses(project: Project) -> None:
    hook = project.remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho this branch is protected >&2\nexit 1\n")
    hook.chmod(0o755)
    assert (
        refusal(project, "1.0") == "origin: git push failed: remote: this branch is protected. Nothing was published."
    )


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("this push is blocked: it holds a secret", "this push is blocked: it holds a secret"),
        ("\\nerror: GH006: Protected branch", "error: GH006: Protected branch"),
        ("please wait\\nerror: GH006: Protected branch", "error: GH006: Protected branch"),
    ],
)
def test_a_remote_that_refuses_is_told_by_the_reason_that_it_gives(project: Project, words: str, reason: str) -> None:
    hook = project.remote / "hooks" / "pre-receive"
    hook.write_text(f"#!/bin/sh\nprintf '{words}\\n' >&2\nexit 1\n")
    hook.chmod(0o755)
    assert refusal(project, "1.0") == f"origin: git push failed: remote: {reason}. Nothing was published."


def test_a_list_of_versions_that_is_broken(project: Project) -> None:
    project.publish("1.0")
    editor = project.clone(project.root.parent / "editor")
    editor.git("checkout", "--quiet", "gh-pages")
    editor.commit(**{"versions.json": "[{]"})
    editor.git("push", "--quiet", "origin", "gh-pages")
    line = "gh-pages of origin: its versions.json is not what mike writes here. Correct it there."
    assert refusal(project, "dev") == line


def test_no_address(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SITE_URL")
    fix = "Say where the site is served, as in SITE_URL=https://example.com/guide/"
    assert refusal(project, "1.0") == f"SITE_URL: it is not set, and the remote does not tell it. {fix}."
    monkeypatch.setenv("SITE_URL", "example.com")
    fix = "Say it as in SITE_URL=https://example.com/guide/"
    assert refusal(project, "1.0") == f'SITE_URL: "example.com" is no address. {fix}.'


def test_a_folder_that_is_no_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = Project(tmp_path, tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GuideError, match=r"^git: not a git repository.*Publish from a clone of the project.$"):
        lost.publish("dev")


@pytest.mark.parametrize(
    ("version", "line"),
    [
        ("dev", "VERSION: dev is no release. Say a release that is published."),
        ("1.0", "VERSION: 1.0 is not published. No release is published yet."),
    ],
)
def test_rolling_back_to_what_is_no_published_release(project: Project, version: str, line: str) -> None:
    project.publish("dev")
    before = project.tip
    with pytest.raises(GuideError) as error:
        project.roll_back(version)
    assert str(error.value) == line
    assert project.tip == before

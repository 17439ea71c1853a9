"""A version that is in order is published as one commit, and what is there already stays as it is."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from provendocs.versions.steps import address_of
from tests.conftest import ROOT
from tests.publish.conftest import ADDRESS, Project


def test_a_release_is_put_into_its_folder_and_readers_are_led_to_it(project: Project) -> None:
    assert project.publish("1.0") == f"1.0 is published: {ADDRESS}1.0/"
    release = {"1.0/404.html", "1.0/index.html", "1.0/lamps.html", "1.0/told.txt"}
    assert set(project.published) == release | {".nojekyll", "404.html", "index.html", "latest", "versions.json"}
    assert project.read("latest") == "1.0"
    assert '"latest/"' in project.read("index.html")
    assert project.read("404.html") == "not here"


def test_the_build_learns_the_version_its_address_and_the_time_of_its_commit(project: Project) -> None:
    project.publish("1.0")
    assert project.read("1.0/told.txt").splitlines() == ["1.0", ADDRESS, "1769860800"]


def test_the_list_of_versions_tells_the_commit_the_day_and_what_changed(project: Project) -> None:
    project.publish("1.0")
    commit = project.git("rev-parse", "1.0")
    told = {"commit": commit, "date": "2026-01-31", "changed": "Lamps are red."}
    assert project.versions == [{"version": "1.0", "title": "1.0", "aliases": ["latest"], "properties": told}]


def test_the_version_in_development_is_the_first_page_only_until_there_is_a_release(project: Project) -> None:
    project.publish("dev")
    assert '"dev/"' in project.read("index.html")
    assert "404.html" not in project.published  # its links would lead to a release
    project.publish("1.0")
    assert '"latest/"' in project.read("index.html")
    project.commit(pages__lamps="blue")
    project.git("push", "--quiet", "origin", "main")
    project.publish("dev")
    assert '"latest/"' in project.read("index.html")
    assert project.read("latest") == "1.0"
    assert [one["properties"]["changed"] for one in project.versions] == ["Lamps are blue.", "Lamps are red."]


def test_a_newer_release_becomes_the_latest_and_an_older_one_does_not(project: Project) -> None:
    project.publish("1.0")
    project.git("checkout", "--quiet", "0.9")
    project.publish("0.9")
    assert project.read("latest") == "1.0"
    project.git("checkout", "--quiet", "main")
    project.release("1.1")
    project.publish("1.1")
    assert project.read("latest") == "1.1"
    assert [one["version"] for one in project.versions] == ["1.1", "1.0", "0.9"]
    assert project.read("1.0/lamps.html") == "lamps of 1.0"


def test_the_root_keeps_nothing_that_the_latest_release_does_not_have(project: Project) -> None:
    project.publish("1.0")
    assert "404.html" in project.published
    (project.root / "pages" / "404.html").unlink()
    project.release("1.1")
    project.publish("1.1")
    assert "404.html" not in project.published


def test_each_publication_is_one_commit_on_top_of_the_one_before(project: Project) -> None:
    project.publish("1.0")
    first = project.tip
    project.publish("dev")
    assert project.there("log", "--format=%s by %cn", "gh-pages").splitlines() == [
        f"Publish dev from {project.git('rev-parse', 'HEAD')[:10]} by Ada",
        f"Publish 1.0 from {project.git('rev-parse', '1.0')[:10]} by Ada",
    ]
    assert project.there("rev-parse", "gh-pages^") == first


@pytest.mark.parametrize("version", ["1.0", "dev"])
def test_publishing_a_version_again_changes_nothing_and_builds_nothing(project: Project, version: str) -> None:
    project.publish(version)
    before = project.tip
    assert project.publish(version).endswith(" already. Nothing was changed.")
    assert project.tip == before
    assert project.builds == 1


def test_an_older_commit_does_not_replace_a_newer_one_in_development(project: Project) -> None:
    project.publish("dev")
    before = project.tip
    project.git("checkout", "--quiet", "0.9")
    assert project.publish("dev").endswith(
        f"later commit, {project.git('rev-parse', 'main')[:10]}. Nothing was changed."
    )
    assert project.tip == before


def test_the_project_is_left_as_it_was(project: Project) -> None:
    config = project.root / ".git" / "config"
    before = project.git("for-each-ref"), config.read_text(), sorted((project.root / ".git").iterdir())
    project.publish("1.0")
    assert before == (project.git("for-each-ref"), config.read_text(), sorted((project.root / ".git").iterdir()))
    assert project.git("status", "--short") == ""
    assert not (project.root / "build" / "publish").exists()


def test_the_index_is_never_locked_for_a_killed_publisher_would_leave_it_so(project: Project) -> None:
    index = project.root / ".git" / "index"
    os.utime(project.root / "pages" / "lamps.html", (1, 1))  # Where it may, git now notes the file's time anew.
    before = index.read_bytes()
    project.publish("dev")
    assert index.read_bytes() == before


def test_a_remote_may_be_a_path_and_its_address_relative(project: Project) -> None:
    project.publish("1.0", remote="../remote.git")
    project.git("remote", "set-url", "origin", "../remote.git")
    project.publish("dev")
    assert [one["version"] for one in project.versions] == ["dev", "1.0"]


def test_a_tag_with_a_message_is_as_good(project: Project) -> None:
    project.commit(**{"pyproject.toml": '[project]\nversion = "1.1"\n'})
    project.git("tag", "--annotate", "--message", "Green", "1.1")
    project.git("push", "--quiet", "origin", "main", "1.1")
    project.publish("1.1")
    assert project.read("latest") == "1.1"


def test_what_a_killed_publisher_left_is_removed(project: Project) -> None:
    left = project.root / "build" / "publish" / "pages.git"
    left.mkdir(parents=True)
    (left / "HEAD").write_text("half")
    project.publish("1.0")
    assert not left.exists()


def test_rolling_back_leads_readers_to_the_release_before_and_keeps_the_other(project: Project) -> None:
    project.git("checkout", "--quiet", "0.9")
    project.publish("0.9")
    project.git("checkout", "--quiet", "main")
    project.publish("1.0")
    before = project.tip
    assert project.roll_back("0.9") == "latest is 0.9 now."
    assert project.read("latest") == "0.9"
    assert {one["version"]: one["aliases"] for one in project.versions} == {"1.0": [], "0.9": ["latest"]}
    assert project.read("1.0/lamps.html") == "lamps of 1.0"
    assert project.there("log", "-1", "--format=%s %P", "gh-pages") == f"Point latest to 0.9 {before}"
    rolled = project.tip
    assert project.roll_back("0.9") == "latest is 0.9 already. Nothing was changed."
    assert project.tip == rolled
    project.roll_back("1.0")
    assert project.there("diff", "--stat", before, "gh-pages") == ""


def test_the_command_line_ends_with_0_if_it_published_and_1_if_not(project: Project) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        command = project.command(*arguments)
        done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.splitlines()[-1] if done.stdout else "", done.stderr

    assert run("publish", "1.0") == (0, f"publish: 1.0 is published: {ADDRESS}1.0/", "")
    assert run("rollback", "0.9") == (1, "", "VERSION: 0.9 is not published. Published are: 1.0.\n")


def test_make_hands_the_version_and_the_remote_over() -> None:
    command = ["make", f"--directory={ROOT}", "--dry-run", "--old-file=.venv/.made"]
    told = subprocess.run([*command, "publish", "VERSION=1.0"], capture_output=True, text=True, check=True).stdout
    assert 'provendocs.versions publish "1.0" --remote "origin"' in told
    told = subprocess.run(
        [*command, "rollback", "VERSION=0.9", "REMOTE=up"], capture_output=True, text=True, check=True
    ).stdout
    assert 'provendocs.versions rollback "0.9" --remote "up"' in told


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("git@github.com:Ada/lamps.git", "https://ada.github.io/lamps/"),
        ("https://github.com/ada/lamps", "https://ada.github.io/lamps/"),
        ("ssh://git@github.com/ada/lamps.git", "https://ada.github.io/lamps/"),
        ("https://token@github.com/ada/ada.github.io.git", "https://ada.github.io/"),
    ],
)
def test_the_address_of_the_site_is_known_from_a_remote_at_github(
    remote: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SITE_URL")
    assert address_of(remote) == address


def test_steps_get_neither_what_would_make_them_do_less_nor_what_may_push(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_back = {"MAKEFLAGS", "ARGS", "PROOF", "VERSION", "OFFLINE", "PYTEST_ADDOPTS", "SITE_URL", "GH_TOKEN"}
    for name in kept_back:
        monkeypatch.setenv(name, ADDRESS)
    seen = project.root / "build" / "seen"
    project.commit(**{"look.py": f"import os, pathlib; pathlib.Path({str(seen)!r}).write_text(' '.join(os.environ))"})
    project.git("push", "--quiet", "origin", "main")
    project.publish("dev", test=f"{sys.executable} look.py")
    names = set(seen.read_text().split())
    assert "PATH" in names
    assert not kept_back & names

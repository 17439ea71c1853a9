"""A small project with a real remote, which publishes a site that takes no time to build."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from provendocs.errors import GuideError
from provendocs.versions.publish import Plan, publish, roll_back
from provendocs.versions.version import version_named

ADDRESS = "https://example.com/guide/"

#: Builds a site that says what it was told. A file named `red` makes it fail.
BUILD = """\
import os, pathlib, shutil, sys

if pathlib.Path("red").exists():
    sys.exit("this is red")
site = pathlib.Path("site")
shutil.rmtree(site, ignore_errors=True)
shutil.copytree("pages", site)
told = [os.environ[name] for name in ("MIKE_DOCS_VERSION", "SITE_URL", "SOURCE_DATE_EPOCH")]
(site / "told.txt").write_text("\\n".join(told))
built = pathlib.Path("build/builds")
built.write_text(built.read_text() + "built\\n" if built.exists() else "built\\n")
"""

CHANGELOG = """\
# Changelog

## Unreleased

Lamps are blue.

- In all rooms.

## 1.1

Lamps are green.

## 1.0 (2026-01-31)

Lamps
are red.

- In one room.

## 0.9

The first lamps.
"""


@dataclass(frozen=True)
class Project:
    """A clone of a small project, and its remote.

    Args:
        root: Its folder.
        remote: The folder of the bare repository that it calls `origin`.
    """

    root: Path
    remote: Path

    def plan(self, **fields: Any) -> Plan:
        python = sys.executable
        usual = {"test": f"{python} -c pass", "build": f"{python} build.py", "site": self.root / "site"}
        return Plan(**{"root": self.root, "remote": "origin", "branch": "gh-pages", "main": "main", **usual, **fields})

    def publish(self, version: str, **fields: Any) -> str:
        return publish(self.plan(**fields), version_named(version))

    def roll_back(self, version: str, **fields: Any) -> str:
        return roll_back(self.plan(**fields), version_named(version))

    def command(self, action: str, version: str, *options: str) -> list[str]:
        """Return the command line that a process of its own is started with, in the project's folder."""
        steps = ["--test", f"{sys.executable} -c pass", "--build", f"{sys.executable} build.py"]
        return [sys.executable, "-m", "provendocs.versions", action, version, *steps, *options]

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.root, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def there(self, *arguments: str) -> str:
        """Ask the remote's repository."""
        done = subprocess.run(["git", *arguments], cwd=self.remote, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self, **files: str) -> str:
        """Write files, by path with `__` for a slash, and commit all; return the commit."""
        for name, text in files.items():
            path = self.root / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Change it")
        return self.git("rev-parse", "HEAD")

    def release(self, name: str) -> None:
        """Commit, tag and push a release."""
        self.commit(**{"pyproject.toml": f'[project]\nversion = "{name}.0"\n', "pages__lamps.html": f"lamps of {name}"})
        self.git("tag", name)
        self.git("push", "--quiet", "origin", "main", name)

    def clone(self, folder: Path) -> Project:
        """Return another clone, of another person."""
        subprocess.run(["git", "clone", "--quiet", str(self.remote), str(folder)], check=True)
        return Project(folder, self.remote)

    @property
    def tip(self) -> str:
        """The commit that the published branch is on; empty, if there is none."""
        return self.there("for-each-ref", "--format=%(objectname)", "refs/heads/gh-pages")

    @property
    def published(self) -> list[str]:
        """The files on the published branch."""
        return self.there("ls-tree", "-r", "--name-only", "gh-pages").splitlines()

    @property
    def versions(self) -> list[dict[str, Any]]:
        """What the published branch tells of its versions."""
        told: list[dict[str, Any]] = json.loads(self.read("versions.json"))
        return told

    @property
    def builds(self) -> int:
        """How often a site was built here."""
        built = self.root / "build" / "builds"
        return len(built.read_text().splitlines()) if built.exists() else 0

    def read(self, path: str) -> str:
        """Return a file of the published branch."""
        return self.there("show", f"gh-pages:{path}")


def set_git_up(patch: pytest.MonkeyPatch) -> None:
    """Let git know neither the settings of whoever runs the tests, nor their name."""
    patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        patch.setenv(f"GIT_{role}_NAME", "Ada")
        patch.setenv(f"GIT_{role}_EMAIL", "ada@example.com")
        patch.setenv(f"GIT_{role}_DATE", "2026-01-31T12:00:00Z")


@pytest.fixture(autouse=True)
def settings_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing of whoever runs the tests reach git or the publisher."""
    set_git_up(monkeypatch)
    monkeypatch.setenv("SITE_URL", ADDRESS)


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a project that is in order, and its remote, to be copied."""
    folder = tmp_path_factory.mktemp("pattern")
    project = Project(folder / "project", folder / "remote.git")
    with pytest.MonkeyPatch.context() as patch:
        set_git_up(patch)
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(project.remote)], check=True)
        subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(project.root)], check=True)
        for hook in [*(project.root / ".git/hooks").iterdir(), *(project.remote / "hooks").iterdir()]:
            hook.unlink()
        project.git("remote", "add", "origin", str(project.remote))
        project.commit(
            **{
                ".gitignore": "build/\nsite/\n",
                "build.py": BUILD,
                "CHANGELOG.md": CHANGELOG,
                "pages__index.html": "home",
                "pages__404.html": "not here",
            }
        )
        project.release("0.9")
        project.release("1.0")
    return folder


@pytest.fixture
def project(pattern: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project that is in order, with the commits of 0.9 and, checked out, 1.0."""
    for name in ("project", "remote.git"):
        shutil.copytree(pattern / name, tmp_path / name, symlinks=True)
    project = Project(tmp_path / "project", tmp_path / "remote.git")
    project.git("remote", "set-url", "origin", str(project.remote))
    monkeypatch.chdir(project.root)
    return project


def refusal(project: Project, version: str, **fields: Any) -> str:
    """Return the one line in which publishing is refused; see that nothing has changed."""
    before = project.tip, project.there("for-each-ref"), project.git("for-each-ref"), project.git("status", "--short")
    with pytest.raises(GuideError) as error:
        project.publish(version, **fields)
    assert before == (
        project.tip,
        project.there("for-each-ref"),
        project.git("for-each-ref"),
        project.git("status", "--short"),
    )
    line = str(error.value)
    assert "\n" not in line
    return line

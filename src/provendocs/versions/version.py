"""The name of a version, and what the project itself says of it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from provendocs.errors import GuideError

#: The version that is made from the main branch, and is no release.
DEVELOPMENT = "dev"
#: The name under which the host serves the release that readers should read.
LATEST = "latest"

_RELEASE = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)", re.ASCII)


@dataclass(frozen=True)
class Version:
    """A version of the site.

    Args:
        name: `dev`, or a release such as `1.0`.
    """

    name: str

    @property
    def is_release(self) -> bool:
        """Whether it is made from a tag."""
        return self.name != DEVELOPMENT

    @property
    def numbers(self) -> tuple[int, ...]:
        """What releases are ordered by; empty for the one in development."""
        return tuple(int(number) for number in self.name.split(".")) if self.is_release else ()


def version_named(name: str) -> Version:
    """Return the version of that name.

    Raises:
        GuideError: It is neither `dev` nor like `1.0`.
    """
    if name != DEVELOPMENT and not _RELEASE.fullmatch(name):
        problem = f'"{" ".join(name.split())}" is no version' if name else "it is not set"
        raise GuideError("VERSION", problem, f"Say VERSION=1.0, two numbers as in the tag, or VERSION={DEVELOPMENT}")
    return Version(name)


def summary_of(root: Path, version: Version) -> str:
    """Return what the changelog says of a version, in the sentence that its section begins with.

    Args:
        root: The project's folder, which holds `CHANGELOG.md` and `pyproject.toml`.
        version: The version. The one in development is called "Unreleased" there, and need not begin with a sentence.

    Returns:
        The sentence; an empty text, if there is none.

    Raises:
        GuideError: A release is not the version that `pyproject.toml` names, or has no section or sentence.
    """
    if version.is_release:
        _must_be_the_projects(root / "pyproject.toml", version)
    changelog = root / "CHANGELOG.md"
    text = changelog.read_text("utf-8") if changelog.exists() else ""
    title = version.name if version.is_release else "Unreleased"
    section = re.search(rf"^## {re.escape(title)}\b(?!\.)[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if version.is_release and section is None:
        raise GuideError(changelog, f'there is no section "## {title}"', "Write what changed, commit it, and tag that")
    first = section[1].strip().partition("\n\n")[0] if section else ""
    sentence = "" if first.startswith(("- ", "* ", "#")) else " ".join(first.split())
    if version.is_release and not sentence:
        fix = "Begin it with what changed for readers, in one sentence: readers of older versions see it"
        raise GuideError(changelog, f'the section "## {title}" begins with no sentence', fix)
    return sentence


def _must_be_the_projects(file: Path, version: Version) -> None:
    try:
        told = str(tomllib.loads(file.read_text("utf-8"))["project"]["version"])
    except (OSError, ValueError, KeyError, TypeError):
        raise GuideError(file, "it names no version of the project", f'Write version = "{version.name}.0"') from None
    if told not in {version.name, f"{version.name}.0"}:
        fix = f'Write version = "{version.name}.0", commit it, and tag that'
        raise GuideError(file, f'the version is "{told}", not {version.name}', fix)

"""Test and build a version; what is red ends it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

from mike.mkdocs_utils import docs_version_var

from provendocs.errors import GuideError
from provendocs.versions.source import Source
from provendocs.versions.version import Version

#: What steps do not get: options of the `make` that called and words for its targets, which would make them do less,
#: and what may push.
_OF_THE_CALLER = {
    "MAKEFLAGS",
    "MFLAGS",
    "MAKELEVEL",
    "ARGS",
    "PROOF",
    "VERSION",
    "REMOTE",
    "OFFLINE",
    "PYTEST_ADDOPTS",
    "SITE_URL",
    docs_version_var,
}
_MAY_PUSH = {"GH_TOKEN", "GITHUB_TOKEN"}

_GITHUB = re.compile(r"(?:https://(?:[^@/]*@)?|(?:ssh://)?git@)github\.com[/:]([\w.-]+)/([\w.-]+?)(?:\.git)?/?")


def run_tests(source: Source, command: str) -> None:
    """Run the tests.

    Args:
        source: What to test.
        command: What runs them, as one writes it in a shell.

    Raises:
        GuideError: They are red.
    """
    _run(source.root, command, {})


def build(source: Source, command: str, version: Version, address: str, site: Path) -> None:
    """Build the site of a version, so that the same commit gives the same bytes.

    Args:
        source: What to build.
        command: What builds it, as one writes it in a shell.
        version: The version, which mike and the theme learn by mike's own variable.
        address: The address below which the versions are served.
        site: The folder that the command leaves the site in.

    Raises:
        GuideError: It is red, or left no site.
    """
    _run(
        source.root,
        command,
        {docs_version_var: version.name, "SITE_URL": address, "SOURCE_DATE_EPOCH": source.seconds},
    )
    if not (site / "index.html").is_file():
        raise GuideError(command, f"it left no site in {site.name}/", "Nothing was published. Correct it")


def address_of(remote_url: str) -> str:
    """Return the address below which the versions are served: `SITE_URL`, or where GitHub serves the remote's pages.

    Args:
        remote_url: The address of the remote.

    Returns:
        The address, with a slash at the end.

    Raises:
        GuideError: Neither tells it.
    """
    if told := os.environ.get("SITE_URL"):
        if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", told):
            raise GuideError("SITE_URL", f'"{told}" is no address', "Say it as in SITE_URL=https://example.com/guide/")
        return told.rstrip("/") + "/"
    if found := _GITHUB.fullmatch(remote_url):
        owner, name = found[1].lower(), found[2]
        return f"https://{owner}.github.io/" + ("" if name.lower() == f"{owner}.github.io" else f"{name}/")
    fix = "Say where the site is served, as in SITE_URL=https://example.com/guide/"
    raise GuideError("SITE_URL", "it is not set, and the remote does not tell it", fix)


def _run(root: Path, command: str, variables: dict[str, str]) -> None:
    print(f"publish: {command}", flush=True)
    environment = {name: value for name, value in os.environ.items() if name not in _OF_THE_CALLER | _MAY_PUSH}
    try:
        done = subprocess.run(shlex.split(command), cwd=root, env={**environment, **variables}, check=False)
    except (OSError, ValueError) as error:
        raise GuideError(command, f"it cannot be run: {error}", "Nothing was published. Correct it") from None
    if done.returncode:
        raise GuideError(
            command, f"it ended with {done.returncode}", "Nothing was published. Correct what it tells above"
        )

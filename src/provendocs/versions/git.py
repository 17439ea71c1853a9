"""Ask git, and tell what it could not do in one line."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

#: What a caller's git, such as one that runs a hook, leaves in the environment to point at its own repository.
_POINTERS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX")


class GitFailed(Exception):
    """Git ended with an error; the text is what it said, in one line without a full stop."""


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder.

    Args:
        folder: A folder of the repository, or the folder of a bare one.
        arguments: The command and its options.

    Returns:
        What it printed, without the white space at the end.

    Raises:
        GitFailed: It ended with an error.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _POINTERS}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            # To look at files, git would lock its index for a moment. Killed there, it would leave it locked.
            env={**environment, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise GitFailed(f"there is no {error.filename}") from None
    if done.returncode:
        raise GitFailed(_reason(done.stderr) or f"git {arguments[0]} ended with {done.returncode}")
    return done.stdout.rstrip()


def succeeds(folder: Path, *arguments: str) -> bool:
    """Say whether git has a yes for a question, such as `merge-base --is-ancestor`."""
    try:
        git(folder, *arguments)
    except GitFailed:
        return False
    return True


def _reason(told: str) -> str:
    """Return the line of git's complaint that names the cause: the first that is an error, or else the first."""
    lines = [line.strip() for line in told.splitlines() if line.strip() not in {"", "remote:"}]
    errors = [line for line in lines if line.startswith(("remote: error:", "remote: fatal:"))]
    causes = [line for line in lines if line.startswith(("fatal:", "error:", "remote:", "!"))]
    first = (errors or causes or lines or [""])[0]
    return " ".join(first.removeprefix("fatal:").removeprefix("error:").split()).removesuffix(".")

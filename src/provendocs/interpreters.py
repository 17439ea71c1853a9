"""Which command runs a snippet on this machine, or why none does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from provendocs.environment import search_path
from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.languages import CURL_LABEL
from provendocs.wine import CMD, UNFAITHFUL

#: Programs that a shell snippet may call, and that a machine may lack.
_OPTIONAL = ("jq",)

#: Needs a terminal, which no test run has.
_NEEDS_TERMINAL = {"Read-Host": "Read-Host needs a terminal"}


class NotHere(Exception):
    """This machine cannot run a snippet; the text says why, as in "it has no pwsh"."""


def find_command(snippet: Snippet, windows_folder: Path) -> list[str]:
    """Return the command that runs a snippet on this machine, without the file.

    Args:
        snippet: The snippet.
        windows_folder: Wine's folder, which stands in for Windows where there is one.

    Returns:
        The command.

    Raises:
        NotHere: The machine lacks the interpreter, and may.
        GuideError: The machine lacks it, and must not.
    """
    command = list(snippet.language.command)
    needed = [command[0], "curl"] if snippet.label == CURL_LABEL else [command[0]]
    missing = [program for program in needed if shutil.which(program, path=search_path()) is None]
    if not missing:
        _must_not_hold(snippet, _NEEDS_TERMINAL)
        _must_not_call_what_is_not_here(snippet)
        return command
    if command[0] == "cmd" and windows_folder.exists() and shutil.which("wine"):
        _must_not_hold(snippet, UNFAITHFUL)
        return ["wine", CMD, *command[1:]]
    if not snippet.language.everywhere:
        raise NotHere(f"it has no {missing[0]}")
    raise GuideError(snippet.path, f"it needs {missing[0]}, which is not on this machine", f"Install {missing[0]}")


def _must_not_call_what_is_not_here(snippet: Snippet) -> None:
    for program in _OPTIONAL:
        called = snippet.language.suffix == ".sh" and re.search(rf"\b{program} ", snippet.text)
        if called and shutil.which(program, path=search_path()) is None:
            raise NotHere(f"it has no {program}")


def _must_not_hold(snippet: Snippet, reasons: Mapping[str, str]) -> None:
    """Refuse to run a snippet that holds a text which cannot be run rightly here."""
    for text, why in reasons.items():
        if text in snippet.text:
            raise NotHere(why)

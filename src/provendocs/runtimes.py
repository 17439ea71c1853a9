"""What a snippet runs on: the versions of its programs, of the SDK, and the system."""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

from provendocs.find import Snippet
from provendocs.settings import Settings

#: What readers call a program, by its command.
_NAMES = {"python": "Python", "bash": "bash", "curl": "curl", "node": "Node.js", "pwsh": "PowerShell", "wine": "Wine"}
_SYSTEMS = {"Darwin": "macOS"}

#: Programs that a shell snippet may call, and whose version matters to what it prints.
_CALLED = ("curl", "node", "jq")


def ran_on(snippet: Snippet, command: str, path: str, settings: Settings) -> tuple[str, ...]:
    """Say what a snippet runs on here.

    Args:
        snippet: The snippet.
        command: The program that runs it, such as `bash`.
        path: The PATH of a run.
        settings: The guide's settings, which name the SDK.

    Returns:
        Each program, and the SDK if the snippet imports it, with its version; the system comes last.
    """
    called = [name for name in _CALLED if snippet.language.suffix == ".sh" and re.search(rf"\b{name} ", snippet.text)]
    found = [_version(program, path) for program in (command, *called)]
    if imports_sdk(snippet, settings):
        found.append(_sdk_version(snippet.language.suffix, settings))
    return (*(text for text in found if text), _SYSTEMS.get(platform.system(), platform.system()))


def imports_sdk(snippet: Snippet, settings: Settings) -> bool:
    """Say whether a snippet imports the SDK."""
    imports = rf"(?:from|import)\s+[\"']?{re.escape(settings.sdk)}\b"
    return bool(settings.sdk) and re.search(imports, snippet.text) is not None


@cache
def _version(program: str, path: str) -> str:
    found = shutil.which(program, path=path)
    if found is None:
        return ""
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False, timeout=60)
    number = re.search(r"\d+(\.\d+)+", told.stdout + told.stderr)
    return f"{_NAMES.get(program, program)} {number[0]}" if number else ""


def _sdk_version(suffix: str, settings: Settings) -> str:
    if suffix == ".py":
        return _distribution_version(settings.sdk)
    if suffix == ".mjs":
        package = settings.root / "build" / "packages" / "node_modules" / settings.sdk / "package.json"
        with suppress(FileNotFoundError):
            return f"{settings.sdk} {_package_version(package)}"
    return ""


@cache
def _distribution_version(name: str) -> str:
    with suppress(metadata.PackageNotFoundError):
        return f"{name} {metadata.version(name)}"
    return ""


@cache
def _package_version(package: Path) -> str:
    return str(json.loads(package.read_text("utf-8"))["version"])

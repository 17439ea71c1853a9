"""Ask the registries, through their own clients, which versions of the SDK there are."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from provendocs.errors import GuideError
from provendocs.guide import Guide
from provendocs.matrix import age

BIN = Path(sys.executable).parent

#: Versions that are out; what is announced as unfinished bears more than numbers.
_RELEASE = re.compile(r"\d+\.\d+\.\d+")


def releases(suffix: str, sdk: str) -> list[str]:
    """Return the versions of the SDK that are out, from old to new.

    Args:
        suffix: The suffix of the language.
        sdk: The name of the package.

    Raises:
        GuideError: The registry does not tell.
    """
    try:
        found = [version for version in _ASK[suffix](sdk) if _RELEASE.fullmatch(version)]
    except (subprocess.SubprocessError, ValueError, KeyError, OSError):
        found = []
    if not found:
        raise GuideError("pyproject.toml", f"no registry tells of {sdk} for {suffix}", "Try again, or correct matrix")
    return sorted(found, key=age)


def resolved(guide: Guide) -> dict[str, dict[str, str]]:
    """Return the newest version that fits each specifier of the plan, by suffix.

    Raises:
        GuideError: A registry knows none, or does not tell.
    """
    plan, sdk = guide.settings.matrix, guide.settings.sdk
    found: dict[str, dict[str, str]] = {}
    for suffix in sorted({*plan.versions, *plan.turns}):
        known = releases(suffix, sdk)
        found[suffix] = {specifier: _newest(known, sdk, specifier) for specifier in plan.specifiers(suffix)}
    return found


def _newest(known: list[str], sdk: str, specifier: str) -> str:
    try:
        return max(SpecifierSet(specifier).filter(known), key=age)
    except (InvalidSpecifier, ValueError):
        problem = f'there is no version "{specifier}" of {sdk}'
        raise GuideError("pyproject.toml", problem, "Correct [tool.provendocs.matrix]") from None


def _of_python(sdk: str) -> list[str]:
    told = _ran(str(Path(sys.executable)), "-m", "pip", "index", "versions", sdk)
    return re.findall(r"[\w.]+", told.partition("Available versions:")[2].partition("\n")[0])


def _of_node(sdk: str) -> list[str]:
    told: list[str] = json.loads(_ran(str(BIN / "npm"), "view", sdk, "versions", "--json"))
    return told


def _ran(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


_ASK: dict[str, Callable[[str], list[str]]] = {".py": _of_python, ".mjs": _of_node}

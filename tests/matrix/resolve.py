"""Ask the registries, through their own clients, which versions of the SDK there are."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from provendocs.errors import GuideError
from provendocs.guide import Guide
from provendocs.matrix import Matrix, age, matrix_text
from provendocs.transcript import write_text

_BIN = Path(sys.executable).parent


def resolved(guide: Guide) -> dict[str, dict[str, str]]:
    """Write down the newest version that fits each specifier of the plan.

    Args:
        guide: The guide.

    Returns:
        The versions by suffix and specifier.

    Raises:
        GuideError: A registry knows none, or does not answer.
    """
    plan, sdk = guide.settings.matrix, guide.settings.sdk
    found = {
        suffix: {specifier: _newest(suffix, sdk, specifier) for specifier in plan.specifiers(suffix)}
        for suffix in sorted({*plan.versions, *plan.turns})
    }
    matrix: Matrix = replace(guide.matrix, versions=found)
    write_text(matrix.path, matrix_text(matrix))
    return found


def _newest(suffix: str, sdk: str, specifier: str) -> str:
    try:
        return _ASK[suffix](sdk, specifier)
    except (subprocess.SubprocessError, ValueError, KeyError, OSError):
        problem = f'no registry told of a version "{specifier}" of {sdk} for {suffix}'
        raise GuideError("pyproject.toml", problem, "Correct [tool.provendocs.matrix], or try again") from None


def _of_python(sdk: str, specifier: str) -> str:
    command = [str(_BIN / "uv"), "pip", "compile", "--no-deps", "--no-header", "--no-annotate", "--quiet", "-"]
    told = subprocess.run(command, input=f"{sdk}{specifier}\n", capture_output=True, text=True, check=True)
    match = re.search(r"==(\S+)", told.stdout)
    if match is None:
        raise ValueError(told.stdout)
    return match[1]


def _of_node(sdk: str, specifier: str) -> str:
    command = [str(_BIN / "npm"), "view", f"{sdk}@{specifier}", "version", "--json"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return max([told] if isinstance(told, str) else told, key=age)


_ASK: dict[str, Callable[[str, str], str]] = {".py": _of_python, ".mjs": _of_node}

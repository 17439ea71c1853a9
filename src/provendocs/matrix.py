"""The matrix: what each snippet does with each version of the SDK, beside what the guide shows of it.

It is kept in `snippets/matrix.toml`, which `make matrix` compares with new runs, and writes with UPDATE=1. Where pages
show what another version prints, the words stand in transcripts in a folder of that version.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from provendocs.errors import GuideError
from provendocs.find import Snippet

#: What writes the records.
UPDATE = "make matrix UPDATE=1"

_HEAD = f"""\
# What each snippet did with each version of the SDK. Written by {UPDATE}, never by hand.
# of: the fingerprint of the snippet and its transcripts. fails: what it did otherwise than they say, by case.
# words: the cases in which it did the same, and printed it in other words.
# since: of all versions that are out, the first with which it works, where an older one below does not.
"""


@dataclass(frozen=True)
class Outcome:
    """What a snippet did with one version.

    Args:
        fails: What it did otherwise than with the version that the guide shows, by case: in a phrase.
        words: The cases in which it did the same, and said it in other words.
    """

    fails: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """What a snippet did with every version.

    Args:
        of: The fingerprint of what ran, and of what it was compared with.
        outcomes: What it did, by version.
        since: The first version of all with which it works, where an older one that ran does not.
    """

    of: str
    outcomes: Mapping[str, Outcome]
    since: str = ""


@dataclass(frozen=True)
class Matrix:
    """All that is known of snippets and versions.

    Args:
        path: The file.
        versions: For each suffix, the version that each specifier of the plan meant when the matrix ran.
        rows: What each snippet did, by its name.
    """

    path: Path
    versions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rows: Mapping[str, Row] = field(default_factory=dict)


def matrix_path(snippets: Path) -> Path:
    """Return where the matrix of a guide is kept."""
    return snippets / "matrix.toml"


def words_path(snippet: Snippet, case: str, version: str) -> Path:
    """Return where the transcript of a snippet in a case is kept, with a version and those after it that agree."""
    return snippet.output / case / version / f"{snippet.path.name}.txt"


def age(version: str) -> tuple[int, ...]:
    """Return what sorts versions from old to new."""
    return tuple(int(number) for number in re.findall(r"\d+", version))


def read_matrix(path: Path) -> Matrix:
    """Read the matrix; where there is none, nothing ran.

    Raises:
        GuideError: The file was not written by `make matrix`.
    """
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        versions = {str(suffix): dict(found) for suffix, found in table.pop("versions").items()}
        return Matrix(path, versions, {name: _row(row) for name, row in table.items()})
    except FileNotFoundError:
        return Matrix(path)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise GuideError(path, "this is not what a run of the matrix wrote", f"Remove it and run {UPDATE}") from None


def _row(table: dict[str, Any]) -> Row:
    of, since = table.pop("of"), table.pop("since", "")
    outcomes = {
        version: Outcome(dict(told.get("fails", {})), tuple(str(case) for case in told.get("words", [])))
        for version, told in table.items()
    }
    return Row(str(of), outcomes, str(since))


def matrix_text(matrix: Matrix) -> str:
    """Write the matrix as TOML, in one order, so that a difference shows what has changed and nothing else."""
    parts = [_HEAD, "[versions]"]
    parts += [f"{_quoted(suffix)} = {_inline(found)}" for suffix, found in sorted(matrix.versions.items())]
    for name, row in sorted(matrix.rows.items()):
        parts += ["", f"[{_quoted(name)}]", f'of = "{row.of}"']
        parts += [f'since = "{row.since}"'] if row.since else []
        for version, outcome in sorted(row.outcomes.items(), key=lambda item: age(item[0])):
            parts += _told(_quoted(version), outcome)
    return "\n".join(parts) + "\n"


def _told(version: str, outcome: Outcome) -> list[str]:
    lines = [f"{version}.fails = {_inline(outcome.fails)}"] if outcome.fails else []
    lines += [f"{version}.words = {json.dumps(list(outcome.words))}"] if outcome.words else []
    return lines or [f"{version} = {{}}"]


def _inline(table: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{_key(name)} = {_quoted(text)}" for name, text in table.items()) + " }"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name, re.ASCII) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)

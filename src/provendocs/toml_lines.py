"""Find the line of a TOML file on which something is written: the parser of the standard library does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: A name as TOML writes it, bare or in quotes, and several with dots between them.
_NAME = r"""(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_NAMES = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*\[\[?\s*({_NAMES})\s*\]")
_FIELD = re.compile(rf"\s*({_NAMES})\s*=")

#: A text, a comment, a bracket or the end of a line. A text of several lines may end with two quotes of its own.
_TOKEN = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'{3}.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\#[^\n]*|[][{}\n]''', re.DOTALL
)


def line_of(file: Path, *names: str) -> int:
    """Return the line, counted from 1, on which a field or a table is written.

    Args:
        file: The file, which was read as TOML before.
        names: The names that lead there from the outside, such as `limit`, `things` and `checked`.

    Returns:
        The line; where the inmost names have none of their own, as in `{ checked = 1 }`, that of what holds them. 0 if
        nothing is found.
    """
    try:
        written = list(_written(file.read_text("utf-8")))
    except (OSError, ValueError):
        return 0
    found = [
        (min(len(path), len(names)), -line)
        for line, path in written
        if path[: len(names)] == names or names[: len(path)] == path
    ]
    return -max(found)[1] if found else 0


def _written(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the line of each header and of each field, with the names that lead to it."""
    table: tuple[str, ...] = ()
    for number, line in _lines(text):
        if header := _HEADER.match(line):
            table = _path(header[1])
            yield number, table
        elif field := _FIELD.match(line):
            yield number, table + _path(field[1])


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line, with its number, that does not begin within a text or a list."""
    number, depth = 1, 0
    yield number, text.partition("\n")[0]
    for token in _TOKEN.finditer(text):
        number += token[0].count("\n")
        depth += (token[0] in {"[", "{"}) - (token[0] in {"]", "}"})
        if token[0] == "\n" and not depth:
            yield number, text[token.end() :].partition("\n")[0]


def _path(written: str) -> tuple[str, ...]:
    """Return the names in what stands before a sign of equality, from the outside."""
    names: list[str] = []
    inside: Any = tomllib.loads(f"{written} = 0")
    while isinstance(inside, dict):
        ((name, inside),) = inside.items()
        names.append(name)
    return tuple(names)

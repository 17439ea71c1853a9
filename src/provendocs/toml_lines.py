"""Find the line of a TOML file on which something is written: the parser of the standard library does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: A name as TOML writes it, bare or in quotes, or several with dots between them.
_NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_HEADER = re.compile(rf"\s*(\[{_NAME}(?:\s*\.\s*{_NAME})*\])")
_FIELD = re.compile(rf"\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*=")


def line_of(file: Path, *names: str) -> int:
    """Return the line, counted from 1, on which a field or a table is written.

    Args:
        file: The file, which was read as TOML before.
        names: The names that lead there from the outside, such as `limit`, `things` and `checked`.

    Returns:
        The line; where the inmost names have none of their own, as in `{ checked = 1 }`, that of what holds them. 0 if
        nothing is found.
    """
    found = [(len(path), -line) for line, path in _written(file.read_text("utf-8")) if names[: len(path)] == path]
    return -max(found)[1] if found else 0


def _written(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the line of each header and of each field, with the names that lead to it."""
    table: tuple[str, ...] = ()
    quotes = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not quotes and (header := _HEADER.match(line)):
            table = _path(header[1])
            yield number, table
        elif not quotes and (field := _FIELD.match(line)):
            yield number, table + _path(f"{field[1]} = 0")
        # A text of several lines may hold what looks like a field.
        for mark in re.findall(r'"""|\'\'\'', line):
            quotes = "" if quotes == mark else quotes or mark


def _path(line: str) -> tuple[str, ...]:
    """Return the names in one line of TOML, from the outside."""
    names: list[str] = []
    inside: Any = tomllib.loads(line)
    while isinstance(inside, dict) and inside:
        ((name, inside),) = inside.items()
        names.append(name)
    return tuple(names)

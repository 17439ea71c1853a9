"""Facts: what the guide states that can age, each with its source and the date it was checked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from provendocs.errors import GuideError, did_you_mean
from provendocs.toml_lines import line_of


@dataclass(frozen=True)
class Fact:
    """One fact.

    Args:
        name: Its name, with dots, such as `address.keys`.
        value: What pages print.
        source: Where it is stated.
        checked: The day on which the source was read.
    """

    name: str
    value: str
    source: str
    checked: date


@dataclass(frozen=True)
class Facts:
    """The facts of a guide, by name.

    Args:
        path: The file they stand in.
        facts: The facts.
    """

    path: Path
    facts: dict[str, Fact]

    def fact(self, name: str) -> Fact:
        """Return the fact of that name.

        Raises:
            GuideError: There is none.
        """
        if name not in self.facts:
            raise GuideError(self.path, f'there is no fact "{name}"', did_you_mean(name, self.facts))
        return self.facts[name]


def read_facts(path: Path) -> Facts:
    """Read a table of facts: TOML, `[group.name]` with `value`, `source` and `checked`.

    Args:
        path: The file.

    Returns:
        The facts.

    Raises:
        GuideError: The file is missing or malformed, or a fact lacks its value, its source or its date.
    """
    try:
        groups: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise GuideError(path, "there is no such file", "Add it; it holds the facts that can age") from None
    except (OSError, ValueError) as error:
        problem = error.strerror if isinstance(error, OSError) else error
        raise GuideError(path, f"this cannot be read: {problem}", "Correct it") from None
    facts: dict[str, Fact] = {}
    for group, entries in groups.items():
        if not isinstance(entries, dict):
            problem = f'"{group}" is not a group of facts'
            raise GuideError(path, problem, f"Write [{group}.name] above it", line=line_of(path, group))
        for key, table in entries.items():
            name = f"{group}.{key}"
            if wrong := _wrong_in(name, table):
                raise GuideError(path, *wrong, line=line_of(path, group, key))
            facts[name] = Fact(name, **table)
    return Facts(path, facts)


def _wrong_in(name: str, table: object) -> tuple[str, str] | None:
    """Say what is wrong in a fact, and what to do about it; None where nothing is."""
    if not isinstance(table, dict) or table.keys() != {"value", "source", "checked"}:
        return f'fact "{name}" is not complete', "Give it a value, a source and a checked date"
    if type(table["checked"]) is not date:  # which a time of day on that day would be, too
        return f'fact "{name}" has no date', "Write checked = 2026-01-31, without quotes"
    # Where the sun rises first, it is tomorrow already.
    if table["checked"] > datetime.now(UTC).date() + timedelta(days=1):
        return f'fact "{name}" was checked on a day that is yet to come', "Write the day on which you read its source"
    if not isinstance(table["value"], str) or not isinstance(table["source"], str):
        return f'the value and the source of fact "{name}" are texts', "Put them in quotes"
    return None

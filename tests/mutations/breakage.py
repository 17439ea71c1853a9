"""Breakages: small changes for the worse, each of which the project must notice."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("breakages.toml")


class Stale(Exception):
    """A breakage that cannot be made, since its file is no longer what it was written for."""


@dataclass(frozen=True)
class Breakage:
    """One small change for the worse.

    Args:
        name: What is wrong then.
        file: The file to change.
        old: The text to replace. It stands in the file once, unless `occurrence` says which one is meant.
        new: What comes in its place; nothing, where a text is lost.
        occurrence: Which of several places is meant, counted from 1.
        harmless: Why it may go unnoticed, if it may.
        run: Which tests to run, as an expression for `pytest -k`, where the file's name does not tell.
    """

    name: str
    file: str
    old: str
    new: str = ""
    occurrence: int = 0
    harmless: str = ""
    run: str = ""

    def applied_to(self, text: str) -> str:
        """Return the text with the breakage in it.

        Raises:
            Stale: What is to be replaced is not there, or is there more than once.
        """
        found = text.count(self.old)
        if found < max(self.occurrence, 1):
            raise Stale(f'{self.file}: breakage "{self.name}" replaces a text that is not there. Correct {LIST.name}.')
        if found > 1 and not self.occurrence:
            raise Stale(f'{self.file}: breakage "{self.name}" fits {found} places. Give its occurrence in {LIST.name}.')
        before = self.old.join(text.split(self.old)[: self.occurrence or 1])
        return before + self.new + text[len(before) + len(self.old) :]


def read_breakages() -> list[Breakage]:
    """Read the list, in its order."""
    entries = tomllib.loads(LIST.read_text("utf-8"))
    return [Breakage(name, **fields) for name, fields in entries.items()]

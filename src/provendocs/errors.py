"""The one kind of error that a contributor meets: where, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

#: How many names a line can list and still be read.
_NAMED = 20


class GuideError(Exception):
    """Bad input, told in one line.

    Args:
        where: The file the mistake is in, shown relative to the working folder.
        problem: What is wrong, without a full stop.
        fix: What to do about it, without a full stop.
        line: The line of the mistake, counted from 1; 0 where the whole file is meant.
    """

    def __init__(self, where: Path | str, problem: str, fix: str, *, line: int = 0) -> None:
        self.where = _relative(where)
        self.problem = problem
        self.fix = fix
        self.line = line
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        return f"{place}: {self.problem}. {self.fix}" + ("" if self.fix.endswith("?") else ".")


def did_you_mean(wanted: str, known: Iterable[str]) -> str:
    """Say what to do about a name that does not exist: the nearest name, or the list.

    Args:
        wanted: The name that was asked for.
        known: The names that exist.

    Returns:
        A sentence without a full stop. Of many names it gives the first ones.
    """
    names = sorted(known)
    near = get_close_matches(wanted, names, n=1)
    if near:
        return f'Did you mean "{near[0]}"?'
    more = f", and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"There is: {', '.join(names[:_NAMED])}{more}" if names else "There is none yet"


def _relative(where: Path | str) -> str:
    path = Path(where)
    if path.is_absolute():
        try:
            return str(path.relative_to(Path.cwd()))
        except ValueError:
            pass
    return str(where)

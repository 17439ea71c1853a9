"""Which versions of the SDK a guide wants its snippets run with: `[tool.provendocs.matrix]` in `pyproject.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields


@dataclass(frozen=True)
class MatrixPlan:
    """What the matrix of snippets and SDK versions consists of.

    Args:
        versions: For each suffix, a specifier of each version that all its snippets run with, such as `<2`: the newest
            that fits, by the registry of that language. From old to new.
        turns: The same for versions beside which the SDK began to print other words. Only the snippets in
            `words` run with them.
        cases: The cases in which a snippet runs whose task names none.
        words: The snippets that run in all their cases, and whose output pages show by version.
        left_out: Why no snippet of a task is run with other versions, by task.
    """

    versions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    turns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)

    def specifiers(self, suffix: str) -> tuple[str, ...]:
        """Return the specifiers of all versions for a suffix, in no order."""
        return (*self.versions.get(suffix, ()), *self.turns.get(suffix, ()))


def read_plan(table: object) -> MatrixPlan:
    """Read the plan.

    Args:
        table: What stands under `matrix`.

    Returns:
        The plan.

    Raises:
        TypeError: Something is of another kind than it must be.
    """
    if not isinstance(table, dict):
        raise TypeError("matrix is no table")
    known = {one.name for one in fields(MatrixPlan)}
    for name in table:
        if name not in known:
            raise TypeError(f'matrix has "{name}", which is none of {", ".join(sorted(known))}')
    return MatrixPlan(
        versions=_lists("versions", table.get("versions", {})),
        turns=_lists("turns", table.get("turns", {})),
        cases=_texts("cases", table.get("cases", [])),
        words=_texts("words", table.get("words", [])),
        left_out=_reasons("left_out", table.get("left_out", {})),
    )


def _reasons(name: str, table: object) -> dict[str, str]:
    if not isinstance(table, dict):
        raise TypeError(f"matrix.{name} is no table")
    return dict(zip(table, _texts(name, list(table.values())), strict=True))


def _lists(name: str, table: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(table, dict):
        raise TypeError(f"matrix.{name} is no table")
    return {key: _texts(f"{name}.{key}", value) for key, value in table.items()}


def _texts(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise TypeError(f"matrix.{name} is no list of texts")
    return tuple(value)

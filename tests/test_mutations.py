"""The list of breakages fits the project as it is. `make mutate` tries them, which takes too long for each test run."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT
from tests.mutations.breakage import Breakage, Stale, read_breakages

BREAKAGES = read_breakages()


def broken(text: str, **fields: str | int) -> str:
    return Breakage("one", "file", **fields).applied_to(text)  # type: ignore[arg-type]


def test_there_are_enough_breakages_of_all_kinds_of_files() -> None:
    assert sum(not breakage.harmless for breakage in BREAKAGES) >= 200
    suffixes = {".py", ".sh", ".mjs", ".ps1", ".bat", ".http", ".toml", ".txt", ".md", ".yml", ".example"}
    assert {f".{breakage.file.rpartition('.')[2]}" for breakage in BREAKAGES} == suffixes


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda breakage: breakage.name)
def test_a_breakage_changes_its_file(breakage: Breakage) -> None:
    text = (ROOT / breakage.file).read_text("utf-8")
    assert breakage.applied_to(text) != text


def test_a_breakage_replaces_the_occurrence_that_it_means() -> None:
    assert broken("a b c", old="b", new="x") == "a x c"
    assert broken("b b b", old="b", new="x", occurrence=2) == "b x b"
    assert broken("a b c", old=" b") == "a c"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"old": "d"}, 'file: breakage "one" replaces a text that is not there. Correct breakages.toml.'),
        ({"old": "b", "occurrence": 3}, 'file: breakage "one" replaces a text that is not there. Correct'),
        ({"old": "b"}, 'file: breakage "one" fits 2 places. Give its occurrence in breakages.toml.'),
    ],
)
def test_a_breakage_that_does_not_fit_its_file_is_told(fields: dict[str, str | int], problem: str) -> None:
    with pytest.raises(Stale) as told:
        broken("a b b", **fields)
    assert str(told.value).startswith(problem)

"""Facts: each with its value, its source and its date, or told in one line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from provendocs.facts import Fact, read_facts
from tests.generator.conftest import FACTS, a_guide, put, read, told

FILE = "docs/facts.toml"


def told_of(root: Path, text: str | bytes) -> str:
    return told(lambda: read_facts(put(root / FILE, text)))


def test_a_fact_has_a_value_a_source_and_a_date(tmp_path: Path) -> None:
    fact = read(tmp_path).facts.fact("limit.things")
    assert fact == Fact("limit.things", "100 things", "https://example.com/limits", date(2026, 1, 31))


def test_a_missing_fact_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    facts = read(tmp_path).facts
    assert told(lambda: facts.fact("limit.thing")) == (
        f'{FILE}: there is no fact "limit.thing". Did you mean "limit.things"?'
    )


def test_a_missing_fact_of_a_file_without_facts_is_told(tmp_path: Path) -> None:
    facts = read(tmp_path, **{FILE: "# None yet.\n"}).facts
    assert told(lambda: facts.fact("a.b")) == f'{FILE}: there is no fact "a.b". There is none yet.'


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    a_guide(tmp_path, **{FILE: None})
    line = told(lambda: read_facts(tmp_path / FILE))
    assert line == f"{FILE}: there is no such file. Add it; it holds the facts that can age."


@pytest.mark.parametrize("missing", ["value", "source", "checked"])
def test_a_fact_that_lacks_a_part_is_told(tmp_path: Path, missing: str) -> None:
    text = "".join(line for line in FACTS.splitlines(keepends=True) if not line.startswith(missing))
    told = told_of(tmp_path, text)
    assert told == f'{FILE}:1: fact "limit.things" is not complete. Give it a value, a source and a checked date.'


@pytest.mark.parametrize(("text", "line"), [(f"{FACTS}note = 'x'\n", 1), ("[limit]\nthings = 1\n", 2)])
def test_a_fact_of_another_form_is_told(tmp_path: Path, text: str, line: int) -> None:
    told = told_of(tmp_path, text)
    assert told == f'{FILE}:{line}: fact "limit.things" is not complete. Give it a value, a source and a checked date.'


def test_a_day_that_is_yet_to_come_is_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, FACTS.replace("2026", "9026")) == (
        f'{FILE}:1: fact "limit.things" was checked on a day that is yet to come. '
        "Write the day on which you read its source."
    )


@pytest.mark.parametrize("written", ['"2026-01-31"', "2026-01-31T10:00:00"])
def test_what_is_no_date_is_told(tmp_path: Path, written: str) -> None:
    line = told_of(tmp_path, FACTS.replace("2026-01-31", written))
    assert line == f'{FILE}:1: fact "limit.things" has no date. Write checked = 2026-01-31, without quotes.'


def test_a_value_outside_a_group_is_told(tmp_path: Path) -> None:
    line = told_of(tmp_path, f"things = 100\n{FACTS}")
    assert line == f'{FILE}:1: "things" is not a group of facts. Write [things.name] above it.'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("[limit.things\n", "Expected ']' at the end of a table declaration (at line 1, column 14)"),
        pytest.param(f"{FACTS}{FACTS}", "Cannot declare ('limit', 'things') twice (at line 5, column 14)"),
        pytest.param(b"# \xff\n", "'utf-8' codec can't decode byte 0xff in position 2: invalid start byte"),
    ],
    ids=["not TOML", "a fact twice", "not UTF-8"],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, text: str | bytes, problem: str) -> None:
    assert told_of(tmp_path, text) == f"{FILE}: this cannot be read: {problem}. Correct it."

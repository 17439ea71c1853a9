"""The record: what ran is kept until something newer ran, and what is no record is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Thread

import pytest

from provendocs.record import Entry, Record, digest, read_record, record_path
from provendocs.recorder import add_to_record
from tests.generator.conftest import put, told

RUN = Entry("a/a.py", "ok", "12ab", "passed", "2026-01-31", ("Python 3.13.1", "Linux"), 1, shown={"a/out.txt": "34cd"})
OTHER = replace(RUN, snippet="b/b.py", status=0, shown={})


STILL_THERE = [(name, case) for name in ("a/a.py", "b/b.py") for case in ("ok", "wrong-key")]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return record_path(tmp_path)


def entries(record: Path) -> list[Entry]:
    return list(read_record(record).entries.values())


def added(record: Path, *new: Entry) -> list[Entry]:
    """Add entries to the record of a guide that has two snippets, and return what it holds then."""
    add_to_record(record, new, STILL_THERE)
    return entries(record)


def test_a_machine_that_ran_nothing_has_no_record(record: Path) -> None:
    assert read_record(record) == Record()
    assert read_record(record).entry("a/a.py", "ok") is None


def test_what_is_written_is_what_is_read(record: Path, tmp_path: Path) -> None:
    not_run = replace(OTHER, result="not run", reason='It needs "Grüße" 💡\n')
    assert added(record, RUN, not_run) == [RUN, not_run]
    assert read_record(record).entry("b/b.py", "ok") == not_run
    assert record == tmp_path / "build/record.json"


def test_a_record_has_a_line_for_each_entry_whatever_their_order(record: Path) -> None:
    second = replace(RUN, case="wrong-key")
    added(record, OTHER, second, RUN)
    text = record.read_text("utf-8")
    assert [json.loads(line.strip(","))["snippet"] for line in text.splitlines()[1:-1]] == [
        "a/a.py",
        "a/a.py",
        "b/b.py",
    ]
    record.unlink()
    added(record, RUN, OTHER)
    added(record, second)
    assert record.read_text("utf-8") == text


def test_a_newer_entry_takes_the_place_of_the_older_one_and_of_no_other(record: Path) -> None:
    newer = replace(RUN, date="2026-02-01", status=0)
    added(record, RUN, OTHER, replace(RUN, case="wrong-key"))
    assert added(record, newer) == [newer, replace(RUN, case="wrong-key"), OTHER]


def test_a_snippet_that_is_gone_is_forgotten(record: Path) -> None:
    added(record, RUN, OTHER)
    add_to_record(record, [], [("b/b.py", "ok")])
    assert entries(record) == [OTHER]


def test_a_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    assert digest(put(tmp_path / "a.txt", b"\xff\r\n")) == sha256(b"\xff\r\n").hexdigest()


MALFORMED = [
    pytest.param("", id="empty"),
    pytest.param('[{"snippet": ', id="half of one"),
    pytest.param(b'["\xff"]', id="not UTF-8"),
    pytest.param("1", id="a number"),
    pytest.param("[1]", id="a list of numbers"),
    pytest.param('{"snippet": "a/a.py"}', id="no list"),
    pytest.param(json.dumps([{**vars(RUN), "shown": None}]), id="an entry that shows nothing at all"),
    pytest.param(json.dumps([{**vars(RUN), "snippet": []}]), id="an entry whose snippet is a list"),
    pytest.param('[{"ran_on": []}]', id="an entry that lacks fields"),
    pytest.param('[{"snippet": "a/a.py"}]', id="an entry that says not what it ran on"),
    pytest.param(json.dumps([{**vars(RUN), "color": "red"}]), id="an entry with more"),
]


@pytest.mark.parametrize("text", MALFORMED)
def test_what_is_no_record_is_told(record: Path, text: str | bytes) -> None:
    put(record, text)
    line = told(lambda: read_record(record))
    assert line == "build/record.json: this is not the record of a test run. Remove it and run make test."


@pytest.mark.parametrize("text", MALFORMED)
def test_what_is_no_record_gives_way_to_one(record: Path, text: str | bytes) -> None:
    put(record, text)
    assert added(record, RUN) == [RUN]


def test_a_record_that_cannot_be_read_or_written_is_told(record: Path) -> None:
    put(record / "in-its-way", "")
    line = told(lambda: read_record(record))
    assert line == "build/record.json: this is not the record of a test run. Remove it and run make test."
    line = told(lambda: added(record, RUN))
    assert line == "build/record.json: this cannot be written: Is a directory. Make way for it."


def test_nothing_is_lost_when_several_test_runs_end_at_once(record: Path) -> None:
    names = [f"{writer}/{number}.py" for writer in range(4) for number in range(10)]
    start = Barrier(4)

    def writing(writer: int) -> Callable[[], None]:
        def write() -> None:
            start.wait()
            for name in names[writer * 10 : writer * 10 + 10]:
                add_to_record(record, [replace(RUN, snippet=name)], [(one, RUN.case) for one in names])

        return write

    threads = [Thread(target=writing(writer)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.snippet for entry in entries(record)] == names

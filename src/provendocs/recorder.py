"""Write the record: a pytest plugin that takes what the tests say of each run, and how pytest judged it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

import pytest

from provendocs.errors import GuideError
from provendocs.guide import Guide
from provendocs.record import Entry, read_record, record_path
from provendocs.transcript import write_text

#: The name under which a test hands an entry to `record_property`.
PROPERTY = "run"

#: Of two tests that look at the same run, the one that ended worse counts.
_WORST_FIRST = ("failed", "not run", "passed")


class Recorder:
    """Collects entries and writes them when the tests are done. Workers hand theirs to the process that started them.

    Args:
        guide: The guide whose snippets the tests run.
    """

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._entries: dict[tuple[str, str], Entry] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the entries of a test, judged by how the test ended.

        A test that did not come to its call, because a fixture failed or its worker crashed, hands in none, nor does
        one that looks at something else than a run. What its name says it was to look at did not pass.
        """
        given = [value for name, value in report.user_properties if name == PROPERTY]
        if report.when == "call" and (given or report.passed):
            for value in given:
                self._add(_judged(value, report))
        elif not report.passed:
            for entry in self._named_by(report.nodeid):
                self._add(_judged(asdict(entry), report))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the record, unless this is a worker."""
        if self._entries and not hasattr(session.config, "workerinput"):
            path = record_path(self._guide.settings.root)
            try:
                add_to_record(path, self._entries.values(), self._guide.runs())
            except (OSError, GuideError) as error:
                pytest.exit(f"{path}: the record cannot be written: {error}. Correct it, and run the tests again.", 1)

    def _named_by(self, nodeid: str) -> Iterator[Entry]:
        """Yield an entry of each run that a test may look at, by the snippet and the case that its name ends with.

        Where it names no case, that is every case of the snippet.
        """
        today = datetime.now(UTC).date().isoformat()
        named = nodeid.partition("[")[2].removesuffix("]")
        for snippet in self._guide.snippets.files.values():
            for case in self._guide.cases_of(snippet):
                if named in {snippet.name, f"{snippet.name}-{case.name}"}:
                    yield Entry(snippet.name, case.name, snippet.sha256, "passed", today)

    def _add(self, entry: Entry) -> None:
        """Keep one entry of a snippet in a case: two tests that look at the same run must both have passed."""
        key = (entry.snippet, entry.case)
        known = self._entries.get(key)
        if known is not None and known.result == entry.result == "passed":
            entry = replace(entry, shown={**known.shown, **entry.shown})
        elif known is not None:
            entry = min(known, entry, key=lambda one: _WORST_FIRST.index(one.result))
        self._entries[key] = entry


def _judged(value: Any, report: pytest.TestReport) -> Entry:
    entry = Entry(**{**value, "ran_on": tuple(value["ran_on"])})
    if report.passed:
        return entry
    if report.skipped:
        return replace(entry, result="not run", reason=entry.reason or _why(report), shown={})
    return replace(entry, result="failed", reason=_why(report), shown={})


def _why(report: pytest.TestReport) -> str:
    """Say in a line why a test failed or was skipped. With workers, `longreprtext` begins with the worker's name."""
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message if crash else report.longrepr).partition("\n")[0]


def add_to_record(path: Path, entries: Iterable[Entry], still_there: Iterable[tuple[str, str]]) -> None:
    """Put new entries in the place of older ones, and forget the runs that are gone.

    Args:
        path: The record.
        entries: What a test run found.
        still_there: The snippet and the case of each run that the guide has.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)  # Another test run may end at the same moment.
        known = set(still_there)
        try:
            old = read_record(path).entries
        except GuideError:
            old = {}
        merged = {key: entry for key, entry in old.items() if key in known}
        for entry in entries:
            merged[entry.snippet, entry.case] = entry
        lines = [json.dumps(asdict(merged[key]), ensure_ascii=False) for key in sorted(merged)]
        write_text(path, "[\n" + ",\n".join(lines) + "\n]\n")

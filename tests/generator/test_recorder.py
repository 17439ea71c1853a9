"""The recorder: what tests say of runs goes to the record, judged by how each test ended."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from provendocs.guide import Guide
from provendocs.record import Entry, read_record, record_path
from provendocs.recorder import PROPERTY, Recorder, add_to_record
from tests.generator.conftest import CASES, a_guide, a_run, put, read

PY = "list-things/list_things.py"
SH = "list-things/list_things.sh"


def report(
    *entries: Entry,
    outcome: str = "passed",
    longrepr: Any = None,
    when: str = "call",
    name: str = PROPERTY,
    test: str = "test_it",
) -> pytest.TestReport:
    """Return what pytest reports of a test that handed in some entries."""
    return pytest.TestReport(
        nodeid=test,
        location=("test_it.py", 0, "test_it"),
        keywords={},
        outcome=cast("Any", outcome),
        longrepr=longrepr,
        when=cast("Any", when),
        user_properties=[(name, asdict(entry)) for entry in entries],
    )


def session(**config: object) -> pytest.Session:
    return cast("pytest.Session", SimpleNamespace(config=SimpleNamespace(**config)))


def recorded(guide: Guide, reports: Sequence[pytest.TestReport], **config: object) -> list[Entry]:
    """Let a recorder meet some reports and the end of the tests, and return what is on record then."""
    recorder = Recorder(guide)
    for one in reports:
        recorder.pytest_runtest_logreport(one)
    recorder.pytest_sessionfinish(session(**config))
    return list(read_record(record_path(guide.settings.root)).entries.values())


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    return read(tmp_path)


@pytest.fixture
def run(guide: Guide) -> Entry:
    return a_run(guide.snippets.snippet(PY), status=1, shown={"a.txt": "12ab"})


def test_the_run_of_a_test_that_passes_has_passed(guide: Guide, run: Entry) -> None:
    assert recorded(guide, [report(run)]) == [run]


def test_the_run_of_a_test_that_fails_has_failed_for_its_reason_and_shows_nothing(guide: Guide, run: Entry) -> None:
    failed = report(run, outcome="failed", longrepr="a.py:1: it prints something else now.\n-on\n+off")
    told = "a.py:1: it prints something else now."
    assert recorded(guide, [failed]) == [replace(run, result="failed", reason=told, shown={})]


@pytest.mark.parametrize(
    ("longrepr", "why"),
    [
        ("it fails\nhere", "it fails"),
        (SimpleNamespace(reprcrash=SimpleNamespace(message="assert 1\n + 2")), "assert 1"),
    ],
    ids=["told", "raised"],
)
def test_the_reason_of_a_failure_is_not_the_name_of_the_worker(
    guide: Guide, run: Entry, longrepr: object, why: str
) -> None:
    failed = report(run, outcome="failed", longrepr=longrepr)
    vars(failed)["node"] = SimpleNamespace(gateway=SimpleNamespace(id="gw0"))
    [entry] = recorded(guide, [failed])
    assert entry.reason == why


def test_a_test_that_is_skipped_says_why_where_its_entry_does_not(guide: Guide, run: Entry) -> None:
    skipped = report(run, outcome="skipped", longrepr=("test_it.py", 1, "Skipped: no transcript yet"))
    assert recorded(guide, [skipped]) == [replace(run, result="not run", reason="no transcript yet", shown={})]


def test_the_run_of_a_test_that_is_skipped_was_none_and_shows_nothing(guide: Guide, run: Entry) -> None:
    not_run = replace(run, reason="it has no pwsh")
    skipped = report(not_run, outcome="skipped", longrepr=("test_it.py", 1, "Skipped: it is not run here"))
    assert recorded(guide, [skipped]) == [replace(not_run, result="not run", shown={})]


def test_a_test_that_looks_at_several_runs_tells_of_each(guide: Guide, run: Entry) -> None:
    other = replace(run, case="wrong-key")
    assert recorded(guide, [report(run, other)]) == [run, other]


def test_what_tests_say_besides_is_passed_over(guide: Guide, run: Entry) -> None:
    assert recorded(guide, [report(run, name="color")]) == []


@pytest.mark.parametrize("when", ["setup", "teardown"])
def test_an_entry_is_taken_once_when_the_test_itself_has_ended(guide: Guide, run: Entry, when: str) -> None:
    assert recorded(guide, [report(run, outcome="failed", when=when)]) == []
    assert recorded(guide, [report(run), report(run, outcome="failed", when=when)]) == [run]


def states(entries: Sequence[Entry]) -> dict[tuple[str, str], tuple[str, str]]:
    return {(entry.snippet, entry.case): (entry.result, entry.reason) for entry in entries}


@pytest.mark.parametrize(
    ("when", "outcome", "longrepr", "end"),
    [
        pytest.param("setup", "failed", "no lamp\nhere", ("failed", "no lamp"), id="a fixture fails"),
        pytest.param("setup", "skipped", ("a.py", 1, "Skipped: dark"), ("not run", "dark"), id="a fixture skips it"),
        pytest.param("???", "failed", "worker 'gw0' crashed", ("failed", "worker 'gw0' crashed"), id="a crash"),
    ],
)
def test_a_test_that_did_not_come_to_its_call_leaves_no_older_pass(
    guide: Guide, when: str, outcome: str, longrepr: object, end: tuple[str, str]
) -> None:
    snippets = [guide.snippets.snippet(name) for name in (PY, SH)]
    older = [a_run(snippet, case) for snippet in snippets for case in ("ok", "wrong-key")]
    add_to_record(record_path(guide.settings.root), older, guide.runs())
    reports = [
        report(test=f"test_a.py::test_it[{name}]", when=when, outcome=outcome, longrepr=longrepr)
        for name in (f"{PY}-wrong-key", SH, "list-things")
    ]
    passed = ("passed", "")
    assert states(recorded(guide, reports)) == {
        (PY, "ok"): passed,
        (PY, "wrong-key"): end,
        (SH, "ok"): end,
        (SH, "wrong-key"): end,
    }


def test_two_tests_that_look_at_the_same_run_and_pass_add_what_they_show(guide: Guide, run: Entry) -> None:
    other = replace(run, shown={"b.txt": "34cd"})
    assert recorded(guide, [report(run), report(other)]) == [replace(run, shown={"a.txt": "12ab", "b.txt": "34cd"})]


@pytest.mark.parametrize("outcomes", list(permutations(["passed", "failed", "skipped"])))
def test_a_run_has_failed_if_one_of_several_tests_fails_whichever_comes_first(
    guide: Guide, run: Entry, outcomes: tuple[str, ...]
) -> None:
    reports = [report(run, outcome=outcome, longrepr="no lamp") for outcome in outcomes]
    assert recorded(guide, reports) == [replace(run, result="failed", reason="no lamp", shown={})]


def test_a_run_that_no_test_looked_at_stays_on_record(guide: Guide, run: Entry) -> None:
    older = a_run(guide.snippets.snippet(SH), date="2025-01-01")
    add_to_record(record_path(guide.settings.root), [older], guide.runs())
    assert recorded(guide, [report(run)]) == [run, older]


def test_a_snippet_that_the_guide_has_no_longer_is_forgotten(guide: Guide, run: Entry) -> None:
    add_to_record(
        record_path(guide.settings.root), [replace(run, snippet="gone/gone.py")], [("gone/gone.py", run.case)]
    )
    assert recorded(guide, [report(run)]) == [run]


def test_a_worker_writes_nothing(guide: Guide, run: Entry) -> None:
    assert recorded(guide, [report(run)], workerinput={}) == []
    assert not record_path(guide.settings.root).exists()


def test_a_test_run_that_looked_at_no_run_writes_nothing(guide: Guide) -> None:
    assert recorded(guide, []) == []
    assert not record_path(guide.settings.root).exists()


# Real test runs.

CONFTEST = """\
import os
from pathlib import Path

from provendocs import recorder
from provendocs.guide import load_guide

write = recorder.add_to_record


def noting(*arguments):
    with Path("written-by").open("a") as file:
        file.write(f"{os.getpid()}\\n")
    write(*arguments)


recorder.add_to_record = noting


def pytest_configure(config):
    config.pluginmanager.register(recorder.Recorder(load_guide(Path.cwd())))
"""

#: Cases that are named after how a test ends in them.
ENDS = "".join(f'\n[{end}]\ntitle = "X"\nnetwork = "refused"\n' for end in ("passes", "fails", "is-skipped"))

TESTS = """\
from dataclasses import asdict

import pytest

from provendocs.record import Entry


@pytest.mark.parametrize("end", ["passes", "fails", "is-skipped"])
def test_a_snippet(end, record_property):
    row = asdict(Entry("list-things/NAME", end, "12ab", "passed", "2026-01-31", ("Python 3.13.1", "Linux")))
    record_property("run", row)
    if end == "fails":
        pytest.fail("it fails", pytrace=False)
    if end == "is-skipped":
        row["reason"] = "it has no lamp"
        pytest.skip("the lamp is off")
    row |= {"status": 3, "shown": {"Grüße 💡": "34cd"}}
"""


TESTS_THAT_END_EARLY = """\
import os

import pytest


@pytest.fixture
def lamp():
    raise LookupError("no lamp")


@pytest.mark.parametrize("name", ["list-things/list_things.py-ok"])
def test_a_fixture_fails(name, lamp):
    pass


@pytest.mark.parametrize("name", ["list-things/list_things.sh-wrong-key"])
def test_its_worker_crashes(name):
    os._exit(1)
"""


def start(root: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a test run of its own, without the plugins that it does not need."""
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "--rootdir=.", "-p", "no:cacheprovider", *arguments],
        cwd=root,
        env={"PATH": os.environ["PATH"], "HOME": str(root), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_two_test_runs_at_once_one_with_workers_record_how_each_test_ended_and_write_once(tmp_path: Path) -> None:
    a_guide(tmp_path, **{"conftest.py": CONFTEST, "snippets/cases/cases.toml": CASES + ENDS})
    put(tmp_path / "test_py.py", TESTS.replace("NAME", "list_things.py"))
    put(tmp_path / "test_sh.py", TESTS.replace("NAME", "list_things.sh"))
    sessions = [start(tmp_path, "test_py.py", "-p", "xdist", "-n", "2"), start(tmp_path, "test_sh.py")]
    for one in sessions:
        assert "1 failed, 1 passed, 1 skipped" in one.communicate()[0]
    record = read_record(record_path(tmp_path))
    assert {key: (entry.result, entry.status, entry.shown) for key, entry in record.entries.items()} == {
        (name, case): end
        for name in (PY, SH)
        for case, end in {
            "passes": ("passed", 3, {"Grüße 💡": "34cd"}),
            "fails": ("failed", 0, {}),
            "is-skipped": ("not run", 0, {}),
        }.items()
    }
    assert {entry.reason for entry in record.entries.values() if entry.result == "not run"} == {"it has no lamp"}
    written_by = (tmp_path / "written-by").read_text("utf-8").split()
    assert sorted(written_by) == sorted(str(one.pid) for one in sessions)


def test_a_real_test_run_writes_a_broken_record_anew(tmp_path: Path) -> None:
    a_guide(tmp_path, **{"conftest.py": CONFTEST, "build/record.json": "["})
    put(tmp_path / "test_sh.py", TESTS.replace("NAME", "list_things.sh"))
    assert "1 failed, 1 passed, 1 skipped" in start(tmp_path, "test_sh.py").communicate()[0]
    assert {case for _, case in read_record(record_path(tmp_path)).entries} == {"passes", "fails", "is-skipped"}


def test_a_real_test_run_leaves_no_older_pass_of_what_a_fixture_or_a_crash_has_stopped(tmp_path: Path) -> None:
    guide = read(tmp_path, **{"conftest.py": CONFTEST})
    older = [a_run(guide.snippets.snippet(name), case) for name in (PY, SH) for case in ("ok", "wrong-key")]
    add_to_record(record_path(tmp_path), older, guide.runs())
    put(tmp_path / "test_early.py", TESTS_THAT_END_EARLY)
    start(tmp_path, "test_early.py", "-p", "xdist", "-n", "1").communicate()
    entries = read_record(record_path(tmp_path)).entries
    assert {key: entry.result for key, entry in entries.items()} == {
        (PY, "ok"): "failed",
        (PY, "wrong-key"): "passed",
        (SH, "ok"): "passed",
        (SH, "wrong-key"): "failed",
    }
    assert "no lamp" in entries[PY, "ok"].reason
    assert "crashed" in entries[SH, "wrong-key"].reason

"""Every snippet, run unmodified in every case that it can meet, does what the guide says it does.

With `--update-examples`, which is what `make update` passes, the runs are written down instead of compared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

import pytest
from pytest_examples import EvalExample

from provendocs.cases import GOOD_CASE, Case
from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.interpreters import NotHere
from provendocs.mock import as_golden
from provendocs.python import lint_python
from provendocs.record import digest
from provendocs.recorder import PROPERTY
from provendocs.run import Run, Runner
from provendocs.transcript import REQUEST_FILE, compare, read_transcript, transcript_path, write_text
from tests.conftest import the_guide

GUIDE = the_guide()
GOOD = GUIDE.cases.case(GOOD_CASE)
RUNNABLE = [snippet for snippet in GUIDE.snippets.files.values() if snippet.runs]
PYTHON = [snippet for snippet in RUNNABLE if snippet.language.suffix == ".py"]
#: Tasks whose requests are under way at the same time: the order in which these arrive means nothing.
AT_ONCE = {"ask-several"}
COMMENTED = [snippet for snippet in PYTHON if "#>" in snippet.text]
#: Runs in which a snippet waits for seconds by itself before it asks again.
PATIENT = {("retry-with-backoff/retry_with_backoff.mjs", "rate-limit")}


def run_of(snippet: Snippet, case: Case) -> pytest.ParameterSet:
    """Return a run as a test's parameters, marked if it mostly waits."""
    waits = case.network == "silent" or (snippet.name, case.name) in PATIENT
    marks = [pytest.mark.waits] if waits else []
    return pytest.param(snippet, case, id=f"{snippet.name}-{case.name}", marks=marks)


RUNS = [run_of(snippet, case) for snippet in RUNNABLE for case in GUIDE.cases_of(snippet)]


def test_what_is_known_to_wait_is_a_run() -> None:
    runs = {(snippet.name, case.name) for snippet in RUNNABLE for case in GUIDE.cases_of(snippet)}
    assert runs >= PATIENT


def by_name(snippet: Snippet) -> str:
    return snippet.name


class Runs:
    """Runs snippets for one test, and hands what is known of each run to the record.

    Args:
        runner: What runs them.
        eval_example: The fixture of pytest-examples.
        record_property: The fixture that takes what goes to the record, when the test has ended.
    """

    def __init__(self, runner: Runner, eval_example: EvalExample, record_property: Callable[..., None]) -> None:
        self.updating = eval_example.update_examples
        self._runner = runner
        self._eval_example = eval_example
        self._record_property = record_property
        self._row: dict[str, Any] = {}

    def run(self, snippet: Snippet, case: Case) -> Run:
        """Run a snippet; skip, by name, one that this machine cannot run; fail if the mock refused anything."""
        self._row = asdict(self._runner.entry(snippet, case))
        self._record_property(PROPERTY, self._row)
        try:
            run = self._runner.run(snippet, case, self._eval_example)
        except NotHere as reason:
            self.skip(f"{snippet.name} is not run here: {reason}", str(reason))
        if run.refusals:
            problem = f'in case "{case.name}" the mock refuses it: {run.refusals[0]}'
            raise GuideError(snippet.path, problem, "Correct it")
        self._row |= asdict(self._runner.entry(snippet, case, run))
        return run

    def beside(self, snippet: Snippet) -> Run | None:
        """Run another snippet in the good case, for what it sends; None if this machine cannot."""
        try:
            return self._runner.run(snippet, GOOD, self._eval_example)
        except NotHere:
            return None

    def skip(self, told: str, reason: str = "it has no transcript yet") -> NoReturn:
        """End the test without a verdict, and note why."""
        self._row["reason"] = reason
        pytest.skip(told)

    def shows(self, path: Path) -> None:
        """Note that a file holds what the run gave."""
        self._row["shown"][path.relative_to(GUIDE.snippets.folder).as_posix()] = digest(path)


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what `eval_example` asks for and no run uses, for each has a folder of its own: not a new one for each."""
    return tmp_path_factory.getbasetemp()


@pytest.fixture
def runs(runner: Runner, eval_example: EvalExample, record_property: Callable[..., None]) -> Runs:
    return Runs(runner, eval_example, record_property)


@pytest.mark.parametrize(("snippet", "case"), RUNS)
def test_a_snippet_prints_its_transcript_and_sends_its_request(snippet: Snippet, case: Case, runs: Runs) -> None:
    run = runs.run(snippet, case)
    if case is GOOD and run.transcript.status != 0:
        problem = f"it ends with status {run.transcript.status} though all is well"
        raise GuideError(snippet.path, problem, f"Correct it; it printed:\n{run.transcript.shown}")
    prints(snippet, case, run, runs)
    if case is GOOD and snippet.task.calls_api:
        sends(snippet, run, runs)


def prints(snippet: Snippet, case: Case, run: Run, runs: Runs) -> None:
    """Compare what a run printed with its transcript, or write it down."""
    path = transcript_path(snippet, case.name)
    if runs.updating:
        write_text(path, run.transcript.text)
    elif not snippet.language.everywhere and not path.exists():
        runs.skip(f"{snippet.name} ran, but has no transcript yet: run make update on a machine like this one")
    else:
        compare(path, read_transcript(path).text, run.transcript.text, "the snippet prints")
    runs.shows(path)


def sends(snippet: Snippet, run: Run, runs: Runs) -> None:
    """Compare what a run sent with the request that all languages of the task send, or write it down."""
    assert run.sent, "it is said to call the API, and sends nothing"
    now = requests_of(snippet, run)
    path = snippet.output / REQUEST_FILE
    kept = path.read_text("utf-8") if path.exists() else ""
    if not runs.updating:
        compare(path, kept, now, f"{snippet.path.name} sends")
    elif now != kept:
        all_send_the_same(snippet, now, runs)
        write_text(path, now)
    runs.shows(path)


def requests_of(snippet: Snippet, run: Run) -> str:
    """Return the requests of a run as they are written down."""
    requests = [as_golden(sent) for sent in run.sent]
    return "\n".join(sorted(requests) if snippet.task.name in AT_ONCE else requests)


def all_send_the_same(snippet: Snippet, now: str, runs: Runs) -> None:
    """Demand it of all languages of a task before what one sends is written down for all: the last would win."""
    others = [one for one in RUNNABLE if one.output == snippet.output and one is not snippet]
    for other in others:
        run = runs.beside(other) if GOOD in GUIDE.cases_of(other) else None
        if run is not None and requests_of(other, run) != now:
            problem = f"it does not send what {other.path.name} sends"
            raise GuideError(snippet.path, problem, "Let both send the same, and run make update again")


@pytest.mark.parametrize("snippet", COMMENTED, ids=by_name)
def test_the_output_comments_are_what_it_prints(snippet: Snippet, runner: Runner, eval_example: EvalExample) -> None:
    runner.check_output(snippet, GOOD, eval_example)


@pytest.mark.parametrize("snippet", PYTHON, ids=by_name)
def test_a_snippet_is_formatted_as_black_and_ruff_want_it(snippet: Snippet, eval_example: EvalExample) -> None:
    # The page explains a snippet, so it needs no docstrings.
    eval_example.set_config(quotes="double", target_version="py310", isort=True, ruff_ignore=["D"])
    lint_python(snippet, eval_example)

"""Every snippet, run unmodified in every case that it can meet, does what the guide says it does.

With `--update-examples`, which is what `make update` passes, the runs are written down instead of compared.
"""

from __future__ import annotations

import pytest
from pytest_examples import EvalExample

from provendocs.cases import GOOD_CASE, Case
from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import load_guide
from provendocs.mock import as_golden
from provendocs.python import lint_python
from provendocs.run import NotHere, Run, Runner
from provendocs.transcript import REQUEST_FILE, compare, read_transcript, transcript_path, write_text
from tests.conftest import ROOT

GUIDE = load_guide(ROOT)
GOOD = GUIDE.cases.case(GOOD_CASE)
RUNNABLE = [snippet for snippet in GUIDE.snippets.files.values() if snippet.runs]
PYTHON = [snippet for snippet in RUNNABLE if snippet.language.suffix == ".py"]
CALLING = [snippet for snippet in RUNNABLE if snippet.task.calls_api]
RUNS = [
    pytest.param(snippet, case, id=f"{snippet.name}-{case.name}")
    for snippet in RUNNABLE
    for case in GUIDE.cases.cases.values()
    if snippet.task.calls_api or case.name in snippet.task.cases
]


def by_name(snippet: Snippet) -> str:
    return snippet.name


def run_here(runner: Runner, snippet: Snippet, case: Case, eval_example: EvalExample) -> Run:
    """Run a snippet; skip, by name, one that this machine cannot run; fail if the mock refused anything."""
    try:
        run = runner.run(snippet, case, eval_example)
    except NotHere as reason:
        pytest.skip(str(reason))
    if run.refusals:
        raise GuideError(snippet.path, f'in case "{case.name}" the mock refuses it: {run.refusals[0]}', "Correct it")
    return run


@pytest.mark.parametrize(("snippet", "case"), RUNS)
def test_a_snippet_prints_its_transcript(
    snippet: Snippet, case: Case, runner: Runner, eval_example: EvalExample
) -> None:
    run = run_here(runner, snippet, case, eval_example)
    if case is GOOD and run.transcript.status != 0:
        problem = f"it ends with status {run.transcript.status} though all is well"
        raise GuideError(snippet.path, problem, f"Correct it; it printed:\n{run.transcript.shown}")
    path = transcript_path(snippet, case.name)
    if eval_example.update_examples:
        write_text(path, run.transcript.text)
    elif not snippet.language.everywhere and not path.exists():
        pytest.skip(f"{snippet.name} ran, but has no transcript yet: run make update on a machine like this one")
    else:
        compare(path, read_transcript(path).text, run.transcript.text, "the snippet prints")


@pytest.mark.parametrize("snippet", CALLING, ids=by_name)
def test_a_snippet_sends_the_request_of_its_task(snippet: Snippet, runner: Runner, eval_example: EvalExample) -> None:
    run = run_here(runner, snippet, GOOD, eval_example)
    assert run.sent, "it is said to call the API, and sends nothing"
    now = "\n".join(as_golden(sent) for sent in run.sent)
    path = snippet.output / REQUEST_FILE
    if eval_example.update_examples:
        write_text(path, now)
    else:
        kept = path.read_text("utf-8") if path.exists() else ""
        compare(path, kept, now, f"{snippet.path.name} sends")


@pytest.mark.parametrize("snippet", PYTHON, ids=by_name)
def test_the_output_comments_are_what_it_prints(snippet: Snippet, runner: Runner, eval_example: EvalExample) -> None:
    runner.check_output(snippet, GOOD, eval_example)


@pytest.mark.parametrize("snippet", PYTHON, ids=by_name)
def test_a_snippet_is_formatted_as_black_and_ruff_want_it(snippet: Snippet, eval_example: EvalExample) -> None:
    # The page explains a snippet, so it needs no docstrings.
    eval_example.set_config(quotes="double", target_version="py310", isort=True, ruff_ignore=["D"])
    lint_python(snippet, eval_example)

"""Run snippets with a version of the SDK, several at a time."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from provendocs.cases import GOOD_CASE, Case
from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.matrix import Outcome
from provendocs.matrix_rows import matrix_cases, matrix_versions, members
from provendocs.run import Installed, Runner
from provendocs.transcript import Transcript, current_transcript
from tests.matrix.behavior import difference, kept_request
from tests.matrix.compare import Found
from tests.openai_rules import OpenAIRules

#: What runs snippets in a process of the pool.
_runners: list[Runner] = []


def selected(guide: Guide, suffix: str, version: str, words: Sequence[str]) -> list[Snippet]:
    """Return the snippets of a language that run with a version, and whose names hold one of some words if any."""
    return [
        snippet
        for snippet in members(guide)
        if snippet.language.suffix == suffix and version in matrix_versions(guide, snippet)
        if not words or any(word in snippet.name for word in words)
    ]


def run_all(guide: Guide, snippets: Sequence[Snippet], installed: Installed) -> dict[str, Found]:
    """Run snippets in all their cases.

    Args:
        guide: The guide.
        snippets: What to run.
        installed: Where the version of the SDK is.

    Returns:
        What each did, by its name.

    Raises:
        GuideError: A run did not come to its end.
    """
    runs = [(snippet.name, case.name) for snippet in snippets for case in matrix_cases(guide, snippet)]
    fails: dict[str, dict[str, str]] = {name: {} for name, _ in runs}
    words: dict[str, list[str]] = {name: [] for name, _ in runs}
    printed: dict[str, dict[str, Transcript]] = {name: {} for name, _ in runs}
    # Some wait while others compute. A process of its own each, because a run ends whatever its process has started.
    workers = 2 * (os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(guide, installed)) as pool:
        for (name, case), told in zip(runs, pool.map(_run, runs), strict=True):
            if told.error:
                pool.shutdown(cancel_futures=True)
                raise GuideError(*told.error)
            printed[name][case] = told.transcript
            if told.why:
                fails[name][case] = told.why
            elif told.transcript != current_transcript(guide.snippets.snippet(name), case):
                words[name].append(case)
    return {name: Found(Outcome(fails[name], tuple(words[name])), printed[name]) for name in fails}


@dataclass(frozen=True)
class _Told:
    """What a process of the pool tells of a run.

    Args:
        transcript: What was printed.
        why: What the snippet did otherwise than the guide shows, in a phrase.
        error: Where, what and how to correct it, if the run did not come to its end.
    """

    transcript: Transcript
    why: str = ""
    error: tuple[str, str, str] | None = None


def why_not(guide: Guide, installed: Installed, snippet: Snippet, case: Case) -> str:
    """Run a snippet in a case, and say in a phrase what it does otherwise than the guide shows; empty, if nothing.

    Raises:
        GuideError: The run did not come to its end.
    """
    return _look(_runner(guide, installed), snippet, case)[1]


def _runner(guide: Guide, installed: Installed) -> Runner:
    today = guide.facts.fact("model.name").checked
    return Runner(guide, OpenAIRules(guide.settings.secrets, today), installed)


def _begin(guide: Guide, installed: Installed) -> None:
    _runners.append(_runner(guide, installed))


def _run(names: tuple[str, str]) -> _Told:
    """Run a snippet in a case, in a process of the pool."""
    [runner] = _runners
    snippet, case = runner.guide.snippets.snippet(names[0]), runner.guide.cases.case(names[1])
    try:
        return _Told(*_look(runner, snippet, case))
    except GuideError as error:
        return _Told(Transcript(snippet.sha256, 0, "", ""), error=(error.where, error.problem, error.fix))


def _look(runner: Runner, snippet: Snippet, case: Case) -> tuple[Transcript, str]:
    """Run a snippet in a case; return what it printed, and what it did otherwise than the guide shows."""
    run = runner.run_alone(snippet, case, pauses=False)
    request = kept_request(snippet) if case.name == GOOD_CASE else ""
    return run.transcript, difference(snippet, current_transcript(snippet, case.name), run, request)

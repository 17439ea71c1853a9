"""What the record proves: that a snippet's exact bytes passed in every case, and that a run showed a block."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provendocs.basis import basis_of
from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide, asked_once
from provendocs.matrix_rows import current_row
from provendocs.record import Entry, digest

#: The path of what another version of the SDK printed.
_WORDS = re.compile(r"[^/]+/output/[^/]+/[^/]+/[^/]+\.txt")


@dataclass(frozen=True)
class Proof:
    """What is known of the runs of a snippet as it is.

    Args:
        passed: The runs that passed, in the order of the cases.
        reason: Why it is not proven, without a full stop; empty if it is.
        excused: Whether its task says that it is never run.
        failed: Whether it did run as it is, and failed.
    """

    passed: tuple[Entry, ...]
    reason: str
    excused: bool = False
    failed: bool = False


@asked_once
def proof_of(guide: Guide, snippet: Snippet) -> Proof:
    """Return what is known of the runs of a snippet as it is."""
    if snippet.task.not_run:
        return Proof((), snippet.task.not_run.removesuffix("."), excused=True)
    if not snippet.language.command:
        shown = vouched_for(guide, snippet.name, snippet.sha256)
        return Proof((), "" if shown else "no run that has read it is recorded")
    cases = guide.cases_of(snippet)
    if not cases:
        return Proof((), "no case is meant for its task")
    found = [(case.name, guide.record.entry(snippet.name, case.name)) for case in cases]
    passed = tuple(entry for _, entry in found if entry and _is_of(entry, snippet) and entry.result == "passed")
    problems = [problem for case, entry in found if (problem := _problem(case, entry, snippet, guide))]
    failed = any(entry and _is_of(entry, snippet) and entry.result == "failed" for _, entry in found)
    return Proof(passed, problems[0] if problems else "", failed=failed)


def unproven(guide: Guide, source: str) -> str:
    """Say why a block of a page is not proven.

    Args:
        guide: The guide.
        source: What the block shows: a path below `snippets/`, with `#region` for a part.

    Returns:
        The reason, without a full stop; an empty text where a run has proven it, or where the guide says why none has.
    """
    path = source.partition("#")[0]
    if path in guide.snippets.files:
        proof = proof_of(guide, guide.snippets.files[path])
        excused = proof.excused or (path in guide.settings.unproven and not proof.failed)
        return "" if excused else proof.reason
    if path in guide.settings.unproven:
        return ""
    if _WORDS.fullmatch(path):
        return _not_in_the_matrix(guide, path)
    if vouched_for(guide, path, digest(guide.snippets.folder / path)):
        return ""
    return "no run that passed has shown it as it is"


def _not_in_the_matrix(guide: Guide, path: str) -> str:
    """Say why a transcript of another version of the SDK is not proven: the matrix, and not the record, tells of it."""
    task, _, rest = path.partition("/")
    snippet = guide.snippets.snippet(f"{task}/{rest.rpartition('/')[2].removesuffix('.txt')}")
    try:
        current_row(guide, snippet)
    except GuideError as error:
        return error.problem
    return ""


def vouched_for(guide: Guide, path: str, sha256: str) -> bool:
    """Say whether a run that still stands for what it ran has shown a file with that SHA-256."""
    return any(entry.shown.get(path) == sha256 and _stands(guide, entry) for entry in guide.record.entries.values())


def _stands(guide: Guide, entry: Entry) -> bool:
    """Say whether a run passed, of a snippet as it is, in a case as it is in which that snippet is still run."""
    snippet = guide.snippets.files.get(entry.snippet)
    if snippet is None or entry.result != "passed" or not _is_of(entry, snippet):
        return False
    still_run = any(entry.case == case.name for case in guide.cases_of(snippet))
    return still_run and not _rested_on_another(entry, snippet, guide)


def _is_of(entry: Entry, snippet: Snippet) -> bool:
    return entry.sha256 == snippet.sha256


def _problem(case: str, entry: Entry | None, snippet: Snippet, guide: Guide) -> str:
    if entry is None:
        return f'no run in case "{case}" is recorded'
    if not _is_of(entry, snippet):
        return f'it was edited after its run in case "{case}"'
    if entry.result != "passed":
        failed = f'its last run in case "{case}" failed'
        return failed if entry.result == "failed" else entry.reason or "the test was skipped"
    return _stale(case, entry, snippet, guide)


def _stale(case: str, entry: Entry, snippet: Snippet, guide: Guide) -> str:
    """Say why a run that passed does not prove a snippet any more, or never did."""
    if f"{snippet.task.name}/output/{case}/{snippet.path.name}.txt" not in entry.shown:
        return f'its last run in case "{case}" was not compared with its transcript'
    return _rested_on_another(entry, snippet, guide)


def _rested_on_another(entry: Entry, snippet: Snippet, guide: Guide) -> str:
    """Say what a run rested on that is another now; an empty text, if nothing is."""
    if entry.basis != basis_of(guide, snippet, guide.cases.case(entry.case)):
        return f'what it rests on in case "{entry.case}" was edited after its run'
    edited = [path for path, was in entry.shown.items() if _is_other_reply(guide, path, was)]
    return f'{edited[0]} was edited after its run in case "{entry.case}"' if edited else ""


def _is_other_reply(guide: Guide, path: str, was: str) -> bool:
    """Say whether a file that a run was given as a reply is another now. What the run gave is judged where it shows."""
    folder, _, name = path.partition("/")
    if folder != guide.cases.folder.name:
        return False
    reply = guide.cases.replies.get(name.removesuffix(".http"))
    return reply is None or reply.sha256 != was

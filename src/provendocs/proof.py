"""What the record proves: that a snippet's exact bytes passed in every case, and that a run showed a block."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.record import Entry, digest


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


def proof_of(guide: Guide, snippet: Snippet) -> Proof:
    """Return what is known of the runs of a snippet as it is."""
    if snippet.task.not_run:
        return Proof((), snippet.task.not_run.removesuffix("."), excused=True)
    if not snippet.language.command:
        shown = guide.record.vouches_for(snippet.name, snippet.sha256)
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
    if guide.record.vouches_for(path, digest(guide.snippets.folder / path)):
        return ""
    return "no run that passed has shown it as it is"


def _is_of(entry: Entry, snippet: Snippet) -> bool:
    return entry.sha256 == snippet.sha256


def _problem(case: str, entry: Entry | None, snippet: Snippet, guide: Guide) -> str:
    if entry is None:
        return f'no run in case "{case}" is recorded'
    if not _is_of(entry, snippet):
        return f'it was edited after its run in case "{case}"'
    if entry.result == "not run":
        return entry.reason or "the test was skipped"
    if entry.result == "failed":
        return f'its last run in case "{case}" failed'
    if f"{snippet.task.name}/output/{case}/{snippet.path.name}.txt" not in entry.shown:
        return f'its last run in case "{case}" was not compared with its transcript'
    # What it gave, its transcript and its request, is judged where a page shows it.
    read = {path: was for path, was in entry.shown.items() if f"{snippet.task.name}/output/" not in path}
    edited = [path for path, was in read.items() if _digest_of(guide.snippets.folder / path) != was]
    return f'{edited[0]} was edited after its run in case "{case}"' if edited else ""


def _digest_of(path: Path) -> str:
    return digest(path) if path.is_file() else "no longer there"

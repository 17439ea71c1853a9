"""Write what the record tells of runs as Markdown: a line below each block, and the whole as tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from provendocs.cases import Case
from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.proof import Proof, proof_of
from provendocs.record import Entry

#: A bar that is part of a table's cell.
_BAR = r"\|"

_QUIET = "{ .proof data-search-exclude }"


def proof_line(guide: Guide, snippet: Snippet) -> str:
    """Say below a snippet what it ran on and in which cases, or why it was not run; the record tells.

    Readers who search look for none of it, so the search leaves it out.
    """
    if not snippet.language.command:
        return ""
    proof = proof_of(guide, snippet)
    if proof.reason:
        return f"\n{_unproven(proof)}.\n{_QUIET}\n"
    newest = max(proof.passed, key=lambda entry: entry.date)
    others = " and others" if len({entry.ran_on for entry in proof.passed}) > 1 else ""
    summary = f"Ran on {', '.join(_short(version) for version in newest.ran_on)}{others}"
    if len(proof.passed) == 1:
        return f"\n{summary}\n{_QUIET}\n"
    cases = "; ".join(f"{guide.cases.case(entry.case).title}: {entry.status}" for entry in proof.passed)
    told = f"{_days(proof.passed)}, on {'; on '.join(_machines(proof.passed))}. Exit status in each case: {cases}."
    return f'\n??? proof "{summary}, in {len(proof.passed)} cases"\n\n    {told}\n'


def run_tables(guide: Guide) -> str:
    """Show the whole record: a table for each task, of its snippets by cases.

    Returns:
        A heading and a table for each task.
    """
    tasks = dict.fromkeys(one.task.name for one in guide.snippets.files.values() if one.language.command)
    return "\n".join(_run_table(guide, task) for task in tasks)


def _run_table(guide: Guide, task: str) -> str:
    snippets = [snippet for snippet in guide.snippets.of_task(task) if snippet.language.command]
    proofs = [proof_of(guide, snippet) for snippet in snippets]
    rows = [["", *_heads(snippets)], ["---", *("---" for _ in snippets)]]
    rows.append(["**Ran on**", *(_where(proof) for proof in proofs)])
    for case in guide.cases.cases.values():
        states = [_state(guide, snippet, proof, case) for snippet, proof in zip(snippets, proofs, strict=True)]
        if any(states):
            rows.append([case.title, *states])
    table = "\n".join(f"| {' | '.join(cell.replace('|', _BAR) for cell in cells)} |" for cells in rows)
    return f"## {guide.snippets.tasks[task].title}\n\n{table}\n"


def _heads(snippets: list[Snippet]) -> list[str]:
    """Name the columns by their languages, and by their files where two are of one language."""
    count = Counter(snippet.label for snippet in snippets)
    return [one.label if count[one.label] == 1 else f"{one.label}, `{one.path.name}`" for one in snippets]


def _where(proof: Proof) -> str:
    return _unproven(proof) if proof.reason else "<br>".join(_machines(proof.passed))


def _state(guide: Guide, snippet: Snippet, proof: Proof, case: Case) -> str:
    """Say how a snippet ended in a case; nothing, where it is not meant to run in it."""
    if case not in guide.cases_of(snippet):
        return ""
    passed = [entry for entry in proof.passed if entry.case == case.name]
    if passed:
        return str(passed[0].status)
    entry = guide.record.entry(snippet.name, case.name)
    return "failed" if entry and entry.sha256 == snippet.sha256 and entry.result == "failed" else "not run"


def _unproven(proof: Proof) -> str:
    if proof.excused:
        return f"Not run: {proof.reason}"
    return f"Not {'proven' if proof.failed else 'run'} on this machine: {proof.reason}"


def _machines(entries: Iterable[Entry]) -> list[str]:
    return list(dict.fromkeys(", ".join(entry.ran_on) for entry in entries))


def _days(entries: Iterable[Entry]) -> str:
    days = sorted({entry.date for entry in entries})
    return f"On {days[0]}" if len(days) == 1 else f"From {days[0]} to {days[-1]}"


def _short(version: str) -> str:
    """Cut a version to its first two numbers."""
    return re.sub(r"(\d+\.\d+)(\.\d+)+", r"\1", version)

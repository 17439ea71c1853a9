"""Write what the record tells of runs as Markdown: a line below each block, and the whole, folded by task."""

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
BAR = r"\|"

_QUIET = "{ .proof data-search-exclude }"

#: The file in which the pages stand in the order of the menu, and what names a page there.
_MENU = "mkdocs.yml"
_PAGE_NAME = re.compile(r"[^\s:\"']+\.md\b")
#: A macro that shows a task, or one snippet of it.
_SHOWS = re.compile(r"{{\s*(?:task|snippet)\(\s*[\"']([^\"'/]+)")

#: Words that begin a reason and are no names, so that they are written small where a reason goes on.
_OPENERS = re.compile(r"(?:An?|It|Its|No|Not|The|There|These|They|This)\b")


def proof_line(guide: Guide, snippet: Snippet) -> str:
    """Say below a snippet what it ran on and in which cases, or why it was not run; the record tells.

    Readers who search look for none of it, so the search leaves it out.
    """
    if not snippet.language.command:
        return ""
    proof = proof_of(guide, snippet)
    if proof.reason:
        return f"\n{_unproven(guide, snippet, proof)}.\n{_QUIET}\n"
    newest = max(proof.passed, key=lambda entry: entry.date)
    others = " and others" if len({entry.ran_on for entry in proof.passed}) > 1 else ""
    summary = f"Ran on {', '.join(_short(version) for version in newest.ran_on)}{others}"
    if len(proof.passed) == 1:
        return f"\n{summary}\n{_QUIET}\n"
    cases = "; ".join(f"{guide.cases.case(entry.case).title}: {entry.status}" for entry in proof.passed)
    told = f"{_days(proof.passed)}, on {'; on '.join(_machines(proof.passed))}. Exit status in each case: {cases}."
    return f'\n??? proof "{summary}, in {len(proof.passed)} cases"\n\n    {told}\n'


def run_tables(guide: Guide) -> str:
    """Show the whole record, folded: for each task a line that sums it up, what ran on what, and a table by cases.

    Returns:
        A folded block for each task, in the order in which the pages first show the tasks.
    """
    tasks = {one.task.name for one in guide.snippets.files.values() if one.language.command}
    return "\n".join(_run_table(guide, task) for task in _as_shown(guide) if task in tasks)


def _as_shown(guide: Guide) -> list[str]:
    """Return the tasks in the order in which pages first show them, from the top of the menu; then the others."""
    settings = guide.settings
    menu = settings.root / _MENU
    listed = _PAGE_NAME.findall(menu.read_text("utf-8").partition("\nnav:")[2]) if menu.exists() else []
    names = [page.relative_to(settings.docs).as_posix() for page in sorted(settings.docs.rglob("*.md"))]
    pages = [settings.docs / name for name in dict.fromkeys([*listed, *names]) if name in names]
    shown = [task for page in pages for task in _SHOWS.findall(page.read_text("utf-8"))]
    return list(dict.fromkeys([*shown, *guide.snippets.tasks]))


def _run_table(guide: Guide, task: str) -> str:
    snippets = [snippet for snippet in guide.snippets.of_task(task) if snippet.language.command]
    proofs = {snippet.path.name: proof_of(guide, snippet) for snippet in snippets}
    heads = dict(zip(proofs, _heads(snippets), strict=True))
    lines = [f'??? runs "{_summary(guide, snippets, [*proofs.values()])}"', ""]
    if snippets[0].task.not_run:
        return "\n".join([*lines, f"    {_unproven(guide, snippets[0], proofs[snippets[0].path.name])}.", ""])
    for snippet in snippets:
        name = snippet.path.name
        lines.append(f"    - **{heads[name]}:** {_where(guide, snippet, proofs[name])}")
    columns = [snippet for snippet in snippets if proofs[snippet.path.name].passed or proofs[snippet.path.name].failed]
    rows = [["Case", *(heads[snippet.path.name] for snippet in columns)], ["---", *("---" for _ in columns)]]
    for case in guide.cases.cases.values():
        states = [_state(guide, snippet, proofs[snippet.path.name], case) for snippet in columns]
        if any(states):
            rows.append([case.title, *states])
    if columns:
        lines += ["", *(f"    | {' | '.join(cell.replace('|', BAR) for cell in cells)} |" for cells in rows)]
    return "\n".join([*lines, ""])


def _summary(guide: Guide, snippets: list[Snippet], proofs: list[Proof]) -> str:
    """Sum a task up: how many programs and cases it has, and how the programs did."""
    words = [_count(len(snippets), "program")]
    cases = {case.name for snippet in snippets for case in guide.cases_of(snippet)}
    words += [_count(len(cases), "case")] if cases else []
    did = Counter("passed" if not proof.reason else "failed" if proof.failed else "not run" for proof in proofs)
    if len(did) == 1:
        [word] = did
        words.append(f"all {word}" if word == "passed" and len(proofs) > 1 else word)
    else:
        words += [f"{did[word]} {word}" for word in ("passed", "failed", "not run") if did[word]]
    return f"{snippets[0].task.title}: {', '.join(words)}".replace('"', "&quot;")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _heads(snippets: list[Snippet]) -> list[str]:
    """Name the columns by their languages, and by their files where two are of one language."""
    count = Counter(snippet.label for snippet in snippets)
    return [one.label if count[one.label] == 1 else f"{one.label}, `{one.path.name}`" for one in snippets]


def _where(guide: Guide, snippet: Snippet, proof: Proof) -> str:
    if not proof.reason:
        return "; ".join(_machines(proof.passed))
    told = _unproven(guide, snippet, proof)
    return told[0].lower() + told[1:]


def _state(guide: Guide, snippet: Snippet, proof: Proof, case: Case) -> str:
    """Say how a snippet ended in a case; nothing, where it is not meant to run in it."""
    if case not in guide.cases_of(snippet):
        return ""
    passed = [entry for entry in proof.passed if entry.case == case.name]
    if passed:
        return str(passed[0].status)
    entry = guide.record.entry(snippet.name, case.name)
    return "failed" if entry and entry.sha256 == snippet.sha256 and entry.result == "failed" else "not run"


def _unproven(guide: Guide, snippet: Snippet, proof: Proof) -> str:
    """Say to readers, who know nothing of records, why no run proves a snippet; without a full stop."""
    if proof.excused:
        return f"Not run here: {_small(proof.reason)}"
    found = [(case, guide.record.entry(snippet.name, case.name)) for case in guide.cases_of(snippet)]
    own = [(case, entry) for case, entry in found if entry and entry.sha256 == snippet.sha256]
    for case, entry in own:
        if entry.result == "failed":
            return f'Not proven on this machine: its last test failed, in the case "{case.title}"'
    for _, entry in own:
        if entry.result == "not run":
            return f"Not run here: {_lack(guide, snippet, entry.reason)}"
    if any(entry and entry.sha256 != snippet.sha256 for _, entry in found):
        return "Not run on this machine: it was changed after its last test"
    missing = [case for case, entry in found if not entry]
    if missing:
        where = f' in the case "{missing[0].title}"' if own else ""
        return f"Not run on this machine: no test of it{where} is on record"
    return f"Not proven on this machine: {_stale(proof, ran=bool(found))}"


def _stale(proof: Proof, *, ran: bool) -> str:
    """Say why runs that passed do not prove a snippet any more, or never did."""
    if " was edited after " in proof.reason:
        return "a file that it uses, or an answer that it gets, was changed after its last test"
    return "what it printed was not compared with what this guide shows" if ran else _small(proof.reason)


def _lack(guide: Guide, snippet: Snippet, reason: str) -> str:
    """Say what a machine lacks to run a snippet: as a program that readers know, or in the guide's own words."""
    if reason == f"it has no {snippet.language.command[0]}":
        return f"this machine has no {snippet.language.label}"
    own = reason or guide.settings.unproven.get(snippet.name, "its test was skipped")
    return _small(own.removesuffix("."))


def _small(reason: str) -> str:
    """Write a reason as a clause that goes on after a colon."""
    return reason[0].lower() + reason[1:] if _OPENERS.match(reason) else reason


def _machines(entries: Iterable[Entry]) -> list[str]:
    return list(dict.fromkeys(", ".join(entry.ran_on) for entry in entries))


def _days(entries: Iterable[Entry]) -> str:
    days = sorted({entry.date for entry in entries})
    return f"On {days[0]}" if len(days) == 1 else f"From {days[0]} to {days[-1]}"


def _short(version: str) -> str:
    """Cut a version to its first two numbers."""
    return re.sub(r"(\d+\.\d+)(\.\d+)+", r"\1", version)

"""mkdocs on a machine where the snippets have run: `python -m tests.proven build ...`.

Tests of the site must not depend on what ran on this machine before. What runs everywhere counts as passed here, in
each of its cases, as its transcript says; PowerShell and Command Prompt, which few machines have, as never run.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mkdocs.__main__ import cli

import provendocs.guide
from provendocs.basis import basis_of
from provendocs.cases import Case
from provendocs.find import Snippet
from provendocs.guide import Guide, load_guide
from provendocs.record import Entry, Record, digest
from provendocs.transcript import read_transcript, transcript_path


def load_as_run(root: Path, *, building: bool = False) -> Guide:
    """Read a guide, and say in place of its record that its snippets passed."""
    guide = load_guide(root, building=building)
    runs = [(guide.snippets.files[name], guide.cases.case(case)) for name, case in sorted(guide.runs())]
    entries = [_passed(guide, snippet, case) for snippet, case in runs if snippet.language.everywhere]
    return replace(guide, record=Record({(entry.snippet, entry.case): entry for entry in entries}))


def _passed(guide: Guide, snippet: Snippet, case: Case) -> Entry:
    path = transcript_path(snippet, case.name)
    return Entry(
        snippet.name,
        case.name,
        snippet.sha256,
        "passed",
        date="2026-01-31",
        ran_on=(f"{snippet.language.label} 3.13.1", "Linux"),
        status=read_transcript(path).status,
        shown={path.relative_to(guide.snippets.folder).as_posix(): digest(path)},
        basis=basis_of(guide, snippet, case),
    )


if __name__ == "__main__":
    provendocs.guide.load_guide = load_as_run
    cli()

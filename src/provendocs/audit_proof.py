"""What the audit says of proof: which blocks no run has proven, and what to run; or how many were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.proof import proof_of, unproven, vouched_for
from provendocs.record import digest, record_path
from provendocs.transcript import current_transcript, transcript_path


def not_proven(guide: Guide, shown: Iterable[str]) -> list[GuideError]:
    """List what no passing run on this machine has proven, once for each snippet with its transcripts.

    Args:
        guide: The guide.
        shown: What pages show, by path below `snippets/`, with `#region` for a part.

    Returns:
        The complaints; one that says so, where nothing at all is on record.
    """
    reasons: dict[str, str] = {}
    # Pages also take words out of transcripts, for sentences.
    transcripts = {path.relative_to(guide.snippets.folder).as_posix() for path in _transcripts(guide)}
    for path in sorted({source.partition("#")[0] for source in shown} - {""} | transcripts):
        try:
            reasons[path] = unproven(guide, path)
        except OSError:
            continue  # The block names a file that is not there, of which the audit has told already.
    reasons = {path: reason for path, reason in reasons.items() if reason}
    if reasons and not guide.record.entries:
        file = record_path(guide.settings.root)
        return [GuideError(file, "no run is recorded, so nothing proves what pages show", "Run make test")]
    return list(_complaints(guide, reasons))


def _transcripts(guide: Guide) -> Iterator[Path]:
    for snippet in guide.snippets.files.values():
        for case in guide.cases_of(snippet):
            path = transcript_path(snippet, case.name)
            if path.exists() and not proof_of(guide, snippet).excused:
                yield path


def proven_line(guide: Guide, sources_of_pages: Iterable[list[str]]) -> str:
    """Say how much of what pages show was proven, when nothing is wrong.

    Args:
        guide: The guide.
        sources_of_pages: For each page, what its blocks show.

    Returns:
        A line.
    """
    pages = [sources for sources in sources_of_pages if sources]
    blocks = [source for sources in pages for source in sources]
    excused = sum(not _has_proof(guide, source.partition("#")[0]) for source in blocks)
    besides = f"; {excused} more excused, for a stated reason" if excused else ""
    proven = f"{_count(len(blocks) - excused, 'block')} of {_count(len(pages), 'page')}"
    return f"Proven by runs on this machine: {proven}{besides}."


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def _has_proof(guide: Guide, path: str) -> bool:
    """Say whether runs have proven what a block shows, whatever the guide lets stand."""
    if path in guide.snippets.files:
        return not proof_of(guide, guide.snippets.files[path]).reason
    return vouched_for(guide, path, digest(guide.snippets.folder / path))


def _complaints(guide: Guide, reasons: dict[str, str]) -> Iterator[GuideError]:
    """Yield a complaint for each snippet, of itself or else of its first transcript, and for each other file."""
    told: set[str] = set()
    for path in sorted(reasons, key=lambda path: (path not in guide.snippets.files, path)):
        snippet = _snippet_of(guide, path)
        if snippet is not None and snippet.name in told:
            continue
        told |= {snippet.name} if snippet else set()
        yield GuideError(
            guide.snippets.folder / path, f"pages show it, but {reasons[path]}", _what_to_run(guide, snippet)
        )


def _snippet_of(guide: Guide, path: str) -> Snippet | None:
    """Return the snippet that a path is of: its own, or that of its transcript; None for what is of no single one."""
    task, _, rest = path.partition("/")
    name = f"{task}/{rest.rpartition('/')[2].removesuffix('.txt')}" if rest.startswith("output/") else path
    snippet = guide.snippets.files.get(name)
    return snippet if snippet is not None and snippet.language.command else None


def _what_to_run(guide: Guide, snippet: Snippet | None) -> str:
    """Name the command that helps: an update where a transcript is not of the snippet as it is, otherwise the tests."""
    if snippet is None:
        return "Run make test"
    cases = [case.name for case in guide.cases_of(snippet)]
    entries = [guide.record.entry(snippet.name, case) for case in cases]
    where = " on a machine that can run it" if any(one and one.result == "not run" for one in entries) else ""
    command = "test"
    try:
        for case in cases:
            current_transcript(snippet, case)
    except GuideError:
        command = "update"
    return f'Run make {command} ARGS="-k {snippet.name}"{where}'

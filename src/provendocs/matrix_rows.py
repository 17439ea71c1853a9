"""What the matrix must hold, and what it says: which snippets, with which versions, in which cases, and whether it fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from provendocs.cases import Case
from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.matrix import UPDATE, Row, age, words_path
from provendocs.runtimes import imports_sdk
from provendocs.transcript import Transcript, current_transcript, read_transcript, transcript_path


@dataclass(frozen=True)
class Printed:
    """What consecutive versions print alike.

    Args:
        versions: The versions, from old to new.
        transcript: What they print.
        source: The transcript's path below `snippets/`.
    """

    versions: tuple[str, ...]
    transcript: Transcript
    source: str


def members(guide: Guide) -> list[Snippet]:
    """Return the snippets of the matrix: those that run here, import the SDK, and are not left out."""
    plan = guide.settings.matrix
    return [
        snippet
        for snippet in guide.snippets.files.values()
        if snippet.runs and plan.specifiers(snippet.language.suffix) and imports_sdk(snippet, guide.settings)
        if snippet.task.name not in plan.left_out
    ]


def matrix_cases(guide: Guide, snippet: Snippet) -> list[Case]:
    """Return the cases in which the matrix runs a snippet."""
    plan = guide.settings.matrix
    whole = snippet.task.cases or snippet.task.name in plan.words
    return [case for case in guide.cases_of(snippet) if whole or case.name in plan.cases]


def matrix_versions(guide: Guide, snippet: Snippet) -> list[str]:
    """Return the versions with which the matrix runs a snippet, from old to new.

    Raises:
        GuideError: It is not known what a specifier of the plan means.
    """
    plan, suffix = guide.settings.matrix, snippet.language.suffix
    known = guide.matrix.versions.get(suffix, {})
    for specifier in plan.specifiers(suffix):
        if specifier not in known:
            raise GuideError(guide.matrix.path, f'no version for "{specifier}" is on record', f"Run {UPDATE}")
    turns = plan.turns.get(suffix, ()) if snippet.task.name in plan.words else ()
    return sorted({known[one] for one in (*plan.versions.get(suffix, ()), *turns)}, key=age)


def fingerprint(guide: Guide, snippet: Snippet) -> str:
    """Return the fingerprint of what the matrix runs, of what it compares with, and of the words that it keeps."""
    brought = [guide.snippets.snippet(name).sha256 for name in snippet.task.bring.values()]
    parts = [snippet.sha256, *brought]
    for case in matrix_cases(guide, snippet):
        path = transcript_path(snippet, case.name)
        parts += [case.name, path.read_text("utf-8") if path.exists() else ""]
        for words in sorted(path.parent.glob(f"*/{path.name}")):
            parts += [words.parent.name, words.read_text("utf-8")]
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def current_row(guide: Guide, snippet: Snippet) -> Row:
    """Return what the matrix says of a snippet, if it is of the snippet and its transcripts as they are.

    Raises:
        GuideError: It says nothing, or of what was edited since.
    """
    fix = f'Run {UPDATE} ARGS="{snippet.name}"'
    row = guide.matrix.rows.get(snippet.name)
    if row is None:
        raise GuideError(guide.matrix.path, f"no run of {snippet.name} is on record", fix)
    if row.of != fingerprint(guide, snippet):
        problem = f"{snippet.name} or a transcript of it was edited after its runs"
        raise GuideError(guide.matrix.path, problem, fix)
    missing = [version for version in matrix_versions(guide, snippet) if version not in row.outcomes]
    if missing:
        problem = f"no run of {snippet.name} with {guide.settings.sdk} {missing[0]} is on record"
        raise GuideError(guide.matrix.path, problem, fix)
    return row


def stale(guide: Guide) -> Iterator[GuideError]:
    """Yield a complaint for each snippet of which the matrix does not tell what is true now, and for each leftover."""
    snippets = {snippet.name: snippet for snippet in members(guide)}
    for snippet in snippets.values():
        try:
            current_row(guide, snippet)
            for case in matrix_cases(guide, snippet):
                printed_by_version(guide, snippet, case)
        except GuideError as error:
            yield error
    for name in sorted(guide.matrix.rows.keys() - snippets.keys()):
        yield GuideError(guide.matrix.path, f"{name} is not in the matrix any more", f"Run {UPDATE}")
    for path in sorted(guide.snippets.folder.glob("*/output/*/*/*.txt")):
        task = path.relative_to(guide.snippets.folder).parts[0]
        if f"{task}/{path.stem}" not in snippets or task not in guide.settings.matrix.words:
            yield GuideError(path, "no page shows what another version prints here", "Remove it")


def printed_by_version(guide: Guide, snippet: Snippet, case: Case) -> list[Printed]:
    """Return what each version prints, from new to old, where pages show it; versions that print alike are one.

    Args:
        guide: The guide.
        snippet: The snippet.
        case: The case.

    Returns:
        What is printed; nothing, where the matrix keeps no words of it.

    Raises:
        GuideError: The matrix does not tell what is true now.
    """
    if snippet.task.name not in guide.settings.matrix.words or snippet not in members(guide):
        return []
    row = current_row(guide, snippet)
    found: list[Printed] = []
    since = ""
    for version in matrix_versions(guide, snippet):
        outcome = row.outcomes[version]
        if case.name in outcome.fails or case.name in outcome.words:
            since = version if words_path(snippet, case.name, version).exists() else since
            path = words_path(snippet, case.name, since or version)
            transcript = read_transcript(path)
        else:
            path = transcript_path(snippet, case.name)
            transcript = current_transcript(snippet, case.name)
        source = path.relative_to(guide.snippets.folder).as_posix()
        alike = found.pop().versions if found and found[-1].source == source else ()
        found.append(Printed((*alike, version), transcript, source))
    return found[::-1]

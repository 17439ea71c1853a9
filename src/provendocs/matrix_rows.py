"""What the matrix must hold, and what it says: which snippets, versions and cases, and whether it is up to date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from provendocs.cases import GOOD_CASE, Case
from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide, asked_once
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
    whole = snippet.task.cases or snippet.name in plan.words
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
    turns = plan.turns.get(suffix, ()) if snippet.name in plan.words else ()
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


@asked_once
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


def gap(guide: Guide, snippet: Snippet) -> tuple[str, str] | None:
    """Return the last version with which a snippet does not work yet, and the next that ran, with which it does.

    Args:
        guide: The guide.
        snippet: The snippet.

    Returns:
        The two versions; None, where it works with the oldest one, or with none.

    Raises:
        GuideError: The matrix does not tell what is true now.
    """
    outcomes = current_row(guide, snippet).outcomes
    versions = matrix_versions(guide, snippet)
    for fails, works in pairwise(versions):
        if GOOD_CASE in outcomes[fails].fails and GOOD_CASE not in outcomes[works].fails:
            return fails, works
    return None


def _check_since(guide: Guide, snippet: Snippet) -> None:
    """Demand that the first version with which a snippet works is on record, where it does not work with all."""
    between, since = gap(guide, snippet), guide.matrix.rows[snippet.name].since
    if bool(since) != bool(between) or (between and not age(between[0]) < age(since) <= age(between[1])):
        problem = f"since when {snippet.name} works is not on record"
        raise GuideError(guide.matrix.path, problem, f'Run {UPDATE} ARGS="{snippet.name}"')


def current_words(guide: Guide, snippet: Snippet, case: str, version: str) -> Transcript:
    """Read what a version printed, if it is of the snippet as it is now.

    Raises:
        GuideError: There is no such transcript, or the snippet was edited since.
    """
    current_row(guide, snippet)
    return read_transcript(words_path(snippet, case, version))


def stale(guide: Guide) -> Iterator[GuideError]:
    """Yield a complaint for each snippet of which the matrix does not tell what is true now, and for each leftover."""
    snippets = {snippet.name: snippet for snippet in members(guide)}
    for snippet in snippets.values():
        try:
            _check_since(guide, snippet)
            for case in matrix_cases(guide, snippet):
                printed_by_version(guide, snippet, case)
        except GuideError as error:
            yield error
    for name in sorted(guide.matrix.rows.keys() - snippets.keys()):
        yield GuideError(guide.matrix.path, f"{name} is not in the matrix any more", f"Run {UPDATE}")
    for path in sorted(guide.snippets.folder.glob("*/output/*/*/*.txt")):
        name = f"{path.relative_to(guide.snippets.folder).parts[0]}/{path.stem}"
        if name not in snippets or name not in guide.settings.matrix.words:
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
    if snippet.name not in guide.settings.matrix.words or snippet not in members(guide):
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

"""Write what other versions of the SDK do as Markdown: their output in tabs, and the whole matrix."""

from __future__ import annotations

import re
from collections.abc import Iterable

from provendocs.cases import GOOD_CASE, Case
from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.matrix import Row, age
from provendocs.matrix_rows import Printed, current_row, matrix_versions, members, printed_by_version
from provendocs.render import output_block, tabs, transcript_block
from provendocs.render_runs import BAR


def transcript_by_version(guide: Guide, snippet: Snippet, case: Case) -> str:
    """Show what a snippet printed in a case: in a tab for each range of versions, where these print other words.

    Raises:
        GuideError: It has no transcript, or the matrix does not tell what is true now.
    """
    printed = printed_by_version(guide, snippet, case)
    if len(printed) < 2:
        return transcript_block(snippet, case)
    sdk = guide.settings.sdk
    return tabs(
        [
            (_range(sdk, one, newest=one is printed[0], oldest=one is printed[-1]), _block(snippet, sdk, one))
            for one in printed
        ]
    )


def _range(sdk: str, printed: Printed, *, newest: bool, oldest: bool) -> str:
    first, last = (_minor(printed.versions[index]) for index in (0, -1))
    if newest:
        return f"{sdk} {first} and newer"
    if oldest:
        return f"{sdk} {last} and older"
    return f"{sdk} {first}" if first == last else f"{sdk} {first} to {last}"


def _block(snippet: Snippet, sdk: str, printed: Printed) -> str:
    ran = f"Ran with {sdk} {_listed(printed.versions)}"
    return f"{output_block(snippet, printed.transcript, printed.source)}\n{ran}\n{{ .proof data-search-exclude }}\n"


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _listed(words: Iterable[str]) -> str:
    *some, last = words
    return f"{', '.join(some)} and {last}" if some else last


def version_tables(guide: Guide, suffix: str) -> str:
    """Show what the matrix tells of a language: which programs need which version, and what an older one says.

    Args:
        guide: The guide.
        suffix: The suffix of the language, such as `.py`.

    Returns:
        A sentence about the programs that work with each version, and a table of the others.

    Raises:
        GuideError: The matrix holds no such language, or does not tell what is true now.
    """
    snippets = [snippet for snippet in members(guide) if snippet.language.suffix == suffix]
    if not snippets:
        raise GuideError("pyproject.toml", f'the matrix has no snippet with the suffix "{suffix}"', "Correct the macro")
    rows = {snippet.name: current_row(guide, snippet) for snippet in snippets}
    versions = sorted(guide.settings.matrix.versions[suffix], key=lambda one: age(guide.matrix.versions[suffix][one]))
    shown = [guide.matrix.versions[suffix][one] for one in versions]
    return "\n".join([_counts(guide, rows, shown), *_differing(guide, snippets, rows)])


def _counts(guide: Guide, rows: dict[str, Row], versions: list[str]) -> str:
    """Count, for each version, the programs that do what they are for."""
    lines = [f"| {guide.settings.sdk} | Programs that work | Of them, in other words |", "| --- | --- | --- |"]
    for version in reversed(versions):
        outcomes = [row.outcomes[version] for row in rows.values()]
        work = [outcome for outcome in outcomes if GOOD_CASE not in outcome.fails]
        other = sum(bool(outcome.words or outcome.fails) for outcome in work)
        lines.append(f"| {version} | {len(work)} of {len(rows)} | {other or 'none'} |")
    return "\n".join([*lines, ""])


def _differing(guide: Guide, snippets: list[Snippet], rows: dict[str, Row]) -> list[str]:
    """List the programs that do not work with each version, or end otherwise in a case; those that agree, together."""
    programs: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for snippet in snippets:
        versions = matrix_versions(guide, snippet)
        outcomes = rows[snippet.name].outcomes
        if not any(outcomes[version].fails for version in versions):
            continue
        work = [version for version in versions if GOOD_CASE not in outcomes[version].fails]
        since = rows[snippet.name].since or (f"{work[0]} or older" if work else "none that ran")
        until = work[-1] if work and work[-1] != versions[-1] else "today"
        told = _others(guide, rows[snippet.name], versions)
        programs.setdefault((since, until, told), []).append(f"{snippet.task.title} (`{snippet.path.name}`)")
    if not programs:
        return []
    lines = ["| Since | Until | Programs, and what they do with other versions |", "| --- | --- | --- |"]
    for since, until, told in sorted(programs, key=lambda key: (age(key[0]), key)):
        lines.append(f"| {since} | {until} | {'<br>'.join([*programs[since, until, told], *told])} |")
    return lines


def _others(guide: Guide, row: Row, versions: list[str]) -> tuple[str, ...]:
    """Say of each version what it does otherwise; versions that do the same, together."""
    by_phrase: dict[tuple[str, str], list[str]] = {}
    for version in versions:
        fails = row.outcomes[version].fails
        cases = [GOOD_CASE] if GOOD_CASE in fails else list(fails)
        for case in cases:
            by_phrase.setdefault((case, fails[case]), []).append(version)
    lines = []
    for (case, why), those in by_phrase.items():
        where = "" if case == GOOD_CASE else f", in the case *{guide.cases.case(case).title}*"
        lines.append(f"With {_listed(those)}{where}: {_as_code(why)}")
    return tuple(lines)


def _as_code(text: str) -> str:
    """Write a phrase as code in a table's cell."""
    fence = "``" if "`" in text else "`"
    pad = " " if fence == "``" else ""
    return f"{fence}{pad}{re.sub(r'[|]', lambda _: BAR, text)}{pad}{fence}"

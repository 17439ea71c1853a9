"""Compare what snippets did with a version of the SDK with what is on record, or write it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.matrix import UPDATE, Outcome, Row, age, matrix_text, words_path
from provendocs.matrix_rows import current_row, fingerprint, matrix_cases, matrix_versions, members, printed_by_version
from provendocs.transcript import Transcript, write_text


@dataclass(frozen=True)
class Found:
    """What a snippet did with a version.

    Args:
        outcome: What it did otherwise than the guide shows.
        printed: What it printed, by case.
    """

    outcome: Outcome
    printed: Mapping[str, Transcript]

    @property
    def runs(self) -> int:
        """How often it ran."""
        return len(self.printed)


def complaints(guide: Guide, version: str, found: Mapping[str, Found]) -> list[str]:
    """Say, a line each, which snippets did something else than is on record.

    Args:
        guide: The guide.
        version: The version.
        found: What snippets did, by name.

    Returns:
        The lines.
    """
    lines: list[str] = []
    for name, one in found.items():
        snippet = guide.snippets.snippet(name)
        try:
            kept = current_row(guide, snippet).outcomes[version]
            problems = [*_other_behavior(kept, one), *_other_words(guide, snippet, version, kept, one)]
        except GuideError as error:
            lines.append(str(error))
            continue
        fix = f'Correct it, or run {UPDATE} ARGS="{name}" if this is right'
        with_version = f"with {guide.settings.sdk} {version}"
        lines += [str(GuideError(snippet.path, f"{with_version} {problem}", fix)) for problem in problems]
    return lines


def _other_behavior(kept: Outcome, now: Found) -> list[str]:
    problems: list[str] = []
    for case in now.printed:
        was, why = kept.fails.get(case, ""), now.outcome.fails.get(case, "")
        if was != why:
            on_record = f"on record is: {was}" if was else "on record is what the guide shows"
            problems.append(f'it does otherwise in case "{case}": {why or "what the guide shows"}; {on_record}')
    return problems


def _other_words(guide: Guide, snippet: Snippet, version: str, kept: Outcome, now: Found) -> list[str]:
    problems: list[str] = []
    for case in now.printed:
        if kept.fails.get(case) != now.outcome.fails.get(case):
            continue
        if (case in kept.words) != (case in now.outcome.words):
            word = "prints other words than" if case in now.outcome.words else "prints the words of"
            problems.append(f'it {word} the guide in case "{case}", other than on record')
            continue
        for printed in printed_by_version(guide, snippet, guide.cases.case(case)):
            if version in printed.versions and printed.transcript != now.printed[case]:
                problems.append(f"it prints something else than snippets/{printed.source}")
    return problems


def written(guide: Guide, version: str, found: Mapping[str, Found]) -> None:
    """Write down what snippets did with a version, and forget what is not in the matrix any more.

    Args:
        guide: The guide.
        version: The version.
        found: What snippets did, by name.
    """
    rows = {snippet.name: guide.matrix.rows.get(snippet.name, Row("", {})) for snippet in members(guide)}
    for name, one in found.items():
        snippet = guide.snippets.snippet(name)
        wanted = matrix_versions(guide, snippet)
        # What other versions did is forgotten, where they did it with what was edited since.
        stands = rows[name].of == fingerprint(guide, snippet)
        known = {was: outcome for was, outcome in rows[name].outcomes.items() if was in wanted and stands}
        if snippet.name in guide.settings.matrix.words:
            _keep_words(guide, snippet, version, one)
        rows[name] = Row(
            fingerprint(guide, snippet), {**known, version: one.outcome}, rows[name].since if stands else ""
        )
    matrix = replace(guide.matrix, rows={name: row for name, row in rows.items() if row.outcomes})
    write_text(matrix.path, matrix_text(matrix))


def _keep_words(guide: Guide, snippet: Snippet, version: str, now: Found) -> None:
    """Keep what a version printed, and of versions that follow each other and print the same, the first."""
    wanted = matrix_versions(guide, snippet)
    for case in matrix_cases(guide, snippet):
        path = words_path(snippet, case.name, version)
        if case.name in now.outcome.fails or case.name in now.outcome.words:
            write_text(path, now.printed[case.name].text)
        else:
            path.unlink(missing_ok=True)
        before = ""
        for kept in sorted(snippet.output.glob(f"{case.name}/*/{path.name}"), key=lambda one: age(one.parent.name)):
            text = kept.read_text("utf-8")
            if kept.parent.name not in wanted or text == before:
                kept.unlink()
            else:
                before = text

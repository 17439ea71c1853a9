"""Find the first version of the SDK with which a snippet works, among all that are out between two that ran."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from multiprocessing import get_context

from provendocs.cases import GOOD_CASE
from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.matrix import age, matrix_text
from provendocs.matrix_rows import gap, members
from provendocs.transcript import write_text
from tests.matrix.environments import environment
from tests.matrix.registries import releases
from tests.matrix.runs import why_not


def write_since(guide: Guide) -> list[str]:
    """Find out, for each snippet of which it is not on record, and write it down.

    Args:
        guide: The guide.

    Returns:
        The names of the snippets that were looked at.

    Raises:
        GuideError: A version cannot be installed, or a run did not come to its end.
    """
    rows = dict(guide.matrix.rows)
    open_ones: dict[str, list[str]] = {}
    for snippet in members(guide):
        between = gap(guide, snippet)
        if between is None:
            rows[snippet.name] = replace(rows[snippet.name], since="")
        elif not rows[snippet.name].since:
            known = _releases(snippet.language.suffix, guide.settings.sdk)
            open_ones[snippet.name] = [one for one in known if age(between[0]) <= age(one) <= age(between[1])]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork")) as pool:
        found = [pool.submit(_first, guide, name, versions) for name, versions in open_ones.items()]
        firsts = [future.result() for future in found]
    for name, (first, error) in zip(open_ones, firsts, strict=True):
        if error:
            raise GuideError(guide.snippets.folder / name, error, "Run make matrix again")
        rows[name] = replace(rows[name], since=first)
    write_text(guide.matrix.path, matrix_text(replace(guide.matrix, rows=rows)))
    return list(open_ones)


@cache
def _releases(suffix: str, sdk: str) -> list[str]:
    return releases(suffix, sdk)


def _first(guide: Guide, name: str, versions: list[str]) -> tuple[str, str]:
    """Return the first version that works, by halves: the first of those given fails, the last one works.

    What ends it early comes second, as a text that can leave this process.
    """
    fails, works = 0, len(versions) - 1
    try:
        while works - fails > 1:
            middle = (fails + works) // 2
            if _works(guide, guide.snippets.snippet(name), versions[middle]):
                works = middle
            else:
                fails = middle
    except GuideError as error:
        return "", f"{error.where}: {error.problem}"
    return versions[works], ""


def _works(guide: Guide, snippet: Snippet, version: str) -> bool:
    installed = environment(guide, snippet.language.suffix, version)
    return not why_not(guide, installed, snippet, guide.cases.case(GOOD_CASE))

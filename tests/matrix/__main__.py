"""Run the snippets with old and new versions of the SDK, and compare what they do with what is on record.

    python -m tests.matrix                          all snippets, with every version
    python -m tests.matrix first-request sum-costs  those whose names hold one of these
    python -m tests.matrix --update                 ask which versions there are, run all, and write down what they do
    python -m tests.matrix --update first-request   run some with the versions on record, and write down what they do

The snippets run unmodified, each run in a process of its own, in an environment with that version of the SDK.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from provendocs.errors import GuideError
from provendocs.guide import Guide, load_guide
from provendocs.matrix import UPDATE, age, matrix_text
from provendocs.transcript import write_text
from tests.matrix.compare import Found, complaints, written
from tests.matrix.environments import environment
from tests.matrix.registries import resolved
from tests.matrix.runs import run_all, selected
from tests.matrix.since import write_since

ROOT = Path(__file__).parent.parent.parent


def run_version(
    guide: Guide, suffix: str, version: str, words: Sequence[str], *, update: bool
) -> tuple[int, list[str]]:
    """Run snippets with a version of the SDK.

    Args:
        guide: The guide.
        suffix: The suffix of the language.
        version: The version.
        words: What the names of the snippets hold; all snippets, if empty.
        update: Whether to write down what they do.

    Returns:
        How many ran, and what is not as recorded, a line each.

    Raises:
        GuideError: The version cannot be installed, or a run did not come to its end.
    """
    snippets = selected(guide, suffix, version, words)
    if not snippets:
        return 0, []
    start = time.monotonic()
    found = run_all(guide, snippets, environment(guide, suffix, version))
    title = f"{guide.settings.sdk} {version} for {snippets[0].language.label}"
    print(f"{title}: {summary(found)} in {time.monotonic() - start:.0f} s", flush=True)
    if update:
        written(guide, version, found)
        return len(found), []
    return len(found), complaints(guide, version, found)


def summary(found: dict[str, Found]) -> str:
    """Say how many snippets ran, and how many do what the guide shows."""
    same = sum(not one.outcome.fails for one in found.values())
    return f"{len(found)} snippets in {sum(one.runs for one in found.values())} runs, {same} do as the guide shows,"


def run(words: Sequence[str], *, update: bool) -> list[str]:
    """Run snippets with every version, and return what is not as recorded.

    Raises:
        GuideError: A version cannot be found or installed, a run did not come to its end, or no snippet is called so.
    """
    guide = load_guide(ROOT)
    if update and not words:
        write_text(guide.matrix.path, matrix_text(replace(guide.matrix, versions=resolved(guide))))
    problems: list[str] = []
    ran = 0
    for suffix, versions in load_guide(ROOT).matrix.versions.items():
        for version in sorted(set(versions.values()), key=age):
            # Read anew: what the version before has done may have been written meanwhile.
            count, found = run_version(load_guide(ROOT), suffix, version, words, update=update)
            ran, problems = ran + count, problems + found
    if not ran and not words:
        raise GuideError(guide.matrix.path, "nothing is on record", f"Run {UPDATE}")
    if not ran:
        raise GuideError(guide.matrix.path, f"no snippet of the matrix is called {' or '.join(words)}", "Correct ARGS")
    if update:
        write_since(load_guide(ROOT))
    return problems


def main() -> None:
    """Do what the command line says; end with 1 if something is not as recorded."""
    parser = ArgumentParser(prog="python -m tests.matrix", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--update", action="store_true", help="write down what they do")
    parser.add_argument("words", nargs="*", help="only the snippets whose names hold one of these")
    arguments = parser.parse_args()
    try:
        problems = run(arguments.words, update=arguments.update)
    except GuideError as error:
        sys.exit(str(error))
    sys.exit("\n".join(problems) or 0)


if __name__ == "__main__":
    main()

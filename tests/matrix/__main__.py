"""Run the snippets with a version of the SDK, and compare what they do with what the guide shows and what is on record.

    python -m tests.matrix resolve                                           ask which versions there are
    python -m tests.matrix run --python FILE .py 2.54.0                      run all snippets of Python with one
    python -m tests.matrix run --python FILE --update .py 2.54.0 first-request  run some, and write down what they do

`make matrix` calls this through nox, which makes the environments. The snippets run unmodified, each in a process of
its own; what a process would cost most is to wait, so that there are more of them than cores.
"""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

from provendocs.errors import GuideError
from provendocs.guide import load_guide
from provendocs.run import Installed
from tests.matrix.compare import Found, complaints, written
from tests.matrix.resolve import resolved
from tests.matrix.runs import run_all, selected

ROOT = Path(__file__).parent.parent.parent


def resolve() -> None:
    """Write down which version each specifier of the plan means today."""
    guide = load_guide(ROOT)
    for suffix, versions in resolved(guide).items():
        print(f"{suffix}: {', '.join(versions.values())}")


def run(arguments: Namespace) -> None:
    """Run what the command line selects; end with 1 if it is not as recorded.

    Raises:
        GuideError: A run did not come to its end.
    """
    guide = load_guide(ROOT)
    start = time.monotonic()
    snippets = selected(guide, arguments.suffix, arguments.version, arguments.words)
    if not snippets:
        return
    found: dict[str, Found] = run_all(guide, snippets, Installed(arguments.python, arguments.packages))
    title = f"{guide.settings.sdk} {arguments.version} for {snippets[0].language.label}"
    print(f"{title}: {summary(found)} in {time.monotonic() - start:.0f} s", flush=True)
    if arguments.update:
        written(guide, arguments.version, found)
        return
    problems = complaints(guide, arguments.version, found)
    sys.exit("\n".join(problems) if problems else 0)


def summary(found: dict[str, Found]) -> str:
    """Say how many snippets ran, and how many do what the guide says."""
    same = sum(not one.outcome.fails for one in found.values())
    return f"{len(found)} snippets in {sum(one.runs for one in found.values())} runs, {same} do as the guide shows,"


def main() -> None:
    """Do what the command line says."""
    parser = ArgumentParser(prog="python -m tests.matrix", description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(required=True, dest="command")
    commands.add_parser("resolve")
    one = commands.add_parser("run")
    one.add_argument("suffix", help="the language, such as .py")
    one.add_argument("version", help="the version of the SDK")
    one.add_argument("--python", type=Path, default=Path(sys.executable), help="the interpreter that has it")
    one.add_argument("--packages", type=Path, default=Path(os.devnull), help="the node_modules that has it")
    one.add_argument("--update", action="store_true", help="write down what they do")
    one.add_argument("words", nargs="*", help="only the snippets whose names hold one of these")
    arguments = parser.parse_args()
    try:
        if arguments.command == "resolve":
            resolve()
        else:
            run(arguments)
    except GuideError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()

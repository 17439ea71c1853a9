"""One run of a curl and of a Node.js snippet, beside the same program started plainly against a bare TLS server."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, cast

from provendocs.guide import load_guide
from provendocs.run import Runner
from tests.bench.bare import bare_api, run_bare
from tests.bench.clock import least_in_turn, line
from tests.conftest import ROOT
from tests.openai_rules import OpenAIRules

ROUNDS = 30


def measure(scratch: Path) -> list[str]:
    """Measure, and return the lines of the table."""
    guide = load_guide(ROOT)
    runner = Runner(guide, OpenAIRules(guide.settings.secrets, guide.facts.fact("model.name").checked))
    good = guide.cases.case("ok")
    no_fixture = cast("Any", None)  # Only Python runs need the one of pytest-examples.
    lines = ["One run of a program (good case), and how many times the bare program it takes"]
    with bare_api(guide, scratch) as api:
        for command, file in ((["bash"], "first_request.sh"), (["node"], "first_request.mjs")):
            snippet = guide.snippets.snippet(f"first-request/{file}")
            plainly = partial(run_bare, command, file, guide, api)
            bare, ours = least_in_turn([plainly, partial(runner.run, snippet, good, no_fixture)], ROUNDS)
            lines += [line(f"{file}, bare", bare), line(f"{file}, here", ours, bare)]
    return lines

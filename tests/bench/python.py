"""One more Python block in a test session, beside the same block under Sybil, mktestdocs and in a fresh process.

Those three run the block and compare nothing. Here a run has a process, a folder, an environment and streams of its
own, and what it prints and sends is compared.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from provendocs.guide import load_guide
from tests.bench.bare import bare_api, run_bare
from tests.bench.clock import least, least_in_turn, line
from tests.bench.tree import run_pytest, run_transcripts, tree_with
from tests.conftest import ROOT

#: How many blocks a session has. What a session costs by itself, measured with one block, is taken off.
BLOCKS = 60
ROUNDS = 7
SNIPPET = "first_request.py"

_CONFTEST = """\
import os
import httpx, openai, pytest, respx

os.environ["OPENAI_API_KEY"] = "x"

@pytest.fixture(scope="session", autouse=True)
def api():
    with respx.mock(using="httpcore2") as router:
        answer = httpx.Response(200, headers={{"content-type": "application/json"}}, text={reply!r})
        router.post("https://api.openai.com/v1/responses").mock(return_value=answer)
        yield
"""
_SYBIL = """
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

pytest_collect_file = Sybil(parsers=[PythonCodeBlockParser()], patterns=["*.md"], fixtures=["api"]).pytest()
"""
_MKTESTDOCS = """\
from mktestdocs import check_md_file

def test_page():
    check_md_file(fpath="page.md")
"""


def measure(scratch: Path) -> list[str]:
    """Measure, and return the lines of the table."""
    guide = load_guide(ROOT)
    text = guide.snippets.snippet(f"first-request/{SNIPPET}").text
    conftest = _CONFTEST.format(
        reply=guide.cases.replies["ok/responses"].body.replace("${request.model}", "gpt-6-luna")
    )

    def page(name: str, blocks: int, conftest: str, test: str = "") -> Path:
        folder = scratch / f"{name}-{blocks}"
        folder.mkdir()
        (folder / "conftest.py").write_text(conftest, "utf-8")
        (folder / "page.md").write_text(f"```python\n{text}```\n\n" * blocks, "utf-8")
        (folder / "test_page.py").write_text(test, "utf-8")
        return folder

    sessions = []
    for blocks in (1, BLOCKS):
        sessions += [
            partial(run_transcripts, tree_with(scratch / f"ours-{blocks}", blocks, SNIPPET)),
            partial(run_pytest, page("sybil", blocks, conftest + _SYBIL)),
            partial(run_pytest, page("mktestdocs", blocks, conftest, _MKTESTDOCS)),
        ]
    times = least_in_turn(sessions, ROUNDS)
    ours, sybil, mktestdocs = ((many - one) / (BLOCKS - 1) for one, many in zip(times[:3], times[3:], strict=True))
    with bare_api(guide, scratch) as api:
        fresh = least(lambda: run_bare(["python"], SNIPPET, guide, api), ROUNDS)
    return [
        f"One Python block ({SNIPPET}, good case), and how many times our cost the others take",
        line("here", ours),
        line("under Sybil", sybil, ours),
        line("under mktestdocs", mktestdocs, ours),
        line("in a fresh process, over TLS", fresh, ours),
    ]

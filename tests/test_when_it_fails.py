"""A reader who searches for a message, a code or a status finds the page about it."""

from __future__ import annotations

import json
import re

import pytest
from pytest_examples import EvalExample

from provendocs.cases import Case
from provendocs.errors import GuideError
from provendocs.guide import Guide
from provendocs.replies import PLACEHOLDER
from provendocs.run import Runner
from provendocs.transcript import transcript_path
from tests.conftest import the_guide

GUIDE = the_guide()
ERRORS = GUIDE.settings.docs / "errors"
ANSWERED = [case for case in GUIDE.cases.cases.values() if case.reply or case.name == "invalid-key"]


def shown_on(case: Case) -> str:
    """What the page about a case says and shows."""
    text = (ERRORS / f"{case.name}.md").read_text("utf-8")
    for name in re.findall(r'reply\("([^"]+)"\)', text):
        text += GUIDE.cases.reply(name).path.read_text("utf-8")
    for task in re.findall(rf'transcript\("([^"]+)", case="{case.name}"\)', text):
        for snippet in GUIDE.snippets.of_task(task):
            path = transcript_path(snippet, case.name)
            text += path.read_text("utf-8") if path.exists() else ""
    return text


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)
def test_the_page_about_an_answer_has_its_message_its_code_and_its_status(case: Case) -> None:
    name = case.reply or case.name
    replies = [reply for found, reply in GUIDE.cases.replies.items() if found.partition("/")[0] == name]
    shown = shown_on(case)
    for reply in replies:
        error = json.loads(reply.example)["error"]
        message = json.loads(reply.body)["error"]["message"]
        assert f"**{reply.status}**" in shown
        assert (error["code"] or "no code") in shown
        # What varies: the key, the model, the scope.
        fixed = re.sub(rf"{PLACEHOLDER.pattern}|(?<=Missing scopes: )\S+", "\n", message).split("\n")
        assert [part for part in fixed if part not in shown] == []


@pytest.mark.parametrize(
    ("complaint", "pages"),
    [
        ("429, but I have credit", {"rate-limit", "slow-down", "project-spend-limit", "credit-exhausted"}),
        ("401, but the key is right", {"local-mistakes", "mismatched-organization", "missing-scope", "missing-key"}),
        ("Connection error, but the network works", {"local-mistakes", "tls-failure"}),
        ("Missing credentials, but I set the key", {"local-mistakes"}),
    ],
)
def test_the_index_answers_what_readers_complain_of(complaint: str, pages: set[str]) -> None:
    row = re.search(rf"^\| {complaint} \| (.+)", (ERRORS / "index.md").read_text("utf-8"), re.MULTILINE)
    assert row is not None
    assert pages <= set(re.findall(r"\]\(([\w-]+)\.md", row[1]))


def test_the_index_leads_to_every_page_of_the_chapter() -> None:
    linked = set(re.findall(r"\]\(([\w-]+)\.md", (ERRORS / "index.md").read_text("utf-8")))
    assert linked == {page.stem for page in ERRORS.glob("*.md")} - {"index"}


def test_the_traceback_of_a_key_with_a_line_end_shows_the_key(
    guide: Guide, runner: Runner, eval_example: EvalExample
) -> None:
    """The page about local mistakes warns of it. That no transcript may hold a key is why none shows it."""
    snippet, case = guide.snippets.snippet("first-request/first_request.py"), guide.cases.case("newline-key")
    with pytest.raises(GuideError, match="it prints the secret OPENAI_API_KEY"):
        runner.run(snippet, case, eval_example)

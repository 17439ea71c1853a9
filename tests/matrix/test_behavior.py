"""What counts as another behavior of a program, and what as other words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from provendocs.guide import Guide
from provendocs.mock import Sent, as_golden
from provendocs.run import Run
from provendocs.transcript import Transcript
from tests.matrix.behavior import difference

SENT = Sent("GET", "https://api.example.com/v1/things", (), b"")
SHOWN = "Traceback (most recent call last):\n    ...\nsdk.AuthenticationError: Error code: 401 - No. wrong_key\n"
KEPT = Transcript("of the snippet", 1, "", SHOWN, 1)
OTHER_WORDS = replace(KEPT, stderr=SHOWN.replace("No.", "{'error': 'No.'}"))


@pytest.fixture
def differs(guide: Guide) -> Callable[..., str]:
    snippet = guide.snippets.snippet("first-request/first_request.py")
    given = {"invalid-key": guide.cases.reply("invalid-key")}

    def call(now: Transcript, request: str = "", refusals: tuple[str, ...] = (), kept: Transcript = KEPT) -> str:
        return difference(snippet, kept, Run(now, [SENT], list(refusals), given), request)

    return call


def test_other_words_for_the_same_error_are_the_same_behavior(differs: Callable[..., str]) -> None:
    assert differs(OTHER_WORDS) == ""


def test_another_error_is_told_in_its_own_words(differs: Callable[..., str]) -> None:
    now = replace(KEPT, stderr="Traceback (most recent call last):\n    ...\nAttributeError: it has no admin\n")
    assert differs(now) == "AttributeError: it has no admin"


def test_the_last_error_of_a_chain_counts_in_python(differs: Callable[..., str]) -> None:
    assert differs(replace(KEPT, stderr=f"http.ConnectError: no way\n\n{SHOWN}")) == ""


def test_another_exit_status_is_told(differs: Callable[..., str]) -> None:
    assert differs(replace(KEPT, status=0, stderr="")) == "exit status 0, and not 1"
    assert differs(replace(KEPT, status=2, stderr="usage: thing\n")) == "usage: thing"


def test_another_number_of_requests_is_told(differs: Callable[..., str]) -> None:
    assert differs(replace(KEPT, requests=3)) == "3 requests, and not 1"
    assert differs(KEPT, kept=replace(KEPT, requests=2)) == "1 request, and not 2"


def test_a_code_that_the_guide_shows_must_be_shown(differs: Callable[..., str]) -> None:
    kept = replace(KEPT, stdout="the code is invalid_api_key\n")
    assert (
        differs(replace(KEPT, stdout="the code is gone\n"), kept=kept) == "it does not print the code invalid_api_key"
    )


def test_another_request_than_that_of_the_task_is_told(differs: Callable[..., str]) -> None:
    assert differs(KEPT, as_golden(SENT)) == ""
    assert differs(KEPT, as_golden(replace(SENT, method="POST"))) == "it sends another request"


def test_what_the_api_would_not_take_is_told_first(differs: Callable[..., str]) -> None:
    told = differs(OTHER_WORDS, refusals=("it lacks a model" + "l" * 200,))
    assert told.startswith("the API would not take it: it lacks a model")
    assert told.endswith("l...")
    assert len(told) == 150


def test_the_first_error_counts_in_node(guide: Guide) -> None:
    snippet = guide.snippets.snippet("first-request/first_request.mjs")
    thrown = "client.mjs:1\n\nAPIConnectionError: no\n    at ...\n  [cause]: Error: refused\n\nError: last\n"
    now = replace(KEPT, stderr=thrown)
    assert difference(snippet, now, Run(now, [SENT], [], {}), "") == ""
    changed = replace(now, stderr=thrown.replace("APIConnectionError", "TypeError"))
    assert difference(snippet, now, Run(changed, [SENT], [], {}), "") == "TypeError: no"
    told = "Error [ERR_PACKAGE_PATH_NOT_EXPORTED]: no ./auth"
    missing = replace(now, stderr=f"node:internal/modules:313\n    throw new Error();\n\n{told}\n    at ...\n")
    assert difference(snippet, now, Run(missing, [SENT], [], {}), "") == told

"""What a run may see and reach: nothing of the caller's secrets, nothing beyond this machine."""

from __future__ import annotations

import os
import socket

import pytest
from pytest_examples import EvalExample

from provendocs.guide import Guide
from provendocs.run import Runner
from tests.conftest import CANARY

ALONE = [
    ("first-request/first_request.py", "ok"),
    ("first-request/first_request.py", "missing-key"),
    ("first-request/first_request.py", "invalid-key"),
    ("first-request/first_request.py", "quoted-key"),
    ("handle-errors/handle_errors.py", "model-not-found"),
    ("use-dotenv/use_dotenv.py", "ok"),
    ("check-key/check_key.py", "ok"),
    ("first-request/first_request.mjs", "overloaded"),
    ("first-request/first_request.mjs", "tls-failure"),
    ("set-timeout/set_timeout.mjs", "ok"),
    ("set-timeout/set_timeout.mjs", "cut-off"),
]


@pytest.mark.parametrize("name", ["first_request.py", "first_request.sh", "first_request.mjs"])
def test_the_key_of_the_one_who_runs_the_tests_is_never_sent(
    name: str, guide: Guide, runner: Runner, eval_example: EvalExample
) -> None:
    assert os.environ["OPENAI_API_KEY"] == CANARY
    for case in ("ok", "missing-key"):
        run = runner.run(guide.snippets.snippet(f"first-request/{name}"), guide.cases.case(case), eval_example)
        assert len(run.sent) == (1 if case == "ok" else 0)
        assert CANARY not in repr(run.sent)
        assert CANARY not in run.transcript.text


@pytest.mark.parametrize(("name", "case"), ALONE, ids=lambda value: value)
def test_what_makes_runs_quick_changes_nothing_that_is_printed_or_sent(
    name: str, case: str, guide: Guide, runner: Runner, eval_example: EvalExample
) -> None:
    snippet = guide.snippets.snippet(name)
    alone = runner.run_alone(snippet, guide.cases.case(case))
    quick = runner.run(snippet, guide.cases.case(case), eval_example)
    assert alone.transcript == quick.transcript
    assert [(sent.method, sent.url, sent.body) for sent in alone.sent] == [
        (sent.method, sent.url, sent.body) for sent in quick.sent
    ]
    assert alone.refusals == []


def test_the_test_process_cannot_connect_beyond_this_machine() -> None:
    with socket.socket() as connection, pytest.raises(PermissionError, match=r"192\.0\.2\.1"):
        connection.connect(("192.0.2.1", 443))
    with pytest.raises(PermissionError, match=r"api\.openai\.com"):
        socket.getaddrinfo("api.openai.com", 443)

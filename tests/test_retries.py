"""How often each SDK sends a request, as the pages tell it: the transcripts hold the numbers, and runs hold to them."""

from __future__ import annotations

import pytest

from provendocs.guide import Guide
from provendocs.transcript import current_transcript

#: Cases after which both SDKs send the request twice more. That no retry helps after some of these, the pages say.
RETRIED = [
    "rate-limit",
    "rate-limit-tokens",
    "slow-down",
    "credit-exhausted",
    "organization-spend-limit",
    "project-spend-limit",
    "organization-usage-limit",
    "server-error",
    "overloaded",
]
NOT_RETRIED = ["invalid-key", "missing-scope", "unsupported-region", "model-not-found", "unknown-parameter"]


def requests(guide: Guide, name: str, case: str) -> int:
    return current_transcript(guide.snippets.snippet(name), case).requests


@pytest.mark.parametrize("name", ["first-request/first_request.py", "first-request/first_request.mjs"])
@pytest.mark.parametrize(("case", "sent"), [*((case, 3) for case in RETRIED), *((case, 1) for case in NOT_RETRIED)])
def test_an_sdk_tries_again_after_these_errors_and_no_others(guide: Guide, name: str, case: str, sent: int) -> None:
    assert requests(guide, name, case) == sent


@pytest.mark.parametrize("case", [*RETRIED, *NOT_RETRIED])
def test_curl_never_tries_again(guide: Guide, case: str) -> None:
    assert requests(guide, "first-request/first_request.sh", case) == 1


def test_only_python_tries_again_after_an_answer_that_breaks_off_and_not_in_a_stream(guide: Guide) -> None:
    sent = {
        name: requests(guide, name, "cut-off")
        for name in (
            "first-request/first_request.py",
            "first-request/first_request.mjs",
            "first-request/first_request.sh",
            "stream-answer/stream_answer.py",
            "stream-answer/stream_answer.mjs",
        )
    }
    assert list(sent.values()) == [3, 1, 1, 1, 1]


@pytest.mark.parametrize("name", ["set-timeout/set_timeout.py", "set-timeout/set_timeout.mjs"])
@pytest.mark.parametrize("case", ["server-error", "timeout"])
def test_a_program_that_is_told_not_to_try_again_does_not(guide: Guide, name: str, case: str) -> None:
    assert requests(guide, name, case) == 1

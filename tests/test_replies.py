"""The replies are true to OpenAI: to its SDK, to its API description, to the errors it documents."""

from __future__ import annotations

import json
import re
from typing import Any

import openai
import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from openai.types import Model
from openai.types.admin.organization import (
    AdminAPIKey,
    AuditLogListResponse,
    OrganizationSpendAlert,
    OrganizationSpendLimit,
    Project,
    UsageCompletionsResponse,
    UsageCostsResponse,
)
from openai.types.admin.organization.projects import (
    APIKeyDeleteResponse,
    ProjectAPIKey,
    ProjectRateLimit,
    ProjectServiceAccount,
    ProjectSpendLimit,
    ServiceAccountCreateResponse,
)
from openai.types.admin.organization.projects.service_accounts import APIKeyCreateResponse
from openai.types.chat import ChatCompletion
from openai.types.responses import Response, ResponseStreamEvent
from pydantic import TypeAdapter
from typing_extensions import TypedDict

from provendocs.cases import GOOD_CASE
from provendocs.guide import Guide
from provendocs.replies import Reply
from provendocs.transcript import read_transcript, transcript_path
from tests.conftest import the_guide
from tests.openai_api import ANSWERS, ERROR, wrong_by_description
from tests.openai_bodies import forbid_unknown_fields
from tests.openai_errors import ERRORS, is_it

GUIDE = the_guide()
#: The replies that tell of an error, by name, and the good one of each endpoint.
ERROR_REPLIES = {name: reply for name, reply in GUIDE.cases.replies.items() if reply.status >= 400}
GOOD_REPLIES = {name: GUIDE.cases.replies[f"{GOOD_CASE}/{name}"] for name in GUIDE.settings.endpoints}


class AccessToken(TypedDict):
    """What is given in exchange for a workload's token: TokenExchangeResponse of the Node.js SDK 7.57.0."""

    access_token: str
    issued_token_type: str
    token_type: str
    expires_in: int


class JobToken(TypedDict):
    """What GitHub gives a job: developers.openai.com/api/docs/guides/workload-identity-federation/github-actions."""

    value: str


#: Endpoints that do not belong to the API itself, so that its description and its headers do not speak of them.
ELSEWHERE = {"access-token", "job-token"}

#: The SDK's types of what each endpoint answers; of a list, what its `data` holds.
SDK_TYPES: dict[str, Any] = {
    "responses": Response,
    "responses-stream": ResponseStreamEvent,
    "chat": ChatCompletion,
    "models": Model,
    "admin-keys": AdminAPIKey,
    "responses-reasoning": Response,
    "responses-french": Response,
    "responses-german": Response,
    "project-rate-limits": ProjectRateLimit,
    "spend-limit": OrganizationSpendLimit,
    "set-spend-limit": OrganizationSpendLimit,
    "set-project-spend-limit": ProjectSpendLimit,
    "set-spend-alert": OrganizationSpendAlert,
    "costs": UsageCostsResponse,
    "usage-completions": UsageCompletionsResponse,
    "projects": Project,
    "project-keys": ProjectAPIKey,
    "project-key": ProjectAPIKey,
    "project-key-change": ProjectAPIKey,
    "project-key-deletion": APIKeyDeleteResponse,
    "service-accounts": ServiceAccountCreateResponse,
    "service-account": ProjectServiceAccount,
    "service-keys": APIKeyCreateResponse,
    "service-keys-next": APIKeyCreateResponse,
    "audit-log": AuditLogListResponse,
    "access-token": AccessToken,
    "job-token": JobToken,
}

GO_DURATION = r"(\d+h)?(\d+m)?(\d+(\.\d+)?s)?|\d+ms"
#: The form of each header that a reply may have. Sources: the API reference and the guide to rate limits of 2026-07-15,
#: the API description of 2026-08-21 (retry-after), recordings in crmne/ruby_llm of 2026-08-19 (www-authenticate).
HEADERS = {
    "content-type": r"application/json(; charset=utf-8)?|text/event-stream; charset=utf-8",
    "openai-processing-ms": r"\d+",
    "openai-version": r"\d{4}-\d\d-\d\d",
    "retry-after": r"[1-9]\d*",
    "www-authenticate": r'Bearer realm="OpenAI API"',
    "x-ratelimit-limit-requests": r"\d+",
    "x-ratelimit-limit-tokens": r"\d+",
    "x-ratelimit-remaining-requests": r"\d+",
    "x-ratelimit-remaining-tokens": r"\d+",
    "x-ratelimit-reset-requests": GO_DURATION,
    "x-ratelimit-reset-tokens": GO_DURATION,
    "x-request-id": r"req_[0-9a-f]{32}",
}

#: Exceptions of the SDK that no case ends with, and why a reader of this guide does not meet them.
NOT_MET = {
    "APIError": "the base of others",
    "APIStatusError": "the base of others",
    "APIResponseValidationError": "needs strict validation, which is off unless asked for",
    "ConflictError": "OpenAI documents no error with status 409 for the endpoints of this guide",
    "UnprocessableEntityError": "OpenAI documents no error with status 422 for the endpoints of this guide",
    "ContentFilterFinishReasonError": "only the helpers that parse structured answers raise it",
    "LengthFinishReasonError": "only the helpers that parse structured answers raise it",
    "InvalidWebhookSignatureError": "the guide has no webhooks",
    "OAuthError": "what the token endpoint says when it refuses was not found in any source",
    "WebSocketConnectionClosedError": "the guide has no realtime connections",
    "WebSocketQueueFullError": "the guide has no realtime connections",
}


def events(reply: Reply) -> list[tuple[str, dict[str, Any]]]:
    """Read server-sent events: the name and the JSON of each."""
    read = []
    for event in reply.body.removesuffix("\n\n").split("\n\n"):
        name, data = event.split("\n")
        read.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return read


def values(endpoint: str) -> list[Any]:
    """Return what a good reply holds of the SDK's type: the body, the items of a list, or the events."""
    reply = GOOD_REPLIES[endpoint]
    if reply.is_stream:
        return [data for _, data in events(reply)]
    body = json.loads(reply.example)
    items: list[Any] = body["data"] if body.get("object") == "list" else [body]
    return items


@pytest.mark.parametrize("endpoint", GOOD_REPLIES)
def test_a_good_reply_is_strictly_what_the_sdk_expects(endpoint: str) -> None:
    schema = TypeAdapter(SDK_TYPES[endpoint]).json_schema()
    forbid_unknown_fields(schema)
    for value in values(endpoint):
        wrong = best_match(Draft202012Validator(schema).iter_errors(value))
        assert wrong is None, f"{wrong.json_path}: {wrong.message}"


@pytest.mark.parametrize("endpoint", [name for name in GOOD_REPLIES if name not in ELSEWHERE])
def test_a_good_reply_is_what_the_api_description_says(endpoint: str) -> None:
    reply = GOOD_REPLIES[endpoint]
    for value in values(endpoint) if reply.is_stream else [json.loads(reply.example)]:
        assert wrong_by_description(ANSWERS[endpoint], value) == ""


def test_a_stream_tells_one_answer_in_order() -> None:
    told = events(GOOD_REPLIES["responses-stream"])
    assert [name for name, _ in told] == [data["type"] for _, data in told]
    assert [data["sequence_number"] for _, data in told] == list(range(len(told)))
    text = "".join(data["delta"] for name, data in told if name == "response.output_text.delta")
    last_name, last = told[-1]
    assert last_name == "response.completed"
    assert last["response"]["output"][0]["content"][0]["text"] == text
    assert last["response"] == json.loads(GOOD_REPLIES["responses"].body)


@pytest.mark.parametrize("name", ERROR_REPLIES)
def test_an_error_has_the_four_fields_of_the_envelope(name: str) -> None:
    body = json.loads(ERROR_REPLIES[name].body)
    assert wrong_by_description(ERROR, body) == ""
    assert body.keys() == {"error"}
    assert list(body["error"]) == ["message", "type", "param", "code"]
    assert body["error"]["message"]


@pytest.mark.parametrize("name", ERROR_REPLIES)
def test_an_error_is_one_that_openai_documents(name: str) -> None:
    reply = ERROR_REPLIES[name]
    error = json.loads(reply.body)["error"]
    assert [known for known in ERRORS if is_it(known, reply.status, error)], f"{reply.status} {error}"


@pytest.mark.parametrize("known", ERRORS, ids=lambda known: f"{known.status}-{known.code or known.words or 'other'}")
def test_every_error_that_openai_documents_has_a_reply_or_a_reason(known: Any) -> None:
    replies = [
        name for name, reply in ERROR_REPLIES.items() if is_it(known, reply.status, json.loads(reply.body)["error"])
    ]
    assert bool(replies) != bool(known.left_out), replies


@pytest.mark.parametrize("name", GUIDE.cases.replies)
def test_a_reply_says_where_and_when_it_was_seen(name: str) -> None:
    lines = GUIDE.cases.replies[name].path.read_text("utf-8").splitlines()
    comment = "\n".join(line for line in lines if line.startswith("#"))
    assert re.search(r"\b20\d\d(-\d\d)?(-\d\d)?\b|openai \d+\.\d+\.\d+", comment), comment


@pytest.mark.parametrize("name", GUIDE.cases.replies)
def test_headers_have_the_forms_that_openai_gives_them(name: str) -> None:
    reply = GUIDE.cases.replies[name]
    for header, value in reply.headers:
        assert re.fullmatch(HEADERS[header], value), f"{header}: {value}"
    expected = {"content-type"} if name.rpartition("/")[2] in ELSEWHERE else {"content-type", "x-request-id"}
    assert expected <= dict(reply.headers).keys()


def test_no_two_replies_have_the_same_request_id() -> None:
    headers = [dict(reply.headers) for reply in GUIDE.cases.replies.values()]
    ids = [named["x-request-id"] for named in headers if "x-request-id" in named]
    assert len(set(ids)) == len(ids)


def test_every_case_has_a_line_in_the_index_of_errors_and_every_line_a_case(guide: Guide) -> None:
    index = (guide.settings.docs / "errors" / "index.md").read_text("utf-8")
    rows = re.findall(r'\| .*?field\("([^"]+)", "error\.(?:message|code)"', index)
    listed = {name.partition("/")[0] for name in rows}
    listed |= set(re.findall(r'\| .*?line\([^)]*case="([^"]+)"', index))
    # A key in quotation marks is answered as any other wrong key is.
    assert listed == set(guide.cases.cases) - {GOOD_CASE, "quoted-key"}


def test_every_exception_of_the_sdk_ends_some_case_or_has_a_reason(guide: Guide) -> None:
    exceptions = {
        name
        for name, value in list(vars(openai).items())
        if isinstance(value, type) and issubclass(value, Exception) and not name.startswith("_")
    }
    met = set()
    for snippet in guide.snippets.files.values():
        for case in guide.cases_of(snippet) if snippet.language.suffix == ".py" else []:
            printed = read_transcript(transcript_path(snippet, case.name)).stderr
            met |= set(re.findall(r"^openai\.(\w+): ", printed, re.MULTILINE))
    assert met - exceptions == set()
    assert exceptions - met == NOT_MET.keys()

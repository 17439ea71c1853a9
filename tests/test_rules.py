"""The mock refuses what OpenAI refuses, and answers as OpenAI does where that is known."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from provendocs.guide import Guide
from provendocs.mock import Mock

HELLO: dict[str, Any] = {"model": "gpt-6-luna", "input": "Say hello."}
CHAT: dict[str, Any] = {"model": "gpt-6-luna", "messages": [{"role": "user", "content": "Say hello."}]}


@pytest.fixture
def key(guide: Guide) -> str:
    return guide.settings.secrets["OPENAI_API_KEY"].value


@pytest.fixture
def admin_key(guide: Guide) -> str:
    return guide.settings.secrets["OPENAI_ADMIN_KEY"].value


def ask(mock: Mock, method: str, path: str, **request: Any) -> tuple[int, dict[str, Any]]:
    """Send a request to the mock; return the status and the error, or the body where there is none."""
    sent = httpx.Request(method, f"https://api.openai.com{path}", **request)
    response = mock.respond(sent)
    body = response.json() if "event-stream" not in response.headers["content-type"] else {}
    return response.status_code, body.get("error") or body


def bearing(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/responses", HELLO),
        ("POST", "/v1/responses", HELLO | {"stream": True}),
        ("POST", "/v1/chat/completions", CHAT),
        ("GET", "/v1/models", None),
    ],
)
def test_a_request_in_order_is_answered(method: str, path: str, body: object, mock: Mock, key: str) -> None:
    status, _ = (
        ask(mock, method, path, headers=bearing(key), json=body)
        if body
        else ask(mock, method, path, headers=bearing(key))
    )
    assert (status, mock.refusals) == (200, [])


@pytest.mark.parametrize(
    "where",
    [
        ("GET", "https://api.openai.com/v1/responses"),
        ("POST", "https://api.openai.com/v1/response"),
        ("POST", "https://api.openai.com/responses"),
        ("POST", "http://api.openai.com/v1/responses"),
        ("POST", "https://api.openai.co/v1/responses"),
        ("POST", "https://platform.openai.com/v1/responses"),
        ("DELETE", "https://api.openai.com/v1/models"),
        ("GET", "https://api.openai.com/v1/models/gpt-6-luna"),
    ],
    ids=" ".join,
)
def test_another_address_or_method_is_refused(where: tuple[str, str], mock: Mock, key: str) -> None:
    mock.respond(httpx.Request(*where, headers=bearing(key), json=HELLO))
    assert mock.refusals == [f"{' '.join(where)} is no endpoint of this guide"]


@pytest.mark.parametrize("headers", [{}, {"Authorization": ""}, {"Authorization": "Bearer "}, {"Authorization": "KEY"}])
@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("/v1/responses", HELLO, "Missing bearer or basic authentication in header"),
        ("/v1/responses", HELLO | {"stream": True}, "Missing bearer or basic authentication in header"),
        ("/v1/chat/completions", CHAT, "You didn't provide an API key."),
        ("/v1/models", None, "Missing bearer authentication in header"),
    ],
)
def test_no_key_or_a_malformed_one_gets_the_missing_key_reply_of_the_endpoint(
    headers: dict[str, str], path: str, body: object, message: str, mock: Mock
) -> None:
    status, error = ask(mock, "POST" if body else "GET", path, headers=headers, **({"json": body} if body else {}))
    assert status == 401
    assert error["message"].startswith(message)
    assert (error["type"], error["param"], error["code"]) == ("invalid_request_error", None, None)
    assert mock.refusals == ["the API would answer missing-key, which is not what is wrong in this case"]


def test_another_key_gets_the_invalid_key_reply_with_that_key_masked(mock: Mock, key: str) -> None:
    wrong = key[:-4] + "gone"
    status, error = ask(mock, "GET", "/v1/models", headers=bearing(wrong))
    assert status == 401
    assert error["code"] == "invalid_api_key"
    assert f"{wrong[:8]}{'*' * 152}gone." in error["message"]
    assert mock.refusals == ["the API would answer invalid-key, which is not what is wrong in this case"]


def test_each_kind_of_key_opens_its_own_endpoints_only(mock: Mock, key: str, admin_key: str) -> None:
    assert ask(mock, "GET", "/v1/organization/admin_api_keys", headers=bearing(admin_key))[0] == 200
    assert mock.refusals == []
    ask(mock, "GET", "/v1/models", headers=bearing(admin_key))
    ask(mock, "GET", "/v1/organization/admin_api_keys", headers=bearing(key))
    assert mock.refusals == [
        "/v1/models does not take the key of OPENAI_ADMIN_KEY; it takes OPENAI_API_KEY",
        "/v1/organization/admin_api_keys does not take the key of OPENAI_API_KEY; it takes OPENAI_ADMIN_KEY",
    ]


#: What is changed in a request in order (None takes a field away), and the code and message that come back.
WRONG_BODIES: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    (HELLO, {"inputs": "x"}, "unknown_parameter", "Unknown parameter: 'inputs'."),
    (HELLO, {"text": {"frmat": 1}}, "unknown_parameter", "Unknown parameter: 'text.frmat'."),
    (HELLO, {"max_tokens": 9}, "unknown_parameter", "Unknown parameter: 'max_tokens'."),
    (HELLO, {"input": None}, "missing_required_parameter", "Missing required parameter: 'input'."),
    (HELLO, {"model": None}, "missing_required_parameter", "Missing required parameter: 'model'."),
    (
        HELLO,
        {"max_output_tokens": "9"},
        "invalid_type",
        "Invalid type for 'max_output_tokens': expected an integer, but got a string instead.",
    ),
    (HELLO, {"model": 6}, "invalid_type", "Invalid type for 'model': expected a string, but got an integer instead."),
    (CHAT, {"input": "x"}, "unknown_parameter", "Unknown parameter: 'input'."),
    (CHAT, {"messages": None}, "missing_required_parameter", "Missing required parameter: 'messages'."),
    (
        CHAT,
        {"messages": "x"},
        "invalid_type",
        "Invalid type for 'messages': expected an array, but got a string instead.",
    ),
]


@pytest.mark.parametrize("wrong", WRONG_BODIES, ids=lambda wrong: f"{wrong[2]}-{json.dumps(wrong[1])}")
def test_a_wrong_field_gets_the_answer_that_openai_gives(
    wrong: tuple[dict[str, Any], dict[str, Any], str, str], mock: Mock, key: str
) -> None:
    right, change, code, message = wrong
    path = "/v1/responses" if right is HELLO else "/v1/chat/completions"
    body = {name: value for name, value in (right | change).items() if value is not None}
    status, error = ask(mock, "POST", path, headers=bearing(key), json=body)
    assert status == 400
    param = message.split("'")[1]
    assert error == {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    assert len(mock.refusals) == 1


@pytest.mark.parametrize(
    "body",
    [
        HELLO | {"input": 5},
        HELLO | {"input": [{"role": "usr", "content": "x"}]},
        HELLO | {"input": [{"role": "user", "contents": "x"}]},
        HELLO | {"input": [{"role": "user", "content": "x", "nmae": "y"}]},
        HELLO | {"reasoning": {"effort": "hgih"}},
        HELLO | {"tools": [{"type": "wbe_search"}]},
    ],
    ids=json.dumps,
)
def test_a_wrong_value_at_any_depth_is_refused(body: dict[str, Any], mock: Mock, key: str) -> None:
    assert ask(mock, "POST", "/v1/responses", headers=bearing(key), json=body)[0] == 400
    assert len(mock.refusals) == 1


@pytest.mark.parametrize("model", ["gpt-4", "gpt-3.5-turbo", "gpt-6-lunar", "gpt-5.1-mini", "dall-e-3"])
def test_a_model_that_is_retired_or_never_was_is_not_found(model: str, mock: Mock, key: str) -> None:
    status, error = ask(mock, "POST", "/v1/responses", headers=bearing(key), json=HELLO | {"model": model})
    assert (status, error["code"]) == (404, "model_not_found")
    assert f"`{model}`" in error["message"]
    assert mock.refusals == [f'the model "{model}" does not exist, or no longer']


def test_a_body_that_is_no_json_or_not_called_so_is_refused(mock: Mock, key: str) -> None:
    form = {**bearing(key), "Content-Type": "application/x-www-form-urlencoded"}
    called_json = {**bearing(key), "Content-Type": "application/json"}
    _, error = ask(mock, "POST", "/v1/responses", headers=form, content=json.dumps(HELLO))
    assert error["code"] == "unsupported_content_type"
    _, error = ask(mock, "POST", "/v1/responses", headers=called_json, content='{"model": "gpt-6-luna",}')
    assert error["message"].startswith("We could not parse the JSON body of your request.")
    ask(mock, "GET", "/v1/models", headers=bearing(key), json={"limit": 5})
    assert [refusal.partition(":")[0] for refusal in mock.refusals] == [
        'content-type is "application/x-www-form-urlencoded", not application/json',
        "the body is not JSON",
        "GET /v1/models takes no body",
    ]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('{"model": "gpt-6-luna", "input": "x", "temperature": NaN}', "the body is not JSON: NaN is no JSON value"),
        ('{"model": "gpt-6-luna", "input": "x", "input": "y"}', 'the body is wrong: "input" stands in it twice'),
        ('[{"model": "gpt-6-luna", "input": "x"}]', "the body is wrong at $: "),
        ("null", "the body is wrong at $: "),
    ],
)
def test_a_body_that_python_would_read_and_openai_would_not_is_refused(
    body: str, problem: str, mock: Mock, key: str
) -> None:
    called_json = {**bearing(key), "Content-Type": "application/json"}
    status, _ = ask(mock, "POST", "/v1/responses", headers=called_json, content=body)
    assert status == 400
    assert [refusal[: len(problem)] for refusal in mock.refusals] == [problem]


def test_a_conversation_without_messages_is_refused(mock: Mock, key: str) -> None:
    assert ask(mock, "POST", "/v1/chat/completions", headers=bearing(key), json=CHAT | {"messages": []})[0] == 400
    assert len(mock.refusals) == 1


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/v1/models?limit=5", "takes no query"),
        ("/v1/organization/admin_api_keys?limits=5", 'takes no "limits" in its query'),
        ("/v1/organization/admin_api_keys?limit=all", "has a wrong query at limit: "),
        ("/v1/organization/admin_api_keys?limit=5&order=up", "has a wrong query at order: "),
        ("/v1/organization/admin_api_keys?limit=101", "has a wrong query at limit: it is 101, and may be 1 to 100"),
        ("/v1/organization/admin_api_keys?limit=5&limit=6", 'has "limit" twice in its query'),
    ],
)
def test_a_query_that_the_endpoint_does_not_take_is_refused(
    path: str, problem: str, mock: Mock, key: str, admin_key: str
) -> None:
    ask(mock, "GET", path, headers=bearing(admin_key if "admin" in path else key))
    told = f"GET {path.partition('?')[0]} {problem}"
    assert [refusal[: len(told)] for refusal in mock.refusals] == [told]


def test_a_query_that_the_endpoint_takes_is_answered(mock: Mock, admin_key: str) -> None:
    path = "/v1/organization/admin_api_keys?limit=5&order=asc&after=key_1"
    assert ask(mock, "GET", path, headers=bearing(admin_key))[0] == 200
    assert mock.refusals == []


def test_an_organization_that_is_not_the_key_s_is_refused(mock: Mock, key: str) -> None:
    headers = {**bearing(key), "OpenAI-Organization": "org-another"}
    status, error = ask(mock, "GET", "/v1/models", headers=headers)
    assert (status, error["code"]) == (401, "mismatched_organization")
    assert mock.refusals == ["the API would answer mismatched-organization, which is not what is wrong in this case"]

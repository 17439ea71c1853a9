"""The mock: answers from the replies of a case, notes what it was sent, refuses what the API does not have."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from provendocs.mock import Refused, Sent, as_golden
from provendocs.settings import Endpoint
from tests.generator.conftest import CASES, KEY, OK_REPLY, SETTINGS, a_mock, read

THINGS = "https://api.example.com/v1/things"


def request(method: str = "GET", url: str = THINGS, key: str = KEY.value, body: str = "") -> httpx.Request:
    return httpx.Request(method, url, headers={"Authorization": f"Bearer {key}"}, content=body)


def test_a_request_in_order_gets_the_reply_of_the_case(tmp_path: Path) -> None:
    mock = a_mock(read(tmp_path))
    response = mock.respond(request())
    assert (response.status_code, response.json()) == (200, {"things": ["lamp"]})
    assert mock.refusals == []


def test_a_case_s_own_reply_is_given_instead(tmp_path: Path) -> None:
    cases = f'{CASES}[broken]\ntitle = "Broken"\nreply = "wrong-key"\n'
    response = a_mock(read(tmp_path, **{"snippets/cases/cases.toml": cases}), "broken").respond(request())
    assert response.status_code == 401


def test_what_the_judge_says_comes_before_the_reply_of_the_case(tmp_path: Path) -> None:
    mock = a_mock(read(tmp_path), case="wrong-key")
    response = mock.respond(request(key='"abcdefg-hidden-wxyz"'))
    assert (response.status_code, response.json()) == (401, {"error": 'There is no key "abcdefg*********xyz".'})


def test_a_wrong_key_is_refused_where_the_key_is_right(tmp_path: Path) -> None:
    mock = a_mock(read(tmp_path))
    assert mock.respond(request(key="another")).status_code == 401
    assert mock.refusals == ["the API would answer wrong-key, which is not what is wrong in this case"]


def test_a_query_does_not_hide_the_endpoint(tmp_path: Path) -> None:
    assert a_mock(read(tmp_path)).respond(request(url=f"{THINGS}?color=red")).status_code == 200


def test_a_name_in_braces_stands_for_one_part_of_a_path(tmp_path: Path) -> None:
    parts = SETTINGS.replace('things = "GET /v1/things"', 'things = "GET /v1/{kind}.all/of/{owner}"')
    mock = a_mock(read(tmp_path, **{"pyproject.toml": parts}))
    base = "https://api.example.com/v1/"
    asked = ("things.all/of/me", "a-b_c.all/of/1", "things.all/of/me/too", ".all/of/me", "thingsxall/of/me")
    answered = [mock.respond(request(url=f"{base}{path}")).status_code for path in asked]
    assert answered == [200, 200, 400, 400, 400]


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "https://api.example.com/v1/thing"),
        ("GET", "https://api.example.com/v1/things/1"),
        ("GET", "https://api.example.com/"),
        ("POST", "https://api.example.com/v1/things"),
        ("GET", "https://api.example.org/v1/things"),
        ("GET", "http://api.example.com/v1/things"),
    ],
)
def test_what_is_no_endpoint_is_refused_and_noted(tmp_path: Path, method: str, url: str) -> None:
    mock = a_mock(read(tmp_path))
    response = mock.respond(request(method, url))
    problem = f"{method} {url} is no endpoint of this guide"
    assert mock.refusals == [problem]
    assert response.status_code == 400
    assert response.json()["error"]["message"] == f"Refused by the mock: {problem}"
    assert [(sent.method, sent.url) for sent in mock.sent] == [(method, url)]


def test_what_the_judge_refuses_is_noted(tmp_path: Path) -> None:
    def strict(_request: httpx.Request, endpoint: Endpoint) -> str | None:
        raise Refused(f"{endpoint.name} is closed")

    mock = a_mock(read(tmp_path), ask=strict)
    assert mock.respond(request()).json()["error"]["code"] == "mock_refused"
    assert mock.refusals == ["things is closed"]


def test_what_the_judge_refuses_is_answered_as_the_api_does_where_that_is_known(tmp_path: Path) -> None:
    def strict(_request: httpx.Request, _endpoint: Endpoint) -> str | None:
        raise Refused("it asks for nothing", "wrong-key")

    mock = a_mock(read(tmp_path), ask=strict)
    response = mock.respond(request(key="abcdefgh-hidden-wxyz"))
    assert (response.status_code, response.json()) == (401, {"error": "There is no key abcdefgh********wxyz."})
    assert (mock.refusals, mock.given) == (["it asks for nothing"], {})


def test_what_the_judge_refuses_is_answered_with_the_response_that_it_made(tmp_path: Path) -> None:
    def strict(_request: httpx.Request, _endpoint: Endpoint) -> str | None:
        raise Refused("it is a teapot", httpx.Response(418, text="short and stout"))

    mock = a_mock(read(tmp_path), ask=strict)
    response = mock.respond(request())
    assert (response.status_code, response.text) == (418, "short and stout")
    assert (mock.refusals, mock.given) == (["it is a teapot"], {})


def test_a_refusal_is_noted_though_its_answer_is_missing(tmp_path: Path) -> None:
    def strict(_request: httpx.Request, _endpoint: Endpoint) -> str | None:
        raise Refused("it asks for nothing", "wrong-kay")

    mock = a_mock(read(tmp_path), ask=strict)
    assert mock.respond(request()).json()["error"]["code"] == "mock_refused"
    assert mock.refusals == [
        "it asks for nothing",
        'snippets/cases/wrong-kay/things.http: there is no such reply. Did you mean "ok/things"?',
    ]


def test_the_replies_that_were_given_are_noted_by_name(tmp_path: Path) -> None:
    guide = read(tmp_path)
    mock = a_mock(guide, case="wrong-key")
    assert mock.given == {}
    mock.respond(request())
    mock.respond(request(key="another"))
    mock.respond(request())
    assert mock.given == {name: guide.cases.reply(name) for name in ("ok/things", "wrong-key")}


@pytest.mark.parametrize(
    ("body", "reply"),
    [
        ('{"old": true}', "ok/old-things"),
        ('{"old": true, "color": "blue"}', "ok/old-things"),
        ('{"old": true, "color": "red"}', "ok/old-red-things"),
        ('{"old": false, "color": "red"}', "ok/things"),
        ("{}", "ok/things"),
        ('["old"]', "ok/things"),
        ("old", "ok/things"),
        ("", "ok/things"),
    ],
)
def test_a_request_is_for_the_variant_of_the_endpoint_that_asks_for_most_of_its_fields(
    tmp_path: Path, body: str, reply: str
) -> None:
    variants = """
old-things = { of = "things", body = { old = true } }
old-red-things = { of = "things", body = { old = true, color = "red" } }
"""
    files = {
        "pyproject.toml": SETTINGS.replace('"GET /v1/things"\n', f'"GET /v1/things"{variants}'),
        "snippets/cases/ok/old-things.http": OK_REPLY,
        "snippets/cases/ok/old-red-things.http": OK_REPLY,
    }
    asked: list[str] = []

    def ask(_request: httpx.Request, endpoint: Endpoint) -> str | None:
        asked.append(endpoint.name)
        return None

    mock = a_mock(read(tmp_path, **files), ask=ask)
    mock.respond(request(body=body))
    assert (list(mock.given), asked, mock.refusals) == ([reply], [reply.removeprefix("ok/")], [])


@pytest.mark.parametrize("key", [KEY.value, "another"])
def test_a_reply_that_is_missing_is_noted_and_not_lost_on_the_way(tmp_path: Path, key: str) -> None:
    def ask(_request: httpx.Request, _endpoint: Endpoint) -> str | None:
        return None if key == KEY.value else "no-such-reply"

    name = "ok" if key == KEY.value else "no-such-reply"
    mock = a_mock(read(tmp_path, **{"snippets/cases/ok/things.http": None}), case="wrong-key", ask=ask)
    assert mock.respond(request(key=key)).status_code == 400
    assert mock.refusals == [f"snippets/cases/{name}/things.http: there is no such reply. There is: wrong-key."]


def test_everything_that_was_sent_is_noted_in_order(tmp_path: Path) -> None:
    mock = a_mock(read(tmp_path))
    mock.respond(request(body="one"))
    mock.respond(request("POST", body="two"))
    assert [(sent.method, sent.body) for sent in mock.sent] == [("GET", b"one"), ("POST", b"two")]
    assert mock.sent[0].header("authorization") == f"Bearer {KEY.value}"
    assert mock.sent[0].header("x-none") == ""


def test_a_request_is_written_down_with_what_the_api_acts_on_and_a_masked_key() -> None:
    headers = (
        ("user-agent", "curl/8"),
        ("content-type", "application/json"),
        ("authorization", "Bearer abcdefgh-hidden-wxyz"),
    )
    sent = Sent("POST", f"{THINGS}?color=red", headers, '{"b": "ä", "a": [1]}'.encode())
    assert as_golden(sent) == (
        "POST /v1/things?color=red HTTP/1.1\n"
        "host: api.example.com\n"
        "authorization: Bearer abcdefgh********wxyz\n"
        "content-type: application/json\n"
        "\n"
        '{\n  "a": [\n    1\n  ],\n  "b": "ä"\n}\n'
    )


def test_two_ways_to_write_the_same_json_are_written_down_alike() -> None:
    bodies = (b'{"a":1,"b":"\xc3\xa4"}', b'{ "b": "\\u00e4",\n "a": 1 }')
    assert len({as_golden(Sent("POST", THINGS, (), body)) for body in bodies}) == 1


def test_a_body_that_is_not_json_is_written_down_as_it_is() -> None:
    assert as_golden(Sent("POST", THINGS, (), b"a=1\xff")).endswith("\n\na=1\\xff")

"""Replies: read from raw HTTP, filled with what the caller sent, refused in one line when they could not be sent."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from provendocs.replies import Reply, bearer, mask, read_reply
from tests.generator.conftest import KEY, OK_REPLY, WRONG_KEY_REPLY, put, told

JSON = "HTTP/1.1 200 OK\ncontent-type: application/json\n\n"
TEXT = "HTTP/1.1 200 OK\ncontent-type: text/plain\n\n"


def reply(root: Path, text: str | bytes) -> Reply:
    return read_reply(put(root / "things.http", text))


def request(key: str = "", body: str = "") -> httpx.Request:
    return httpx.Request(
        "POST", "https://api.example.com/v1/things", headers={"Authorization": f"Bearer {key}"}, content=body
    )


def test_a_reply_is_its_status_its_headers_and_its_body(tmp_path: Path) -> None:
    got = reply(tmp_path, "# One.\n# Two.\nHTTP/1.1 404 Not Found\nContent-Type: text/plain\nx-n: 1\n\n# a\n\nb\n")
    assert (got.status, got.reason, got.body) == (404, "Not Found", "# a\n\nb")
    assert got.headers == (("content-type", "text/plain"), ("x-n", "1"))


def test_the_line_end_that_closes_the_file_is_not_part_of_the_body(tmp_path: Path) -> None:
    assert [reply(tmp_path, TEXT + body).body for body in ("a\n", "a\n\n", "")] == ["a", "a\n", ""]


def test_a_page_shows_the_message_without_the_notes_above_it(tmp_path: Path) -> None:
    shown = reply(tmp_path, OK_REPLY).text_for("", {})
    assert shown == 'HTTP/1.1 200 OK\ncontent-type: application/json\n\n{"things": ["lamp"]}\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "# Only a note.\n",
            ':1: this is not the status line of a reply. Write a status line such as "HTTP/1.1 200 OK".',
            id="only notes",
        ),
        pytest.param(
            "# Note.\ncontent-type: text/plain\n\na\n",
            ':2: this is not the status line of a reply. Write a status line such as "HTTP/1.1 200 OK".',
            id="no status line",
        ),
        pytest.param(
            "HTTP/1.1 700 Odd\n\na\n",
            ':1: this is not the status line of a reply. Write a status line such as "HTTP/1.1 200 OK".',
            id="a status that is none",
        ),
        pytest.param(
            "HTTP/1.1 200 OK\nx-a: 1\nx-b 2\n\na\n", ':3: this is not a header. Write "name: value".', id="no colon"
        ),
        pytest.param("HTTP/1.1 200 OK\nx-a:1\n\na\n", ':2: this is not a header. Write "name: value".', id="no space"),
        pytest.param("HTTP/1.1 200 OK\nx-a: \n\na\n", ':2: this is not a header. Write "name: value".', id="no value"),
        pytest.param("HTTP/1.1 200 OK\n a: 1\n\na\n", ':2: this is not a header. Write "name: value".', id="folded"),
        pytest.param("HTTP/1.1 200 OK\n", ":1: no empty line ends the headers. Add one.", id="only a status line"),
        pytest.param("HTTP/1.1 200 OK\nx-a: 1\n", ":2: no empty line ends the headers. Add one.", id="no blank line"),
        pytest.param(
            JSON + '{\n  "a": 1,\n}\n',
            ":6: the body is not JSON: Expecting property name enclosed in double quotes. Correct it.",
            id="a comma too many",
        ),
        pytest.param(JSON, ":4: the body is not JSON: Expecting value. Correct it.", id="no JSON at all"),
        pytest.param(
            "HTTP/1.1 200 OK\ncontent-length: 3\n\nabcd\n",
            ": content-length is 3, the body has 4 bytes. Correct it.",
            id="a length that lies",
        ),
        pytest.param(
            "HTTP/1.1 200 OK\ncontent-length: 1\n\nä\n",
            ": content-length is 1, the body has 2 bytes. Correct it.",
            id="a length in characters",
        ),
        pytest.param(
            "HTTP/1.1 200 OK\ncontent-length: 13\n\n${masked_key}\n",
            ": the length of a body with placeholders varies. Remove content-length.",
            id="a length that varies",
        ),
        pytest.param(
            TEXT + "one\n${key}\n",
            ':5: "${key}" stands for nothing. Use ${masked_key}, ${request.field}, ${secret.NAME} or ${now}.',
            id="an unknown placeholder",
        ),
        pytest.param(
            TEXT + "${request.}\n",
            ':4: "${request.}" stands for nothing. Use ${masked_key}, ${request.field}, ${secret.NAME} or ${now}.',
            id="a field without a name",
        ),
        pytest.param(
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\na\n",
            ": the body is not kept as transfer-encoding says. Remove that header.",
            id="chunks that are none",
        ),
        pytest.param(
            "HTTP/1.1 200 OK\ncontent-encoding: gzip\n\na\n",
            ": the body is not kept as content-encoding says. Remove that header.",
            id="compressed but not",
        ),
        pytest.param("", ": this file is empty. Fill it or remove it.", id="empty"),
        pytest.param(
            TEXT.replace("\n", "\r\n"),
            ":1: there is a carriage return here. Use line feeds and spaces only.",
            id="CRLF",
        ),
    ],
)
def test_a_malformed_reply_is_told(tmp_path: Path, text: str, problem: str) -> None:
    file = put(tmp_path / "things.http", text)
    assert told(lambda: read_reply(file)) == f"things.http{problem}"


def test_a_reply_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    file = put(tmp_path / "things.http", TEXT.encode() + b"\xfe\n")
    assert told(lambda: read_reply(file)) == f"things.http: this is not UTF-8 (byte {len(TEXT)}). Save it as UTF-8."


def test_a_true_length_is_accepted(tmp_path: Path) -> None:
    assert reply(tmp_path, "HTTP/1.1 200 OK\ncontent-length: 2\n\nä\n").body == "ä"


def test_a_masked_key_keeps_the_length_of_the_key(tmp_path: Path) -> None:
    key = "abcdefgh-hidden-wxyz"
    body = reply(tmp_path, WRONG_KEY_REPLY).response(request(key)).json()
    assert body == {"error": "There is no key abcdefgh********wxyz."}
    assert len(mask(key)) == len(key)


@pytest.mark.parametrize("key", ["", "short", "abcdefghijkl"])
def test_a_key_too_short_to_mask_comes_back_whole(key: str) -> None:
    assert mask(key) == key


def test_a_key_one_longer_hides_one_character() -> None:
    assert mask("abcdefghijklm") == "abcdefgh*jklm"


def test_quotes_in_a_key_are_escaped_in_json(tmp_path: Path) -> None:
    response = reply(tmp_path, WRONG_KEY_REPLY).response(request('"abcdefg\\-hidden-xyz"'))
    assert json.loads(response.content) == {"error": 'There is no key "abcdefg*********xyz".'}


def test_quotes_in_a_key_stay_as_they_are_in_plain_text(tmp_path: Path) -> None:
    assert reply(tmp_path, TEXT + "${masked_key}\n").response(request('"a"')).text == '"a"'


def test_a_field_of_the_request_is_echoed(tmp_path: Path) -> None:
    got = reply(tmp_path, JSON + '{"color": "${request.color}"}\n')
    assert got.response(request(body='{"color": "r\\"ed"}')).json() == {"color": 'r"ed'}


@pytest.mark.parametrize("body", ["", "not JSON", "[1]", "{}"])
def test_a_field_that_the_request_lacks_is_echoed_as_nothing(tmp_path: Path, body: str) -> None:
    got = reply(tmp_path, JSON + '{"color": "${request.color}"}\n')
    assert got.response(request(body=body)).json() == {"color": ""}


def test_a_response_has_the_status_and_the_headers_of_the_file(tmp_path: Path) -> None:
    response = reply(tmp_path, "HTTP/1.1 429 Slow Down\nretry-after: 1\n\nwait\n").response(request())
    assert (response.status_code, response.reason_phrase) == (429, "Slow Down")
    assert (response.headers["retry-after"], response.text) == ("1", "wait")


@pytest.mark.parametrize(
    ("header", "token"),
    [("Bearer a", "a"), ("bearer  a ", "a"), ("Basic a", ""), ("Bearer", ""), ("Bearer ", ""), ("", "")],
)
def test_the_token_is_what_follows_bearer(header: str, token: str) -> None:
    got = httpx.Request("GET", "https://api.example.com", headers={"Authorization": header})
    assert bearer(got) == token


def test_a_reply_hands_out_a_secret_to_a_caller_and_its_placeholder_to_a_reader(tmp_path: Path) -> None:
    path = put(tmp_path / "things.http", f'{JSON}{{"value": "${{secret.THING_KEY}}"}}\n')
    found = read_reply(path, {"THING_KEY": KEY})
    assert found.response(httpx.Request("GET", "https://api.example.com")).json() == {"value": KEY.value}
    assert found.text_for("", {}).endswith('{"value": "YOUR_THING_KEY"}\n')


def test_a_reply_that_hands_out_a_secret_that_there_is_not_is_told(tmp_path: Path) -> None:
    path = put(tmp_path / "things.http", f'{JSON}{{"value": "${{secret.OTHER}}"}}\n')
    line = told(lambda: read_reply(path, {"THING_KEY": KEY}))
    assert line.startswith('things.http:4: "${secret.OTHER}" stands for nothing. ')


def test_a_reply_tells_the_time_of_the_answer_and_times_before_and_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1000.5)
    found = reply(tmp_path, f'{JSON}{{"at": ${{now}}, "from": ${{now-60}}, "to": ${{now+60}}}}\n')
    times = found.response(httpx.Request("GET", "https://api.example.com")).json()
    assert times == {"at": 1000, "from": 940, "to": 1060}
    assert json.loads(found.example) == {"at": 1795400000, "from": 1795399940, "to": 1795400060}

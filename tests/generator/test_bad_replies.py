"""Bad replies: what is wrong with an HTTP message, and the one line that the contributor reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from provendocs.guide import load_guide
from tests.generator.conftest import OK_REPLY, PIPE, Bad, lay_out, told

REPLY = "snippets/cases/ok/things.http"
OK = "HTTP/1.1 200 OK\n"
TEXT = f"{OK}content-type: text/plain\n"

pytestmark = pytest.mark.usefixtures("nothing_hangs")


UNREADABLE = [
    Bad("a reply is empty", {REPLY: ""}, f"{REPLY}: this file is empty. Fill it or remove it."),
    Bad(
        "a reply is not UTF-8",
        {REPLY: f"{TEXT}\n".encode() + b"caf\xe9\n"},
        f"{REPLY}: this is not UTF-8 (byte 45). Save it as UTF-8.",
    ),
    Bad(
        "a reply was saved on Windows",
        {REPLY: OK_REPLY.replace("\n", "\r\n")},
        f"{REPLY}:1: there is a carriage return here. Use line feeds and spaces only.",
    ),
    Bad(
        "a reply is a folder",
        {REPLY: None, f"{REPLY}/all.txt": "lamp\n"},
        f"{REPLY}: this is not a file. Put a text file here, or remove it.",
    ),
    Bad(
        "a reply is a pipe that nobody writes to",
        {REPLY: PIPE},
        f"{REPLY}: this is not a file. Put a text file here, or remove it.",
    ),
    Bad(
        "a reply has no status",
        {REPLY: "content-type: text/plain\n\nlamp\n"},
        f'{REPLY}:1: this is not the status line of a reply. Write a status line such as "HTTP/1.1 200 OK".',
    ),
    Bad(
        "a reply has a status after which a client waits for another",
        {REPLY: "HTTP/1.1 100 Continue\n\n\n"},
        f'{REPLY}:1: this is not the status line of a reply. Write a status line such as "HTTP/1.1 200 OK".',
    ),
    Bad(
        "a reply has a body after a status that allows none",
        {REPLY: "HTTP/1.1 204 No Content\nx-lamp: on\n\nlamp\n"},
        f"{REPLY}:4: a reply with status 204 has no body. Remove it, or correct the status.",
    ),
    Bad(
        "a reply has two content types",
        {REPLY: f"{TEXT}Content-Type: application/json\n\n{{}}\n"},
        f"{REPLY}:3: the header content-type stands here again. Keep one of them.",
    ),
    Bad(
        "a header of a reply has no colon",
        {REPLY: f"{OK}content-type text/plain\n\nlamp\n"},
        f'{REPLY}:2: this is not a header. Write "name: value".',
    ),
    Bad(
        "a header of a reply is not ASCII",
        {REPLY: f"{OK}x-lamp: caf\xe9\n\nlamp\n"},
        f'{REPLY}:2: this is not a header. Write "name: value".',
    ),
    Bad(
        "no empty line ends the headers of a reply",
        {REPLY: TEXT},
        f"{REPLY}:2: no empty line ends the headers. Add one.",
    ),
    Bad(
        "a reply is not the JSON it says it is",
        {REPLY: OK_REPLY.replace('["lamp"]', '["lamp",]')},
        f"{REPLY}:5: the body is not JSON: Expecting value. Correct it.",
    ),
    Bad(
        "a reply is not as long as it says it is",
        {REPLY: f"{OK}content-length: 5\n\nlamp\n"},
        f"{REPLY}: content-length is 5, the body has 4 bytes. Correct it.",
    ),
    Bad(
        "a reply is not in the chunks it says it is",
        {REPLY: f"{OK}transfer-encoding: chunked\n\nlamp\n"},
        f"{REPLY}: the body is not kept as transfer-encoding says. Remove that header.",
    ),
    Bad(
        "a reply echoes what nobody knows",
        {REPLY: f"{TEXT}\n${{your_key}}\n"},
        f'{REPLY}:4: "${{your_key}}" stands for nothing. '
        "Use ${masked_key}, ${request.field}, ${secret.NAME} or ${now}.",
    ),
]


@pytest.mark.parametrize("bad", UNREADABLE, ids=str)
def test_what_cannot_be_read_is_told_in_one_line_when(tmp_path: Path, bad: Bad) -> None:
    lay_out(tmp_path, bad.files)
    assert told(lambda: load_guide(tmp_path)) == bad.line

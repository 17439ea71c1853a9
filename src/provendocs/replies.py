"""Replies: what the API answers, kept as raw HTTP messages in `.http` files.

    # What the reply is, where it was seen and when.
    HTTP/1.1 401 Unauthorized
    content-type: application/json

    {"error": {"message": "Incorrect API key provided: ${masked_key}."}}

Lines that open with `#` above the status line are for contributors. The line end that closes the file is not part
of the body; a body that ends with one is followed by an empty line. Placeholders stand for what is another each time:

    ${masked_key}       the caller's key, as an API echoes it
    ${request.model}    the field `model`, or any other, of the caller's JSON request
    ${secret.NAME}      a secret that the API hands out: the stand-in of that environment variable
    ${now}, ${now-60}   the time of the answer in seconds since 1970, or so many seconds before or after it
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import httpx

from provendocs.errors import GuideError
from provendocs.find import read_text
from provendocs.settings import Secret

_STATUS_LINE = re.compile(r"HTTP/1\.1 (?P<status>[2-5]\d\d) (?P<reason>[A-Za-z][A-Za-z '-]*)$")
_HEADER = re.compile(r"(?P<name>[A-Za-z0-9-]+): (?P<value>[!-~][ -~]*)$")
#: The statuses after which HTTP has no body.
_BODILESS = {204, 304}
#: What stands in a body for something that the API echoes.
PLACEHOLDER = re.compile(r"\$\{(?P<name>[^}]*)\}")
_KNOWN = re.compile(r"masked_key|request\.\w+|secret\.(?P<variable>\w+)|now(?P<shift>[+-]\d+)?")
#: What `${now}` shows on a page: no more than an example.
_PAGE_TIME = 1_795_400_000


@dataclass(frozen=True)
class Reply:
    """One answer of the API.

    Args:
        path: The file.
        status: The HTTP status code.
        reason: The reason phrase.
        headers: Names and values, in the order in which they stand.
        body: The body, with placeholders.
        secrets: The secrets that placeholders may name, by environment variable.
        sha256: The SHA-256 of the file, in hexadecimal.
    """

    path: Path
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: str
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    sha256: str = ""

    def text_for(self, key: str, fields: Mapping[str, object]) -> str:
        """Return the message as raw HTTP, as a page shows it: no secret is handed out.

        Args:
            key: The caller's key.
            fields: The top-level fields of the caller's JSON request.
        """
        head = [f"HTTP/1.1 {self.status} {self.reason}", *(f"{name}: {value}" for name, value in self.headers)]
        handed_out = {name: secret.placeholder for name, secret in self.secrets.items()}
        return "\n".join([*head, "", self._body_for(key, fields, handed_out, _PAGE_TIME), ""])

    def response(self, request: httpx.Request) -> httpx.Response:
        """Answer one request.

        Args:
            request: What the caller sent; its key and its JSON fields fill the placeholders.

        Returns:
            The response.
        """
        handed_out = {name: secret.value for name, secret in self.secrets.items()}
        body = self._body_for(bearer(request), json_fields(request), handed_out, int(time.time()))
        reason = {"reason_phrase": self.reason.encode()}
        return httpx.Response(self.status, headers=list(self.headers), content=body.encode(), extensions=reason)

    @property
    def example(self) -> str:
        """The body with something in place of each placeholder."""
        return self._body_for("", {}, {name: secret.placeholder for name, secret in self.secrets.items()}, _PAGE_TIME)

    @property
    def is_json(self) -> bool:
        """Whether its headers call the body JSON."""
        return dict(self.headers).get("content-type", "").startswith("application/json")

    @property
    def is_stream(self) -> bool:
        """Whether its headers call the body server-sent events, each of which holds JSON."""
        return dict(self.headers).get("content-type", "").startswith("text/event-stream")

    def _body_for(self, key: str, fields: Mapping[str, object], handed_out: Mapping[str, str], now: int) -> str:
        def value(match: re.Match[str]) -> str:
            name = match["name"]
            known = _KNOWN.fullmatch(name)
            assert known is not None
            if name.startswith("now"):
                return str(now + int(known["shift"] or 0))
            if known["variable"]:
                return handed_out[known["variable"]]
            text = mask(key) if name == "masked_key" else str(fields.get(name.removeprefix("request."), ""))
            return json.dumps(text)[1:-1] if self.is_json or self.is_stream else text

        return PLACEHOLDER.sub(value, self.body)


def read_reply(path: Path, secrets: Mapping[str, Secret] | None = None) -> Reply:
    """Read a `.http` file.

    Args:
        path: The file.
        secrets: The secrets that the API may hand out, by environment variable.

    Returns:
        The reply.

    Raises:
        GuideError: The file is not a raw HTTP response, has a header twice, names an unknown placeholder, states a
            content length that is not the body's, has a body where HTTP allows none, or calls its body JSON when it is
            not.
    """
    text = read_text(path)
    lines = text.splitlines(keepends=True)
    start = next((index for index, line in enumerate(lines) if not line.startswith("#")), len(lines))
    status = _STATUS_LINE.match(lines[start].rstrip("\n")) if start < len(lines) else None
    if status is None:
        fix = 'Write a status line such as "HTTP/1.1 200 OK"'
        raise GuideError(path, "this is not the status line of a reply", fix, line=min(start + 1, len(lines)))
    headers: list[tuple[str, str]] = []
    for number, line in enumerate(lines[start + 1 :], start=start + 2):
        if line == "\n":
            break
        header = _HEADER.match(line.rstrip("\n"))
        if header is None:
            raise GuideError(path, "this is not a header", 'Write "name: value"', line=number)
        if header["name"].lower() in dict(headers):
            problem = f"the header {header['name'].lower()} stands here again"
            raise GuideError(path, problem, "Keep one of them", line=number)
        headers.append((header["name"].lower(), header["value"]))
    else:
        raise GuideError(path, "no empty line ends the headers", "Add one", line=len(lines))
    body = "".join(lines[number:]).removesuffix("\n")
    for name in ("transfer-encoding", "content-encoding"):
        if name in dict(headers):
            raise GuideError(path, f"the body is not kept as {name} says", "Remove that header")
    reply = Reply(
        path,
        int(status["status"]),
        status["reason"],
        tuple(headers),
        body,
        secrets or {},
        sha256(text.encode()).hexdigest(),
    )
    _check_body(reply, first_line=number + 1)
    return reply


def _check_body(reply: Reply, first_line: int) -> None:
    for placeholder in PLACEHOLDER.finditer(reply.body):
        known = _KNOWN.fullmatch(placeholder["name"])
        if known is None or (known["variable"] and known["variable"] not in reply.secrets):
            line = first_line + reply.body[: placeholder.start()].count("\n")
            fix = "Use ${masked_key}, ${request.field}, ${secret.NAME} or ${now}"
            raise GuideError(reply.path, f'"{placeholder[0]}" stands for nothing', fix, line=line)
    if reply.body and reply.status in _BODILESS:
        problem = f"a reply with status {reply.status} has no body"
        raise GuideError(reply.path, problem, "Remove it, or correct the status", line=first_line)
    headers = dict(reply.headers)
    length = headers.get("content-length")
    if length is not None:
        actual = len(reply.body.encode())
        if PLACEHOLDER.search(reply.body):
            raise GuideError(reply.path, "the length of a body with placeholders varies", "Remove content-length")
        if length != str(actual):
            raise GuideError(reply.path, f"content-length is {length}, the body has {actual} bytes", "Correct it")
    if reply.is_json:
        try:
            json.loads(reply.example)
        except json.JSONDecodeError as error:
            line = first_line + error.lineno - 1
            raise GuideError(reply.path, f"the body is not JSON: {error.msg}", "Correct it", line=line) from None


def mask(key: str) -> str:
    """Hide a key as the API does when it echoes one: the first 8 characters, stars, the last 4, same length.

    Args:
        key: The key.

    Returns:
        The masked key. One of 12 characters or fewer comes back whole, as it does from the API.
    """
    return f"{key[:8]}{'*' * (len(key) - 12)}{key[-4:]}" if len(key) > 12 else key


def bearer(request: httpx.Request) -> str:
    """Return the token of an `Authorization: Bearer` header, or an empty text."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def json_fields(request: httpx.Request) -> dict[str, object]:
    """Return the fields of a request's JSON body; none, if it is no JSON object."""
    try:
        body = json.loads(request.content)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}

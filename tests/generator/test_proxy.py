"""The proxy: plays the API's host over TLS that clients really check, and lets nothing else through."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from provendocs.mock import Mock
from provendocs.proxy import Authority, proxy
from provendocs.settings import Endpoint
from tests.generator.conftest import CASES, KEY, a_mock, put, read

THINGS = "https://api.example.com/v1/things"

pytestmark = pytest.mark.usefixtures("nothing_hangs")


@dataclass
class Curl:
    """curl, told where the proxy is."""

    mock: Mock
    address: str
    certificate: Path

    def __call__(self, *arguments: str, trusting: bool = True) -> subprocess.CompletedProcess[str]:
        trust = ["--cacert", str(self.certificate)] if trusting else []
        return subprocess.run(
            ["curl", "--silent", "--show-error", "--max-time", "10", "--proxy", self.address, *trust, *arguments],
            env={"PATH": os.environ["PATH"], "HOME": str(self.certificate.parent)},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority(["https://api.example.com/v1/things"])


@contextmanager
def behind_proxy(root: Path, authority: Authority, case: str = "ok") -> Iterator[Curl]:
    cases = f'{CASES}[silent]\ntitle = "X"\nnetwork = "silent"\n[cut-off]\ntitle = "X"\nnetwork = "cut-off"\n'
    guide = read(root, **{"snippets/cases/cases.toml": cases})
    mock = a_mock(guide, case)
    with proxy(mock, authority) as address:
        yield Curl(mock, address, put(root / "authority.pem", authority.certificate))


@pytest.fixture
def curl(tmp_path: Path, authority: Authority) -> Iterator[Curl]:
    with behind_proxy(tmp_path, authority) as curl:
        yield curl


def test_a_client_gets_the_reply_through_the_proxy(curl: Curl) -> None:
    done = curl("--include", "--header", f"Authorization: Bearer {KEY.value}", THINGS)
    _tunnel, head, body = done.stdout.split("\n\n", 2)
    assert head.splitlines()[0] == "HTTP/1.1 200 OK"
    assert "content-type: application/json" in head.splitlines()
    assert (body, done.stderr, done.returncode) == ('{"things": ["lamp"]}', "", 0)
    assert [(sent.method, sent.url) for sent in curl.mock.sent] == [("GET", THINGS)]
    assert curl.mock.refusals == []


def test_the_mock_gets_the_body_as_it_was_sent(curl: Curl) -> None:
    curl("--data-binary", "ä\n", THINGS)
    assert [(sent.method, sent.body) for sent in curl.mock.sent] == [("POST", "ä\n".encode())]


def test_two_requests_of_one_client_are_both_answered(curl: Curl) -> None:
    done = curl("--write-out", "%{num_connects} ", "--output", "-", THINGS, THINGS)
    assert done.stdout.count("There is no key") == 2
    assert len(curl.mock.sent) == 2


def test_a_client_that_does_not_trust_the_authority_refuses_the_proxy(curl: Curl) -> None:
    done = curl(THINGS, trusting=False)
    assert (done.returncode, done.stdout) == (60, "")
    assert curl.mock.sent == []


@pytest.mark.parametrize("place", ["other.example.com:443", "api.example.com:8443"])
def test_another_host_or_port_is_refused_and_noted(curl: Curl, place: str) -> None:
    done = curl(f"https://{place}/v1/things")
    assert done.returncode == 56
    assert "403" in done.stderr
    assert curl.mock.refusals == [f"it tried to reach {place}"]
    assert curl.mock.sent == []


@pytest.mark.parametrize("host", ["api.example.com", "other.example.com"])
def test_a_request_without_tls_is_refused_and_noted(curl: Curl, host: str) -> None:
    done = curl("--output", "-", "--write-out", "%{http_code}", f"http://{host}/v1/things")
    assert done.stdout == "403"
    assert curl.mock.refusals == [f"it tried to reach http://{host}/v1/things without TLS"]
    assert curl.mock.sent == []


def test_a_request_in_the_tunnel_that_names_another_host_is_refused(curl: Curl) -> None:
    curl("--header", "Host: other.example.com", THINGS)
    assert curl.mock.refusals == ["GET https://other.example.com/v1/things is no endpoint of this guide"]


def test_nothing_listens_after_the_end(tmp_path: Path, authority: Authority) -> None:
    guide = read(tmp_path)
    mock = a_mock(guide)
    with proxy(mock, authority) as address:
        pass
    done = Curl(mock, address, put(tmp_path / "authority.pem", authority.certificate))(THINGS)
    assert done.returncode == 7


def test_a_proxy_stops_where_no_connection_can_be_made_to_wake_it(
    tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError("there are too many open files")

    guide = read(tmp_path)
    before = threading.active_count()
    with proxy(a_mock(guide), authority):
        monkeypatch.setattr(socket, "create_connection", fail)
    assert threading.active_count() == before


def test_a_body_in_chunks_is_refused_and_noted(curl: Curl) -> None:
    curl("--header", "Transfer-Encoding: chunked", "--data", "a", THINGS)
    assert curl.mock.refusals == ["it sent its body in chunks, which the mock does not read"]


@pytest.mark.parametrize(
    ("lengths", "told"),
    [(["lamp"], "lamp"), (["-5"], "-5"), (["1_0"], "1_0"), (["1", "2"], "1 and 2"), ([""], "")],
    ids=["words", "below 0", "a number of Python", "two", "nothing"],
)
def test_a_length_that_is_no_number_of_bytes_is_refused_and_noted(
    curl: Curl, capfd: pytest.CaptureFixture[str], lengths: list[str], told: str
) -> None:
    headers = [f"Content-Length: {one}" if one else "Content-Length;" for one in lengths]
    done = curl(*(part for header in headers for part in ("--header", header)), "--write-out", "%{http_code}", THINGS)
    assert done.stdout.endswith("403")
    assert curl.mock.refusals == [f'it sent the content-length "{told}", which is no number of bytes']
    assert curl.mock.sent == []
    assert capfd.readouterr().err == ""


def test_a_method_that_http_does_not_have_is_refused_and_noted(curl: Curl) -> None:
    curl("--request", "BREW", THINGS)
    assert curl.mock.refusals == ["it sent what is no HTTP request: 501 Unsupported method ('BREW')"]


def test_a_judge_that_fails_is_noted_and_not_lost_in_a_thread(tmp_path: Path, authority: Authority) -> None:
    def broken(_request: httpx.Request, _endpoint: Endpoint) -> str | None:
        raise LookupError("no rule")

    guide = read(tmp_path)
    mock = a_mock(guide, ask=broken)
    with proxy(mock, authority) as address:
        Curl(mock, address, put(tmp_path / "authority.pem", authority.certificate))(THINGS)
    [refusal] = mock.refusals
    assert refusal.startswith("the mock failed: ")


WITH_KEY = ("--header", f"Authorization: Bearer {KEY.value}", THINGS)


def test_an_answer_breaks_off_half_way_where_the_case_wants_it(tmp_path: Path, authority: Authority) -> None:
    with behind_proxy(tmp_path, authority, "cut-off") as curl:
        done = curl(*WITH_KEY)
    assert (done.returncode, done.stdout) == (18, '{"things":')
    assert (list(curl.mock.given), curl.mock.refusals) == (["ok/things"], [])


def test_no_answer_ever_comes_where_the_case_wants_it(tmp_path: Path, authority: Authority) -> None:
    with behind_proxy(tmp_path, authority, "silent") as curl:
        done = curl("--max-time", "0.3", "--include", *WITH_KEY)
    assert (done.returncode, done.stdout.partition("\n")[0]) == (28, "HTTP/1.1 200 Connection established")
    assert "content-type" not in done.stdout
    assert [sent.url for sent in curl.mock.sent] == [THINGS]
    assert (curl.mock.given, curl.mock.refusals) == ({}, [])

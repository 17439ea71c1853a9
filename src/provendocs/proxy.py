"""A proxy on loopback that plays the API's hosts over TLS and lets nothing else through.

A client finds it by `HTTPS_PROXY`. A CONNECT to one of them is answered by the mock behind a certificate that
a throwaway authority has signed; clients check it as they always do. Every other host gets 403. What goes wrong on
the way in a case goes wrong here: an answer that breaks off, an answer that never comes.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import httpx
import trustme

from provendocs.mock import Mock


class Authority:
    """A certificate authority that lives as long as the process.

    Args:
        urls: Addresses of the API; it vouches for their hosts.
    """

    def __init__(self, urls: Iterable[str]) -> None:
        parts = [urlsplit(url) for url in urls]
        #: What a client that wants a tunnel to one of them asks for.
        self.addresses = {f"{part.hostname}:{part.port or 443}" for part in parts}
        authority = trustme.CA()
        self.certificate: bytes = authority.cert_pem.bytes()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*sorted({str(part.hostname) for part in parts})).configure_cert(self.context)


@contextmanager
def proxy(mock: Mock, authority: Authority) -> Iterator[str]:
    """Serve a mock for a while.

    Args:
        mock: What answers.
        authority: What signs for the API's host.

    Yields:
        The proxy's address, for `HTTPS_PROXY`.
    """
    server = _Server(mock, authority)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.stop()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    timeout = 1

    def __init__(self, mock: Mock, authority: Authority) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mock = mock
        self.authority = authority
        self.lock = threading.Lock()
        self._stopping = False

    def serve(self) -> None:
        """Serve until it is stopped. Polling for the stop would cost a run 3 ms."""
        while not self._stopping:
            self.handle_request()

    def stop(self) -> None:
        """Let it serve nothing more. Connecting wakes it; if that fails, it wakes within a second."""
        self._stopping = True
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.server_port), timeout=1).close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that hangs up mid-way is judged by its own exit status."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_CONNECT(self) -> None:
        authority = self.server.authority
        if self.path not in authority.addresses:
            self._forbid(f"it tried to reach {self.path}")
            return
        self.send_response_only(200, "Connection established")
        self.end_headers()
        self.connection = authority.context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb", self.rbufsize)
        self.wfile = self.connection.makefile("wb", 0)
        self.close_connection = False

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def _answer(self) -> None:
        if not isinstance(self.connection, ssl.SSLSocket):
            self._forbid(f"it tried to reach {self.path} without TLS")
            return
        if "transfer-encoding" in self.headers:
            self._forbid("it sent its body in chunks, which the mock does not read")
            return
        length = " and ".join(self.headers.get_all("content-length", ["0"]))
        if not re.fullmatch(r"[0-9]{1,9}", length):
            self._forbid(f'it sent the content-length "{length}", which is no number of bytes')
            return
        body = self.rfile.read(int(length))
        request = httpx.Request(
            self.command,
            f"https://{self.headers.get('host', '')}{self.path}",
            headers=self.headers.items(),
            content=body,
        )
        with self.server.lock:
            response = self.server.mock.respond(request)
            if self.server.mock.case.network == "silent":
                self.server.mock.given.clear()  # What is not sent is not given.
        if self.server.mock.case.network == "silent":
            self.connection.recv(1)  # returns when the client gives up
            self.close_connection = True
            return
        self.send_response_only(response.status_code, response.reason_phrase)
        for name, value in response.headers.multi_items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if self.server.mock.case.network == "cut-off":
            self.wfile.write(response.content[: len(response.content) // 2])
            self.close_connection = True
            return
        self.wfile.write(response.content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _answer

    def _forbid(self, problem: str) -> None:
        self.close_connection = True  # What the client may send besides was not read.
        with self.server.lock:
            self.server.mock.refuse(problem)
        self.send_response_only(403)
        self.send_header("content-length", "0")
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, _explain: str | None = None) -> None:
        """Note what http.server would not take: an unknown method, a malformed head."""
        self._forbid(f"it sent what is no HTTP request: {code} {message or ''}".rstrip())

    def log_message(self, *_: object) -> None:
        """Keep the test output quiet."""

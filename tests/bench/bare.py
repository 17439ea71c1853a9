"""The plain way to run a block: a TLS server that always answers the same, and a subprocess that is waited for."""

from __future__ import annotations

import os
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme

from provendocs.environment import search_path
from provendocs.guide import Guide
from tests.conftest import ROOT


@dataclass(frozen=True)
class BareApi:
    """A server that answers every request with the good reply.

    Args:
        port: Where it listens on loopback.
        certificate: What clients are to trust.
        folder: A folder to run in, which finds the packages of Node.js.
    """

    port: int
    certificate: Path
    folder: Path


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    body = b""

    def do_CONNECT(self) -> None:
        """Let a client that was told of a proxy have its tunnel, which ends here."""
        self.send_response_only(200)
        self.end_headers()
        context: Any = self.server
        self.connection = context.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response_only(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def bare_api(guide: Guide, scratch: Path) -> Iterator[BareApi]:
    """Serve the good reply of the first request."""
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("api.openai.com").configure_cert(tls)
    certificate = scratch / "bare.pem"
    certificate.write_bytes(authority.cert_pem.bytes())
    folder = scratch / "bare"
    folder.mkdir(exist_ok=True)
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(ROOT / "build/packages/node_modules")
    _Handler.body = guide.cases.replies["ok/responses"].body.encode()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.tls = tls  # type: ignore[attr-defined]  # the handler finds it by its server
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield BareApi(server.server_port, certificate, folder)
    finally:
        server.shutdown()
        server.server_close()


def run_bare(command: list[str], snippet: str, guide: Guide, api: BareApi) -> None:
    """Run a file of the first request as it is, wait for it, and keep what it prints."""
    (api.folder / snippet).write_text(guide.snippets.snippet(f"first-request/{snippet}").text, "utf-8")
    proxy = f"http://127.0.0.1:{api.port}"
    environment = {
        "PATH": os.pathsep.join([search_path(), os.environ["PATH"]]),
        "HOME": str(api.folder),
        "OPENAI_API_KEY": "x",
        "HTTPS_PROXY": proxy,
        "NODE_USE_ENV_PROXY": "1",
    } | {name: str(api.certificate) for name in ("CURL_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")}
    subprocess.run([*command, snippet], cwd=api.folder, env=environment, capture_output=True, check=True)

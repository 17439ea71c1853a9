"""Serve a folder as a host on the web does, compressed and with leave to keep files, and write down what was sent.

`python -m tests.bench.host FOLDER LOG` prints the port it took; the log gets a line for each answer: its bytes with
headers, and what was asked for.
"""

from __future__ import annotations

import gzip
import io
import mimetypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from tests.conftest import ROOT

#: What hosts compress; images other than SVG are compressed already.
_TEXT = ("text/", "application/javascript", "application/json", "application/xml", "image/svg+xml")


class _Counting:
    """A stream that knows how much went through it."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self.stream = stream
        self.sent = 0

    def write(self, data: bytes) -> int:
        self.sent += len(data)
        return self.stream.write(data)

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)


class _Host(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    log = Path()
    wfile: Any  # see setup

    def handle_one_request(self) -> None:
        """Answer, and write down how many bytes that took. A browser that leaves is no mistake."""
        before = self.wfile.sent
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True
        if self.wfile.sent > before:
            with self.log.open("a", encoding="utf-8") as log:
                log.write(f"{self.wfile.sent - before} {self.path}\n")

    def setup(self) -> None:
        """Count what is written."""
        super().setup()
        self.wfile = _Counting(self.wfile)

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Answer with the compressed file where that is smaller for the reader."""
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() and self.path.partition("?")[0].endswith("/") else path
        kind = mimetypes.guess_type(file.name)[0] or ""
        if not file.is_file() or not kind.startswith(_TEXT):
            return super().send_head()
        body = gzip.compress(file.read_bytes(), 6, mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def end_headers(self) -> None:
        """Let browsers keep what they got for ten minutes, as GitHub Pages does."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@dataclass(frozen=True)
class Host:
    """A host that serves a folder.

    Args:
        address: Where, with a slash at its end.
        log: Where it writes down what it sends.
    """

    address: str
    log: Path

    def take_log(self) -> dict[str, int]:
        """Return the bytes sent for each file since the log was last taken."""
        sent: dict[str, int] = {}
        for line in self.log.read_text("utf-8").splitlines():
            size, _, file = line.partition(" ")
            sent[file] = sent.get(file, 0) + int(size)
        self.log.write_text("", "utf-8")
        return sent


@contextmanager
def hosted(folder: Path) -> Iterator[Host]:
    """Serve a folder in a process of its own."""
    with TemporaryDirectory() as scratch:
        log = Path(scratch, "log")
        log.touch()
        command = [sys.executable, "-m", "tests.bench.host", str(folder), str(log)]
        with Popen(command, cwd=ROOT, stdout=PIPE, text=True) as server:
            assert server.stdout is not None
            yield Host(f"http://127.0.0.1:{server.stdout.readline().strip()}/", log)
            server.kill()


if __name__ == "__main__":
    _Host.log = Path(sys.argv[2])
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=sys.argv[1])) as host:
        print(host.server_address[1], flush=True)
        host.serve_forever()

"""Serve a folder as a host of static sites does: `python -m tests.browser.serve FOLDER` prints the port it took.

The theme follows a link without a reload only where the site's list of pages names the address that is served. So the
list names that one here, and not the one that the site was built for.
"""

from __future__ import annotations

import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

#: What each address in the list of pages begins with, in a site that tests build.
SITE_URL = "https://guide.example/"


class Handler(SimpleHTTPRequestHandler):
    """Serves files, and the site's own page for an address that it does not have."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file; with the list of pages, as it is for the address that was asked."""
        pages = Path(self.directory) / "sitemap.xml"
        if self.path == "/sitemap.xml" and pages.is_file():
            served = pages.read_text("utf-8").replace(SITE_URL, f"http://{self.headers['Host']}/")
            self._answer(HTTPStatus.OK, "application/xml", served.encode())
        else:
            super().do_GET()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with `404.html` where there is no such file, as GitHub Pages does."""
        missing = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not missing.is_file():
            super().send_error(code, message, explain)
            return
        self._answer(HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", missing.read_bytes())

    def _answer(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is http.server's
        """Keep quiet."""


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=sys.argv[1])) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()

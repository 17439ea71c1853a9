"""What a browser has to complain of while a test uses it, and when a page has all that it asked for."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Request, Response

#: Who may be asked.
HOST = "127.0.0.1"

#: How a request ends that the browser gave up because its page was left. Nobody misses the answer.
LEFT = "net::ERR_ABORTED"


class Watch:
    """Follows all pages of a context.

    Complaints are: an error in the console or in a script; a request to anybody but this machine; one that is refused,
    blocked or broken off; an answer with a status of 400 or more.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self._pending: set[Request] = set()
        context.on("console", lambda message: self._complain(message.text) if message.type == "error" else None)
        context.on("weberror", lambda error: self._complain(str(error.error)))
        context.on("request", self._asked)
        context.on("requestfinished", self._finished)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def settle(self, page: Page) -> None:
        """Wait until a page has all that it asked for. Scripts ask for more when it is loaded."""
        page.wait_for_load_state("load")
        for _ in range(1000):
            if not self._pending:
                return
            page.evaluate("new Promise(done => requestIdleCallback(done, { timeout: 100 }))")
        self._complain(f"never answered: {', '.join(request.url for request in self._pending)}")

    def _complain(self, what: str) -> None:
        self.complaints.append(what)

    def _asked(self, request: Request) -> None:
        self._pending.add(request)
        if urlsplit(request.url).hostname not in {HOST, None}:  # the address of what a page holds itself names no host
            self._complain(f"asked for {request.url}")

    def _finished(self, request: Request) -> None:
        self._pending.discard(request)

    def _failed(self, request: Request) -> None:
        self._pending.discard(request)
        if request.failure != LEFT:
            self._complain(f"{request.failure}: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._complain(f"{response.status}: {response.url}")

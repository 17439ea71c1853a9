"""Let a mock answer what this process asks of the API: respx patches its HTTP library, and leaves it patched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest_httpx2  # noqa: F401  # tells respx of the library
import respx

from provendocs.mock import Mock


class InProcess:
    """What answers the requests of this process and of its forks, before they open a connection.

    The library stays patched from one run to the next, because patching it takes a millisecond. A request that is made
    while no mock is at work goes where it would without this.
    """

    def __init__(self) -> None:
        # The mock matches addresses itself.
        self._router = respx.MockRouter(assert_all_called=False, using="httpcore2")
        self._router.route().mock(side_effect=self._respond)
        self._started = False
        self._mock: Mock | None = None

    @contextmanager
    def answering(self, mock: Mock) -> Iterator[None]:
        """Let a mock answer."""
        if not self._started:
            self._router.start()
            self._started = True
        before, self._mock = self._mock, mock
        try:
            yield
        finally:
            self._mock = before

    def stop(self) -> None:
        """Give the HTTP library back as it was."""
        if self._started:
            self._router.stop(quiet=True)
            self._started = False

    def _respond(self, request: httpx.Request) -> httpx.Response | httpx.Request:
        return self._mock.respond(request) if self._mock is not None else request  # to return it lets it pass


IN_PROCESS = InProcess()

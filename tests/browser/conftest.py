"""The site in a browser that reaches this machine alone, and complains to the test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.watch import Watch

#: What the browser is called, or where it stands on macOS; the first one that is there is used.
CHROMIUM = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the browser; skip without one, unless the environment says `BROWSER=require`."""
    for name in CHROMIUM:
        if path := shutil.which(name):
            return path
    reason = "this machine has no Chromium and no Chrome"
    if os.environ.get("BROWSER") == "require":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: str) -> dict[str, object]:
    """Start the system's browser, which looks nothing up and calls nobody at home."""
    return {
        "executable_path": chromium,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ],
    }


@pytest.fixture(scope="session")
def base_url(site: Path) -> Iterator[str]:
    """Serve the built site, in a process of its own: other tests fork this one."""
    command = [sys.executable, "-m", "tests.browser.serve", str(site)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}/"
        server.kill()


@pytest.fixture
def little_to_search(context: BrowserContext, site: Path) -> None:
    """Give pages a short list to search in: reading the whole takes a browser as long as all else that a page does."""
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    index["docs"] = index["docs"][:1]
    context.route("**/search/search_index.json", lambda route: route.fulfill(json=index))


@pytest.fixture
def watch(context: BrowserContext) -> Watch:
    """Return what follows the pages of the test."""
    return Watch(context)


@pytest.fixture
def complaints(watch: Watch) -> list[str]:
    """Return a list to which the browser adds what goes wrong."""
    return watch.complaints

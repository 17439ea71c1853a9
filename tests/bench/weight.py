"""What a reader downloads: our site, beside the same text as a default Material and a default Starlight site.

Bytes are those on the wire, with the headers of the answers, from a host that compresses with gzip. The first visit
opens the page that most readers come for, with nothing kept from before; the second page is opened right after it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.bench.chromium import chromium
from tests.bench.host import Host, hosted
from tests.bench.rivals import build_material, build_ours, build_starlight

SITES: dict[str, Callable[[Path], Path]] = {
    "here": build_ours,
    "Material, as it comes": build_material,
    "Starlight, as it comes": build_starlight,
}
FIRST = "request/first-request/"
SECOND = "errors/invalid-key/"
#: How many of our own files are listed, the heaviest first.
LISTED = 12


def measure(scratch: Path) -> list[str]:
    """Measure, and return the lines of the table."""
    lines = [f"What a reader downloads: /{FIRST} on a first visit, then /{SECOND}"]
    heaviest: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for number, (name, build) in enumerate(SITES.items()):
            with hosted(build(scratch / f"weight-{number}")) as host:
                first, second = _visits(browser, host)
            lines += [_row(f"{name}, first visit", first), _row(f"{name}, second page", second)]
            heaviest = heaviest or [f"    {size / 1000:8.1f} KB  {file}" for file, size in _by_size(first)]
        browser.close()
    return [*lines, "  Of the first visit here:", *heaviest]


def _visits(browser: Browser, host: Host) -> tuple[dict[str, int], dict[str, int]]:
    """Open two pages in a browser that has nothing yet, and return the bytes of each file that each made it fetch."""
    page = browser.new_page()
    page.goto(host.address + FIRST, wait_until="networkidle")
    first = host.take_log()
    page.goto(host.address + SECOND, wait_until="networkidle")
    second = host.take_log()
    page.close()
    return first, second


def _row(what: str, files: dict[str, int]) -> str:
    return f"  {what:<44}{len(files):4} requests {sum(files.values()) / 1000:8.1f} KB"


def _by_size(files: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(files.items(), key=lambda file: -file[1])[:LISTED]

"""Each page opens without a complaint, and asks nobody but its own site."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.watch import Watch
from tests.conftest import ROOT

#: What is tested by itself, so that several processes share the pages.
CHAPTERS = sorted({page.parent.name for page in (ROOT / "docs").glob("*/*.md")})


@pytest.mark.parametrize("chapter", ["", *CHAPTERS])
def test_every_page_opens_without_an_error_and_stays_on_the_site(
    chapter: str, watch: Watch, page: Page, base_url: str, site: Path
) -> None:
    pages = pages_of(site, chapter)
    assert pages
    for address in pages:
        page.goto(base_url + address)
        watch.settle(page)
        assert page.locator("h1").count() == 1, address
        assert watch.complaints == [], address


def pages_of(site: Path, chapter: str) -> list[str]:
    """Return the addresses of a chapter's pages, or of those that are in no chapter."""
    found = []
    for file in sorted(site.rglob("*.html")):
        folder, _, _ = file.relative_to(site).as_posix().rpartition("/")
        own = folder.partition("/")[0]
        leads_on = 'http-equiv="refresh"' in file.read_text("utf-8")  # to a page that is opened by its own address
        if chapter == (own if own in CHAPTERS else "") and not leads_on:
            found.append(file.relative_to(site).as_posix())
    return found

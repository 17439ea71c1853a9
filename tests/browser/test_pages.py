"""Each page opens without a complaint, asks nobody but its own site, keeps no cookie, and lets its blocks be copied.

What a policy refuses is a complaint: the browser tells it in the console.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from provendocs.audit import blocks, source_text
from provendocs.guide import Guide
from tests.browser.watch import Watch
from tests.browser.whole_site import addresses, fields
from tests.conftest import ROOT

#: What is tested by itself, so that several processes share the pages.
CHAPTERS = sorted({page.parent.name for page in (ROOT / "docs").glob("*/*.md")})

#: Clicks the button of each block, in its tab and the tabs around it; gives what went to the clipboard, by source.
COPY_ALL = """() => {
    const copied = {}
    let source
    document.addEventListener("copy", event => { copied[source] = event.target.value })
    const show = tab => {
        if (!tab) return
        show(tab.parentElement.closest(".tabbed-block"))
        const number = [...tab.parentElement.children].indexOf(tab)
        const input = tab.closest(".tabbed-set").querySelectorAll(":scope > input")[number]
        if (!input.checked) input.click()
    }
    for (const block of document.querySelectorAll("[data-source]")) {
        source = block.dataset.source
        show(block.closest(".tabbed-block"))
        if (block.checkVisibility() && !(source in copied)) block.querySelector("[data-md-type=copy]").click()
    }
    return copied
}"""


@pytest.fixture(params=["", *CHAPTERS])
def pages(request: pytest.FixtureRequest, site: Path, guide: Guide) -> dict[str, dict[str, str]]:
    """Return the pages of a chapter, or those in none, by address: the text of each block, by its source."""
    found = {}
    for address in addresses(site):
        own = address.partition("/")[0]
        if request.param == (own if own in CHAPTERS else ""):
            found[address] = {block.source: source_text(guide, block.source) for block in blocks(site / address)}
    return found


@pytest.mark.usefixtures("little_to_search")
def test_every_page_opens_without_an_error_asks_for_no_key_and_has_its_blocks_copied_to_the_byte(
    pages: dict[str, dict[str, str]], page: Page, watch: Watch, base_url: str
) -> None:
    page.context.grant_permissions(["clipboard-write"])  # without a real click
    assert pages
    for address, texts in pages.items():
        page.goto(base_url + address)
        watch.settle(page)
        assert page.locator("h1").count() == 1, address
        expect(page.locator("[data-source]:not(:has([data-md-type=copy]))")).to_have_count(0)
        assert page.evaluate(COPY_ALL) == {source: text.rstrip() for source, text in texts.items()}, address
        assert fields(page) == [], address
        assert page.evaluate("document.cookie + document.referrer") == "", address
        assert watch.complaints == [], address
    assert page.context.cookies() == []

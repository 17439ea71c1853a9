"""Each page opens without a complaint, asks nobody but its own site, and lets its blocks be copied."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from provendocs.audit import blocks, source_text
from provendocs.guide import Guide
from tests.browser.watch import Watch
from tests.conftest import ROOT

#: What is tested by itself, so that several processes share the pages.
CHAPTERS = sorted({page.parent.name for page in (ROOT / "docs").glob("*/*.md")})

#: Opens each tab, with the tabs around it, and clicks the button of each block that shows; gives what was handed to the
#: clipboard, by source.
COPY_ALL = """() => {
    const copied = {}
    let source
    document.addEventListener("copy", event => { copied[source] = event.target.value })
    const open = tab => {
        const around = tab.closest(".tabbed-block")
        if (around) {
            const tabs = around.closest(".tabbed-set").querySelectorAll(":scope > input")
            open(tabs[[...around.parentElement.children].indexOf(around)])
        }
        tab.click()
    }
    for (const tab of [document.body, ...document.querySelectorAll(".tabbed-set > input")]) {
        open(tab)
        for (const block of document.querySelectorAll("[data-source]")) {
            source = block.dataset.source
            if (block.checkVisibility() && !(source in copied)) block.querySelector("[data-md-type=copy]").click()
        }
    }
    return copied
}"""


@pytest.fixture(params=["", *CHAPTERS])
def pages(request: pytest.FixtureRequest, site: Path, guide: Guide) -> dict[str, dict[str, str]]:
    """Return the pages of a chapter, or those in none, by address: the text of each block, by its source."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        address = file.relative_to(site).as_posix()
        own = address.partition("/")[0]
        leads_on = 'http-equiv="refresh"' in file.read_text("utf-8")  # to a page that is opened by its own address
        if request.param == (own if own in CHAPTERS else "") and not leads_on:
            found[address] = {block.source: source_text(guide, block.source) for block in blocks(file)}
    return found


@pytest.mark.usefixtures("little_to_search")
def test_every_page_opens_without_an_error_and_its_blocks_are_copied_to_the_byte(
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
        assert watch.complaints == [], address

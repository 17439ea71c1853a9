"""`make build OFFLINE=1` gives a folder that works from the file system, without any server."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from provendocs.guide import Guide
from tests.browser.watch import Watch
from tests.browser.whole_site import addresses


def test_a_page_of_each_chapter_opens_from_the_disk_without_an_error(
    watch: Watch, page: Page, offline_site: Path
) -> None:
    # A server's page has links that begin at the server's root.
    own = [address for address in addresses(offline_site) if address != "404.html"]
    files = {Path(address).parent: offline_site / address for address in own}
    assert len(files) > 8
    for file in files.values():
        page.goto(file.as_uri())
        watch.settle(page)
        assert page.locator("h1").count() == 1, file
        assert watch.complaints == [], file


def test_search_tabs_and_copy_work_from_the_disk(
    watch: Watch, page: Page, context: BrowserContext, guide: Guide, offline_site: Path
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto((offline_site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("credit_balance_exhausted")
    page.locator('.md-search-result__item a[href*="credit-exhausted"]').first.click()
    page.wait_for_url("**/errors/credit-exhausted.html*")
    assert page.url.startswith("file:")

    page.goto((offline_site / "request/first-request.html").as_uri())
    block = page.locator('[data-source="first-request/first_request.mjs"]').first
    expect(block).to_be_hidden()
    page.locator(".tabbed-labels label").filter(has_text="Node.js").first.click()
    expect(block).to_be_visible()
    block.get_by_role("button").click()
    expect(page.locator(".md-dialog--active")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.rstrip("\n") == guide.snippets.snippet("first-request/first_request.mjs").text.rstrip("\n")

    # What cannot work here is not offered; the twin itself opens.
    expect(page.locator("[data-copy-page]")).to_be_hidden()
    twin = page.get_by_title("View as Markdown").get_attribute("href")
    assert twin is not None
    assert (offline_site / "request" / twin).resolve() == (offline_site / "request/first-request.md").resolve()
    assert watch.complaints == []

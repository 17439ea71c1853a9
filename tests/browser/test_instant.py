"""Links swap the page without loading it anew, and what is on it works as if it had been loaded."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.watch import Watch

pytestmark = pytest.mark.usefixtures("little_to_search")

PAGE = "request/first-request/"
TITLE = re.compile("^First request")
NEXT = "request/stream/"
NEXT_TITLE = re.compile("^Stream the answer")
NEXT_HEADING = re.compile("^Show the answer as it comes")


@pytest.fixture
def at(context: BrowserContext, page: Page, watch: Watch, base_url: str) -> Page:
    """Return a page to which a link led: what `window` holds was there before, and no page was loaded since."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(base_url + PAGE)
    watch.settle(page)
    page.evaluate("window.since = 'the first page'")
    page.locator("article").get_by_role("link", name="Stream the answer").click()
    expect(page.locator("[data-md-component=content] h1")).to_have_text(NEXT_HEADING)
    return page


def not_loaded(page: Page) -> bool:
    """Say whether the page is still the one that was opened first."""
    return bool(page.evaluate("window.since === 'the first page'"))


def test_a_link_changes_title_and_address_and_loads_no_page(at: Page, watch: Watch, base_url: str) -> None:
    expect(at).to_have_title(NEXT_TITLE)
    expect(at).to_have_url(base_url + NEXT)
    assert not_loaded(at)
    watch.settle(at)
    assert watch.complaints == []


def test_back_and_forward_bring_the_pages_again(at: Page, base_url: str) -> None:
    at.go_back()
    expect(at.locator("[data-md-component=content] h1")).to_have_text(TITLE)
    expect(at).to_have_title(TITLE)
    expect(at).to_have_url(base_url + PAGE)
    at.go_forward()
    expect(at.locator("[data-md-component=content] h1")).to_have_text(NEXT_HEADING)
    expect(at).to_have_title(NEXT_TITLE)
    assert not_loaded(at)


def test_a_block_is_copied_after_a_link_was_followed(at: Page) -> None:
    block = at.locator('[data-source="stream-answer/stream_answer.py"]')
    block.locator("[data-md-type=copy]").click()
    at.get_by_text("Copied to clipboard").wait_for()
    assert at.evaluate("navigator.clipboard.readText()") == block.locator("code").inner_text().removesuffix("\n")
    assert not_loaded(at)


def test_tabs_work_and_keep_step_after_a_link_was_followed(at: Page) -> None:
    groups = at.locator(".tabbed-set").filter(has=at.locator("label", has_text="Node.js"))
    assert groups.count() > 1
    groups.last.locator("label", has_text="Node.js").click()
    for group in groups.all():
        expect(group.locator("[data-source]:visible").first).to_have_attribute("data-source", re.compile(r"\.mjs"))
    assert not_loaded(at)


def test_a_proof_opens_after_a_link_was_followed(at: Page) -> None:
    proof = at.locator("details.proof:visible").first
    expect(proof.locator("> p")).not_to_be_visible()
    proof.locator("> summary").click()
    expect(proof.locator("> p")).to_be_visible()
    assert not_loaded(at)


def test_a_link_to_a_section_of_another_page_shows_that_section(at: Page, base_url: str) -> None:
    link = at.locator("article").get_by_role("link", name="as before")
    link.scroll_into_view_if_needed()
    # The theme notes the place a tenth of a second after scrolling; no reader is faster.
    noted = "done => { const look = () => history.state?.y === scrollY ? done() : requestAnimationFrame(look); look() }"
    at.evaluate(f"new Promise({noted})")
    link.click()
    expect(at).to_have_url(f"{base_url}{PAGE}#ask-for-an-answer")
    expect(at.locator("#ask-for-an-answer")).to_be_in_viewport()
    assert not_loaded(at)

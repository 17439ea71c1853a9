"""Whoever has no mouse gets everywhere, and sees where the focus is."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

PAGE = "request/first-request/"


@pytest.fixture
def at(context: BrowserContext, page: Page, base_url: str) -> Page:
    """Return a page that was just opened: the focus is where it is after an address was typed."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(base_url + PAGE)
    page.locator("[data-md-type=copy]").first.wait_for(state="attached")
    return page


def into_the_content(page: Page) -> None:
    """Take the link that skips what is the same on every page."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("h1:focus").wait_for()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something, or something in it, has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element.contains(document.activeElement)"):
            return
    pytest.fail(f"Tab does not reach {wanted}")


def test_the_first_stop_is_a_link_that_skips_to_the_content(at: Page) -> None:
    at.keyboard.press("Tab")
    skip = at.locator(":focus")
    expect(skip).to_have_text("Skip to content")
    expect(skip).to_be_in_viewport()
    at.keyboard.press("Enter")
    expect(at.locator("h1:focus")).to_be_in_viewport()
    at.keyboard.press("Tab")
    assert at.evaluate("document.activeElement.closest('article') !== null")


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_key_opens_the_search_and_escape_closes_it(at: Page, key: str) -> None:
    field = at.get_by_role("textbox", name="Search")
    at.keyboard.press(key)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(at.locator("#__search")).to_be_checked()  # until then, the theme hears no Escape
    at.keyboard.press("Escape")
    expect(field).not_to_be_focused()
    expect(at.locator("#__search")).not_to_be_checked()


def test_arrows_choose_among_the_results_and_enter_opens_one(at: Page) -> None:
    at.keyboard.press("/")
    at.keyboard.insert_text("credit_balance_exhausted")
    results = at.locator(".md-search-result__item > a:visible")
    results.first.wait_for()
    at.keyboard.press("ArrowDown")
    expect(results.first).to_be_focused()
    at.keyboard.press("ArrowDown")
    expect(results.first).not_to_be_focused()
    at.keyboard.press("ArrowUp")
    expect(results.first).to_be_focused()
    heading = results.first.locator("h1").inner_text()
    at.keyboard.press("Enter")
    expect(at.locator("[data-md-component=content] h1")).to_contain_text(heading)
    expect(at.locator("#__search")).not_to_be_checked()


def test_arrows_change_tabs(at: Page) -> None:
    task = at.locator(".tabbed-set").filter(has=at.locator('[data-source="first-request/first_request.py"]'))
    into_the_content(at)
    tab_to(at, task.locator("> input").first)
    shown = task.locator("[data-source]:visible")
    for name in ("first_request.sh", "first_request.mjs", "first_request.ps1"):
        at.keyboard.press("ArrowRight")
        expect(shown).to_have_attribute("data-source", f"first-request/{name}")
    at.keyboard.press("ArrowLeft")
    expect(shown).to_have_attribute("data-source", "first-request/first_request.mjs")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_proof_opens_and_closes(at: Page, key: str) -> None:
    proof = at.locator("details.proof:visible").first
    into_the_content(at)
    tab_to(at, proof.locator("> summary"))
    expect(proof.locator("> p")).not_to_be_visible()
    at.keyboard.press(key)
    expect(proof.locator("> p")).to_be_visible()
    at.keyboard.press(key)
    expect(proof.locator("> p")).not_to_be_visible()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_block_is_copied(at: Page, key: str) -> None:
    block = at.locator('[data-source="first-request/first_request.py"]')
    into_the_content(at)
    tab_to(at, block.locator("[data-md-type=copy]"))
    at.keyboard.press(key)
    at.get_by_text("Copied to clipboard").wait_for()
    assert "#> Hello" in at.evaluate("navigator.clipboard.readText()")
    expect(block.locator("[data-md-type=copy]")).to_be_focused()


def test_enter_switches_the_colors(at: Page) -> None:
    tab_to(at, at.locator("[data-md-component=palette]"))
    at.keyboard.press("Enter")
    at.emulate_media(color_scheme="dark")
    expect(at.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    at.keyboard.press("Enter")
    expect(at.locator("body")).to_have_attribute("data-md-color-scheme", "slate")

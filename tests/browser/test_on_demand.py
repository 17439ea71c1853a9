"""The search costs nothing until somebody turns to it, and works however they do."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

INDEX = "/search/search_index.json"


@pytest.fixture
def fetched(context: BrowserContext) -> list[str]:
    """Return a list to which the browser adds the index and the worker of the search, as it asks for them."""
    told: list[str] = []
    of_search = re.compile(r"/search_index\.json|/workers/")
    context.on("request", lambda request: told.append(request.url) if of_search.search(request.url) else None)
    return told


def test_a_page_that_is_read_fetches_nothing_of_the_search(fetched: list[str], page: Page, base_url: str) -> None:
    page.goto(base_url + "request/first-request/", wait_until="networkidle")
    page.get_by_text("curl", exact=True).first.click()
    page.mouse.wheel(0, 500)
    page.goto(base_url + "errors/invalid-key/", wait_until="networkidle")
    assert fetched == []


@pytest.mark.parametrize("turn", ["key", "click", "hover"])
def test_whoever_turns_to_the_search_finds(fetched: list[str], page: Page, base_url: str, turn: str) -> None:
    page.goto(base_url, wait_until="networkidle")
    if turn == "key":
        page.keyboard.press("/")
    elif turn == "click":
        page.locator(".md-search__input").click()
    else:
        with page.expect_request("**" + INDEX):
            page.locator(".md-search__input").hover()
        page.locator(".md-search__input").click()
    page.keyboard.type("invalid_api_key")
    expect(page.locator(".md-search-result__link")).not_to_have_count(0)
    assert len(fetched) == 2


def test_on_a_phone_a_tap_opens_a_search_that_finds(page: Page, base_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(base_url, wait_until="load")
    page.locator(".md-header__button[for=__search]").click()
    page.keyboard.type("invalid_api_key")
    expect(page.locator(".md-search-result__link")).not_to_have_count(0)


def test_an_address_with_what_to_search_for_opens_its_results(page: Page, base_url: str) -> None:
    page.goto(base_url + "?q=invalid_api_key", wait_until="load")
    expect(page.locator(".md-search-result__link")).not_to_have_count(0)


def test_a_page_that_is_opened_from_the_results_marks_what_was_found(page: Page, base_url: str) -> None:
    page.goto(base_url + "errors/invalid-key/?h=key", wait_until="load")
    expect(page.locator("article mark")).not_to_have_count(0)

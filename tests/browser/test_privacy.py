"""Opening a page tells nobody else, keeps what the page about privacy says, and offers no place for a key."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route

from tests.browser.whole_site import fields
from tests.conftest import ROOT


@pytest.fixture
def asked(context: BrowserContext) -> list[str]:
    """Return a list to which the browser adds the address of each request that is made."""
    told: list[str] = []

    def tell(request: Request) -> None:
        told.append(request.url)

    context.on("request", tell)
    return told


def test_a_call_to_another_site_and_a_field_would_be_seen(asked: list[str], page: Page, base_url: str) -> None:
    def add(route: Route) -> None:
        text = route.fetch().text()
        text = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
        link = '<a data-md-component="source" href="https://github.com/a/b"><b></b></a><textarea></textarea>'
        route.fulfill(body=text.replace("</main>", link + "</main>"), content_type="text/html")

    page.route(base_url, add)
    with page.expect_request(re.compile("api.github.com")):
        page.goto(base_url)
    assert any("api.github.com" in url for url in asked)
    assert fields(page) == ["<textarea></textarea>"]


def test_the_browser_keeps_the_colors_and_the_tabs_and_nothing_else(page: Page, base_url: str) -> None:
    page.goto(base_url + "request/first-request/", wait_until="load")
    assert kept(page) == [["/.__palette"], []]
    page.get_by_text("curl", exact=True).first.click()
    page.keyboard.press("/")
    page.keyboard.type("spend limit")
    page.locator('.md-search-result__link[href*="h=spend+limit"]').first.click()
    page.wait_for_url("**/?h=spend+limit")
    assert kept(page) == [["/.__palette", "/.__tabs"], []]
    told = (ROOT / "docs/about/privacy.md").read_text("utf-8")
    of_versions = {"__outdated"}  # as test_versions.py sees it
    assert set(re.findall(r"\| `(\w+)` \|", told)) == {"__palette", "__tabs"} | of_versions


def test_a_search_is_not_sent_until_a_result_is_opened(asked: list[str], page: Page, base_url: str) -> None:
    page.goto(base_url, wait_until="load")
    page.keyboard.press("/")
    page.keyboard.type("leaked xyzzy")
    page.locator(".md-search-result__link").first.wait_for()
    assert not any("leaked" in url or "xyzzy" in url for url in asked)
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/?h=leaked")
    assert not any("xyzzy" in url for url in asked)


def kept(page: Page) -> object:
    """Return the names of what the browser keeps for the site: locally, and for the session."""
    return page.evaluate("[Object.keys(localStorage).sort(), Object.keys(sessionStorage).sort()]")

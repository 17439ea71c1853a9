"""A page can be taken elsewhere as Markdown: seen, and copied byte for byte, by keyboard too."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.conftest import SITE_URL


@pytest.fixture
def published(context: BrowserContext, published_site: Path) -> str:
    """Return the address of the published site, which the browser finds here; instant navigation needs it."""

    def answer(route: Route) -> None:
        file = published_site / route.request.url.removeprefix(SITE_URL).partition("?")[0]
        route.fulfill(path=file / "index.html" if file.is_dir() else file)

    context.route(f"{SITE_URL}**", answer)
    return SITE_URL


def test_copy_page_gives_the_bytes_of_the_twin_also_after_instant_navigation(
    page: Page, context: BrowserContext, published: str, published_site: Path
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(published + "start/what-you-need/", wait_until="networkidle")
    page.evaluate("window.isTheSameDocument = true")
    page.locator(".md-footer__link--next").click()
    page.wait_for_url("**/start/create-a-key/")
    expect(page.locator("h1")).to_contain_text("step by step")
    assert page.evaluate("window.isTheSameDocument") is True
    button = page.get_by_role("button", name="Copy page as Markdown")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied the page as Markdown")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.encode() == (published_site / "start/create-a-key.md").read_bytes()


def test_a_page_that_cannot_be_copied_says_so(page: Page, base_url: str) -> None:
    page.goto(base_url + "start/create-a-key/")
    page.route("**/*.md", lambda route: route.abort())
    page.get_by_role("button", name="Copy page as Markdown").click()
    expect(page.get_by_role("status").filter(has_text="The page could not be copied")).to_be_visible()


def test_view_as_markdown_shows_the_twin(page: Page, base_url: str, site: Path) -> None:
    page.goto(base_url + "errors/invalid-key/")
    address = page.get_by_role("link", name="View as Markdown").evaluate("link => link.href")
    answer = page.request.get(address)
    assert answer.headers["content-type"].startswith("text/markdown")
    assert answer.body() == (site / "errors/invalid-key.md").read_bytes()


def test_a_page_does_not_ask_for_a_sitemap_beside_its_twin(page: Page, base_url: str) -> None:
    """The theme takes each alternate for the site in another language."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(base_url)))
    page.goto(base_url + "errors/invalid-key/", wait_until="networkidle")
    assert [name for name in asked if "sitemap" in name and name != "sitemap.xml"] == []

"""What the other tests here lean on: the watch complains of what goes wrong on a page, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route

from tests.browser.watch import Watch

SITE = "http://127.0.0.1:9/"


@pytest.fixture
def at(page: Page, watch: Watch) -> Iterator[Page]:
    """Return a page of a site that is answered from here: each address that ends in `.html` is there, no other is."""

    def answer(route: Route) -> None:
        there = route.request.url.endswith(".html")
        route.fulfill(status=200 if there else 404, content_type="text/html", body="<link rel=icon href=data:,>")

    page.route(f"{SITE}**", answer)
    page.goto(f"{SITE}one.html")
    watch.settle(page)
    assert watch.complaints == []
    yield page
    page.unroute_all(behavior="ignoreErrors")


def test_what_is_not_there_is_a_complaint(at: Page, watch: Watch) -> None:
    at.evaluate("fetch('missing.js')")
    watch.settle(at)
    assert f"404: {SITE}missing.js" in watch.complaints


def test_a_request_that_is_refused_is_a_complaint(at: Page, watch: Watch) -> None:
    at.route("**/refused.js", lambda route: route.abort("connectionrefused"))
    at.evaluate("fetch('refused.js').catch(() => {})")
    watch.settle(at)
    assert f"net::ERR_CONNECTION_REFUSED: {SITE}refused.js" in watch.complaints


def test_a_request_to_somebody_else_is_a_complaint(at: Page, watch: Watch) -> None:
    at.evaluate("fetch('https://example.com/').catch(() => {})")
    watch.settle(at)
    assert "asked for https://example.com/" in watch.complaints
    assert "net::ERR_NAME_NOT_RESOLVED: https://example.com/" in watch.complaints


def test_an_error_in_a_script_and_one_in_the_console_are_complaints(at: Page, watch: Watch) -> None:
    with at.context.expect_event("weberror"):
        at.evaluate("setTimeout(() => { throw new Error('thrown') })")
    with at.expect_console_message():
        at.evaluate("console.error('told')")
    assert [line for line in watch.complaints if "thrown" in line]
    assert "told" in watch.complaints


def test_a_request_whose_page_is_left_is_no_complaint(at: Page, watch: Watch) -> None:
    at.route("**/slow.html", lambda _: None)  # never answered
    with at.expect_request("**/slow.html"):
        at.evaluate("void fetch('slow.html')")
    with at.expect_event("requestfailed"):
        at.goto(f"{SITE}two.html")
    watch.settle(at)
    assert watch.complaints == []

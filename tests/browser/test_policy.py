"""The content security policy in a browser: the whole site works under it, and what it forbids is refused."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import BrowserContext, Page, Route, expect

POLICY = 'meta[http-equiv="Content-Security-Policy"]'


@pytest.fixture
def refused(context: BrowserContext) -> list[str]:
    """Return a list to which the browser adds what a policy refuses: by which directive, and what."""
    told: list[str] = []

    def tell(what: str) -> None:
        told.append(what)

    context.expose_function("tellRefused", tell)
    context.add_init_script(
        "addEventListener('securitypolicyviolation', e => tellRefused(`${e.effectiveDirective} ${e.blockedURI}`))"
    )
    return told


def test_every_page_has_the_policy_and_those_with_scripts_the_same(site: Path) -> None:
    shared = set()
    for file in sorted(site.rglob("*.html")):
        page = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        [meta] = page.select(POLICY)
        policy = str(meta["content"])
        assert policy.startswith("default-src 'none'; script-src 'self' 'sha256-"), file
        assert "unsafe" not in policy, file
        if page.select("script[src]"):
            shared.add(policy)
    assert len(shared) == 1


def test_search_copy_tabs_colors_and_instant_navigation_work_under_the_policy(
    refused: list[str], complaints: list[str], page: Page, base_url: str
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    with page.expect_response("**/sitemap.xml"):
        page.goto(base_url + "request/read-the-answer/", wait_until="load")
    page.evaluate("window.stays = true")

    page.locator(".md-footer__link--prev").click()
    expect(page).to_have_url(base_url + "request/first-request/")
    group = page.locator(".tabbed-set").filter(has=page.get_by_text("curl", exact=True)).first
    group.get_by_text("curl", exact=True).click()
    block = group.locator(".tabbed-block:visible pre")
    block.locator("..").hover()
    block.locator("button").first.click()
    assert "curl" in page.evaluate("navigator.clipboard.readText()")

    page.locator("label[for=__palette_1]").click()
    page.locator("label[for=__palette_2]").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")

    page.keyboard.press("/")
    page.keyboard.type("invalid_api_key")
    page.locator('.md-search-result__link[href*="h=invalid_api_key"]').first.click()
    page.wait_for_url("**/?h=invalid_api_key")
    expect(page.locator("article mark")).not_to_have_count(0)
    assert page.evaluate("window.stays"), "a page was loaded anew, which instant navigation does not"
    assert (refused, complaints) == ([], [])


def test_the_tabs_that_a_reader_opened_are_open_on_a_page_that_takes_the_place_of_another(
    refused: list[str], page: Page, base_url: str
) -> None:
    page.goto(base_url + "request/first-request/", wait_until="load")
    page.get_by_text("curl", exact=True).first.click()
    with page.expect_response("**/sitemap.xml"):
        page.goto(base_url + "request/read-the-answer/", wait_until="load")
    page.evaluate("window.stays = true")
    page.locator(".md-footer__link--prev").click()
    expect(page).to_have_url(base_url + "request/first-request/")
    expect(page.locator("h1")).to_contain_text("First request")
    # An inline script of that page opens the tab: one that the policy of the first page must allow.
    labels = page.locator(".tabbed-labels > label").filter(has_text=re.compile("^curl$"))
    expect(labels).not_to_have_count(0)
    for label in labels.all():
        inputs = page.locator(f"id={label.get_attribute('for')}")
        expect(inputs).to_be_checked()
    assert page.evaluate("window.stays")
    assert refused == []


@pytest.mark.parametrize(
    ("smuggled", "directive"),
    [
        ("<script>window.ran = true</script>", "script-src-elem inline"),
        ("<img src='data:,' onerror='window.ran = true'>", "script-src-attr inline"),
        ("<a id='x' href='javascript:window.ran = true'>x</a>", "script-src-elem inline"),
        ("<script src='http://127.0.0.1:9/x.js'></script>", "script-src-elem http://127.0.0.1:9/x.js"),
        ("<iframe srcdoc='<script>parent.ran = true</script>'></iframe>", "script-src-elem inline"),
        ("<iframe src='http://127.0.0.1:9/'></iframe>", "frame-src http://127.0.0.1:9"),
        ("<object data='http://127.0.0.1:9/x.swf'></object>", "object-src http://127.0.0.1:9"),
        ("<base href='http://127.0.0.1:9/'>", "base-uri http://127.0.0.1:9/"),
        ("<style>body { display: none }</style>", "style-src-elem inline"),
        ("<p style='background: url(http://127.0.0.1:9/)'>x</p>", "style-src-attr inline"),
    ],
)
def test_what_is_smuggled_into_a_page_does_not_run(
    refused: list[str], page: Page, base_url: str, smuggled: str, directive: str
) -> None:
    def smuggle(route: Route) -> None:
        route.fulfill(body=route.fetch().text().replace("</main>", f"{smuggled}</main>"), content_type="text/html")

    page.route(base_url, smuggle)
    page.goto(base_url, wait_until="load")
    if page.locator("#x").count():
        page.locator("#x").click()
    expect_refused(page, refused, directive)
    assert page.evaluate("window.ran") is None


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """Serve an empty page elsewhere on this machine, and return its address."""
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title>", "utf-8")
    command = [sys.executable, "-m", "tests.browser.serve", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}/"
        server.kill()


@pytest.mark.parametrize(
    ("ask", "directive"),
    [
        ("fetch(address, { mode: 'no-cors' }).catch(() => 0)", "connect-src"),
        ("navigator.sendBeacon(address, 'x')", "connect-src"),
        ("Object.assign(new Image(), { src: address }).src", "img-src"),
        ("add('link', { rel: 'stylesheet', href: address })", "style-src-elem"),
        ("add('script', { src: address })", "script-src-elem"),
        ("add('form', { action: address }).submit()", "form-action"),
    ],
)
def test_a_script_that_asks_another_site_is_refused(  # noqa: PLR0913, PLR0917  # fixtures are arguments
    refused: list[str], page: Page, base_url: str, elsewhere: str, ask: str, directive: str
) -> None:
    add = "const add = (tag, what) => document.body.appendChild(Object.assign(document.createElement(tag), what));"
    asking = f"address => {{ {add} {ask}; }}"
    page.goto(base_url, wait_until="load")
    page.evaluate(asking, elsewhere)
    expect_refused(page, refused, f"{directive} {elsewhere}")
    # A page without a policy sends the same: what was refused above was refused by the policy.
    page.goto(elsewhere, wait_until="load")
    with page.expect_request(elsewhere + "again*"):
        page.evaluate(asking, elsewhere + "again")


def expect_refused(page: Page, refused: list[str], what: str) -> None:
    """Wait until the browser has told that it refused something."""
    for _ in range(100):
        if any(told.startswith(what) for told in refused):
            return
        page.evaluate("new Promise(done => requestIdleCallback(done))")
    raise AssertionError(f"the policy should have refused: {what}; it refused: {refused}")

"""Nobody is kept out: not by eyes, hands, screen, zoom or settings. Each page, in both schemes, wide and narrow."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.whole_site import addresses

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")

#: Of each kind of token, one in a block says it for all; thousands of spans take axe minutes.
ONE_TOKEN_OF_A_KIND = """
for (const code of document.querySelectorAll("pre > code")) {
  const seen = new Set();
  for (const token of code.querySelectorAll("span[class]:not(.hll)")) {
    const kind = token.className + !!token.closest(".hll");
    if (seen.has(kind)) token.replaceWith(token.textContent);
    seen.add(kind);
  }
}
"""

#: Findings as lines: the rule, the element, why.
FINDINGS = """
axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map(({ html, any, all, none }) =>
    `${id}: ${html.slice(0, 200)}: ${[...any, ...all, ...none].map((one) => one.message).join("; ")}`)))
"""

Scheme = Literal["light", "dark"]

#: The theme's own names for light and dark.
SCHEMES: dict[Scheme, str] = {"light": "default", "dark": "slate"}

#: A screen 1280 wide, at 400 %.
ZOOMED = 320

#: Words and pictures that reach beyond the screen, unless in a box that scrolls and that the keyboard can reach. The
#: header has its own: it repeats the name of the site, and shortens it.
CUT_OFF = """
() => {
  const told = [], range = document.createRange();
  const look = (one, { left, right }, what) => {
    if (left >= -1 && right <= innerWidth + 1) return;
    if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return;
    const box = one.closest("[tabindex='0']");
    if (!box || box.scrollWidth <= box.clientWidth) told.push(`from ${left} to ${right}: ${what}`);
  };
  for (const part of document.querySelectorAll("article, .md-footer")) {
    for (const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT); texts.nextNode();) {
      range.selectNodeContents(texts.currentNode);
      look(texts.currentNode.parentElement, range.getBoundingClientRect(), texts.currentNode.data.slice(0, 80));
    }
  }
  const boxes = ":is(article, .md-footer) :is(svg, button, .highlight), .md-header__button";
  for (const one of document.querySelectorAll(boxes)) {
    look(one, one.getBoundingClientRect(), one.outerHTML.slice(0, 120));
  }
  return told;
}
"""

#: What scripts do after a change of size, they do with a frame; the one after it shows that they have.
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

#: How many processes of the test run share the pages.
SHARES = 4

WIDE, PHONE = 1280, 390
#: What width does and what colors do, each page shows in two modes; what only the two together do, pages share.
EVERY_PAGE: list[tuple[int, Scheme]] = [(WIDE, "light"), (PHONE, "dark")]
SOME_PAGES: list[tuple[int, Scheme]] = [(WIDE, "dark"), (PHONE, "light")]


# Every page takes minutes of computing: all are looked at where the browser is required, as in CI; elsewhere some tell.
@pytest.mark.parametrize("share", range(SHARES))
def test_axe_finds_nothing_on_any_page_and_zoom_cuts_nothing_off(
    share: int, page: Page, base_url: str, site: Path
) -> None:
    page.add_init_script(AXE)
    findings: list[str] = []
    pages = addresses(site)[:: 1 if os.environ.get("BROWSER") == "require" else 8]
    for number, address in enumerate(pages[share::SHARES]):
        page.goto(base_url + address)
        page.evaluate(ONE_TOKEN_OF_A_KIND)
        for width, scheme in EVERY_PAGE + (SOME_PAGES if number % 5 == 0 else []):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_function("scheme => document.body.dataset.mdColorScheme == scheme", arg=SCHEMES[scheme])
            page.evaluate(TWO_FRAMES)
            findings += [f"{address}, {width}, {scheme}: {line}" for line in page.evaluate(FINDINGS)]
        page.set_viewport_size({"width": ZOOMED, "height": 256})
        page.evaluate(TWO_FRAMES)
        findings += [f"{address}, zoomed: {line}" for line in page.evaluate(CUT_OFF)]
    assert findings == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_readers_read_has_a_contrast_of_seven_to_one(scheme: Scheme, page: Page, base_url: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.add_init_script(AXE)
    for address in ("", "errors/invalid-key/", "start/create-a-key/", "about/what-was-run/"):
        page.goto(base_url + address)
        found = page.evaluate(
            """axe.run("article", {
              runOnly: ["color-contrast-enhanced"], rules: { "color-contrast-enhanced": { enabled: true } },
            }).then(({ violations }) => violations.flatMap(({ nodes }) => nodes).map(({ html }) => html))"""
        )
        # Colors tell the tokens of code apart, which leaves some of them at 5 to 1.
        assert [element for element in found if not element.startswith("<span class=")] == [], address


def focused(page: Page, what: str) -> str:
    return str(page.evaluate(f"document.activeElement.{what}"))


def walk_to(page: Page, selector: str, *, most: int = 60) -> None:
    """Press Tab until the keyboard is at an element, and see at each stop that it shows where it is."""
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const one = document.activeElement;
              const shown = [one, ...(one.matches("[type=radio]") ? one.labels : [])];
              const ringed = shown.map((one) => getComputedStyle(one));
              return {
                html: one.outerHTML.slice(0, 120),
                seen: one.checkVisibility({ visibilityProperty: true }),
                ring: ringed.some((style) => style.outlineStyle != "none" && parseFloat(style.outlineWidth) > 0),
              };
            }"""
        )
        assert stop["seen"], stop
        assert stop["ring"], stop
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{most} presses of Tab do not lead to {selector}", pytrace=False)


def test_the_first_press_of_tab_offers_to_skip_to_the_text(page: Page, base_url: str) -> None:
    page.goto(base_url + "errors/invalid-key/")
    page.keyboard.press("Tab")
    assert focused(page, "className").startswith("md-skip")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('article')"), focused(page, "outerHTML")


def test_the_keyboard_reaches_search_menu_tabs_copying_and_proof_in_this_order(page: Page, base_url: str) -> None:
    page.goto(base_url + "request/first-request/")
    for selector in (
        ".md-skip",
        ".md-logo",
        ".md-search__input",
        ".md-tabs__link",
        ".md-sidebar--primary .md-nav__link",
        ".md-sidebar--secondary .md-nav__link",
        "article .tabbed-set > input",
        "article .md-code__button",
        "article details.proof > summary",
    ):
        walk_to(page, selector)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")


def test_arrow_keys_open_the_next_tab(page: Page, base_url: str) -> None:
    page.goto(base_url + "errors/invalid-key/")
    group = page.get_by_role("group", name="Python, curl, Node.js, PowerShell").first
    expect(group.get_by_role("radio", name="Python")).to_be_checked()
    group.get_by_role("radio", name="Python").focus()
    page.keyboard.press("ArrowRight")
    expect(group.get_by_role("radio", name="curl")).to_be_checked()
    expect(group.get_by_text("Output of first_request.sh")).to_be_visible()


def test_copying_and_proof_have_names_that_say_what_they_are_of(page: Page, base_url: str) -> None:
    page.goto(base_url)
    article = page.get_by_role("article")
    expect(article.get_by_role("button", name="Copy first_request.py")).to_be_visible()
    page.get_by_role("link", name="First request", exact=True).first.click()  # comes without a reload
    expect(page.get_by_role("heading", level=1, name="First request")).to_be_visible()
    expect(article.get_by_role("button", name="Copy install_python.sh").first).to_be_visible()
    expect(page.get_by_role("dialog", name="Search")).to_have_count(1)
    for line in page.locator(".proof").all():
        assert (line.text_content() or "").strip().startswith(("Ran on ", "Ran with ", "Not run "))


def test_the_menu_of_a_narrow_screen_takes_the_keyboard_and_gives_it_back(page: Page, base_url: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": ZOOMED, "height": 640})
    page.goto(base_url + "errors/invalid-key/")
    menu = page.get_by_role("button", name="Menu")
    walk_to(page, ".md-header__button[for=__drawer]")
    page.keyboard.press("Space")
    back = page.get_by_role("button", name="Back from Access")
    expect(back).to_be_focused()
    walk_to(page, ".md-nav__link[href$='missing-key/']")
    back.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Back from When it fails")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    walk_to(page, "article a")


def test_nothing_moves_for_those_who_asked_for_that(page: Page, base_url: str) -> None:
    moving = """[...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      const moves = style.transitionProperty != "none" && /[1-9]/.test(style.transitionDuration);
      return moves || style.animationName != "none" || style.scrollBehavior == "smooth";
    }).map((one) => one.outerHTML.slice(0, 100))"""
    page.goto(base_url + "errors/invalid-key/")
    assert page.evaluate(moving) != []
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(moving) == []

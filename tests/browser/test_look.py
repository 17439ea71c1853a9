"""What a reader sees: on one screen, on paper, and of each kind of block."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

#: What a screen has and paper does not.
CHROME = [".md-header", ".md-tabs", ".md-sidebar", ".md-footer", ".md-code__nav", ".md-top", ".headerlink"]


def background(page: Page, selector: str, pseudo: str = "") -> str:
    """Return the color behind the first such element."""
    script = "([selector, pseudo]) => getComputedStyle(document.querySelector(selector), pseudo).backgroundColor"
    return str(page.evaluate(script, [selector, pseudo]))


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("address", ["start/five-minutes/", "errors/invalid-key/"])
def test_paper_shows_every_tab_under_its_label_and_nothing_for_the_mouse(
    address: str, scheme: str, page: Page, base_url: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "slate" else "light")
    page.goto(base_url + address)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    first = page.locator(".tabbed-set").first
    assert not first.locator("> .tabbed-content > .tabbed-block").nth(1).is_visible()
    page.emulate_media(media="print")
    for group in page.locator(".tabbed-set").all():
        labels = group.locator("> .tabbed-labels > label")
        blocks = group.locator("> .tabbed-content > .tabbed-block")
        assert labels.count() == blocks.count() > 1
        heights = []
        for label, block in zip(labels.all(), blocks.all(), strict=True):
            expect(label).to_be_visible()
            expect(block).to_be_visible()
            heights += [box["y"] for one in (label, block) if (box := one.bounding_box())]
        assert heights == sorted(heights), "a label stands above its tab"
    for selector in CHROME:
        for one in page.locator(selector).all():
            expect(one).to_be_hidden()
    toggles = page.locator("article summary").evaluate_all(
        "all => all.map((one) => getComputedStyle(one, '::after').display)"
    )
    assert set(toggles) <= {"none"}
    assert background(page, "body") == "rgb(255, 255, 255)"
    assert background(page, "article pre > code") == "rgb(245, 247, 246)"


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_home_page_shows_on_one_screen_what_you_get_and_the_first_program(
    width: int, height: int, page: Page, base_url: str
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(base_url)
    hero = page.locator(".hero")
    shown = [
        page.get_by_role("heading", level=1),
        hero.get_by_role("link", name="Get a key"),
        hero.get_by_role("link", name="It fails"),
        hero.locator('[data-source="first-request/first_request.py"]'),
    ]
    if width > 1000:
        shown.append(hero.locator('[data-source="first-request/output/ok/first_request.py.txt"]'))
    for one in shown:
        box = one.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height


def test_the_output_on_the_home_page_follows_the_tabs_of_the_code(page: Page, base_url: str) -> None:
    page.goto(base_url)
    page.locator(".hero label").get_by_text("curl").first.click()
    expect(page.locator('.hero [data-source="first-request/output/ok/first_request.sh.txt"]')).to_be_visible()
    expect(page.locator('.hero [data-source="first-request/output/ok/first_request.py.txt"]')).to_be_hidden()


def test_output_looks_unlike_code_and_its_light_tells_how_the_program_ended(page: Page, base_url: str) -> None:
    page.goto(base_url + "errors/invalid-key/")
    failed, passed = (f'[data-exit{sign}"0"] .filename' for sign in ("]:not([data-exit=", "="))
    lights = [background(page, selector, "::before") for selector in (failed.replace('"0"]', '"0"])'), passed)]
    assert lights[0] != lights[1]
    assert background(page, "[data-exit] code") != background(page, ".highlight:not([data-exit]) code")


def test_the_style_of_the_guide_is_one_small_file(site: Path) -> None:
    style = (site / "assets" / "guide.css").read_bytes()
    assert b"{#" not in style
    assert len(gzip.compress(style, 9)) < 4096

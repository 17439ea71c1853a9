"""The colors are those of the reader's system, until the reader chooses; the choice is remembered."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.usefixtures("little_to_search")

Scheme = Literal["light", "dark"]
#: What the theme calls them.
NAMES = {"light": "default", "dark": "slate"}


@pytest.fixture
def at(page: Page, base_url: str) -> Page:
    """Return the first page, opened for the first time on a light system."""
    page.emulate_media(color_scheme="light")
    page.goto(base_url)
    return page


def is_shown(page: Page, scheme: Scheme) -> None:
    """Demand a scheme, by its name and by what it does: dark on light, or light on dark."""
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", NAMES[scheme])
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).slice(0, 3).map(Number)")
    assert (sum(paper) / 3 > 128) is (scheme == "light"), paper


def switch(page: Page) -> None:
    """Click the button that goes to the next of: the system's colors, light, dark."""
    page.locator("[data-md-component=palette] label:not([hidden])").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_visit_has_the_colors_of_the_system(page: Page, base_url: str, scheme: Scheme) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(base_url)
    is_shown(page, scheme)


def test_the_colors_follow_the_system_while_the_page_is_open(at: Page) -> None:
    is_shown(at, "light")
    at.emulate_media(color_scheme="dark")
    is_shown(at, "dark")


def test_a_choice_holds_whatever_the_system_says_and_after_a_reload(at: Page, base_url: str) -> None:
    at.emulate_media(color_scheme="dark")
    switch(at)
    is_shown(at, "light")
    at.reload()
    is_shown(at, "light")
    switch(at)
    is_shown(at, "dark")
    at.emulate_media(color_scheme="light")
    is_shown(at, "dark")
    at.goto(f"{base_url}errors/")
    is_shown(at, "dark")


def test_a_reader_can_go_back_to_the_colors_of_the_system(at: Page) -> None:
    for _ in range(3):
        switch(at)
    is_shown(at, "light")
    at.reload()
    at.emulate_media(color_scheme="dark")
    is_shown(at, "dark")

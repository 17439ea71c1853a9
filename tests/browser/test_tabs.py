"""A reader who chooses a language once has it in every block, on every page, and on the next day."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.usefixtures("little_to_search")

PAGE = "request/first-request/"
NEXT = "request/stream/"


@pytest.fixture
def at(page: Page, base_url: str) -> Page:
    """Return a page with several groups of tabs, opened for the first time."""
    page.goto(base_url + PAGE)
    assert shown(page, "Node.js") == ["Python", "Python", "Python", "Python", "Python"]
    return page


def groups(page: Page, label: str) -> Locator:
    """Return the groups that have a tab of that label."""
    return page.locator(".tabbed-set").filter(has=page.locator(".tabbed-labels label", has_text=label))


def shown(page: Page, label: str) -> list[str]:
    """Say which tab is open in each group that has one of that label, by what a reader sees of it."""
    found = []
    for group in groups(page, label).all():
        place = group.locator("> input").evaluate_all("inputs => inputs.findIndex(input => input.checked)")
        blocks = group.locator("> .tabbed-content > .tabbed-block")
        assert [block.is_visible() for block in blocks.all()] == [n == place for n in range(blocks.count())]
        found.append(group.locator("> .tabbed-labels > label").nth(place).inner_text())
    return found


def choose(page: Page, label: str) -> None:
    """Click the first tab of that label."""
    groups(page, label).first.get_by_text(label, exact=True).click()


def test_a_tab_opens_the_tabs_of_its_name_in_all_groups_of_the_page_and_no_others(at: Page) -> None:
    before = shown(at, "macOS and Linux")
    choose(at, "Node.js")
    assert set(shown(at, "Node.js")) == {"Node.js"}
    assert shown(at, "macOS and Linux") == before


def test_a_group_without_the_chosen_language_keeps_the_one_chosen_before(at: Page) -> None:
    choose(at, "PowerShell")
    assert set(shown(at, "macOS and Linux")) == {"PowerShell"}
    choose(at, "curl")
    assert set(shown(at, "curl")) == {"curl"}
    assert set(shown(at, "macOS and Linux")) == {"PowerShell"}


def test_the_choice_is_there_on_another_page_and_after_a_reload(at: Page, base_url: str) -> None:
    choose(at, "Node.js")
    at.goto(base_url + NEXT)
    assert set(shown(at, "Node.js")) == {"Node.js"}
    at.reload()
    assert set(shown(at, "Node.js")) == {"Node.js"}


def test_the_choice_goes_along_a_link_and_holds_after_a_reload(at: Page) -> None:
    choose(at, "curl")
    at.locator("article").get_by_role("link", name="Stream the answer").click()
    at.wait_for_url(f"**/{NEXT}")
    at.locator("h1", has_text="Stream").wait_for()
    assert set(shown(at, "curl")) == {"curl"}
    choose(at, "Python")
    assert set(shown(at, "Python")) == {"Python"}
    at.reload()
    assert set(shown(at, "Python")) == {"Python"}

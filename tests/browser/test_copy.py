"""The copy button gives what was run, or what was printed, to the byte; `test_pages.py` tries it on every block.

The theme leaves out what is blank at the very end, such as the last line end: in a terminal, the last command waits for
Enter.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page

from provendocs.audit import source_text
from provendocs.guide import Guide

BLOCKS = [
    "first-request/first_request.py",
    "first-request/output/invalid-key/first_request.py.txt",
    "quotes-trap/quotes_trap.bat",  # with a line that stands out
]


@pytest.mark.usefixtures("little_to_search")
@pytest.mark.parametrize("source", BLOCKS)
def test_a_click_copies_a_block_and_says_so(
    context: BrowserContext, page: Page, base_url: str, guide: Guide, source: str
) -> None:
    context.grant_permissions(["clipboard-read"])
    page.goto(base_url + ("request/first-request/" if source == BLOCKS[0] else "errors/invalid-key/"))
    page.locator(f'[data-source="{source}"] [data-md-type=copy]').click()
    page.get_by_text("Copied to clipboard").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == source_text(guide, source).rstrip()


def test_the_comments_that_say_what_is_printed_are_copied_as_they_were_run(guide: Guide) -> None:
    assert "\n#> " in source_text(guide, BLOCKS[0])

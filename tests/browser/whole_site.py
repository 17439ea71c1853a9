"""The pages of the whole site, and what to look for on each."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

#: What a reader can type into, or what a form could send.
FIELDS = "input, textarea, select, button[type=submit], [contenteditable]"

#: The search, and what the theme switches by: menus, colors and tabs.
THEMES_OWN = (
    ".md-search__input, [data-md-toggle], .md-nav__toggle, .md-option[name=__palette], .tabbed-set > input[type=radio]"
)


def addresses(site: Path) -> list[str]:
    """Return the path of each page below the site's address, but for those that lead on to another at once."""
    pages = [page for page in site.rglob("*.html") if 'http-equiv="refresh"' not in page.read_text("utf-8")]
    assert len(pages) > 10
    return sorted(page.relative_to(site).as_posix() for page in pages)


def fields(page: Page) -> object:
    """Return the fields of a page that the theme does not need."""
    others = f"[...document.querySelectorAll({FIELDS!r})].filter(field => !field.matches({THEMES_OWN!r}))"
    return page.evaluate(f"{others}.map(field => field.outerHTML)")

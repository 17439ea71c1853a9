"""Each page opens without a complaint, and asks nobody but its own site."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page


def test_every_page_opens_without_an_error_and_stays_on_the_site(
    complaints: list[str], page: Page, base_url: str, site: Path
) -> None:
    for file in sorted(site.rglob("*.html")):
        page.goto(base_url + file.relative_to(site).as_posix(), wait_until="load")
        assert page.locator("h1").count() == 1, file
        assert complaints == [], file

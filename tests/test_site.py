"""The built site shows nothing but what was run, and asks nobody else for anything."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from bs4 import BeautifulSoup

from provendocs.audit import audit
from provendocs.guide import Guide
from tests.conftest import OF_NO_ADDRESS, ROOT

#: Elements that make a browser fetch something as the page opens, and the attribute that says what.
FETCHES = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}


def test_every_code_block_is_its_file_and_every_file_is_shown(guide: Guide, site: Path) -> None:
    assert audit(guide, site) == []


def test_opening_a_page_asks_no_other_site_for_anything(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        for name, attribute in FETCHES.items():
            for element in soup.find_all(name, attrs={attribute: re.compile("^(https?:)?//")}):
                assert name == "link", element
                assert element["rel"] in (["canonical"], ["prev"], ["next"]), element


def test_pages_can_copy_code_and_keep_tabs_in_step(site: Path) -> None:
    soup = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser")
    config = soup.find(id="__config")
    assert config is not None
    assert {"content.code.copy", "content.tabs.link"} <= set(json.loads(config.get_text())["features"])


def test_tabs_have_the_labels_that_keep_them_in_step(site: Path) -> None:
    soup = BeautifulSoup((site / "request/first-request/index.html").read_text("utf-8"), "html.parser")
    groups = [[label.get_text() for label in group.find_all("label")] for group in soup.select(".tabbed-labels")]
    assert ["Python", "curl", "Node.js", "PowerShell"] in groups
    assert ["macOS and Linux", "PowerShell", "Command Prompt"] in groups


def test_a_code_block_has_the_name_of_its_file_for_a_title(site: Path) -> None:
    soup = BeautifulSoup((site / "request/first-request/index.html").read_text("utf-8"), "html.parser")
    block = soup.select_one('[data-source="first-request/first_request.py"]')
    assert block is not None
    title = block.select_one(".filename")
    assert title is not None
    assert title.get_text() == "first_request.py"


def test_every_section_has_an_address_that_its_heading_shows(site: Path) -> None:
    for page in site.rglob("*.html"):
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        for heading in soup.select("article :is(h2, h3)"):
            link = heading.select_one("a.headerlink")
            assert link is not None, f"{page}: {heading}"
            assert link["href"] == f"#{heading['id']}"


def test_a_server_that_builds_again_shows_what_a_build_shows(site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.served", str(tmp_path)]
    environment = {**os.environ, **OF_NO_ADDRESS}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    pages = [page.relative_to(site) for page in site.rglob("*.html")]
    assert {page.relative_to(tmp_path) for page in tmp_path.rglob("*.html")} == set(pages)
    for page in pages:
        assert shown(tmp_path / page) == shown(site / page), page


def shown(page: Path) -> str:
    """Return what a page shows, without when it was changed, which a server does not look up.

    A page that only leads to another has no article.
    """
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    for dates in soup.select(".md-source-file"):
        dates.decompose()
    return "".join(map(str, soup.select("article > *") or soup.select("body")))

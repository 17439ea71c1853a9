"""Addresses stay: each error has a short one, and a page that was moved leads on."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config

from provendocs.cases import GOOD_CASE
from provendocs.guide import Guide
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def redirects() -> dict[str, str]:
    """Return the page that each address leads to, as mkdocs.yml says."""
    plugin: Any = load_config(str(ROOT / "mkdocs.yml")).plugins["redirects"]
    maps: dict[str, str] = plugin.config["redirect_maps"]
    return maps


def git(*arguments: str) -> list[str]:
    """Return the lines that git prints of this project."""
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()


def test_each_case_has_one_short_address_which_is_its_code_where_that_is_its_own(
    guide: Guide, redirects: dict[str, str]
) -> None:
    wanted: list[str] = []
    for case in guide.cases.cases.values():
        reply = guide.cases.replies.get(case.name)
        code = json.loads(reply.example)["error"]["code"] if reply else None
        if case.name != GOOD_CASE:
            wanted.append(f"e/{code if code and f'e/{code}.md' not in wanted else case.name}.md")
    assert sorted(redirects) == sorted(wanted)


def test_a_short_address_leads_to_a_page_about_its_case(guide: Guide, site: Path, redirects: dict[str, str]) -> None:
    for short in redirects:
        html = (site / short.removesuffix(".md") / "index.html").read_text("utf-8")
        assert 'http-equiv="refresh"' in html, short
    for case in guide.cases.cases:
        page = f"errors/{case}.md"
        if (ROOT / "docs" / page).exists():
            assert page in redirects.values()


def test_a_page_that_was_once_there_is_there_or_leads_on(redirects: dict[str, str]) -> None:
    git = ["git", "-C", str(ROOT)]
    shallow = subprocess.run(
        [*git, "rev-parse", "--is-shallow-repository"], capture_output=True, text=True, check=False
    )
    if shallow.stdout.strip() != "false":
        pytest.skip("the history of this checkout is cut off")
    log = ["log", "--diff-filter=DR", "--name-only", "--format=", "--", "docs"]
    gone = subprocess.run([*git, *log], capture_output=True, text=True, check=True).stdout.split("\n")
    pages = {name.removeprefix("docs/") for name in gone if name.endswith(".md")}
    assert {page for page in pages if not (ROOT / "docs" / page).exists()} <= set(redirects)

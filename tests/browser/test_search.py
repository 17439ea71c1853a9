"""What readers type or paste into the search brings up the page that helps them, first or second."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, TimeoutError, expect  # noqa: A004  # Playwright's own

from provendocs.cases import GOOD_CASE
from provendocs.guide import Guide
from provendocs.transcript import current_transcript, transcript_path

QUERIES = tomllib.loads(Path(__file__).with_name("queries.toml").read_text("utf-8"))
#: Pages of cases that have none of their own, and of messages that have two causes.
ELSEWHERE = {"quoted-key": "invalid-key"}
#: What of a transcript tells what went wrong; of Node.js, all of it: its first line is the same for every connection.
MESSAGE = {
    ".py": re.compile(r"^\w[\w.]*Error: .*\Z", re.MULTILINE | re.DOTALL),
    ".mjs": re.compile(r".+", re.DOTALL),
    ".sh": re.compile(r"curl: \(.*$|^.*OPENAI_API_KEY: .*$|(?<=\"message\": \").*(?=\",$)", re.MULTILINE),
}
#: OpenAI does not document what it says in these cases, and the stand-in is the same for all.
NOT_DOCUMENTED = "does not document the text"


def pages_found(page: Page, query: str) -> list[str]:
    """Search, and return the pages that come up, best first."""
    field = page.get_by_role("textbox", name="Search")
    field.fill("")  # as a menu pastes: no key comes up
    results = page.locator(".md-search-result__item")
    expect(results).to_have_count(0)
    field.fill(query)
    with suppress(TimeoutError):
        results.first.wait_for(timeout=5000)
    links = results.locator("> a").evaluate_all("all => all.map(one => new URL(one.href).pathname)")
    return list(dict.fromkeys(link.strip("/") for link in links))


@pytest.fixture
def search(page: Page, base_url: str) -> Page:
    page.goto(base_url + "about/privacy/")
    page.keyboard.press("/")
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    return page


def misses(search: Page, queries: dict[str, str]) -> list[str]:
    """Return a line for each query whose page comes up neither first nor second."""
    found = {query: pages_found(search, query)[:2] for query in queries}
    return [f"{query!r} brings up {found[query]}" for query, wanted in queries.items() if wanted not in found[query]]


@pytest.mark.parametrize("kind", QUERIES)
def test_what_readers_type_brings_up_the_page_that_helps(search: Page, kind: str) -> None:
    assert misses(search, QUERIES[kind]) == []


def messages(guide: Guide, suffix: str) -> Iterator[tuple[str, str]]:
    """Yield each message that the first request ends with, whole, and the page about it."""
    [snippet] = [one for one in guide.snippets.of_task("first-request") if one.path.suffix == suffix]
    for case in guide.cases_of(snippet):
        if case.name == GOOD_CASE or not transcript_path(snippet, case.name).exists():
            continue
        shown = current_transcript(snippet, case.name).shown
        message = MESSAGE[suffix].search(shown)
        assert message is not None, f"{snippet.name} in {case.name}"
        if NOT_DOCUMENTED not in shown:
            yield message[0].strip(), f"errors/{ELSEWHERE.get(case.name, case.name)}"


@pytest.mark.parametrize("suffix", MESSAGE)
def test_a_message_that_is_pasted_whole_brings_up_the_page_about_it(search: Page, guide: Guide, suffix: str) -> None:
    queries = dict(messages(guide, suffix))
    assert len(queries) > 10
    assert misses(search, queries) == []


def test_an_address_that_is_not_there_is_searched_for(page: Page, base_url: str) -> None:
    page.goto(base_url + "errors/invalid_api_key")
    expect(page.locator("[data-md-component=content] h1")).to_have_text("This page is not here")
    expect(page.locator('.md-search-result__item > a[href*="/errors/invalid-key/"]')).to_be_visible()


def test_a_short_address_leads_to_the_page_about_the_error(page: Page, base_url: str) -> None:
    page.goto(base_url + "e/credit_balance_exhausted/")
    page.wait_for_url("**/errors/credit-exhausted/")

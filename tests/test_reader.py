"""A newcomer's questions are answered within two clicks from the home page, by the text and not by the menu."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup, Tag

#: A question; the page and the section that answer it; words of the answer.
QUESTIONS = [
    ("How do I see whether the key is set in PowerShell?", "store/store-the-key/#for-this-window", "characters"),
    ("429, but I have credit", "errors/#when-the-message-does-not-fit", "429, but I have credit"),
    ("Can I see my key again?", "start/create-a-key/#copy-it-and-save-it", "Did you lose it?"),
    ("Do I need a phone number?", "start/what-you-need/#a-mobile-phone", "phone"),
    ("Does ChatGPT Plus include the API?", "start/what-a-key-is/#what-a-key-is-not", "ChatGPT"),
    ("How do I switch auto-reload off?", "start/what-you-need/#credit", "auto-reload"),
    ("Old code with gpt-3.5-turbo stopped working", "errors/model-not-found/", "gpt-3.5-turbo"),
    ("The key is wrong, but I copied it right", "errors/invalid-key/", "quotation mark"),
    ("Connection error, but the network works", "errors/local-mistakes/#line-break-or-space", "Connection error."),
    ("How do I set the key for good on Windows?", "store/store-the-key/#for-every-new-window", "setx"),
    ("My .env file is not read", "errors/local-mistakes/#unloaded-env-file", ".env"),
    ("I pushed my key to GitHub", "manage/leaked-key/#minute-0-delete-it", "key"),
    ("How do I replace a key without downtime?", "manage/rotate-a-key/", "new key"),
    ("How do I delete a key?", "manage/revoke-a-key/#in-the-dashboard", "key"),
    ("How do I limit what I spend in a month?", "money/spend-limits/#in-the-dashboard", "hard limit"),
    ("What did this request cost?", "request/count-the-cost/", "tokens"),
    ("May the key be in my web page or app?", "production/server-side-proxy/", "browser"),
    ("What is a missing scope?", "errors/missing-scope/", "api.responses.write"),
    ("Two keys for two projects on one computer", "store/several-keys/", "project"),
    ("How does GitHub Actions get the key?", "store/secret-managers/#github-actions-secrets", "secret"),
    ("Why can I not create a key?", "start/create-a-key/#you-cannot-create-a-key", "administrator"),
    ("How do I use the key in a notebook?", "store/notebooks/#ask-for-the-key", "key"),
    ("Where is the text in the JSON?", "request/read-the-answer/", "output"),
    ("How many requests may I send in a minute?", "money/rate-limits/", "requests"),
    ("You exceeded your current quota", "errors/credit-exhausted/", "quota"),
    ("When does gpt-4o end?", "reference/models/", "2027-01-14"),
]


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Return the text of each page by its address."""
    return {
        "" if page.parent == site else f"{page.parent.relative_to(site).as_posix()}/": article(page)
        for page in site.rglob("index.html")
    }


def article(page: Path) -> BeautifulSoup:
    found = BeautifulSoup(page.read_text("utf-8"), "html.parser").find("article")
    return BeautifulSoup(str(found), "html.parser")


def linked(address: str, pages: dict[str, BeautifulSoup]) -> set[str]:
    """Return the addresses that the text of a page links to, without the sections."""
    base = f"https://guide.example/{address}"
    links = {urljoin(base, str(link["href"])).partition("#")[0] for link in pages[address].find_all("a", href=True)}
    return {link.removeprefix("https://guide.example/") for link in links} & pages.keys()


@pytest.mark.parametrize(("page", "words"), [row[1:] for row in QUESTIONS], ids=[row[0] for row in QUESTIONS])
def test_a_question_is_answered_within_two_clicks(page: str, words: str, pages: dict[str, BeautifulSoup]) -> None:
    address, _, section = page.partition("#")
    first = linked("", pages)
    assert address in first.union(*(linked(one, pages) for one in first)), f"no two links lead to {address}"
    assert words in section_text(pages[address], section)


def section_text(page: BeautifulSoup, section: str) -> str:
    """Return the text from a heading to the next of its level; of the whole page, if no section is named."""
    if not section:
        return page.get_text()
    heading = page.find(id=section)
    assert heading is not None, f"there is no section {section}"
    texts = []
    for element in heading.find_next_siblings():
        assert isinstance(element, Tag)
        if element.name in {"h1", heading.name}:
            break
        texts.append(element.get_text())
    return "\n".join(texts)

"""Write `llms.txt`, which tells programs what the site has, and `llms-full.txt`, which holds all of it.

The form is that of https://llmstxt.org: a title, a summary, then a section for each chapter with a link for each page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

#: The names of the two files, at the root of the site.
INDEX, FULL = "llms.txt", "llms-full.txt"


@dataclass(frozen=True)
class Entry:
    """A page, as the two files show it.

    Args:
        address: Where its twin is.
        page_address: Where the page itself is.
        description: What it is about, on one line.
        text: Its twin, whose links lead on from the root of the site.
    """

    address: str
    page_address: str
    description: str
    text: str


def index(title: str, summary: str, nav: Navigation, entries: Mapping[str, Entry], full_address: str) -> str:
    """Write `llms.txt`.

    Args:
        title: The name of the site.
        summary: What the site is about.
        nav: Its menu.
        entries: Its pages, by the path of their source.
        full_address: Where `llms-full.txt` is.

    Returns:
        The text of the file.
    """
    lines = [f"# {title}", "", f"> {summary}", ""]
    lines += [f"Each page is linked as Markdown. All in one file: [{FULL}]({full_address})."]
    for item in nav.items:
        pages = list(_pages(item))
        if pages:
            lines += ["", f"## {item.title}", ""]
        for page in pages:
            entry = entries[page.file.src_uri]
            lines.append(f"- [{page.title}]({entry.address}): {entry.description}")
    return "\n".join(lines) + "\n"


def full(title: str, summary: str, nav: Navigation, entries: Mapping[str, Entry]) -> str:
    """Write `llms-full.txt`: the twins of all pages in the order of the menu, each with the address of its page.

    Args:
        title: The name of the site.
        summary: What the site is about.
        nav: Its menu.
        entries: Its pages, by the path of their source.

    Returns:
        The text of the file.
    """
    texts = [f"# {title}\n\n> {summary}\n"]
    for item in nav.items:
        for page in _pages(item):
            entry = entries[page.file.src_uri]
            texts.append(f"Source: {entry.page_address}\n\n{entry.text}")
    return "\n---\n\n".join(texts)


def _pages(item: StructureItem) -> Iterable[Page]:
    """Yield the pages of a part of the menu, from top to bottom."""
    if isinstance(item, Page):
        yield item
    elif isinstance(item, Section):
        for child in item.children:
            yield from _pages(child)

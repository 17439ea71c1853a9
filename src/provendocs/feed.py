"""Write a feed of changes, an Atom file (RFC 4287), from the sections of a change log."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

import markdown

_NAMESPACE = "http://www.w3.org/2005/Atom"
_SECTION = re.compile(r"^## +(.+)\n((?:(?!## ).*\n?)*)", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Section:
    """The changes of one version.

    Args:
        title: Its heading, without the day.
        day: The day that the heading names; for changes that are in no version yet, the day of the last of them.
        text: The changes, in Markdown.
    """

    title: str
    day: date
    text: str


def sections(changelog: str, last_changed: date | None) -> list[Section]:
    """Take a change log apart.

    Args:
        changelog: Its text, with a heading of the second level for each version, such as `## 1.2.0 - 2026-01-31`.
        last_changed: The day on which the change log last changed, if that is known.

    Returns:
        The versions, as they come. One without a day is left out, unless it comes first: it then has that day.

    Raises:
        ValueError: A heading has a day that no calendar has; the text is the heading.
    """
    found = []
    for place, (heading, text) in enumerate(_SECTION.findall(changelog)):
        named = _DAY.search(heading)
        try:
            day = date.fromisoformat(named[0]) if named else last_changed if place == 0 else None
        except ValueError:
            raise ValueError(heading) from None
        if day and text.strip():
            found.append(Section(_DAY.sub("", heading).strip(" -()[]"), day, text))
    return found


def atom(title: str, found: list[Section], page: str, itself: str) -> str:
    """Write the feed.

    Args:
        title: The name of the site.
        found: The versions; there is at least one.
        page: Where readers find them all.
        itself: Where the feed is.

    Returns:
        The text of the file. Its names for the entries stay the same wherever the site is published.
    """
    feed = ElementTree.Element("feed", xmlns=_NAMESPACE)

    def tell(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
        child = ElementTree.SubElement(parent, name, attributes)
        child.text = text
        return child

    def identify(parent: ElementTree.Element, name: str, day: date) -> None:
        tell(parent, "id", uuid5(NAMESPACE_URL, f"{title}\n{name}").urn)
        tell(parent, "updated", f"{day.isoformat()}T00:00:00Z")

    tell(feed, "title", f"{title}: changes")
    identify(feed, "", max(section.day for section in found))
    tell(feed, "link", rel="self", type="application/atom+xml", href=itself)
    tell(feed, "link", rel="alternate", type="text/html", href=page)
    tell(tell(feed, "author"), "name", title)
    for section in found:
        entry = tell(feed, "entry")
        tell(entry, "title", section.title)
        identify(entry, section.title, section.day)
        tell(entry, "link", rel="alternate", type="text/html", href=page)
        tell(entry, "content", markdown.markdown(section.text), type="html")
    ElementTree.indent(feed)
    return ElementTree.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"

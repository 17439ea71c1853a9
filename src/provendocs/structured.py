"""Say of a page in JSON-LD, in the words of schema.org, what it is, where it stands, and which steps it has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bs4 import BeautifulSoup, Tag

#: What stands inside a step and is no part of the instruction.
_NOT_SAID = "pre, .highlight, .tabbed-set, .proof, .headerlink, svg, details"


@dataclass(frozen=True)
class Subject:
    """What is said of a page.

    Args:
        site: The name of the site.
        site_address: Where the site is; empty if that is not known, and then no address is said.
        address: Where the page is; empty then, too.
        title: Its title.
        description: What it is about.
        image: Where its card is; empty if it has none.
        changed: The day on which it last changed, if that is known.
        trail: The pages above it, from the top: their titles and addresses.
        is_home: Whether it is the first page of the site.
    """

    site: str
    site_address: str
    address: str
    title: str
    description: str
    image: str
    changed: date | None
    trail: list[tuple[str, str]]
    is_home: bool


def linked_data(subject: Subject, html: str, *, has_steps: bool) -> str:
    """Return what a page says of itself to machines.

    Args:
        subject: What is said of it.
        html: Its content, as readers get it.
        has_steps: Whether its numbered lists are steps, so that it is a HowTo.

    Returns:
        JSON that may stand in a `<script>` element.
    """
    site = _filled({"@type": "WebSite", "name": subject.site, "url": subject.site_address})
    about = {"description": subject.description, "url": subject.address, "image": subject.image, "inLanguage": "en"}
    if subject.is_home:
        graph = [_filled({**site, **about})]
    else:
        changed = subject.changed.isoformat() if subject.changed else ""
        article = {"@type": "TechArticle", "headline": subject.title, **about, "dateModified": changed}
        graph = [{**_filled(article), "isPartOf": site}]
    if subject.trail and subject.address:
        places = enumerate([*subject.trail, (subject.title, subject.address)], 1)
        items = [{"@type": "ListItem", "position": n, "name": name, "item": item} for n, (name, item) in places]
        graph.append({"@type": "BreadcrumbList", "itemListElement": items})
    graph += _how_tos(html, subject.title) if has_steps else []
    said = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return said.replace("<", "\\u003c")


def _how_tos(html: str, title: str) -> list[dict[str, object]]:
    """Return what the numbered lists of a page tell to do: one whole, and one for each tab, which are alternatives."""
    soup = BeautifulSoup(html, "html.parser")
    whole: list[dict[str, object]] = []
    found: list[dict[str, object]] = []
    for steps in soup.find_all("ol"):
        if steps.find_parent("li"):
            continue
        items = [_step(step) for step in steps.find_all("li", recursive=False)]
        label = _label(steps)
        if label:
            found.append({"@type": "HowTo", "name": f"{title}: {label}", "step": items})
        else:
            heading = steps.find_previous(["h1", "h2", "h3"])
            name = _words(heading) if isinstance(heading, Tag) else title
            whole.append({"@type": "HowToSection", "name": name, "itemListElement": items})
    if whole:
        found.insert(0, {"@type": "HowTo", "name": title, "step": whole})
    return found


def _label(inside: Tag) -> str:
    """Return the label of the tab that something stands in; empty if it stands in none."""
    block = inside.find_parent(class_="tabbed-block")
    tabs = inside.find_parent(class_="tabbed-set")
    if block is None or tabs is None:
        return ""
    labels = tabs.select(":scope > .tabbed-labels > label")
    return labels[len(block.find_previous_siblings(class_="tabbed-block"))].get_text()


def _step(item: Tag) -> dict[str, object]:
    text = _words(item)
    strong = item.select_one(":scope > strong:first-child, :scope > p:first-child > strong:first-child")
    lead = strong.get_text(" ", strip=True) if strong is not None else ""
    named = {"name": lead.rstrip(".:,")} if lead and text.startswith(lead) else {}
    return {"@type": "HowToStep", **named, "text": text}


def _words(element: Tag) -> str:
    copy = BeautifulSoup(str(element), "html.parser")
    for part in copy.select(_NOT_SAID):
        part.decompose()
    return " ".join(copy.get_text().split())


def _filled(said: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in said.items() if value}

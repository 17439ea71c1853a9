"""A feed of changes: an entry for each version of the change log, with a day that is known."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from provendocs.feed import Section, atom, sections

LOG = """\
# Changelog

What changed.

## Unreleased

- One, with `code` & more.

## [1.1.0] - 2026-02-01

- Two.

### Repaired

- Three.

## 1.0.0

- Nobody knows when.

## 0.9.0 (2026-01-01)
"""

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_version_has_the_day_of_its_heading_and_the_newest_that_of_the_file() -> None:
    found = sections(LOG, date(2026, 3, 1))
    assert [(section.title, section.day) for section in found] == [
        ("Unreleased", date(2026, 3, 1)),
        ("1.1.0", date(2026, 2, 1)),
    ]
    assert "- Three." in found[1].text


def test_changes_of_no_known_day_are_left_out() -> None:
    assert [section.title for section in sections(LOG, None)] == ["1.1.0"]
    assert sections("# Changelog\n", date(2026, 3, 1)) == []


def test_a_day_that_no_calendar_has_is_told_by_its_heading() -> None:
    with pytest.raises(ValueError, match=r"^1.0.0 \(2026-02-30\)$"):
        sections("## 1.0.0 (2026-02-30)\n\n- One.\n", None)


def test_the_feed_has_what_readers_of_feeds_demand() -> None:
    found = sections(LOG, date(2026, 3, 1))
    feed = ElementTree.fromstring(atom("A & B", found, "about/", "changes.xml"))
    for name in ("title", "id", "updated", "author"):
        assert len(feed.findall(ATOM + name)) == 1
    assert feed.findtext(f"{ATOM}updated") == "2026-03-01T00:00:00Z"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Unreleased", "1.1.0"]
    assert "<code>code</code> &amp; more" in str(entries[0].findtext(f"{ATOM}content"))
    names = [str(item.findtext(f"{ATOM}id")) for item in (feed, *entries)]
    assert len(set(names)) == 3
    assert all(name.startswith("urn:uuid:") for name in names)


def test_an_entry_keeps_its_name_wherever_the_site_is_published_and_whatever_is_added() -> None:
    def names(*texts: str, at: str) -> list[str | None]:
        found = [Section(title, date(2026, 1, 1), text) for title, text in zip("ab", texts, strict=True)]
        feed = ElementTree.fromstring(atom("A", found, at, at))
        return [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]

    assert names("- One.", "- Two.", at="x") == names("- One.\n- More.", "- Two.", at="https://example.com/")

"""Links out: what a page says of a link that leaves its site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: The attributes of a start tag, in a regular expression.
ATTRIBUTES = r"""[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*"""

#: `noopener`: the other page gets no hold of the one it was opened from, in whatever way the reader opens it.
#: `noreferrer`: nor does its site learn which page that was; said per link so that it holds in a copy of the page too.
_WANTED = ("noopener", "noreferrer")

_LINK = re.compile(rf"<a(?=\s){ATTRIBUTES}>", re.IGNORECASE)
_TARGET = re.compile(r"""\shref\s*=\s*["']?((?:https?:)?//[^"'\s>]*)""", re.IGNORECASE)
_REL = re.compile(r"""\srel\s*=\s*("[^"]*"|'[^']*'|[^"'\s>]+)""", re.IGNORECASE)


def mark_links_out(html: str, site_url: str) -> str:
    """Say `rel="noopener noreferrer"` on each link that leaves a site, beside what its `rel` says already.

    Args:
        html: A page.
        site_url: The address that the site is published at; empty if it is not known, and then every link with a host
            leaves it.

    Returns:
        The page; nothing else in it is another.
    """
    own = urlsplit(site_url).netloc

    def mark(link: re.Match[str]) -> str:
        tag = link[0]
        target = "//" in tag and _TARGET.search(tag)
        if not target or _host(target[1]) == own:
            return tag
        rel = _REL.search(tag)
        said = rel[1].strip("\"'").split() if rel else []
        wanted = f' rel="{" ".join([*said, *(word for word in _WANTED if word not in said)])}"'
        return f"{tag[: rel.start()]}{wanted}{tag[rel.end() :]}" if rel else f"{tag[:2]}{wanted}{tag[2:]}"

    return _LINK.sub(mark, html)


def _host(address: str) -> str | None:
    """Return the host of an address, or None where it is malformed."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None

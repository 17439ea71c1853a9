"""Say where the links of a twin lead: to other twins, by addresses that work wherever its text is pasted."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from mkdocs.structure.files import Files


def lead_from(folder: str, name: str, files: Files, site_url: str) -> Callable[[str], str]:
    """Return a function that takes a link of a page's source, and says where the same link of its twin leads.

    Args:
        folder: The folder of the text that holds the link, below the site's root; empty for the root.
        name: The path of the page's source below the folder of all pages, which is its twin's below the site's root.
        files: The files of the site.
        site_url: The address of the site; where it is empty, links lead on from `folder`.
    """

    def lead(target: str) -> str:
        parts = urlsplit(target)
        if parts.scheme or parts.netloc or not parts.path:
            return target
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path))
        file = files.get_file_from_path(path)
        if file is not None and not file.is_documentation_page():
            path = file.url
        address = address_of(path, site_url) if site_url else posixpath.relpath(path, folder or ".")
        return address + (f"#{parts.fragment}" if parts.fragment else "")

    return lead


def address_of(path: str, site_url: str) -> str:
    """Return the address of a file below the site's root; its path, where the site's own address is not known."""
    return urljoin(site_url, path) if site_url else path

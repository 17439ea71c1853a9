"""What is known of a page from its source, once its macros ran."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from datetime import date

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from provendocs import plain
from provendocs.describe import describe
from provendocs.leads import lead_from


@dataclass
class Twin:
    """A page, taken apart.

    Args:
        page: The page.
        parts: Its parts.
        description: What it is about.
        changed: The day on which it, or a file that it shows, last changed, if that is known.
    """

    page: Page
    parts: tuple[plain.Piece, ...]
    description: str
    changed: date | None = None

    @classmethod
    def of(cls, page: Page, markdown: str) -> Twin:
        """Take a page apart, and say what it is about: what its front matter says, or how it begins."""
        parts = plain.pieces(markdown)
        return cls(page, parts, str(page.meta.get("description") or describe(parts)))

    @property
    def title(self) -> str:
        """Its heading, without marks; its name in the menu, if it has none."""
        first = self.parts[0].text.partition("\n")[0] if self.parts else ""
        return first.removeprefix("# ").replace("`", "") if first.startswith("# ") else str(self.page.title)

    def text(self, files: Files, site_url: str, folder: str | None = None) -> str:
        """Return it as plain Markdown.

        Args:
            files: The files of the site, to which links lead.
            site_url: The address of the site; where it is empty, links are relative.
            folder: The folder below the site's root that links lead on from; without it, that of the twin.
        """
        name = self.page.file.src_uri
        here = posixpath.dirname(name) if folder is None else folder
        return plain.join(self.parts, lead_from(here, name, files, site_url))

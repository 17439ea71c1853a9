"""What `mkdocs serve` need not do again after an edit.

It does not render a page whose text is the same, nor look through it for the search, nor compile a template.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler


def _warned(call: Callable[[], None]) -> bool:
    """Say whether MkDocs warned of something in a call."""
    warnings = CountHandler()
    warnings.setLevel(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(warnings)
    try:
        call()
    finally:
        logger.removeHandler(warnings)
    return bool(warnings.get_counts())


class Rendered(BytecodeCache):
    """What earlier builds of a server made, for as long as the server lives.

    Of a page it keeps what MkDocs makes of its Markdown when the macros are done. That depends on this text, on the
    settings, and, for the links, on which files there are. Of what was rendered it keeps the entries for the search.
    All else, such as menus, is made anew.
    """

    def __init__(self) -> None:
        self._pages: dict[str, tuple[str, dict[str, Any]]] = {}
        self._entries: dict[str, tuple[str, list[dict[str, Any]]]] = {}
        self._templates: dict[str, bytes] = {}
        self._rests_on: tuple[object, ...] = ()

    def begin(self, config: MkDocsConfig, files: Files) -> None:
        """Start a build: forget all pages if the settings or the list of files are others than before."""
        rests_on = (Path(config.config_file_path).read_bytes(), *(file.src_uri for file in files))
        if rests_on != self._rests_on:
            self._pages.clear()
            self._entries.clear()
        self._rests_on = rests_on

    def spare(self, page: Page, markdown: str) -> None:
        """Let a page whose Markdown is the same as before take over what was made of it."""
        render = page.render

        def render_once(config: MkDocsConfig, files: Files) -> None:
            text, made = self._pages.get(page.file.src_uri, ("", {}))
            if text != markdown:
                before = dict(vars(page))
                warned = _warned(lambda: render(config, files))
                made = {name: value for name, value in vars(page).items() if value is not before.get(name)}
                # What is wrong with a page is told again in each build.
                self._pages[page.file.src_uri] = "" if warned else markdown, made
            vars(page).update(made)
            # Links are checked against the pages of this build.
            links = page.links_to_anchors or {}
            page.links_to_anchors = {files.src_uris[file.src_uri]: anchors for file, anchors in links.items()}

        page.render = render_once  # type: ignore[method-assign]

    def spare_search(self, index: Any) -> None:
        """Let the theme's search take over the entries of a page that was rendered to the same as before.

        Args:
            index: What the theme's search plugin collects entries in, page by page.
        """
        add = index.add_entry_from_context

        def add_once(page: Page) -> None:
            made_of = f"{page.meta}{page.title}{page.content}"
            before, entries = self._entries.get(page.file.src_uri, ("", []))
            if before == made_of:
                index.entries.extend(entries)
                return
            first = len(index.entries)
            add(page)
            self._entries[page.file.src_uri] = made_of, index.entries[first:]

        index.add_entry_from_context = add_once

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja a template that it has compiled before; it asks by name and content."""
        if (kept := self._templates.get(bucket.key + bucket.checksum)) is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that Jinja compiled."""
        self._templates[bucket.key + bucket.checksum] = bucket.bytecode_to_string()

"""What `mkdocs serve` need not do again after an edit.

It does not list the files of the theme, which are thousands. It does not render a page whose text is the same, nor look
through it for the search. It does not compile a template, nor the macros of a page, nor fill a template in with the
same as before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, Template
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler

#: What MkDocs hands to each template, and is looked at apart or is of no matter: the day is on no page of a server.
_OF_THE_BUILD = {"nav", "pages", "config", "page", "build_date_utc"}


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
    settings, and, for the links, on which files there are. Of what was rendered it keeps the entries for the search,
    and the whole page, which rests on the templates and on what menus tell of the other pages, too.
    """

    def __init__(self) -> None:
        self._pages: dict[str, tuple[str, dict[str, Any]]] = {}
        self._entries: dict[str, tuple[str, list[dict[str, Any]]]] = {}
        self._templates: dict[str, bytes] = {}
        self._compiled: dict[str, CodeType] = {}
        self._whole: dict[str, tuple[tuple[object, ...], str]] = {}
        self._rests_on: tuple[object, ...] = ()
        self._listed: tuple[tuple[object, ...], list[str]] = ((), [])

    def spare_listing(self, config: MkDocsConfig) -> None:
        """Let MkDocs take over the list of the theme's files, if settings and the site's own files are as before."""
        own = Path(config.theme.custom_dir or config.docs_dir)
        rests_on = (Path(config.config_file_path).read_bytes(), *sorted(map(str, own.rglob("*"))))
        get_env = config.theme.get_env

        def get_env_that_lists_once() -> Environment:
            env = get_env()
            list_files = env.list_templates

            # MkDocs asks once in a build, always with the same filter.
            def list_once(*args: Any, **kwargs: Any) -> list[str]:
                if self._listed[0] != rests_on:
                    self._listed = rests_on, list_files(*args, **kwargs)
                return self._listed[1]

            env.list_templates = list_once  # type: ignore[method-assign]
            return env

        config.theme.get_env = get_env_that_lists_once  # type: ignore[method-assign]

    def begin(self, config: MkDocsConfig, files: Files) -> None:
        """Start a build: forget all pages if the settings or the list of files are others than before."""
        rests_on = (Path(config.config_file_path).read_bytes(), *(file.src_uri for file in files))
        if rests_on != self._rests_on:
            self._compiled.clear()
            self._pages.clear()
            self._entries.clear()
            self._whole.clear()
        self._rests_on = rests_on

    def spare_compiling(self, env: Environment) -> None:
        """Let the macros of a page that are written as before take over what Jinja compiled them to.

        Args:
            env: What mkdocs-macros renders pages with in this build. Jinja asks no cache for a text without a name. A
                file that a page includes has one.
        """
        compile_text = env.compile
        before, self._compiled = self._compiled, {}

        def compile_once(source: Any, *named: Any, **options: Any) -> Any:
            if named or options or not isinstance(source, str):
                return compile_text(source, *named, **options)
            code = before.get(source) or self._compiled.get(source) or compile_text(source)
            self._compiled[source] = code
            return code

        env.compile = compile_once  # type: ignore[method-assign]

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

    def spare_templates(self, env: Environment, files: Files, theme: Path) -> None:
        """Let a template that is to be filled in with the same as before give the same as before.

        Args:
            env: What the templates of a build belong to, with all that they may use.
            files: The files of the build, with their pages.
            theme: The folder of the site's own templates. Those of the theme stay as they are while a server lives.
        """
        found = [file.page for file in files.documentation_pages() if file.page]
        told = [{name: value for name, value in page.meta.items() if name != "description"} for page in found]
        pages = [(page.url, page.title, meta) for page, meta in zip(found, told, strict=True)]
        templates = [path.read_bytes() for path in sorted(theme.rglob("*")) if path.is_file()]
        site = repr((pages, templates, env.globals.get("ran_with")))
        whole = self._whole

        class Once(Template):
            def render(self, *args: Any, **kwargs: Any) -> str:
                context = dict(*args, **kwargs)
                page = context.get("page")
                if page is None:
                    return super().render(context)
                told = {name: value for name, value in context.items() if name not in _OF_THE_BUILD}
                made_of = self.name, site, page.title, page.content, repr(page.meta), repr(told)
                before, output = whole.get(page.file.src_uri, ((), ""))
                if made_of != before:
                    output = super().render(context)
                    whole[page.file.src_uri] = made_of, output
                return output

        env.template_class = Once

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja a template that it has compiled before; it asks by name and content."""
        if (kept := self._templates.get(bucket.key + bucket.checksum)) is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that Jinja compiled."""
        self._templates[bucket.key + bucket.checksum] = bucket.bytecode_to_string()

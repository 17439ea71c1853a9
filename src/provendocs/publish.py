"""The MkDocs side of what pages have for machines: twins, `llms.txt`, cards, structured data, dates, a feed.

What needs the site's own address, `site_url`, is left out where that is not known; links are then relative.
What costs time, and matters to nobody who edits, is left out while serving.
"""

from __future__ import annotations

import os
import re
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mike.mkdocs_utils import docs_version_var
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from provendocs import llms, offline
from provendocs.cards import Card, Look, card
from provendocs.dates import Dates, read_dates
from provendocs.errors import GuideError
from provendocs.feed import Section, atom, sections
from provendocs.leads import address_of
from provendocs.structured import Subject, linked_data
from provendocs.twin import Twin

if TYPE_CHECKING:
    from provendocs.plugin import ProvenDocs

#: Where the feed and the cards are, below the root of the site.
FEED, CARDS = "changes.xml", "assets/cards"
#: What the front matter of a page says whose numbered lists are steps: `schema: howto`.
HOW_TO = "howto"
#: Where drawn cards are kept, below the root of the project.
_CACHE = "build/cards"
_SOURCE = re.compile(r'\bdata-source="([^"#]+)')


class Options(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves a method of Config without types
    """What `mkdocs.yml` may say below the plugin's name."""

    #: The change log that the feed is made from, and the source of the page that shows it.
    changelog = config_options.Optional(config_options.File(exists=True))
    changelog_page = config_options.Type(str, default="index.md")
    #: Scripts that only a site for the file system needs; they come before all others there.
    offline_scripts = config_options.ListOfItems(config_options.Type(str), default=[])
    #: Background, text and accent of the cards, as CSS writes colors.
    card_colors = config_options.ListOfItems(config_options.Type(str), default=["#202020", "#ffffff", "#ffffff"])


class Publish(BasePlugin[Options]):  # type: ignore[no-untyped-call]  # likewise
    """Gives each page what machines read, and writes the files that are for them alone."""

    def __init__(self) -> None:
        self.serving = False
        self.dates = Dates({})
        self.news: list[Section] = []
        self.twins: dict[str, Twin] = {}
        self.nav = Navigation([], [])
        self.files = Files([])

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002
        """Learn which command runs. A plugin that has this event lives as long as the server."""
        self.serving = command == "serve"

    @event_priority(50)  # before the theme's plugin looks for a script from elsewhere
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Start a build: settle what the settings leave open, and read what git knows."""
        root = _root(config)
        self.twins = {}
        config.repo_url = (config.repo_url or "").rstrip("/") or None
        if not config.repo_url:
            config.edit_uri = None
        if offline.is_offline(config):
            offline.prepare(config, self.config.offline_scripts)
        self.dates = Dates({}) if self.serving else read_dates(root)
        self.news = []
        if self.config.changelog:
            changelog = Path(self.config.changelog)
            config.watch.append(str(changelog))
            last_changed = self.dates.newest([_below(root, changelog)])
            self.news = _news(changelog, last_changed)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Keep the files, and leave out those that this site does not need."""
        if not offline.is_offline(config):
            offline.leave_out(files, self.config.offline_scripts)
        self.files = files
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Keep the menu: its chapters are those of `llms.txt`."""
        self.nav = nav
        return nav

    @event_priority(-100)  # after the macros
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Take the page apart, describe it, and find out when it last changed."""
        twin = self.twins[page.file.src_uri] = Twin.of(page, markdown)
        page.meta["description"] = escape(twin.description)  # the theme writes it into an attribute as it is
        build: ProvenDocs = config.plugins["provendocs"]  # type: ignore[assignment]
        if (kind := page.meta.get("schema", HOW_TO)) != HOW_TO:
            problem = f'"schema: {kind}" says nothing. Write "schema: {HOW_TO}", or leave the line out.'
            build.mistakes.append((_place("schema", page, config), problem))
        if not markdown.strip():
            build.mistakes.append((_place("", page, config), "this page is empty. Write it, or remove it."))
        if self.dates.days:
            snippets = build.guide().snippets.folder
            shown = [
                Path(config.docs_dir) / page.file.src_uri,
                *(snippets / name for name in _SOURCE.findall(markdown)),
            ]
            twin.changed = self.dates.newest(_below(_root(config), path) for path in shown)
        return markdown

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:  # noqa: ARG002
        """Tell the templates of the page's twin, its day, its card, and what it says of itself to machines."""
        twin = self.twins[page.file.src_uri]
        image = address_of(_card_path(page), _own_address(config)) if self._has_cards(config) else ""
        context["published"] = {
            "twin": page.file.src_uri,
            "title": twin.title,
            "changed": twin.changed,
            "feed": FEED if self.news else "",
            "image": image,
        }
        if not self.serving:
            subject = Subject(
                site=config.site_name,
                site_address=config.site_url or "",
                address=(config.site_url or "") and (page.canonical_url or ""),
                title=twin.title,
                description=twin.description,
                image=image,
                changed=twin.changed,
                trail=_trail(page, config),
                is_home=page.is_homepage,
            )
            has_steps = page.meta.get("schema") == HOW_TO
            context["published"]["linked_data"] = linked_data(subject, page.content or "", has_steps=has_steps)
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what is for machines alone."""
        site, address = Path(config.site_dir), _own_address(config)

        def write(name: str, content: str | bytes) -> None:
            path = site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

        entries: dict[str, llms.Entry] = {}
        for name, twin in self.twins.items():
            write(name, twin.text(self.files, address))
            page_address = address_of(twin.page.url, address)
            text = twin.text(self.files, address, folder="")
            entries[name] = llms.Entry(address_of(name, address), page_address, twin.description, text)
            if self._has_cards(config):
                write(_card_path(twin.page), self._card(twin, config))
        about = (config.site_name, config.site_description or "", self.nav, entries)
        write(llms.INDEX, llms.index(*about, address_of(llms.FULL, address)))
        write(llms.FULL, llms.full(*about))
        if self.news:
            page = self.files.get_file_from_path(self.config.changelog_page)
            leads_to = address_of(page.url if page else "", address)
            write(FEED, atom(config.site_name, self.news, leads_to, address_of(FEED, address)))

    def _has_cards(self, config: MkDocsConfig) -> bool:
        """Say whether pages have cards: those who show them want a whole address."""
        return bool(config.site_url) and not self.serving and not offline.is_offline(config)

    def _card(self, twin: Twin, config: MkDocsConfig) -> bytes:
        chapter = next((item.title or "" for item in reversed(list(twin.page.ancestors))), "")
        said = Card(config.site_name, chapter, twin.title, twin.description)
        return card(said, Look(*self.config.card_colors), _root(config) / _CACHE)


def _own_address(config: MkDocsConfig) -> str:
    """Return the address of this very build; `site_url` is that of the version that search engines are to list.

    Empty where the site does not know its address.
    """
    version = os.environ.get(docs_version_var)
    return urljoin(config.site_url, f"../{version}/") if config.site_url and version else config.site_url or ""


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent.resolve()


def _news(changelog: Path, last_changed: date | None) -> list[Section]:
    """Read the change log.

    Raises:
        PluginError: A heading in it has a day that there is not.
    """
    text = changelog.read_text("utf-8")
    try:
        return sections(text, last_changed)
    except ValueError as error:
        line = text.partition(str(error))[0].count("\n") + 1
        wrong = GuideError(changelog, f'there is no such day: "{error}"', "Correct it", line=line)
        raise PluginError(str(wrong)) from None


def _place(text: str, page: Page, config: MkDocsConfig) -> str:
    """Say where the first line of a page is that holds a text."""
    source = Path(page.file.abs_src_path or page.file.src_path)
    lines = source.read_text("utf-8").splitlines() or [""]
    return f"{_below(_root(config), source)}:{next(n for n, line in enumerate(lines, 1) if text in line)}"


def _below(root: Path, path: Path) -> str:
    """Return a path as git writes it; whole, where it does not lie below the root."""
    whole = path.resolve()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else whole.as_posix()


def _card_path(page: Page) -> str:
    return f"{CARDS}/{page.file.src_uri.removesuffix('.md')}.png"


def _trail(page: Page, config: MkDocsConfig) -> list[tuple[str, str]]:
    """Return the pages above a page: the first one of the site, and the first of each chapter that has one."""
    if page.is_homepage:
        return []
    above = [(config.site_name, config.site_url or "")]
    for section in reversed(list(page.ancestors)):
        first = section.children[0] if section.is_section else None  # type: ignore[attr-defined]
        if isinstance(first, Page) and first.is_index and first is not page:
            above.append((section.title or "", first.canonical_url or ""))
    return above

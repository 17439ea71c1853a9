"""A server makes again only what an edit changes, and shows what a build from nothing would show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import Any, cast

import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, get_files
from mkdocs.structure.pages import Page

from provendocs.again import Rendered
from tests.generator.conftest import put

LINKS = "# Links\n\n[there](there.md#a-part)\n"


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list of the pages that MkDocs renders, as it does."""
    names: list[str] = []
    render = Page.render

    def note(page: Page, config: MkDocsConfig, files: Files) -> None:
        names.append(page.file.src_uri)
        render(page, config, files)

    monkeypatch.setattr(Page, "render", note)
    return names


def build(root: Path, server: Rendered) -> dict[str, Page]:
    """Render all pages, as a build of a server does, and check their links."""
    config = load_config(str(root / "mkdocs.yml"))
    files = get_files(config)
    server.begin(config, files)
    pages = {file.src_uri: Page(None, file, config) for file in files.documentation_pages()}
    for page in pages.values():
        page.read_source(config)
        server.spare(page, page.markdown or "")
        page.render(config, files)
    for page in pages.values():
        page.validate_anchor_links(files=files, log_level=30)
    return pages


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the folder of two pages, one of which links to a section of the other."""
    put(tmp_path / "mkdocs.yml", "site_name: Things\nvalidation: {anchors: warn}\n")
    put(tmp_path / "docs/links.md", LINKS)
    put(tmp_path / "docs/there.md", "# There\n\n## A part\n")
    return tmp_path


def test_what_is_wrong_with_a_page_is_told_in_each_build(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(root / "docs/links.md", "# Links\n\n[there](gone.md)\n")
    server = Rendered()
    for _ in range(2):
        caplog.clear()
        build(root, server)
        assert "'gone.md'" in caplog.text


def test_only_a_page_whose_text_changed_is_rendered_again(root: Path, rendered: list[str]) -> None:
    server = Rendered()
    first = build(root, server)
    assert rendered == ["links.md", "there.md"]
    rendered.clear()
    put(root / "docs/there.md", "# There\n\n## A part\n\nNew.\n")
    second = build(root, server)
    assert rendered == ["there.md"]
    assert "New." in (second["there.md"].content or "")
    for name in ("content", "title", "toc", "present_anchor_ids"):
        assert getattr(second["links.md"], name) == getattr(first["links.md"], name), name


def test_all_pages_are_rendered_again_when_a_file_is_added_or_the_settings_change(
    root: Path, rendered: list[str]
) -> None:
    server = Rendered()
    put(root / "docs/links.md", "[new](new.md)\n")
    build(root, server)
    put(root / "docs/new.md", "# New\n")
    assert 'href="../new/"' in (build(root, server)["links.md"].content or "")
    rendered.clear()
    put(root / "mkdocs.yml", "site_name: Things\nmarkdown_extensions: [admonition]\n")
    build(root, server)
    assert rendered == ["links.md", "new.md", "there.md"]


def test_a_section_that_is_gone_is_missed_on_a_page_that_is_not_rendered_again(
    root: Path, rendered: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    server = Rendered()
    build(root, server)
    assert caplog.messages == []
    rendered.clear()
    put(root / "docs/there.md", "# There\n\n## Another part\n")
    build(root, server)
    assert rendered == ["there.md"]
    assert any("does not contain an anchor '#a-part'" in message for message in caplog.messages)


def test_macros_that_are_written_as_before_are_not_compiled_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_text = Environment.compile

    def note(env: Environment, source: str) -> CodeType:
        compiled.append(source)
        return compile_text(env, source)

    monkeypatch.setattr(Environment, "compile", note)
    server = Rendered()
    for value in ("one", "two"):
        env = Environment(autoescape=False)
        server.spare_compiling(env)
        env.globals["value"] = value
        assert [env.from_string(text).render() for text in ("a {{ value }}", "b", "b")] == [f"a {value}", "b", "b"]
    assert compiled == ["a {{ value }}", "b"]
    put(root / "mkdocs.yml", "site_name: Other things\n")
    build(root, server)
    server.spare_compiling(env := Environment(autoescape=False))
    env.from_string("b")
    assert compiled[2:] == ["b"]


def test_a_file_that_a_page_includes_is_compiled_under_its_name() -> None:
    env = Environment(autoescape=False, loader=DictLoader({"drawing.svg": "<svg/>"}))
    Rendered().spare_compiling(env)
    assert env.from_string('{% include "drawing.svg" %}').render() == "<svg/>"


def listed(root: Path, server: Rendered) -> set[str]:
    """List the files of the site and of the theme, as a build of a server does."""
    config = load_config(str(root / "mkdocs.yml"))
    server.spare_listing(config)
    files = get_files(config)
    files.add_files_from_theme(config.theme.get_env(), config)
    return set(files.src_uris)


def test_the_files_of_the_theme_are_listed_once_and_those_of_the_site_as_they_are(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists: list[None] = []
    list_files = Environment.list_templates

    def note(env: Environment, *args: Any, **kwargs: Any) -> list[str]:
        lists.append(None)
        return list_files(env, *args, **kwargs)

    monkeypatch.setattr(Environment, "list_templates", note)
    put(root / "mkdocs.yml", "site_name: Things\ntheme: {name: mkdocs, custom_dir: own}\n")
    put(root / "own/a.css", "")
    server = Rendered()
    first = listed(root, server)
    assert {"a.css", "css/base.css", "links.md"} < first
    put(root / "docs/new.md", "# New\n")
    assert listed(root, server) == {*first, "new.md"}
    assert len(lists) == 1
    put(root / "own/b.css", "")
    assert listed(root, server) == {*first, "new.md", "b.css"}
    put(root / "mkdocs.yml", "site_name: Things\ntheme: {name: mkdocs, custom_dir: own, static_templates: [a.css]}\n")
    assert listed(root, server) == {*first, "new.md", "b.css"} - {"a.css"}


class Index:
    """Collects entries as the theme's search does, and notes of which pages it made them."""

    def __init__(self) -> None:
        self.entries: list[dict[str, object]] = []
        self.looked_through: list[str] = []

    def add_entry_from_context(self, page: Page) -> None:
        self.looked_through.append(page.file.src_uri)
        self.entries.append({"text": page.content, "boost": page.meta.get("search")})


def collect(root: Path, server: Rendered) -> Index:
    """Build, and collect the entries of all pages."""
    pages = build(root, server)
    index = Index()
    server.spare_search(index)
    for page in pages.values():
        index.add_entry_from_context(page)
    return index


@pytest.mark.parametrize("edit", ["# Links\n\nNo more.\n", "---\nsearch:\n  boost: 2\n---\n\n" + LINKS])
def test_only_a_page_that_changed_is_looked_through_again_and_the_search_has_all(root: Path, edit: str) -> None:
    server = Rendered()
    assert collect(root, server).looked_through == ["links.md", "there.md"]
    assert collect(root, server).looked_through == []
    put(root / "docs/links.md", edit)
    again = collect(root, server)
    assert again.looked_through == ["links.md"]
    assert again.entries == collect(root, Rendered()).entries


class Site:
    """Two pages and a template, which counts how often it is filled in."""

    def __init__(self, theme: Path) -> None:
        self.theme = theme
        self.filled: list[str] = []
        self.titles = {"a.md": "A", "b.md": "B"}
        self.meta: dict[str, dict[str, str]] = {"a.md": {}, "b.md": {}}
        self.contents = {"a.md": "one", "b.md": "two"}
        self.told = "x"
        self.ran_with = "1.0"
        put(theme / "main.html", "{{ note(page.title) }}{{ page.content }} {{ told }}")

    def build(self, server: Rendered) -> dict[str, str]:
        """Fill the template in for each page, as a build of a server does."""
        env = Environment(loader=FileSystemLoader(self.theme), autoescape=False)

        def note(title: str) -> str:
            self.filled.append(title)
            return ""

        env.globals |= {"note": note, "ran_with": self.ran_with}
        pages = [
            SimpleNamespace(
                url=name,
                title=self.titles[name],
                meta=self.meta[name],
                content=self.contents[name],
                file=SimpleNamespace(src_uri=name),
            )
            for name in self.titles
        ]
        files = SimpleNamespace(documentation_pages=lambda: [SimpleNamespace(page=page) for page in pages])
        server.spare_templates(env, cast("Any", files), self.theme)
        template = env.get_template("main.html")
        return {page.url: template.render({"page": page, "told": self.told, "nav": object()}) for page in pages}


def test_a_template_is_filled_in_again_only_for_the_page_that_changed(tmp_path: Path) -> None:
    server, site = Rendered(), Site(tmp_path)
    first = site.build(server)
    site.filled.clear()
    assert site.build(server) == first == {"a.md": "one x", "b.md": "two x"}
    assert site.filled == []
    site.contents["b.md"] = "three"
    assert site.build(server) == {"a.md": "one x", "b.md": "three x"}
    assert site.filled == ["B"]


def test_what_a_page_is_about_is_no_matter_to_the_others(tmp_path: Path) -> None:
    server, site = Rendered(), Site(tmp_path)
    site.build(server)
    site.filled.clear()
    site.meta["b.md"]["description"] = "About b."
    site.build(server)
    assert site.filled == ["B"]


def edit_a_template(site: Site) -> None:
    put(site.theme / "main.html", "{{ note(page.title) }}other")


@pytest.mark.parametrize(
    "edit",
    [
        edit_a_template,
        lambda site: site.titles.update({"b.md": "Bee"}),
        lambda site: site.meta["b.md"].update(icon="x"),
        lambda site: setattr(site, "told", "y"),
        lambda site: setattr(site, "ran_with", "2.0"),
    ],
    ids=["template", "title", "meta", "context", "footer"],
)
def test_what_all_pages_may_show_fills_the_template_in_for_all(tmp_path: Path, edit: Callable[[Site], None]) -> None:
    server, site = Rendered(), Site(tmp_path)
    site.build(server)
    site.filled.clear()
    edit(site)
    site.build(server)
    assert site.filled == [*site.titles.values()]

"""A server makes again only what an edit changes, and shows what a build from nothing would show."""

from __future__ import annotations

from pathlib import Path

import pytest
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

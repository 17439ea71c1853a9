"""What the site has for machines is true to its pages: twins, `llms.txt`, cards, structured data, a feed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt
from PIL import Image

from provendocs.audit import audit, blocks
from provendocs.dates import read_dates
from provendocs.guide import Guide
from tests.conftest import REPO_URL, ROOT, SITE_URL

ATOM = "{http://www.w3.org/2005/Atom}"


@cache
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Return the pages of a site, by the paths of their sources. Reading them takes seconds."""
    found: dict[str, BeautifulSoup] = {}
    for source in sorted((ROOT / "docs").rglob("*.md")):
        name = source.relative_to(ROOT / "docs").as_posix()
        found[name] = BeautifulSoup(page_of(site, name).read_text("utf-8"), "html.parser")
    assert len(found) > 60
    return found


def page_of(site: Path, name: str) -> Path:
    return site / (name if name.endswith("index.md") else f"{name.removesuffix('.md')}/index.md").replace(
        ".md", ".html"
    )


@cache
def blocks_of(page: Path) -> list[str]:
    return [block.text for block in blocks(page)]


def twins(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_bytes().decode() for path in sorted(site.rglob("*.md"))}


def attribute(html: Tag, selector: str, name: str) -> str:
    [element] = html.select(selector)
    return str(element[name])


def fences(text: str) -> list[tuple[str, str]]:
    """Return what a reader of Markdown takes for code: what stands behind the fence, and the code."""
    return [(token.info, token.content) for token in MarkdownIt().parse(text) if token.type in {"fence", "code_block"}]


def links(text: str) -> Iterator[str]:
    for token in MarkdownIt().enable("table").parse(text):
        for child in token.children or ():
            if child.type == "link_open":
                yield unquote(str(child.attrs["href"]))


def without_code(text: str) -> str:
    return re.sub(r"^(`{3,}).*?^\1$|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)", "", text, flags=re.MULTILINE | re.DOTALL)


def linked_data(html: Tag) -> list[dict[str, Any]]:
    [script] = html.select('script[type="application/ld+json"]')
    said = json.loads(script.get_text())
    assert said["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = said["@graph"]
    return graph


def steps_of(said: Any) -> Iterator[str]:
    for step in said.get("step") or said.get("itemListElement"):
        if step["@type"] == "HowToStep":
            yield step["text"]
        else:
            yield from steps_of(step)


def test_every_page_has_a_twin_and_every_twin_a_page(site: Path) -> None:
    assert set(twins(site)) == set(pages(site))


def test_a_twin_holds_every_block_of_its_page_byte_for_byte(site: Path) -> None:
    for name, text in twins(site).items():
        shown = blocks_of(page_of(site, name))
        assert [code for _, code in fences(text)] == shown, name
        # For a reader that knows no Markdown, too: nothing stands before the lines of the code.
        for code in shown:
            assert f"\n{code}```" in text, (name, code)


def test_a_twin_keeps_the_languages_and_the_titles_of_code(site: Path) -> None:
    for name, html in pages(site).items():
        wanted = []
        for block in html.select("div.highlight"):
            [language] = [word for word in block["class"] if word.startswith("language-")]
            title = block.select_one(".filename")
            assert title is not None, name
            wanted.append(f'{language.removeprefix("language-")} title="{title.get_text()}"')
        assert [info for info, _ in fences(twins(site)[name])] == wanted, name


def test_a_twin_keeps_the_labels_of_tabs_and_the_titles_of_notes(site: Path) -> None:
    kept = 0
    for name, html in pages(site).items():
        text = twins(site)[name]
        labels = Counter(label.get_text() for label in html.select(".tabbed-labels > label"))
        assert labels <= Counter(re.findall(r"^\*\*(.+)\*\*$", text, re.MULTILINE)), name
        kept += labels.total()
        for title in html.select(".admonition-title, details > summary"):
            words = re.escape(title.get_text())
            assert re.search(rf"^(> )?\*\*(\w+: )?{words}", text.replace("`", ""), re.MULTILINE), (name, title)
    assert kept > 100


def test_a_twin_holds_nothing_that_only_this_site_understands(site: Path) -> None:
    for name, text in twins(site).items():
        assert text.startswith("# "), name
        prose = without_code(text)
        for odd in ("data-source", "{{", "{%", "{ .", "{: ", "\n===", "\n!!!", "\n???", "<figure", "<svg", "\x02"):
            assert odd not in prose, (name, odd)


@pytest.mark.parametrize("built", ["site", "published_site"])
def test_links_of_twins_lead_to_twins_that_are_there(built: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(built)
    texts = {**twins(site), **{name: (site / name).read_text("utf-8") for name in ("llms.txt", "llms-full.txt")}}
    followed = 0
    for name, text in texts.items():
        for link in links(text):
            path = link.partition("#")[0]
            if link.startswith(SITE_URL):
                target = site / path.removeprefix(SITE_URL)
            elif path and not urlsplit(link).scheme:
                assert built == "site", (name, link)
                target = (site / name).parent / path
            else:
                continue
            assert target.is_file(), (name, link)
            followed += 1
    assert followed > 500


def test_llms_txt_lists_each_page_once_below_its_chapter_with_what_it_is_about(published_site: Path) -> None:
    text = (published_site / "llms.txt").read_text("utf-8")
    head, *chapters = text.split("\n## ")
    assert re.match(r"# OpenAI API Key Guide\n\n> \S.+\n\n.*\(https://guide\.example/docs/llms-full\.txt\)", head)
    nav = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), yaml.BaseLoader)["nav"]
    assert [chapter.partition("\n")[0] for chapter in chapters] == [name for item in nav for name in item]
    listed = re.findall(rf"^- \[[^]]+\]\({re.escape(SITE_URL)}(\S+)\): (.+)$", text, re.MULTILINE)
    assert len(listed) == text.count("\n- ")
    assert sorted(name for name, _ in listed) == sorted(twins(published_site))
    assert all(len(about) >= 50 for _, about in listed)


def test_llms_full_txt_holds_every_twin(published_site: Path) -> None:
    text = (published_site / "llms-full.txt").read_text("utf-8")
    for name, twin in twins(published_site).items():
        address = SITE_URL + re.sub(r"(^|/)index$", r"\1", name.removesuffix(".md"))
        assert f"Source: {address.rstrip('/')}/\n\n{twin}" in text, name


def test_llms_full_txt_holds_every_block_where_the_site_does_not_know_its_address(site: Path) -> None:
    text = (site / "llms-full.txt").read_text("utf-8")
    shown = [text for name in twins(site) for text in blocks_of(page_of(site, name))]
    assert Counter(code for _, code in fences(text)) == Counter(shown)


def test_every_page_names_its_twin_and_says_in_its_own_words_what_it_is_about(site: Path) -> None:
    descriptions = []
    for name, html in pages(site).items():
        link = attribute(html, 'link[type="text/markdown"]', "href")
        assert (page_of(site, name).parent / link).resolve() == (site / name).resolve()
        for selector in ("a[title='View as Markdown']", "button[data-copy-page]"):
            [element] = html.select(selector)
            assert (element.get("href") or element["data-copy-page"]) == link
        about = attribute(html, "meta[name=description]", "content")
        fix = "begin it with a paragraph of 50 to 160 characters, or give it a description in its front matter"
        assert 50 <= len(about) <= 160, f'docs/{name}: "{about}" is no description. Correct it: {fix}'
        assert attribute(html, 'meta[property="og:description"]', "content") == about
        descriptions.append(about)
    assert max(Counter(descriptions).values()) == 1


def test_without_an_address_of_its_own_a_site_claims_none_and_links_to_no_code(site: Path) -> None:
    for name, html in pages(site).items():
        for selector in ("link[rel=canonical]", 'meta[property="og:url"]', 'meta[property="og:image"]', "a[rel~=edit]"):
            assert html.select(selector) == [], (name, selector)
        assert html.find(class_="md-source") is None
        assert html.find(class_="md-feedback") is None
        assert "url" not in linked_data(html)[0]
    assert not (site / "assets/cards").exists()


def test_a_published_page_has_its_address_and_a_card(published_site: Path) -> None:
    cards = set()
    for name, html in pages(published_site).items():
        folder = page_of(published_site, name).parent.relative_to(published_site).as_posix()
        address = SITE_URL + ("" if folder == "." else f"{folder}/")
        assert attribute(html, "link[rel=canonical]", "href") == address
        assert attribute(html, 'meta[property="og:url"]', "content") == address
        assert attribute(html, "meta[name='twitter:card']", "content") == "summary_large_image"
        image = attribute(html, 'meta[property="og:image"]', "content")
        file = published_site / image.removeprefix(SITE_URL)
        cards.add(file.read_bytes())
        assert len(file.read_bytes()) < 40_000, name
        with Image.open(file) as card:
            assert (card.size, card.format) == ((1200, 630), "PNG")
    assert len(cards) == len(pages(published_site))


def test_the_sitemap_lists_every_page(published_site: Path) -> None:
    root = ElementTree.fromstring((published_site / "sitemap.xml").read_text("utf-8"))
    listed = {place.text for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert listed == {attribute(html, "link[rel=canonical]", "href") for html in pages(published_site).values()}


def test_pages_say_in_their_own_words_which_steps_they_have(published_site: Path) -> None:
    with_steps = set()
    for name, html in pages(published_site).items():
        graph = linked_data(html)
        for how_to in [item for item in graph if item["@type"] == "HowTo"]:
            with_steps.add(name)
            article = copy(html)
            for left_out in article.select("pre, .highlight, .proof, .headerlink"):
                left_out.decompose()
            said = " ".join(article.get_text().split())
            steps = list(steps_of(how_to))
            assert len(steps) > 2
            assert all(step in said for step in steps), (name, how_to["name"])
    declared = {
        name
        for name in pages(published_site)
        if re.match(r"---\n[^#]*^schema: howto$", (ROOT / "docs" / name).read_text("utf-8"), re.MULTILINE)
    }
    assert with_steps == declared
    assert {"start/create-a-key.md", "start/five-minutes.md"} <= declared


def test_alternatives_in_tabs_are_each_a_whole_how_to(published_site: Path) -> None:
    html = pages(published_site)["start/five-minutes.md"]
    how_tos = [item for item in linked_data(html) if item["@type"] == "HowTo"]
    assert [item["name"].rpartition(": ")[2] for item in how_tos] == ["macOS and Linux", "PowerShell", "Command Prompt"]
    assert {len(item["step"]) for item in how_tos} == {7}
    assert all(step["name"] for item in how_tos for step in item["step"])


def test_a_page_says_where_it_stands(published_site: Path) -> None:
    [trail] = [
        item
        for item in linked_data(pages(published_site)["production/logging.md"])
        if item["@type"] == "BreadcrumbList"
    ]
    assert [place["item"].removeprefix(SITE_URL) for place in trail["itemListElement"]] == [
        "",
        "production/",
        "production/logging/",
    ]


def test_a_published_page_leads_to_its_source_and_to_a_form_that_is_filled_in(published_site: Path) -> None:
    for name, html in pages(published_site).items():
        assert {link["href"] for link in html.select("a[rel~=edit]")} == {f"{REPO_URL}/edit/main/docs/{name}"}
        assert {link["href"] for link in html.find_all("a", string="See its source")} == {
            f"{REPO_URL}/blob/main/docs/{name}"
        }
        form = urlsplit(attribute(html, ".md-feedback a", "href"))
        assert form.geturl().startswith(f"{REPO_URL}/issues/new?")
        asked = parse_qs(form.query)
        assert asked["title"][0].startswith("Page: ")
        assert attribute(html, "link[rel=canonical]", "href") in asked["body"][0]


def test_a_published_page_does_not_have_the_theme_ask_the_code_host(published_site: Path) -> None:
    for name, html in pages(published_site).items():
        assert html.select(".md-source"), name
        assert html.select('[data-md-component="source"]') == [], name


def test_pages_say_when_they_last_changed_or_nothing(site: Path) -> None:
    for name, html in pages(site).items():
        said = html.select_one(".md-source-file time")
        changed = linked_data(html)[0].get("dateModified")
        if said is not None and name != "index.md":
            assert re.fullmatch(r"\w+ \d+, 20\d\d", said.get_text()), name
            assert said["datetime"] == changed


def test_the_changelog_page_is_the_change_log(site: Path) -> None:
    _, text = (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n\n", 1)
    assert twins(site)["about/changelog.md"] == f"# Changelog\n\n{text}"


def test_a_feed_of_changes_follows_the_change_log(published_site: Path) -> None:
    file = published_site / "changes.xml"
    linked = {html.find("link", type="application/atom+xml") is not None for html in pages(published_site).values()}
    assert linked == {file.exists()}
    if not file.exists():  # CHANGELOG.md was just edited, or history was cut off
        assert "CHANGELOG.md" not in read_dates(ROOT).days
        return
    feed = ElementTree.fromstring(file.read_text("utf-8"))
    entries = feed.findall(f"{ATOM}entry")
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert 1 <= len(entries) <= len(headings)
    assert str(entries[0].findtext(f"{ATOM}title")) in headings[0]
    for link in feed.iter(f"{ATOM}link"):
        path = published_site / link.attrib["href"].removeprefix(SITE_URL)
        assert (path / "index.html").exists() or path == file


def test_what_offline_may_be_is_told_in_one_line() -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("there is no make here")
    # Without the environment being made, whatever its age.
    command = [make, "--old-file", ".venv/.made", "build", "OFFLINE=yes"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == 'Makefile: OFFLINE is "yes". Say OFFLINE=1, or nothing.'
    assert "mkdocs" not in done.stdout


def test_the_site_for_the_file_system_is_audited_as_the_other_is(guide: Guide, offline_site: Path, site: Path) -> None:
    def shown(folder: Path) -> Counter[str]:
        return Counter(text for page in folder.rglob("*.html") for text in blocks_of(page))

    assert audit(guide, offline_site) == []
    assert shown(offline_site) == shown(site)
    assert shown(site).total() > 300

"""The content security policy: what pages may run, what no page may hold, and which builds go without."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from bs4 import BeautifulSoup

from provendocs.errors import GuideError
from provendocs.outbound import mark_links_out
from provendocs.plugin import ProvenDocs
from provendocs.policy import Protection
from tests.generator.conftest import put, told
from tests.generator.test_macros import CONFIG, build

FILE = '<script src="theme.js"></script>'
PAGE = '<!doctype html>\n<html><head>\n<meta charset="utf-8">\n<title>x</title>{}</head><body>{}</body></html>\n'


def a_page(head: str = "", body: str = FILE) -> str:
    return PAGE.format(head, body)


def protect(site: Path, *, policy: bool = True) -> None:
    """Protect a site whose pages no event showed."""
    Protection("", policy=policy).finish(site)


def hash_of(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def policies(site: Path) -> dict[str, dict[str, list[str]]]:
    """Return the directives of the policy of each page."""
    found = {}
    for page in site.rglob("*.html"):
        metas = BeautifulSoup(page.read_text("utf-8"), "html.parser").select(
            'meta[http-equiv="Content-Security-Policy"]'
        )
        assert len(metas) == 1, page
        parts = [directive.split() for directive in str(metas[0]["content"]).split(";")]
        found[page.relative_to(site).as_posix()] = {name: values for name, *values in parts}
    return found


def test_a_page_may_run_its_own_inline_scripts_and_no_other(tmp_path: Path) -> None:
    put(tmp_path / "index.html", a_page("<script>one()</script>\n<SCRIPT type=module async>\n two() </SCRIPT >"))
    protect(tmp_path)
    assert policies(tmp_path)["index.html"] == {
        "default-src": ["'none'"],
        "script-src": ["'self'", *sorted([hash_of("one()"), hash_of("\n two() ")])],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "object-src": ["'none'"],
    }


def test_pages_that_take_each_others_place_have_one_policy_and_redirects_their_own(tmp_path: Path) -> None:
    put(tmp_path / "index.html", a_page("<script>here('.')</script>"))
    put(tmp_path / "a/b/index.html", a_page("<script>here('../..')</script>"))
    put(tmp_path / "old/index.html", a_page("<script>go('../a/b/')</script>", ""))
    protect(tmp_path)
    found = {page: directives["script-src"] for page, directives in policies(tmp_path).items()}
    shared = ["'self'", *sorted([hash_of("here('.')"), hash_of("here('../..')")])]
    assert found == {
        "index.html": shared,
        "a/b/index.html": shared,
        "old/index.html": ["'self'", hash_of("go('../a/b/')")],
    }


@pytest.mark.parametrize(
    "kind", ['type="application/json"', "type='application/ld+json'", "type=text/x-template", 'src="a.js"', "src=a.js"]
)
def test_data_and_files_need_no_hash(tmp_path: Path, kind: str) -> None:
    put(tmp_path / "index.html", a_page(f"<script {kind}>1</script>"))
    protect(tmp_path)
    assert policies(tmp_path)["index.html"]["script-src"] == ["'self'"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_the_hash_is_of_what_a_browser_reads(tmp_path: Path, ends: str) -> None:
    put(tmp_path / "index.html", a_page(f'<script data-x="a > b">é{ends}</script>'))
    protect(tmp_path)
    assert policies(tmp_path)["index.html"]["script-src"] == ["'self'", hash_of("é\n")]


@pytest.mark.parametrize(
    ("page", "before"),
    [
        (a_page("<script>one()</script>"), '<!doctype html>\n<html><head>\n<meta charset="utf-8">'),
        ("<!doctype html><html><head lang=en><title>x</title></head></html>", "<!doctype html><html><head lang=en>"),
        ("<!DOCTYPE html>\n<p>x", "<!DOCTYPE html>"),
        ("<p>x", ""),
    ],
)
def test_the_policy_stands_before_all_that_it_is_to_hold_for(tmp_path: Path, page: str, before: str) -> None:
    file = put(tmp_path / "index.html", page)
    protect(tmp_path)
    metas = r'<meta name="referrer" content="no-referrer"><meta http-equiv="Content-Security-Policy" content="[^"]+">'
    assert re.fullmatch(re.escape(before) + metas + re.escape(page.removeprefix(before)), file.read_text("utf-8"))


def test_what_is_protected_twice_is_protected_once(tmp_path: Path) -> None:
    file = put(tmp_path / "index.html", a_page("<script>one()</script>", '<a href="https://example.com/">x</a>' + FILE))
    protect(tmp_path)
    once = file.read_bytes()
    protect(tmp_path)
    assert file.read_bytes() == once
    put(tmp_path / "other/index.html", a_page("<script>two()</script>"))
    protect(tmp_path)
    assert {len(directives["script-src"]) for directives in policies(tmp_path).values()} == {3}


def test_without_a_policy_a_page_still_tells_nobody_where_its_readers_come_from(tmp_path: Path) -> None:
    page = a_page("<style>p { color: red }</style>", '<p style="color: red" onclick="x()"></p>')
    file = put(tmp_path / "index.html", page)
    protect(tmp_path, policy=False)
    referrer = '<meta charset="utf-8"><meta name="referrer" content="no-referrer">'
    assert file.read_text("utf-8") == page.replace('<meta charset="utf-8">', referrer)


@pytest.mark.parametrize(
    ("inline", "what", "where"),
    [
        ("<td style='text-align: right'>", "a style attribute on <td>", "stylesheet"),
        ("<style>\np {}</style>", "a <style> element", "stylesheet"),
        ("<p\nonClick = 'x()'>", "an onclick attribute on <p>", "script file"),
        ("<a href=' JavaScript:x()'>", "a javascript: address on <a>", "script file"),
    ],
)
def test_what_no_hash_allows_ends_the_build_before_a_page_is_changed(
    tmp_path: Path, inline: str, what: str, where: str
) -> None:
    first = put(tmp_path / "a.html", a_page())
    put(tmp_path / "z/index.html", a_page(body=f"\n\n{inline}{FILE}"))
    line = f"z/index.html:6: {what} does nothing under the content security policy. Write it in a {where}."
    assert told(lambda: protect(tmp_path)) == line
    assert first.read_text("utf-8") == a_page()


def test_words_that_look_like_what_is_refused_are_not(tmp_path: Path) -> None:
    words = '<p title="on once = 1, style = 2">An on once = 1, a style = 2, javascript: 3, &lt;style&gt;</p>'
    put(tmp_path / "index.html", a_page("<script>x = '<p style=1 onclick=2>'</script>", words + FILE))
    protect(tmp_path)
    assert "index.html" in policies(tmp_path)


LINK_OUT = '<a href="https://example.com/">x</a>'
THEME = PAGE.format("<script>one()</script>", "{{ page.content }}" + FILE)
LINK = "[there](https://example.com/) and [here](http://127.0.0.1/)\n"
MARKED = '<a rel="noopener noreferrer" href="https://example.com/">there</a> and <a href="http://127.0.0.1/">here</a>'
SHOWN = '{{ task("list-things") }}\n{{ transcript("list-things", case="ok") }}\n'


def test_a_build_protects_every_page_of_every_plugin(tmp_path: Path) -> None:
    plugin = "  - redirects:\n      redirect_maps: { old.md: index.md }\n"
    config = CONFIG.replace("  - macros:", f"{plugin}  - macros:").replace(
        "theme:", "theme:\n  static_templates: [404.html]"
    )
    files = {"mkdocs.yml": config, "theme/main.html": THEME, "theme/404.html": THEME.replace("{{ page.content }}", "")}
    assert build(tmp_path, SHOWN + LINK, **files).status == 0
    found = policies(tmp_path / "site")
    assert found.keys() == {"index.html", "404.html", "old.html"}
    assert found["index.html"]["script-src"] == found["404.html"]["script-src"] == ["'self'", hash_of("one()")]
    assert len(found["old.html"]["script-src"]) == 2
    assert MARKED in (tmp_path / "site/index.html").read_text("utf-8")


def test_a_build_tells_what_the_policy_would_refuse_in_one_line(tmp_path: Path) -> None:
    done = build(tmp_path, SHOWN + '<p style="color: red">x</p>\n')
    assert done.status == 1
    assert " index.html:" in done.stderr
    assert "a style attribute on <p> does nothing" in done.stderr


def test_a_build_for_the_file_system_has_no_policy(tmp_path: Path) -> None:
    config = CONFIG.replace("name: null", "name: material").replace("plugins:", "plugins:\n  - offline")
    files: dict[str, str] = {"mkdocs.yml": config, "theme/main.html": THEME}
    assert build(tmp_path, SHOWN + LINK, **files).status == 0
    text = (tmp_path / "site/index.html").read_text("utf-8")
    assert "Content-Security-Policy" not in text
    assert 'content="no-referrer"' in text
    assert MARKED in text


def test_an_offline_plugin_that_is_switched_off_leaves_the_policy(tmp_path: Path) -> None:
    offline = "plugins:\n  - offline:\n      enabled: false"
    config = CONFIG.replace("name: null", "name: material").replace("plugins:", offline)
    files: dict[str, str] = {"mkdocs.yml": config, "theme/main.html": THEME}
    assert build(tmp_path, SHOWN, **files).status == 0
    assert "Content-Security-Policy" in (tmp_path / "site/index.html").read_text("utf-8")


def test_a_script_that_writes_a_link_out_may_run_as_the_page_has_it(tmp_path: Path) -> None:
    page = put(tmp_path / "index.html", a_page("""<script>x = "<a href='https://example.com/'>"</script>"""))
    protect(tmp_path)
    [script] = re.findall(r"<script>(.*?)</script>", page.read_text("utf-8"))
    assert policies(tmp_path)["index.html"]["script-src"] == ["'self'", hash_of(script)]


def test_a_link_to_an_address_that_is_malformed_leaves_the_site() -> None:
    assert mark_links_out('<a href="https://[host]/">', "https://a.example/").count("noopener") == 1


def test_pages_that_come_one_by_one_have_the_policy_of_all(tmp_path: Path) -> None:
    protection = Protection("", policy=True)
    for name, script in (("a.html", "<script>one()</script>"), ("b.html", "<script>two()</script>"), ("c.html", "")):
        put(tmp_path / name, protection.protect(a_page(script), Path(name)))
    put(tmp_path / "404.html", a_page("<script>three()</script>"))
    protection.finish(tmp_path)
    expected = ["'self'", *sorted(hash_of(script) for script in ("one()", "two()", "three()"))]
    assert [directives["script-src"] for directives in policies(tmp_path).values()] == [expected] * 4


def test_the_server_that_loads_pages_anew_gives_them_no_policy() -> None:
    plugin = ProvenDocs()
    plugin.on_startup(command="serve", dirty=False)
    config = cast("Any", SimpleNamespace(site_url=None, plugins={}))
    protected = plugin._protection_for(config).protect(a_page(body=LINK_OUT + FILE), Path("index.html"))
    assert "Content-Security-Policy" not in protected
    assert "noreferrer" in protected


ENTRIES = "<li><a href=one>1</a></li>" * 3


def test_a_script_that_writes_list_entries_gets_its_own_hash(tmp_path: Path) -> None:
    script = "put('<li>x</li>' + '<li>y</li>')"
    put(tmp_path / "index.html", a_page("", f"<ul>{ENTRIES}</ul><script>{script}</script>"))
    protect(tmp_path)
    assert policies(tmp_path)["index.html"]["script-src"] == ["'self'", hash_of(script)]


def test_a_link_out_is_marked_among_list_entries(tmp_path: Path) -> None:
    link = "<a href=https://elsewhere.example/>x</a>"
    put(tmp_path / "index.html", a_page("", f"<ul>{ENTRIES}<li>{link}</li>{ENTRIES}</ul>"))
    protect(tmp_path)
    marked = f"<ul>{ENTRIES}<li>{mark_links_out(link, '')}</li>{ENTRIES}</ul>"
    assert marked in (tmp_path / "index.html").read_text("utf-8")
    assert marked.count("noreferrer") == 1


def test_what_a_policy_refuses_is_found_among_list_entries(tmp_path: Path) -> None:
    put(tmp_path / "index.html", a_page("", f"<ul>\n{ENTRIES}\n<li style='x'>x</li>\n{ENTRIES}</ul>"))
    with pytest.raises(GuideError, match=r"^index.html:6: a style attribute on <li> "):
        protect(tmp_path)

"""What pages have for machines, in a real build of a small guide."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from provendocs.audit import blocks
from tests.generator import test_macros
from tests.generator.test_macros import CONFIG, ODD, build, environment, failed

PLUGIN = """\
      on_undefined: strict
  - provendocs-publish:
      changelog: CHANGES.md
      offline_scripts: [only.js]
"""
THEME = (
    "<head><meta name='description' content=\"{{ page.meta.description }}\">"
    "<script type='application/ld+json'>{{ published.linked_data }}</script></head>"
    "{{ page.content }}{{ page.edit_url }}"
)
FILES = {
    "mkdocs.yml": CONFIG.replace("      on_undefined: strict\n", PLUGIN),
    "theme/main.html": THEME,
    "CHANGES.md": "# Changes\n\n## 1.0 - 2026-01-31\n\n- {{ not a macro }}\n",
    "docs/only.js": "",
    "snippets/odd/task.toml": 'title = "Odd"\n',
    "snippets/odd/odd.py": ODD,
}


def test_a_twin_holds_odd_code_byte_for_byte_wherever_it_stands(tmp_path: Path) -> None:
    page = """\
# Things

{{ snippet("odd/odd.py") }}

1. In a list:

    {{ snippet("odd/odd.py") }}

    - In a list in a list:

        {{ snippet("odd/odd.py", region="middle", highlight="print") }}

!!! note

    {{ snippet("odd/odd.py") }}

=== "A tab"

    !!! note "In a tab"

        {{ snippet("odd/odd.py", region="middle") }}

{{ task("list-things") }}

{{ transcript("list-things", case="ok") }}
"""
    done = build(tmp_path, page, **FILES)
    assert done.status == 0, done.stderr
    text = tmp_path.joinpath("site/index.md").read_bytes().decode()
    shown = [block.text for block in blocks(tmp_path / "site/index.html")]
    assert [token.content for token in MarkdownIt().parse(text) if token.type in {"fence", "code_block"}] == shown
    assert len(shown) == 9


def test_a_page_is_described_by_its_front_matter_and_quotation_marks_harm_nothing(tmp_path: Path) -> None:
    page = """\
---
description: What "things" are & how to list them.
---

# Things

Text.

{{ task("list-things") }}
"""
    deep = """\
# Deep </script> "title"

This page lies in a folder, and says "so" at some length. [Up](../index.md#things)
"""
    odd = '# Odd\n\n{{ snippet("odd/odd.py") }}\n'
    done = build(tmp_path, page, **{**FILES, "docs/deep/page.md": deep, "docs/odd.md": odd})
    assert done.status == 0, done.stderr
    for name, about in {
        "index": 'What "things" are & how to list them.',
        "deep/page": 'This page lies in a folder, and says "so" at some length. Up',
    }.items():
        html = BeautifulSoup(tmp_path.joinpath(f"site/{name}.html").read_text("utf-8"), "html.parser")
        [meta], [script] = html.select('meta[name="description"]'), html.select("script")
        assert meta["content"] == about
        assert json.loads(script.get_text())["@graph"][0]["description"] == about
    listed = tmp_path.joinpath("site/llms.txt").read_text("utf-8")
    assert '(http://127.0.0.1/index.md): What "things" are & how to list them.\n' in listed
    assert "[Up](http://127.0.0.1/index.md#things)" in tmp_path.joinpath("site/deep/page.md").read_text("utf-8")
    assert "2026-01-31" in tmp_path.joinpath("site/changes.xml").read_text("utf-8")
    assert "edit/" not in tmp_path.joinpath("site/index.html").read_text("utf-8")
    assert not tmp_path.joinpath("site/only.js").exists()


def test_a_page_takes_in_a_file_of_the_project_as_it_is(tmp_path: Path) -> None:
    page = '# Changes\n\n{{ text("CHANGES.md") }}\n\n{{ task("list-things") }}\n\n{{ snippet("odd/odd.py") }}\n'
    done = build(tmp_path, page, **FILES)
    assert done.status == 0, done.stderr
    assert "\n## 1.0 - 2026-01-31\n\n- {{ not a macro }}\n" in tmp_path.joinpath("site/index.md").read_text("utf-8")


def test_a_file_of_the_project_that_is_not_there_is_told_with_the_line_of_the_page(tmp_path: Path) -> None:
    output = "\n".join(failed(tmp_path, '# Changes\n\n{{ text("CHANGE.md") }}\n', **FILES))
    assert "docs/index.md:3: CHANGE.md: there is no such file. Correct its path below the project's folder." in output


def test_a_page_of_a_kind_that_there_is_not_is_told(tmp_path: Path) -> None:
    output = "\n".join(failed(tmp_path, "---\nsearch:\n  boost: 2\nschema: hwoto\n---\n\n# Things\n", **FILES))
    assert 'docs/index.md:4: "schema: hwoto" says nothing. Write "schema: howto", or leave the line out.' in output


def test_an_empty_page_is_told(tmp_path: Path) -> None:
    output = "\n".join(failed(tmp_path, "", **FILES))
    assert "docs/index.md:1: this page is empty. Write it, or remove it." in output


def test_a_version_leads_machines_to_its_own_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_macros, "environment", lambda root: {**environment(root), "MIKE_DOCS_VERSION": "0.9"})
    done = build(tmp_path, '# Odd\n\n{{ snippet("odd/odd.py") }}\n\n{{ task("list-things") }}\n', **FILES)
    assert done.status == 0, done.stderr
    for name in ("llms.txt", "changes.xml"):
        links = re.findall(r"http://127\.0\.0\.1/[^\s\")<]*", tmp_path.joinpath("site", name).read_text("utf-8"))
        assert links
        assert all(link.startswith("http://127.0.0.1/0.9/") for link in links), name

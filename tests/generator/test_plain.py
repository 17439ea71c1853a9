"""Plain Markdown of a page: what only this site's Markdown knows becomes what all Markdown knows; code stays."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from provendocs.plain import join, pieces

#: What Markdown could take for its own, and what stands in code all the same.
ODD = '=== "Not a tab"\n    text\n  \n!!! note\n```\n{{ x }} [a](b.md) { .c } <b>\n\n\n``\n'


def plain(markdown: str) -> str:
    return join(pieces(markdown), lambda target: target)


def indented(text: str, width: int) -> str:
    """Indent as macros do: lines that hold spaces only stay as they are."""
    return "".join(" " * width + line if line.strip() else line for line in text.splitlines(keepends=True))


@pytest.mark.parametrize("width", [0, 4, 8, 12])
def test_code_is_itself_and_at_the_left_margin_wherever_it_stood(width: int) -> None:
    block = f'```` {{ .python title="a.py" data-source="a/a.py" hl_lines="1 2" }}\n{ODD}````\n'
    text = plain(f"# Title\n\n{indented(block, width)}\nAfter it.\n")
    assert text == f'# Title\n\n````python title="a.py"\n{ODD}````\n\nAfter it.\n'


def test_a_list_goes_on_after_code_with_its_own_numbers() -> None:
    text = plain(
        "1. One:\n\n    ``` { .sh }\n    a\n    ```\n\n    More of one.\n\n    - Below:\n\n"
        "        ``` { .sh }\n        b\n"
        "        ```\n\n        More below.\n\n2. Two\n   goes on.\n\n    More of two.\n"
    )
    assert text == (
        "1. One:\n\n```sh\na\n```\n\nMore of one.\n\n- Below:\n\n```sh\nb\n```\n\nMore below.\n\n"
        "2. Two\n   goes on.\n\n"
        "    More of two.\n"
    )
    read = MarkdownIt().parse(text)
    assert [token.content for token in read if token.type in {"fence", "code_block"}] == ["a\n", "b\n"]
    assert [token.attrs.get("start", 1) for token in read if token.type == "ordered_list_open"] == [1, 2]


def test_tabs_become_labels_also_in_tabs_and_in_steps() -> None:
    text = plain(
        '===! "A &quot;b&quot;"\n\n    1. One\n\n        === "C"\n\n'
        "            ``` { .sh }\n            c\n            ```\n\n"
        '        === "D"\n\n            Text.\n\n    2. Two\n\n=== "E"\n\n    Text.\n\nAfter.\n'
    )
    assert text == (
        '**A "b"**\n\n1. One\n\n**C**\n\n```sh\nc\n```\n\n**D**\n\nText.\n\n2. Two\n\n**E**\n\nText.\n\nAfter.\n'
    )


def test_notes_and_what_is_folded_become_quotes() -> None:
    text = plain(
        '!!! danger "Not `here`"\n\n    One.\n\n    Two.\n\n??? proof "Ran on Python, in 2 cases"\n\n'
        "    In short.\n\nAfter.\n\n"
        "!!! tip\n    At once.\n"
    )
    assert text == (
        "> **Danger: Not `here`**\n>\n> One.\n>\n> Two.\n\n> **Ran on Python, in 2 cases**\n>\n> In short.\n\n"
        "After.\n\n"
        "> **Tip**\n>\n> At once.\n"
    )


def test_a_note_that_holds_code_is_no_quote_which_would_mark_the_code() -> None:
    assert plain('!!! note "N"\n\n    ``` { .sh }\n    a\n    ```\n\n    After.\n') == (
        "**Note: N**\n\n```sh\na\n```\n\nAfter.\n"
    )


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("Ran on Python\n{ .proof data-search-exclude }\n", "Ran on Python\n"),
        ("## Title { #anchor }\n\n[A](b.md){ .md-button }\n", "## Title\n\n[A](b.md)\n"),
        ("`{ .kept }` and `` { .kept` } ``\n", "`{ .kept }` and `` { .kept` } ``\n"),
        (":material-key: Key, `:material-key:`\n", "Key, `:material-key:`\n"),
        ('<div class="grid" markdown>\n\n- One\n\n</div>\n', "- One\n"),
        ('<p class="lead">See <a class="b" href="x.md">x &amp; y</a></p>\n', "See [x & y](x.md)\n"),
        (
            '<svg a="b"><title id="t">A sketch</title><desc>Two boxes.</desc><text>no</text></svg>\n',
            "A sketch. Two boxes.\n",
        ),
        ("<!-- for authors -->\nText at <https://example.com/a>\n", "Text at <https://example.com/a>\n"),
        ("| a | b |\n| --- | --- |\n| `x\\|y` | {n} |\n", "| a | b |\n| --- | --- |\n| `x\\|y` | {n} |\n"),
    ],
)
def test_attributes_icons_and_html_go_and_what_they_say_stays(source: str, wanted: str) -> None:
    assert plain(source) == wanted


def test_links_are_led_elsewhere_but_not_those_in_code() -> None:
    parts = pieces(
        'A [`b`](c.md#d "T") and ![e](f.png), [over two\nlines](g.md), `[h](i.md)`.\n\n``` { .md }\n[j](k.md)\n```\n'
    )
    assert join(parts, str.upper) == (
        'A [`b`](C.MD#D "T") and ![e](F.PNG), [over two\nlines](G.MD), `[h](i.md)`.\n\n```md\n[j](k.md)\n```\n'
    )

"""Entries of lists: what is plain in a page is looked at once, and nothing else is left out."""

from __future__ import annotations

import pytest

from provendocs.entries import Entries

MENU = "<ul><li><a href=a>A</a></li><li><a href=b>B</a></li><li><a href=//c>C</a></li></ul>"


def plain(part: str) -> bool:
    return "//" not in part


def test_a_page_is_left_with_what_is_not_plain_and_gets_the_rest_back() -> None:
    rest, put_back = Entries(plain).leave_out(MENU)
    assert rest == "<ul><li><a href=a>A</a></li><li><a href=//c>C</a>"
    assert put_back(rest.replace("//c", "//d")) == MENU.replace("//c", "//d")
    assert put_back(rest) == MENU


def test_what_is_the_same_on_many_pages_is_looked_at_once() -> None:
    seen: list[str] = []

    def look(part: str) -> bool:
        seen.append(part)
        return plain(part)

    entries = Entries(look)
    rests = {entries.leave_out(MENU)[0] for _ in range(3)}
    assert seen == ["<ul><li><a href=a>A</a>", "<li><a href=b>B</a>", "<li><a href=//c>C</a>", "</ul>"]
    assert rests == {"<ul><li><a href=a>A</a></li><li><a href=//c>C</a>"}


@pytest.mark.parametrize(
    "page",
    [
        '<li><a title="</li>" href=a>A</a></li><li>x</li>',
        "<script>put('<li>x</li><li>y</li>')</script>",
        "<SCRIPT>put('<li>x</li><li>y</li>')</SCRIPT>",
        "<li>less < more</li><li>x</li>",
    ],
)
def test_a_page_whose_entry_seems_to_end_inside_a_tag_or_a_script_is_all_rest(page: str) -> None:
    rest, put_back = Entries(plain).leave_out(page)
    assert rest == page
    assert put_back(page.upper()) == page.upper()


def test_the_beginning_of_a_page_which_has_its_head_is_never_left_out() -> None:
    rest, put_back = Entries(plain).leave_out("<p>x</p>")
    assert (rest, put_back("<p>y</p>")) == ("<p>x</p>", "<p>y</p>")

"""Lists of a page: what is plain is looked at once, and nothing else is left out."""

from __future__ import annotations

import pytest

from provendocs.lists import Lists

HEAD, TAIL = "<p>head</p><ul><li>first</li></ul>", "<p>tail</p>"
A, B, C = (f"<ul><li><a href={where}>x</a></li></ul>" for where in ("a", "b", "//c"))


def plain(part: str) -> bool:
    return "//" not in part


def test_a_page_is_left_with_what_is_not_plain_and_gets_the_rest_back() -> None:
    page = HEAD + A + C + B + TAIL
    rest, put_back = Lists(plain).leave_out(page)
    assert rest == HEAD + C + TAIL
    assert put_back(rest) == page
    changed = rest.replace("//c", "//d").replace("head", "HEAD").replace("tail", "TAIL")
    assert put_back(changed) == page.replace("//c", "//d").replace("head", "HEAD").replace("tail", "TAIL")


@pytest.mark.parametrize(
    "pages",
    [
        [[A, B, C], [A, B, C]],
        [[A, B, C], [C, B, A]],
        [[A, B, C], [B, C]],
        [[B], [A, B, C]],
        [[A, B, C], [], [A, B, C]],
        [[A, A], [A], [A, A, A]],
    ],
    ids=lambda pages: " ".join("".join("ABC"[[A, B, C].index(one)] for one in page) or "-" for page in pages),
)
def test_what_is_the_same_on_many_pages_is_looked_at_once_wherever_it_stands(pages: list[list[str]]) -> None:
    seen: list[str] = []

    def look(part: str) -> bool:
        seen.append(part)
        return plain(part)

    lists = Lists(look)
    for number, page in enumerate(pages):
        head, tail = HEAD.replace("head", f"head {number}"), TAIL.replace("tail", f"tail {number}")
        rest, put_back = lists.leave_out("".join([head, *page, tail]))
        assert rest == "".join([head, *(one for one in page if one == C), tail])
        assert put_back(rest) == "".join([head, *page, tail])
    heads = [HEAD.replace("head", f"head {number}") for number in range(len(pages))]
    assert sorted(seen) == sorted([*heads, *{one for page in pages for one in page}])


@pytest.mark.parametrize(
    "page",
    [
        '<ul><li><a title="</ul>" href=a>A</a></li></ul><ul>x</ul>',
        "<script>put('<ul>x</ul><ul>y</ul>')</script>",
        "<SCRIPT>put('<ul>x</ul><ul>y</ul>')</SCRIPT>",
        "<ul>less < more</ul><ul>x</ul>",
    ],
)
def test_a_page_whose_list_seems_to_end_inside_a_tag_or_a_script_is_all_rest(page: str) -> None:
    lists = Lists(plain)
    for _ in range(2):
        rest, put_back = lists.leave_out(page)
        assert rest == page
        assert put_back(page.upper()) == page.upper()


def test_a_page_without_a_list_is_all_rest() -> None:
    rest, put_back = Lists(plain).leave_out("<p>x</p>")
    assert (rest, put_back("<p>y</p>")) == ("<p>x</p>", "<p>y</p>")

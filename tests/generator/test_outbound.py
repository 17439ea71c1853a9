"""Links out: what a page says of a link that leaves its site, and that nothing else in the page changes."""

from __future__ import annotations

import pytest

from provendocs.outbound import mark_links_out

SITE = "https://guide.example/docs/"


@pytest.mark.parametrize(
    ("link", "marked"),
    [
        ('<a href="https://example.com/">', '<a rel="noopener noreferrer" href="https://example.com/">'),
        ("<a href='http://example.com/'>", "<a rel=\"noopener noreferrer\" href='http://example.com/'>"),
        ("<a href=//example.com>", '<a rel="noopener noreferrer" href=//example.com>'),
        ('<A\n HREF = "HTTPS://example.com/">', '<A rel="noopener noreferrer"\n HREF = "HTTPS://example.com/">'),
        (
            '<a title="1 > 0" href="https://example.com/">',
            '<a rel="noopener noreferrer" title="1 > 0" href="https://example.com/">',
        ),
        (
            '<a href="https://example.com/" rel="edit" class="x">',
            '<a href="https://example.com/" rel="edit noopener noreferrer" class="x">',
        ),
        (
            "<a rel='noopener' href='https://example.com/'>",
            "<a rel=\"noopener noreferrer\" href='https://example.com/'>",
        ),
        ("<a rel=me href=https://example.com/>", '<a rel="me noopener noreferrer" href=https://example.com/>'),
        (
            '<a href="https://guide.example.com/docs/">',
            '<a rel="noopener noreferrer" href="https://guide.example.com/docs/">',
        ),
    ],
)
def test_a_link_out_says_that_nothing_is_told(link: str, marked: str) -> None:
    page = f"<p>{link}there</a> &lt;a href=\"https://example.com/\"&gt; <abbr title='https://example.com/'>x</abbr></p>"
    assert mark_links_out(page, SITE) == page.replace(link, marked)
    assert mark_links_out(mark_links_out(page, SITE), SITE) == page.replace(link, marked)


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://guide.example/docs/start/">',
        '<a href="//guide.example/">',
        '<a href="../start/">',
        '<a href="#there">',
        '<a href="mailto:somebody@example.com">',
        '<a data-href="https://example.com/" href="there">',
        '<link href="https://example.com/">',
        '<abbr href="https://example.com/">',
        "<a>",
    ],
)
def test_what_stays_on_the_site_is_left_as_it_is(link: str) -> None:
    assert mark_links_out(link, SITE) == link


def test_without_an_address_of_its_own_a_site_takes_every_host_for_another() -> None:
    assert mark_links_out('<a href="https://guide.example/">', "").startswith('<a rel="noopener noreferrer"')

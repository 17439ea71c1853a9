"""A page's description: its first sentences, without marks, of a length that search engines show."""

from __future__ import annotations

import pytest

from provendocs.describe import LONGEST, SHORTEST, describe
from provendocs.plain import pieces


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (
            "# T\n\n**401**, `invalid_key`, *at* [the `API`](x.md): it got a key that it does\nnot know.\n",
            "401, invalid_key, at the API: it got a key that it does not know.",
        ),
        (
            "# T\n\nToo short.\n\n> **Note**\n\n- item\n\n| a |\n\n1. step\n\n"
            "So this one is taken as well, and it is enough.\n\nNot this.\n",
            "Too short. So this one is taken as well, and it is enough.",
        ),
        (
            '# T\n\n=== "A tab"\n\n    A text in a tab that says enough to be a description.\n',
            "A text in a tab that says enough to be a description.",
        ),
        ("# T\n\nShort.\n", "Short."),
        ("# T\n\nShort.\n\n``` { .sh }\ncode\n```\n\nRan with thing 1.0 and 2.0, and with others.\n", "Short."),
        ("# T\n\n``` { .sh }\ncode\n```\n\nA page may begin with its code.\n", "A page may begin with its code."),
        ("# T\n", ""),
    ],
)
def test_a_description_is_how_the_page_begins(source: str, wanted: str) -> None:
    assert describe(pieces(source)) == wanted


def test_a_long_beginning_is_cut_after_a_sentence_or_else_after_a_word() -> None:
    sentence = "This sentence has fifty characters, and a few more."
    assert describe(pieces(f"# T\n\n{sentence} {sentence} {sentence} {sentence}\n")) == " ".join([sentence] * 3)
    cut = describe(pieces("# T\n\n" + "word, " * 60))
    assert cut.endswith("word...")
    assert SHORTEST < len(cut) <= LONGEST
    assert len(describe(pieces("# T\n\n" + "x" * 300 + "\n"))) == LONGEST

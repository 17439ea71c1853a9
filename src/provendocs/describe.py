"""Say in a sentence or two what a page is about: for search engines, previews of links and lists of pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provendocs.plain import Piece

#: How many characters a description has at least and at most: what search engines show of one.
SHORTEST, LONGEST = 50, 160

#: Titles, tables, lists, quotes and labels say little when they stand alone.
_NO_SENTENCE = re.compile(r"[#|>*\-+<]|\d+\.\s|!\[")
_LABEL = re.compile(r"\*\*[^*]+\*\*")
_LINK = re.compile(r"!?\[((?:[^][]|\[[^]]*\])*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|(?<!\w)[*_]|[*_](?!\w)|`|\\(?=\W)")


def describe(parts: Sequence[Piece]) -> str:
    """Take a description from the first paragraphs of a page.

    Args:
        parts: The page, taken apart.

    Returns:
        At most `LONGEST` characters on one line, where that can be at the end of a sentence; fewer than `SHORTEST`,
        where the page says no more before its code.
    """
    said = ""
    for part in parts:
        if part.is_code and said:
            break  # What follows may tell of the code, and not of the page.
        for paragraph in part.text.split("\n\n") if not part.is_code else ():
            bare = _LABEL.sub("", paragraph, count=1) if paragraph.startswith("**") else paragraph
            if bare.strip() and not _NO_SENTENCE.match(bare):
                said = f"{said} {_without_marks(paragraph)}".strip()
            if len(said) >= SHORTEST:
                return shorten(said)
    return said


def shorten(text: str, longest: int = LONGEST) -> str:
    """Cut a text after a sentence, or after a word if its first sentence is too long or says too little."""
    if len(text) <= longest:
        return text
    ends = [match.end() for match in re.finditer(r"[.!?](?= )", text[: longest + 1])]
    if ends and ends[-1] >= SHORTEST:
        return text[: ends[-1]]
    end = text.rfind(" ", 0, longest - 2)
    return text[: end if end > 0 else longest - 3].rstrip(",;:") + "..."


def _without_marks(paragraph: str) -> str:
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", paragraph)).split())

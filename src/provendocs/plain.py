"""Write a page as plain Markdown, for programs that read and for people who copy: the page's twin.

It is made from the source after its macros ran, not from the HTML, so that the labels of tabs, the languages of code
and the code's own bytes are those that the author wrote. What only this site's Markdown knows becomes what every
Markdown knows: tabs become labels, notes and what is folded become quotes, attributes go.

Code always stands at the left margin, in steps too. So its bytes are the file's for a reader that knows no Markdown,
and a list goes on with the number that its next step has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

_FENCE = re.compile(r"(?P<margin> *)(?P<mark>`{3,}|~{3,})(?P<head>[^`]*)")
_TAB_LABEL = re.compile(r' *===[!+]* +"(?P<label>.*)" *')
_NOTE = re.compile(r' *(?:!!!|\?\?\?\+?) +(?P<kinds>[\w -]*?)(?: *"(?P<title>.*)")? *')
#: What comes before the title of a note of these kinds; other kinds are a matter of looks.
_KINDS = {"note", "info", "tip", "success", "question", "warning", "failure", "danger", "bug", "example", "quote"}
#: A line of HTML, but not an address in angle brackets.
_HTML = re.compile(r" *(?:</?[a-z][a-z0-9-]*(?:[\s/>]|$)|<!--)")
#: A tag, likewise.
_TAG = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^>]*|/)?>")

_TITLE = re.compile(r'\btitle="([^"]*)"')
_LANGUAGE = re.compile(r"\s*\{?\s*\.?([\w+#-]*)")
_ATTRIBUTE_LINE = re.compile(r"^ *\{:? *[.#\w][^{}\n]*\} *\n?", re.MULTILINE)
_ATTRIBUTES = re.compile(r" ?\{:? *[.#][\w-][^{}\n]*\}")
_ICON = re.compile(r":(?:material|octicons|fontawesome|simple)-[\w-]+: ?")
_SPAN = re.compile(r"((?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\n).)*?(?<!`)(?P=ticks)(?!`))", re.DOTALL)
_LINK = re.compile(r"(?<=\])\((?P<target>[^()\s]+)(?P<title>\s+\"[^\"]*\")?\)")


@dataclass(frozen=True)
class Piece:
    """A part of a page.

    Args:
        text: Its lines, without an empty one at either end.
        is_code: Whether it is a fenced block of code, which nothing may change.
    """

    text: str
    is_code: bool = False


@lru_cache(maxsize=1024)
def pieces(markdown: str) -> tuple[Piece, ...]:
    """Take a page apart, and write each part as plain Markdown. A server asks again for the pages that stay.

    Args:
        markdown: The page's source after its macros ran, without its front matter.

    Returns:
        Its parts in their order. Links still lead where the source has them lead.
    """
    return tuple(piece for piece in _read(markdown.split("\n")) if piece.text)


def join(parts: Sequence[Piece], lead: Callable[[str], str]) -> str:
    """Put the parts of a page together.

    Args:
        parts: The parts.
        lead: Takes where a link leads in the source, and returns where it leads in the twin.

    Returns:
        The twin's text, with a line break at its end.
    """

    def follow(match: re.Match[str]) -> str:
        return f"({lead(match['target'])}{match['title'] or ''})"

    texts = [part.text if part.is_code else _outside_code(_LINK, follow, part.text) for part in parts]
    return "\n\n".join(texts) + "\n"


def _read(lines: list[str]) -> Iterator[Piece]:
    text: list[str] = []
    # How far in the last block stood that went to the left margin: what follows in the same list goes along.
    moved = at = 0
    while at < len(lines):
        line = lines[at]
        margin = len(line) - len(line.lstrip(" "))
        first = line[margin : margin + 1]
        fence = _FENCE.fullmatch(line) if first in {"`", "~"} else None
        note = _NOTE.fullmatch(line) if first in {"!", "?"} else None
        is_tab = _TAB_LABEL.fullmatch(line) if first == "=" else None
        if fence or note or is_tab:
            yield _prose(text)
            text = []
            moved = margin
            body, at = _fenced(lines, at) if fence else _below(lines, at + 1, margin + 4)
            if fence:
                yield _code(fence, body)
            elif is_tab:
                yield Piece(f"**{unescape(is_tab['label'])}**")
                yield from _read(body)
            elif note:
                yield from _note(note, body)
        elif first == "<" and _HTML.match(line):
            end = next((n for n in range(at, len(lines)) if not lines[n].strip()), len(lines))
            text.append(_without_tags("\n".join(line[min(moved, margin) :] for line in lines[at:end])))
            at = end
        else:
            moved = moved if margin or not line else 0
            text.append(line[min(moved, margin) :])
            at += 1
    yield _prose(text)


def _fenced(lines: list[str], start: int) -> tuple[list[str], int]:
    """Return what a fence holds, at the left margin, and the line after it."""
    opening = _FENCE.fullmatch(lines[start])
    assert opening
    closing, margin = opening["margin"] + opening["mark"], len(opening["margin"])
    end = next((n for n in range(start + 1, len(lines)) if lines[n].rstrip() == closing), len(lines))
    return [_moved(line, margin) for line in lines[start + 1 : end]], end + 1


def _below(lines: list[str], start: int, margin: int) -> tuple[list[str], int]:
    """Return the lines that stand further in, at the left margin, and the line after them."""
    end = start
    while end < len(lines) and (not lines[end].strip() or lines[end][:margin].isspace()):
        end += 1
    return [_moved(line, margin) for line in lines[start:end]], end


def _moved(line: str, margin: int) -> str:
    """Move a line to the left. What indented it left alone lines that hold spaces only."""
    return line[margin:] if line.strip() else line


def _code(fence: re.Match[str], body: list[str]) -> Piece:
    language, title = _LANGUAGE.match(fence["head"]), _TITLE.search(fence["head"])
    head = (language[1] if language else "") + (f' title="{title[1]}"' if title else "")
    return Piece("\n".join([fence["mark"] + head, *body, fence["mark"]]), is_code=True)


def _note(note: re.Match[str], body: list[str]) -> Iterator[Piece]:
    """Write a note or what is folded as a quote, and under its title where it holds code, which a quote would mark."""
    kind = next((kind for kind in note["kinds"].split() if kind in _KINDS), "").capitalize()
    title = f"**{': '.join(filter(None, [kind, unescape(note['title'] or '')]))}**"
    inside = [piece for piece in _read(body) if piece.text]
    if any(piece.is_code for piece in inside):
        yield from [Piece(title), *inside]
        return
    quoted = "\n\n".join([title, *(piece.text for piece in inside)])
    yield Piece("\n".join(f"> {line}".rstrip() for line in quoted.split("\n")))


def _prose(lines: list[str]) -> Piece:
    text = _ATTRIBUTE_LINE.sub("", "\n".join(lines) + "\n")
    for pattern in (_ATTRIBUTES, _ICON):
        text = _outside_code(pattern, lambda _: "", text)
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return Piece(re.sub(r"\n{3,}", "\n\n", text).strip("\n"))


def _outside_code(pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str) -> str:
    """Replace a pattern where it does not stand between backticks."""
    if not pattern.search(text):
        return text
    parts = _SPAN.split(text)  # text, a span, its backticks, text, and so on
    parts[::3] = [pattern.sub(replace, part) for part in parts[::3]]
    del parts[2::3]
    return "".join(parts)


def _without_tags(html: str) -> str:
    """Return what HTML says: of a drawing, its title and description, and of a link, where it leads."""
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    html = re.sub(r"<svg\b.*?</svg>", _said_of_drawing, html, flags=re.DOTALL)
    html = re.sub(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', r"[\2](\1)", html, flags=re.DOTALL)
    return unescape(_TAG.sub("", html)).strip("\n")


def _said_of_drawing(svg: re.Match[str]) -> str:
    said = re.findall(r"<(?:title|desc)\b[^>]*>(.*?)</", svg[0], flags=re.DOTALL)
    return ". ".join(text.strip().removesuffix(".") for text in said) + "." if said else ""

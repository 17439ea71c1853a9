"""Lists of a page. Those in the menu of a large site are long, and the same on nearly all pages: one look is enough."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

#: What ends a list, as the theme writes it.
_END = "</ul>"


class _Kind(Enum):
    """What a part of a page is; the last ends inside a tag or a script, and must not be parted from what follows."""

    PLAIN = auto()
    REST = auto()
    OPEN = auto()


class Lists:
    """Remembers, for one build, which parts of pages need no look: each reaches to the end of a list.

    Args:
        is_plain: Whether a part of a page needs none. It is asked once for all parts that are the same.
    """

    def __init__(self, is_plain: Callable[[str], bool]) -> None:
        self._is_plain = is_plain
        self._kinds: dict[str, _Kind] = {}
        #: The parts of the page before. Most of the next page's are the same, in the same order.
        self._before: list[tuple[str, _Kind]] = []

    def leave_out(self, page: str) -> tuple[str, Callable[[str], str]]:
        """Take what is plain out of a page.

        Args:
            page: The page.

        Returns:
            The rest, with the page's beginning and its end, and what puts the other parts back: given the rest, changed
            but for the ends of lists, it returns the page with these changes. A page with a list that seems to end
            inside a tag or a script is all rest.
        """
        parts, tail = self._parts(page)
        if any(kind is _Kind.OPEN for _, kind in parts):
            return page, lambda changed: changed
        left = [number for number, (_, kind) in enumerate(parts) if kind is not _Kind.PLAIN or number == 0]

        def put_back(changed: str) -> str:
            whole = [part for part, _ in parts]
            *ended, last = changed.split(_END)
            for number, part in zip(left, ended, strict=True):
                whole[number] = part + _END
            return "".join([*whole, last])

        return "".join([*(parts[number][0] for number in left), tail]), put_back

    def _parts(self, page: str) -> tuple[list[tuple[str, _Kind]], str]:
        """Return the parts of a page, each with the end of its list, and what follows the last."""
        parts: list[tuple[str, _Kind]] = []
        start = 0
        before = iter(self._before)
        while True:
            known = next(before, None)
            if known and page.startswith(known[0], start):
                parts.append(known)
            elif (end := page.find(_END, start)) >= 0:
                part = page[start : end + len(_END)]
                parts.append((part, self._kinds.get(part) or self._look(part)))
            else:
                break
            start += len(parts[-1][0])
        self._before = parts
        return parts, page[start:]

    def _look(self, part: str) -> _Kind:
        small = part.removesuffix(_END).lower()
        if small.rfind("<") > small.rfind(">") or small.rfind("<script") > small.rfind("</script"):
            kind = _Kind.OPEN
        else:
            kind = _Kind.PLAIN if self._is_plain(part) else _Kind.REST
        self._kinds[part] = kind
        return kind

"""Entries of lists. Each page of a large site has a thousand in its menu, nearly all the same: one look is enough."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

#: What ends an entry, as the theme writes it.
_END = "</li>"


class _Kind(Enum):
    """What a part of a page is; the last ends inside a tag or a script, and must not be parted from what follows."""

    PLAIN = auto()
    REST = auto()
    OPEN = auto()


class Entries:
    """Remembers, for one build, which entries need no look.

    Args:
        is_plain: Whether a part of a page needs none. It is asked once for all parts that are the same.
    """

    def __init__(self, is_plain: Callable[[str], bool]) -> None:
        self._is_plain = is_plain
        self._kinds: dict[str, _Kind] = {}

    def leave_out(self, page: str) -> tuple[str, Callable[[str], str]]:
        """Take what is plain out of a page.

        Args:
            page: The page.

        Returns:
            The rest, which begins with the page's beginning, and what puts it back: given the rest, changed but for
            the ends of entries, it returns the page with these changes. A page with an entry that seems to end inside
            a tag or a script is all rest.
        """
        parts = page.split(_END)
        kinds = list(map(self._kinds.get, parts))
        if None in kinds:
            kinds = [kind or self._look(part) for part, kind in zip(parts, kinds, strict=True)]
        if _Kind.OPEN in kinds[:-1]:
            return page, lambda changed: changed
        left = [number for number, kind in enumerate(kinds) if kind is not _Kind.PLAIN or number == 0]

        def put_back(changed: str) -> str:
            for number, part in zip(left, changed.split(_END), strict=True):
                parts[number] = part
            return _END.join(parts)

        return _END.join([parts[number] for number in left]), put_back

    def _look(self, part: str) -> _Kind:
        small = part.lower()
        if small.rfind("<") > small.rfind(">") or small.rfind("<script") > small.rfind("</script"):
            kind = _Kind.OPEN
        else:
            kind = _Kind.PLAIN if self._is_plain(part) else _Kind.REST
        self._kinds[part] = kind
        return kind

"""Named parts of a snippet, marked by comment lines that readers do not see.

    # region request
    ...
    # endregion

Editors fold such regions. The marker lines belong to the file, not to the snippet: what a page shows and what
a test runs is the file without them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from textwrap import dedent

from provendocs.errors import GuideError, did_you_mean
from provendocs.languages import Language


@dataclass(frozen=True)
class Marked:
    """A file taken apart.

    Args:
        path: The file.
        lines: Its lines without the markers, each with its line end.
        regions: First line and the line after the last of each region, counted from 0 in `lines`.
    """

    path: Path
    lines: tuple[str, ...]
    regions: dict[str, tuple[int, int]]

    @property
    def text(self) -> str:
        """The file without its marker lines."""
        return "".join(self.lines)

    def region(self, name: str) -> str:
        """Return one region, moved to the left margin.

        Raises:
            GuideError: The file has no such region.
        """
        if name not in self.regions:
            raise GuideError(self.path, f'there is no region "{name}"', did_you_mean(name, self.regions))
        first, after = self.regions[name]
        return dedent("".join(self.lines[first:after]))


def take_apart(path: Path, text: str, language: Language) -> Marked:
    """Find the regions of a file.

    Args:
        path: The file, for error messages.
        text: What it holds.
        language: Its language, which says how a comment begins.

    Returns:
        The lines that readers see, and the regions among them.

    Raises:
        GuideError: A region is opened twice, inside another, never closed, or empty; or closed without being open.
    """
    comment = "|".join(re.escape(opening) for opening in language.comments)
    marker = re.compile(rf"\s*(?:{comment})\s*(region\s+(?P<name>[\w-]+)|endregion)\s*$")
    lines: list[str] = []
    regions: dict[str, tuple[int, int]] = {}
    name, opened = "", 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        match = marker.match(line)
        if match is None:
            lines.append(line)
        elif match["name"]:
            if name:
                raise GuideError(path, f'region "{name}" is still open here', "Close it first", line=number)
            if match["name"] in regions:
                raise GuideError(path, f'region "{match["name"]}" stands here again', "Rename one", line=number)
            name, opened, start = match["name"], number, len(lines)
        elif not name:
            raise GuideError(path, "no region is open here", "Remove this line or open a region", line=number)
        elif start == len(lines):
            raise GuideError(path, f'region "{name}" is empty', "Fill it or remove it", line=opened)
        else:
            regions[name], name = (start, len(lines)), ""
    if name:
        raise GuideError(path, f'region "{name}" is never closed', "Add an endregion line", line=opened)
    return Marked(path, tuple(lines), regions)


def put_together(old_file: str, old_text: str, new_text: str) -> str:
    """Carry an edit of the marker-free text over to the file that has the markers.

    Args:
        old_file: The file, markers included.
        old_text: The same without markers.
        new_text: The edited text, without markers.

    Returns:
        The edited file, markers included.
    """
    file_lines = old_file.splitlines(keepends=True)
    old_lines = old_text.splitlines(keepends=True)
    new_lines = new_text.splitlines(keepends=True)
    position = positions(file_lines, old_lines)
    edits = SequenceMatcher(a=old_lines, b=new_lines, autojunk=False).get_opcodes()
    for kind, a_first, a_after, b_first, b_after in reversed(edits):
        if kind == "insert":
            at = position[a_first - 1] + 1 if a_first else 0
            file_lines[at:at] = new_lines[b_first:b_after]
        elif kind != "equal":
            for index in range(a_after - 1, a_first, -1):
                del file_lines[position[index]]
            file_lines[position[a_first] : position[a_first] + 1] = new_lines[b_first:b_after]
    return "".join(file_lines)


def positions(file_lines: list[str], text_lines: list[str]) -> list[int]:
    """Say where each line of the marker-free text stands in the file."""
    positions: list[int] = []
    for index, line in enumerate(file_lines):
        if len(positions) < len(text_lines) and line == text_lines[len(positions)]:
            positions.append(index)
    return positions


def highlighted_lines(where: Path | str, text: str, wanted: str) -> list[int]:
    """Find the lines that hold a text.

    Args:
        where: What the error message names.
        text: The block that is shown.
        wanted: The text that the highlighted lines hold.

    Returns:
        The numbers of those lines, counted from 1.

    Raises:
        GuideError: No line holds it.
    """
    numbers = [number for number, line in enumerate(text.splitlines(), start=1) if wanted in line]
    if not numbers:
        raise GuideError(where, f'no line holds "{wanted}" to highlight', "Correct the highlight")
    return numbers

"""The text of the guide as plain Markdown that every generator of sites reads the same way."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.pages import Page

from tests.conftest import ROOT

_BLOCK = re.compile(r'(?P<indent> *)(?:===[!+]?|!!!|\?\?\?\+?) *(?:[\w-]+ *)*"(?P<title>.*)"$')
_FENCE = re.compile(r"(?P<fence>`{3,}) *\{ *\.(?P<lexer>[\w-]+)[^}]*\}$")
_ATTRIBUTES = re.compile(r" *\{:? *[#.][^}]*\}$")


class _Export(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # BasePlugin is generic in its options; this has none
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @event_priority(-100)  # when all macros have been replaced
    def on_page_markdown(self, markdown: str, *, page: Page, config: object, files: object) -> None:  # noqa: ARG002
        """Write a page down as plain Markdown."""
        target = self.folder / page.file.src_uri
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"---\ntitle: {page.title!r}\n---\n\n{plain(markdown)}", "utf-8")


def plain(markdown: str) -> str:
    """Write tabs and notes as a bold title and what is in them, and fences with nothing but their language."""
    lines: list[str] = []
    inner: list[int] = []  # the indentation that each block around a line gave what is in it
    for line in markdown.splitlines():
        indent = len(line) - len(line.lstrip())
        while line.strip() and inner and indent < inner[-1]:
            inner.pop()
        text = line[4 * len(inner) :]
        if block := _BLOCK.match(line):
            inner.append(len(block["indent"]) + 4)
            lines += ["", f"{text[: len(text) - len(text.lstrip())]}**{block['title']}**", ""]
        else:
            lines.append(_ATTRIBUTES.sub("", _FENCE.sub(r"\g<fence>\g<lexer>", text)))
    return "\n".join(lines) + "\n"


def export(folder: Path) -> Path:
    """Write every page of the guide into a folder, and return the folder."""
    with TemporaryDirectory() as site:
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=site)
        config.plugins["export"] = _Export(folder)
        build(config)
    return folder

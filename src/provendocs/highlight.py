"""`pymdownx.highlight`, which colors a block of code once: pages show the same block again and again.

Put `provendocs.highlight` in its place in `mkdocs.yml`; it has the same settings.
"""

from __future__ import annotations

from typing import Any, ClassVar

from pymdownx.highlight import Highlight, HighlightExtension


class _Once(Highlight):  # type: ignore[misc]  # the extensions have no types
    #: The HTML of each block, by all that it is made of.
    _colored: ClassVar[dict[str, str]] = {}

    def highlight(self, src: str, *args: Any, code_block_count: int = 0, **options: Any) -> Any:
        """Return a block as HTML, or what stands in a line as an element.

        Args:
            src: The code.
            args: What `Highlight` takes.
            code_block_count: How many blocks the page has had. It matters to the names of lines only.
            options: What `Highlight` takes.
        """
        has_html_title = self.auto_title or self.title_mode == "html"  # which is kept with the page
        if options.get("inline") or has_html_title or self.line_spans or self.line_anchors:
            return super().highlight(src, *args, code_block_count=code_block_count, **options)
        settings = {name: value for name, value in vars(self).items() if name != "md"}
        made_of = repr((src, args, options, settings))
        if made_of not in self._colored:
            self._colored[made_of] = super().highlight(src, *args, **options)
        return self._colored[made_of]


class Extension(HighlightExtension):  # type: ignore[misc]  # likewise
    """Has blocks colored once."""

    def get_pymdownx_highlighter(self) -> type[Highlight]:
        """Return what other extensions color code with."""
        return _Once


def makeExtension(**settings: Any) -> Extension:  # noqa: N802  # Python-Markdown asks for it by this name
    """Return the extension, for Python-Markdown."""
    return Extension(**settings)

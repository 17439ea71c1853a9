"""Code is colored as `pymdownx.highlight` colors it, and each block once."""

from __future__ import annotations

from typing import Any

import pytest
from markdown import Markdown
from pymdownx.highlight import Highlight

BLOCKS = """\
``` { .python title="a.py" data-source="a.py" hl_lines="2" }
a = 1
b = "<b>"
```

    indented = True

Text with `#!python print(1)` in it.

``` { .python title="b.py" data-source="b.py" }
a = 1
b = "<b>"
```

``` python
untitled = 1
```

``` { .python title="<b>c.py</b>" title_mode="html" }
c = 1
```
"""


def html(highlighter: str, text: str, **settings: Any) -> str:
    """Return a text as HTML."""
    extensions = ["attr_list", highlighter, "pymdownx.inlinehilite", "pymdownx.superfences"]
    return str(Markdown(extensions=extensions, extension_configs={highlighter: settings}).convert(text))


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"pygments_lang_class": True, "stripnl": False},
        {"linenums": True, "line_spans": "__span", "anchor_linenums": True},
        {"auto_title": True},
        {"use_pygments": False},
        {"auto_title": True, "auto_title_map": {"Python": {"title": "<b>Py</b>", "mode": "html"}}},
    ],
    ids=str,
)
def test_each_setting_gives_what_the_original_gives_the_second_time_too(settings: dict[str, Any]) -> None:
    expected = html("pymdownx.highlight", BLOCKS * 2, **settings)
    for _ in range(2):
        assert html("provendocs.highlight", BLOCKS * 2, **settings) == expected


def test_a_block_is_colored_once_whatever_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    colored: list[str] = []
    highlight = Highlight.highlight

    def note(self: Highlight, src: str, *args: Any, **options: Any) -> Any:
        colored.append(src)
        return highlight(self, src, *args, **options)

    monkeypatch.setattr(Highlight, "highlight", note)
    fence = "``` python\nonly_here = 1\n```\n"
    for page in (fence, f"# Title\n\n{fence}", f"=== x\n\n{fence}\n{fence}"):
        html("provendocs.highlight", page)
    assert colored == ["only_here = 1"]

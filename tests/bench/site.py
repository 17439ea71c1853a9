"""The build: the real site, and a site of a thousand pages beside the same text without macros, and under Zensical.

Each page of that site shows one snippet. Beside it stands the same Markdown with the macros already done, and without
the plugin. Told is the processor time of all that a build starts, so that other programs count less.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median

from provendocs.guide import load_guide
from provendocs.render import snippet_block
from tests.bench.clock import line
from tests.bench.tree import tree_with
from tests.conftest import ROOT

PAGES = 1000
ROUNDS = 3

_PLUGINS = """\
plugins:
  - search
"""
_MACROS = """\
  - provendocs
  - macros:
      modules: [provendocs.macros]
      on_error_fail: true
      on_undefined: strict
"""
_PAGE = """\
# Page {number}

Save this under the name above the code, and run it.

## The code

{code}

It prints a greeting.
"""
_CONFIG = """\
site_name: A thousand pages
site_url: http://127.0.0.1/
strict: true
exclude_docs: facts.toml
theme:
  name: material
  font: false
  features: [content.code.copy, content.tabs.link, navigation.prune, navigation.sections]
markdown_extensions:
  - admonition
  - attr_list
  - md_in_html
  - pymdownx.details
  - pymdownx.highlight:
      pygments_lang_class: true
      stripnl: false
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true
"""


def measure(scratch: Path) -> list[str]:
    """Measure, and return the lines of the table."""
    ours, plain, zensical = a_thousand_pages(scratch)
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(scratch / "site")]
    rounds = [
        [
            _spent(ROOT, *build),
            _spent(ROOT, sys.executable, "-m", "provendocs.audit", str(scratch / "site")),
            _spent(plain, *build),
            _spent(ours, *build),
            _spent(zensical, sys.executable, "-m", "zensical", "build", "--clean"),
        ]
        for _ in range(ROUNDS)
    ]
    real, audit, beside, here, successor = (min(times) for times in zip(*rounds, strict=True))
    times = median(one[3] / one[2] for one in rounds)
    return [
        f"A build from nothing, strict: processor time, the least of {ROUNDS} in turn; the times, their middle",
        line("the real site", real),
        line("the audit of the real site", audit),
        line(f"{PAGES} pages, plain Material for MkDocs", beside),
        line(f"{PAGES} pages, each with a snippet, here", here, here / times),
        line(f"{PAGES} pages, plain Zensical", successor, beside),
    ]


def a_thousand_pages(scratch: Path) -> tuple[Path, Path, Path]:
    """Lay out the site with snippets, with their Markdown in their place, and the latter again for Zensical."""
    ours = tree_with(scratch / "snippets", PAGES, "first_request.py")
    plain, zensical = scratch / "plain", scratch / "zensical"
    guide = load_guide(ours)
    for number, snippet in enumerate(guide.snippets.files.values()):
        name = f"docs/chapter-{number // 25:02}/page-{number:04}.md"
        _put(ours / name, _PAGE.format(number=number, code=f'{{{{ snippet("{snippet.name}") }}}}'))
        for folder in (plain, zensical):
            _put(folder / name, _PAGE.format(number=number, code=snippet_block(guide, snippet)))
    for folder in (ours, plain, zensical):
        _put(folder / "docs/index.md", "# A thousand pages\n")
        _put(folder / "mkdocs.yml", _CONFIG + _PLUGINS + (_MACROS if folder == ours else ""))
    return ours, plain, zensical


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _spent(folder: Path, *command: str) -> float:
    """Run a command in a folder; return the seconds of processor time that it took, with all that it started."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "build/bench")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

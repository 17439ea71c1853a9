"""Read the built site and demand that every code block is, byte for byte, what it says it is.

The pages are taken as the browser gets them, so that a block which a macro, Markdown or a theme has changed on the
way is found, whatever made the change.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from provendocs.audit_proof import not_proven, proven_line
from provendocs.errors import GuideError
from provendocs.guide import Guide, load_guide
from provendocs.matrix_rows import current_words
from provendocs.render import reply_text, request_text
from provendocs.transcript import REQUEST_FILE, current_transcript


def audit(guide: Guide, site: Path, *, require_proof: bool = False) -> list[str]:
    """Compare every `<pre>` of a built site with its source, and every snippet with the pages.

    Args:
        guide: The guide that the site was built from.
        site: The folder of the built site.
        require_proof: Whether a run on this machine must have proven every block.

    Returns:
        What is wrong, a line each.
    """
    return _problems(guide, site, _read_pages(site), require_proof=require_proof)


def _read_pages(site: Path) -> dict[Path, list[Block]]:
    return {page: list(blocks(page)) for page in sorted(site.rglob("*.html"))}


def _problems(guide: Guide, site: Path, pages: dict[Path, list[Block]], *, require_proof: bool) -> list[str]:
    if not pages:
        return [f"{site}: there is no page here. Build the site first."]
    problems: list[str] = []
    for page, found in pages.items():
        problems += [f"{page.relative_to(site)}: {problem}" for block in found if (problem := _problem(guide, block))]
    shown = {block.source for found in pages.values() for block in found}
    if require_proof:
        problems += [str(error) for error in not_proven(guide, shown)]
    return problems + [str(error) for error in _not_shown(guide, shown)]


@dataclass(frozen=True)
class Block:
    """A code block on a built page.

    Args:
        source: What its `data-source` names; empty if it names nothing.
        text: What it shows.
    """

    source: str
    text: str


def blocks(page: Path) -> Iterator[Block]:
    """Yield the code blocks of a built page, and inline code of several lines: a block that Markdown did not see."""
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    for code in soup.find_all("code"):
        if code.find_parent("pre") is None and "\n" in code.get_text():
            yield Block("", code.get_text())
    for pre in soup.find_all("pre"):
        holder = pre.find_parent(attrs={"data-source": True})
        source = str(holder["data-source"]) if isinstance(holder, Tag) else ""
        yield Block(source, pre.get_text())


def source_text(guide: Guide, source: str) -> str:
    """Return what a block must show.

    Args:
        guide: The guide.
        source: A snippet's path below `snippets/`, with `#region` for a part; a transcript's, or a reply's.

    Returns:
        The text.

    Raises:
        GuideError: There is no such thing.
    """
    path, _, region = source.partition("#")
    if path.startswith("cases/"):
        return reply_text(guide, guide.cases.reply(path.removeprefix("cases/").removesuffix(".http")))
    if path.endswith(f"/output/{REQUEST_FILE}"):
        request = guide.snippets.folder / path
        if not request.exists():
            raise GuideError(request, "there is no such request", "Run make update")
        return request_text(request)
    if "/output/" in path:
        task, _, case, *version, file = path.split("/")
        shown = guide.snippets.snippet(f"{task}/{file.removesuffix('.txt')}")
        return (current_words(guide, shown, case, *version) if version else current_transcript(shown, case)).shown
    snippet = guide.snippets.snippet(path)
    return snippet.marked.region(region) if region else snippet.text


def _not_shown(guide: Guide, shown: set[str]) -> Iterator[GuideError]:
    """Yield a complaint for each snippet that no page shows, whole or in regions, and for each region among them."""
    for name, snippet in guide.snippets.files.items():
        regions = {f"{name}#{region}": region for region in snippet.marked.regions}
        if name in shown:
            continue
        if not regions.keys() & shown:
            yield GuideError(snippet.path, "no page shows this snippet", "Show it or remove it")
        for source in regions.keys() - shown if regions.keys() & shown else ():
            yield GuideError(snippet.path, f'no page shows the region "{regions[source]}"', "Show it or remove it")


def main() -> None:
    """Audit the site that the command line names, and end with 1 if anything is wrong.

    If all is well and proof was required, say how much of it there is.
    """
    parser = ArgumentParser(prog="python -m provendocs.audit", description=(main.__doc__ or "").partition("\n")[0])
    parser.add_argument("site", type=Path, help="the folder of the built site")
    parser.add_argument("--require-proof", action="store_true", help="demand a passing run of every block")
    arguments = parser.parse_args()
    try:
        guide = load_guide(Path.cwd(), building=True)
    except GuideError as error:
        sys.exit(str(error))
    pages = _read_pages(arguments.site)
    problems = _problems(guide, arguments.site, pages, require_proof=arguments.require_proof)
    if arguments.require_proof and not problems:
        print(proven_line(guide, [[block.source for block in found] for found in pages.values()]))
    sys.exit("\n".join(problems) or 0)


def _problem(guide: Guide, block: Block) -> str:
    first_line = block.text.strip().partition("\n")[0]
    if not block.source:
        return f'a code block has no source: "{first_line}". Pages hold no code; move it to a snippet.'
    try:
        wanted = source_text(guide, block.source)
    except GuideError as error:
        return str(error)
    if block.text != wanted:
        return f'the block is not what snippets/{block.source} holds: "{first_line}". Show it on a line of its own.'
    return ""


if __name__ == "__main__":
    main()

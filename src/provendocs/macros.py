"""What a page may call. mkdocs-macros loads this module; `define_env` is its entry point.

    {{ task("first-request") }}
    {{ snippet("first-request/first_request.py", region="request", highlight="model=") }}
    {{ transcript("first-request", case="invalid-key") }}
    {{ reply("invalid-key") }}
    {{ request("first-request") }}
    {{ field("invalid-key", "error.code") }}
    {{ line("first-request/first_request.sh", case="tls-failure", starts="curl:") }}
    {{ runs() }}
    {{ text("CHANGELOG.md") }}
    {{ versions(".py") }}
    {{ errors(pages="../errors", Code="error.code") }}
    {{ facts("shutdown", name="Model", value="Ends on") }}
    {{ fact("address.keys") }} and {{ checked("address.keys") }}

A macro that shows a block leaves a token. When the page's text is complete, each token's line becomes the block,
indented as the token was: so blocks come out whole inside lists, admonitions and tabs.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from textwrap import indent
from types import FrameType, TracebackType
from typing import Any, Protocol

from jinja2 import TemplateSyntaxError, UndefinedError
from mkdocs.structure.pages import Page
from mkdocs_macros.errors import format_error

from provendocs import render, render_matrix, render_runs, render_tables
from provendocs.errors import GuideError, did_you_mean
from provendocs.guide import Guide
from provendocs.plugin import ProvenDocs

_TOKEN_LINE = re.compile(r"^(?P<margin> *)(?P<before>.*?)\x02(?P<number>\d+)\x03(?P<after>.*)$", re.MULTILINE)

#: The blocks of the page that is being written; a token holds a place in this list.
_blocks: list[str] = []


class Environment(Protocol):
    """The part of mkdocs-macros that is used here."""

    conf: Any
    page: Page
    markdown: str

    def macro(self, function: Callable[..., str], name: str = "") -> Callable[..., str]:
        """Make a function known to pages."""
        ...


def define_env(env: Environment) -> None:
    """Give pages their macros."""
    build: ProvenDocs = env.conf.plugins["provendocs"]

    def known_as(name: str, function: Callable[..., str], *, block: bool) -> None:
        def call(*args: str, **options: str) -> str:
            try:
                text = function(build.guide(), *args, **options)
            except GuideError as error:
                text = _tell(build, env.page, str(error), block=block)
            except TypeError as error:
                misuse = re.sub(r"^\S+\(\)", f"{name}()", str(error))
                text = _tell(build, env.page, f"{misuse}. The head of macros.py shows how to call it.", block=block)
            return _hold(text) if block else text

        env.macro(call, name)

    for name, function in _BLOCKS.items():
        known_as(name, function, block=True)
    for name, function in _WORDS.items():
        known_as(name, function, block=False)


def on_pre_page_macros(env: Environment) -> None:  # noqa: ARG001
    """Forget the blocks of the page before; mkdocs-macros calls this when a page begins."""
    _blocks.clear()


def on_post_page_macros(env: Environment) -> None:
    """Put each block in the place of its token; mkdocs-macros calls this when a page's macros are done."""
    build: ProvenDocs = env.conf.plugins["provendocs"]

    def place(match: re.Match[str]) -> str:
        block = _blocks[int(match["number"])]
        if match["before"].strip() or match["after"].strip():
            beside = re.sub("\x02.*?\x03", "...", match["before"] + match["after"]).strip()
            block = _tell(
                build, env.page, f'a macro that shows a block stands beside "{beside}". Give it its own line.'
            )
        return f"\n{indent(block, match['margin'])}"

    env.markdown = _TOKEN_LINE.sub(place, env.markdown)


def _snippet(guide: Guide, name: str, *, region: str = "", highlight: str = "") -> str:
    return render.snippet_block(guide, guide.snippets.snippet(name), region, highlight)


def _transcript(guide: Guide, name: str, *, case: str) -> str:
    found = guide.cases.case(case)
    show = partial(render_matrix.transcript_by_version, guide)
    if name in guide.snippets.tasks:
        return render.transcript_tabs(guide, name, found, show)
    return show(guide.snippets.snippet(name), found)


def _reply(guide: Guide, name: str) -> str:
    return render.reply_block(guide, guide.cases.reply(name), name)


def _field(guide: Guide, name: str, field: str) -> str:
    return render.reply_field(guide.cases.reply(name), field)


def _line(guide: Guide, name: str, *, case: str, starts: str) -> str:
    return render.printed_line(guide.snippets.snippet(name), guide.cases.case(case), starts)


def _text(guide: Guide, name: str) -> str:
    path = guide.settings.root / name
    if not path.is_file():
        raise GuideError(path, "there is no such file", "Correct its path below the project's folder")
    return re.sub(r"\A# .*\n+", "", path.read_text("utf-8"))


def _fact(guide: Guide, name: str) -> str:
    return guide.facts.fact(name).value


def _checked(guide: Guide, name: str) -> str:
    return guide.facts.fact(name).checked.isoformat()


#: What shows a block, by the name that pages call it.
_BLOCKS: dict[str, Callable[..., str]] = {
    "task": render.task_tabs,
    "snippet": _snippet,
    "transcript": _transcript,
    "reply": _reply,
    "request": render.request_block,
    "runs": render_runs.run_tables,
    "text": _text,
    "versions": render_matrix.version_tables,
    "errors": render_tables.error_table,
    "facts": render_tables.fact_table,
}

#: What gives words for a sentence, by the name that pages call it.
_WORDS: dict[str, Callable[..., str]] = {
    "field": _field,
    "line": _line,
    "fact": _fact,
    "checked": _checked,
}


@format_error.register
def _tell_any(error: Exception, markdown: str, page: Page) -> str:  # noqa: ARG001
    """Say in one line what Jinja could not do; mkdocs-macros prints it."""
    return f"{_place(page, error.__traceback__)}: {type(error).__name__}: {error}. Correct it"


@format_error.register
def _tell_syntax(error: TemplateSyntaxError, markdown: str, page: Page) -> str:  # noqa: ARG001
    """Say in one line what Jinja could not read; mkdocs-macros prints it."""
    return f"{_place(page, line=error.lineno)}: {error.message}. Correct it"


@format_error.register
def _tell_undefined(error: UndefinedError, markdown: str, page: Page) -> str:  # noqa: ARG001
    """Say which name a page uses that there is not; mkdocs-macros prints it."""
    missing = re.search(r"'(\w+)' is undefined", str(error))
    fix = did_you_mean(missing[1], [*_BLOCKS, *_WORDS]) if missing else "Correct it"
    return f"{_place(page, error.__traceback__)}: {error}. {fix}"


def _hold(block: str) -> str:
    _blocks.append(block)
    return f"\x02{len(_blocks) - 1}\x03"


def _tell(build: ProvenDocs, page: Page, problem: str, *, block: bool = True) -> str:
    """Note a mistake for the end of the build, and return what a page shows while serving."""
    place = _place(page)
    build.mistakes.append((place, problem))
    told = f"{place}: {problem}"
    return f'!!! failure "This block cannot be shown"\n    {told}\n' if block else f"**{told}**"


def _place(page: Page, error: TracebackType | None = None, line: int = 0) -> str:
    """Say which line of which page is being rendered, by way of Jinja's own map from its code to the page."""
    source = Path(page.file.abs_src_path or page.file.src_path)
    line = line or _jinja_line(error)
    front_matter = source.read_text("utf-8").count("\n") - (page.markdown or "").count("\n")
    place = source.relative_to(Path.cwd()) if source.is_relative_to(Path.cwd()) else source
    return f"{place}:{line + front_matter}" if line else str(place)


def _jinja_line(error: TracebackType | None) -> int:
    """Return the line of the page that Jinja was at: in the call under way, or where an error was raised."""
    places: list[tuple[FrameType, int]] = []
    if error is None:
        caller = inspect.currentframe()
        while caller is not None:
            places.append((caller, caller.f_lineno))
            caller = caller.f_back
    while error is not None:
        places.insert(0, (error.tb_frame, error.tb_lineno))
        error = error.tb_next
    for frame, number in places:
        if "__jinja_exception__" in frame.f_globals:  # a frame that Jinja made to say the page's own line
            return number
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return int(template.get_corresponding_lineno(number))
    return 0

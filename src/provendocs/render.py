"""Write snippets, transcripts and replies as Markdown for pages.

Each function returns whole lines that stand on their own at the left margin; whoever places them indents them.
Every block names in `data-source` what it shows, so that the audit can compare the built page with the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from textwrap import indent

from provendocs.cases import Case
from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.regions import highlighted_lines
from provendocs.render_runs import proof_line
from provendocs.replies import PLACEHOLDER, Reply
from provendocs.transcript import REQUEST_FILE, Transcript, current_transcript, transcript_path

#: Leaves a block out of the search, as the theme wants it said. Readers paste what went wrong, and want the page that
#: explains it; code and what it prints when all is well stand on many pages, and would bring up all of them.
_NOT_SEARCHED = ' data-search-exclude="true"'


def snippet_block(guide: Guide, snippet: Snippet, region: str = "", highlight: str = "") -> str:
    """Show a snippet, or one of its regions, and what it ran on.

    Args:
        guide: The guide, whose record tells of the runs.
        snippet: The snippet.
        region: The region's name; the whole snippet if empty.
        highlight: A text, or the name of a region of the snippet when it is shown whole; the lines that hold it
            stand out.

    Returns:
        A code block whose title is the file's name.

    Raises:
        GuideError: There is no such region, or nothing to highlight.
    """
    text = snippet.marked.region(region) if region else snippet.text
    source = f"{snippet.name}#{region}" if region else snippet.name
    lines: list[int] = []
    if highlight and not region and highlight in snippet.marked.regions:
        first, after = snippet.marked.regions[highlight]
        lines = list(range(first + 1, after + 1))
    elif highlight:
        lines = highlighted_lines(snippet.path, text, highlight)
    more = _NOT_SEARCHED + (f' hl_lines="{" ".join(map(str, lines))}"' if lines else "")
    block = _block(text, snippet.language.lexer, source, title=snippet.path.name, more=more)
    return block + proof_line(guide, snippet)


def task_tabs(guide: Guide, task: str, region: str = "", highlight: str = "") -> str:
    """Show all snippets of a task, a tab each.

    Raises:
        GuideError: There is no such task, two of its snippets share a label, or one lacks the region or highlight.
    """
    snippets = guide.snippets.of_task(task)
    _check_labels(snippets)
    return tabs([(s.label, snippet_block(guide, s, region, highlight)) for s in snippets if s.language.command])


def transcript_block(snippet: Snippet, case: Case) -> str:
    """Show what a snippet printed in a case, and its exit status.

    Raises:
        GuideError: It has no transcript.
    """
    source = f"{snippet.task.name}/output/{case.name}/{snippet.path.name}.txt"
    return output_block(snippet, current_transcript(snippet, case.name), source)


def output_block(snippet: Snippet, transcript: Transcript, source: str) -> str:
    """Show a transcript of a snippet, and its exit status.

    Args:
        snippet: The snippet.
        transcript: What it printed.
        source: The transcript's path below `snippets/`.

    Returns:
        A code block; a sentence, where nothing was printed.
    """
    title = f"Output of {snippet.path.name} (exit status {transcript.status})"
    if not transcript.shown:
        return f"`{snippet.path.name}` prints nothing. Its exit status is {transcript.status}.\n"
    more = f' data-exit="{transcript.status}"' + ("" if transcript.status else _NOT_SEARCHED)
    return _block(transcript.shown, _transcript_lexer(transcript), source, title=title, more=more)


def transcript_tabs(
    guide: Guide, task: str, case: Case, show: Callable[[Snippet, Case], str] = transcript_block
) -> str:
    """Show what each snippet of a task printed in a case, a tab each, in step with the tabs of the code.

    Args:
        guide: The guide.
        task: The task.
        case: The case.
        show: What shows the transcript of a snippet.

    Returns:
        Content tabs.

    Raises:
        GuideError: There is no such task, or one that runs everywhere has no transcript.
    """
    found: list[tuple[str, str]] = []
    for snippet in guide.snippets.of_task(task):
        if not snippet.runs:
            continue
        if snippet.language.everywhere or transcript_path(snippet, case.name).exists():
            found.append((snippet.label, show(snippet, case)))
        else:
            found.append((snippet.label, proof_line(guide, snippet)))
    if not found:
        raise GuideError(guide.snippets.tasks[task].folder, "no snippet of this task is run", "Show no output of it")
    return tabs(found)


def reply_block(guide: Guide, reply: Reply, name: str) -> str:
    """Show a reply as the raw HTTP message that comes, with the caller's key and model filled in.

    Args:
        guide: The guide, whose fake key and taught model fill the placeholders.
        reply: The reply.
        name: Its path below `cases/`, without the suffix.

    Returns:
        A code block.
    """
    return _block(reply_text(guide, reply), "http", f"cases/{name}.http", title="What the API answers")


def request_block(guide: Guide, task: str) -> str:
    """Show what the snippets of a task send, as the raw HTTP message that reached the mock.

    Raises:
        GuideError: There is no such task, or no run of it has been written down.
    """
    path = guide.snippets.of_task(task)[0].output / REQUEST_FILE
    if not path.exists():
        raise GuideError(path, "there is no such request", "Run make update")
    return _block(request_text(path), "http", f"{task}/output/{REQUEST_FILE}", title="What is sent", more=_NOT_SEARCHED)


def request_text(path: Path) -> str:
    """Return a request as a page shows it: without the empty line that ends the headers where there is no body."""
    return path.read_text("utf-8").rstrip("\n") + "\n"


def reply_field(reply: Reply, field: str) -> str:
    """Return one field of a reply's JSON body, for use in a sentence; what varies shows as three dots.

    Args:
        reply: The reply.
        field: The names that lead to it, joined by dots, such as `error.message`.

    Raises:
        GuideError: The body has no such field.
    """
    if not reply.is_json:
        raise GuideError(reply.path, f'the body is not JSON, so it has no field "{field}"', "Correct the name")
    found: object = json.loads(_in_quotes(reply.body))
    for name in field.split("."):
        if not isinstance(found, dict) or name not in found:
            raise GuideError(reply.path, f'the body has no field "{field}"', "Correct the name")
        found = found[name]
    return PLACEHOLDER.sub("...", str(found))


def _in_quotes(body: str) -> str:
    """Put placeholders that stand for numbers in quotation marks, so that JSON can be read with them."""
    return re.sub(r"(?<=[:\[,])(\s*)(\$\{now[^}]*\})(?=\s*[,}\]])", r'\1"\2"', body)


def reply_text(guide: Guide, reply: Reply) -> str:
    """Return a reply as a page shows it."""
    secret = next(iter(guide.settings.secrets.values()))
    return reply.text_for(secret.value, guide.settings.example_request)


def printed_line(snippet: Snippet, case: Case, starts: str) -> str:
    """Return the line that a snippet printed in a case and that begins with a text, for use in a sentence.

    Raises:
        GuideError: It printed none.
    """
    path = transcript_path(snippet, case.name)
    transcript = current_transcript(snippet, case.name)
    for line in (*transcript.stdout.splitlines(), *transcript.stderr.splitlines()):
        if line.startswith(starts):
            return line.strip()
    raise GuideError(path, f'no line begins with "{starts}"', "Correct the macro, or run make update")


def _check_labels(snippets: list[Snippet]) -> None:
    seen: dict[str, Snippet] = {}
    for snippet in snippets:
        if snippet.label in seen and snippet.language.command:
            problem = f'it would share the tab "{snippet.label}" with {seen[snippet.label].path.name}'
            raise GuideError(snippet.path, problem, "Show the two with snippet(), or move one to a task of its own")
        seen[snippet.label] = snippet


def tabs(labeled: list[tuple[str, str]]) -> str:
    """Write content tabs; the mark of the first keeps them apart from tabs that stand right before them."""
    marks = ["===!", *["==="] * len(labeled)]
    return "\n".join(
        f'{mark} "{label}"\n\n{indent(body, "    ")}' for mark, (label, body) in zip(marks, labeled, strict=False)
    )


def _block(text: str, lexer: str, source: str, *, title: str, more: str = "") -> str:
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    options = f'title="{title}" data-source="{source}"{more}'
    return f"{fence} {{ .{lexer} {options} }}\n{text}{fence}\n"


def _transcript_lexer(transcript: Transcript) -> str:
    return "json" if transcript.shown.startswith("{") and not transcript.stderr else "text"

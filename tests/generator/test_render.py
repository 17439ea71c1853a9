"""Blocks for pages: whole lines at the left margin that name their source, or one line that says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from provendocs import render
from provendocs.guide import Guide
from tests.generator.conftest import PYTHON, SHELL, read, told, transcript

PY = "snippets/list-things/list_things.py"
OUTPUT = "snippets/list-things/output"


def transcripts(case: str, stdout: str = "on\n", *suffixes: str) -> dict[str, str]:
    return {
        f"{OUTPUT}/{case}/list_things.{suffix}.txt": transcript(suffix, 0, stdout)
        for suffix in suffixes or ("py", "sh")
    }


def block(guide: Guide, region: str = "", highlight: str = "") -> list[str]:
    return render.snippet_block(guide.snippets.snippet("list-things/list_things.py"), region, highlight).splitlines()


def test_a_snippet_is_shown_whole_under_its_file_name(tmp_path: Path) -> None:
    first, *text, last = block(read(tmp_path, **transcripts("ok")))
    assert first == '``` { .python title="list_things.py" data-source="list-things/list_things.py" }'
    assert text == [line for line in PYTHON.splitlines() if "region" not in line]
    assert last == "```"


def test_a_region_names_itself_as_its_source(tmp_path: Path) -> None:
    first, second, *_ = block(read(tmp_path), region="request")
    assert first == '``` { .python title="list_things.py" data-source="list-things/list_things.py#request" }'
    assert second == "reply = httpx2.get("


def test_the_lines_that_hold_a_text_stand_out(tmp_path: Path) -> None:
    assert block(read(tmp_path), highlight="httpx2")[0].endswith(' hl_lines="3 5" }')


def test_the_lines_of_a_region_stand_out_in_the_whole_snippet(tmp_path: Path) -> None:
    assert block(read(tmp_path), highlight="request")[0].endswith(' hl_lines="5 6 7 8" }')


def test_a_highlight_inside_a_region_is_counted_from_its_first_line(tmp_path: Path) -> None:
    assert block(read(tmp_path), region="request", highlight="headers")[0].endswith(' hl_lines="3" }')


def test_a_snippet_that_its_task_excuses_from_being_run_says_why(tmp_path: Path) -> None:
    task = 'title = "Install"\nnot_run = "It needs the network."\n'
    lines = block(read(tmp_path, **{"snippets/list-things/task.toml": task}))
    assert lines[-2:] == ["", "<small>**Not run.** It needs the network.</small>"]


def test_a_snippet_that_no_machine_has_run_yet_says_what_it_needs(tmp_path: Path) -> None:
    guide = read(tmp_path, **{"snippets/list-things/a.ps1": "Get-Thing\n"})
    lines = render.snippet_block(guide.snippets.snippet("list-things/a.ps1")).splitlines()
    assert lines[-1] == (
        "<small>**Not run.** No machine that tests this guide can run it: it needs PowerShell.</small>"
    )


def test_a_block_that_holds_a_fence_gets_a_longer_one(tmp_path: Path) -> None:
    first, *_, last = block(read(tmp_path, **{PY: 'print("""\n````\n""")\n'}, **transcripts("ok")))
    assert (first.partition(" ")[0], last) == ("`````", "`````")


def test_a_missing_region_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    guide = read(tmp_path)
    line = told(lambda: block(guide, region="requets"))
    assert line == f'{PY}: there is no region "requets". Did you mean "request"?'


@pytest.mark.parametrize("region", ["", "request"])
def test_a_highlight_that_is_absent_is_told(tmp_path: Path, region: str) -> None:
    guide = read(tmp_path)
    line = told(lambda: block(guide, region=region, highlight="lampshade"))
    assert line == f'{PY}: no line holds "lampshade" to highlight. Correct the highlight.'


def test_a_task_is_shown_in_a_tab_for_each_language(tmp_path: Path) -> None:
    lines = render.task_tabs(read(tmp_path, **transcripts("ok")), "list-things").splitlines()
    assert [line.partition(" ")[2] for line in lines if line.startswith("===")] == ['"Python"', '"curl"']
    inside = [line[4:] for line in lines if line.startswith("    ")]
    assert [line for line in inside if line.startswith("```")] == [
        '``` { .python title="list_things.py" data-source="list-things/list_things.py" }',
        "```",
        '``` { .bash title="list_things.sh" data-source="list-things/list_things.sh" }',
        "```",
    ]


def test_a_task_leaves_its_settings_files_out(tmp_path: Path) -> None:
    tabs = render.task_tabs(read(tmp_path, **{"snippets/list-things/.env.example": "A=b\n"}), "list-things")
    assert ".env.example" not in tabs
    assert "Settings file" not in tabs


def test_a_missing_task_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    guide = read(tmp_path)
    line = told(lambda: render.task_tabs(guide, "lits-things"))
    assert line == 'snippets/lits-things: there is no such task. Did you mean "list-things"?'


def test_a_region_that_one_snippet_of_a_task_lacks_is_told(tmp_path: Path) -> None:
    guide = read(tmp_path, **{"snippets/list-things/list_things.sh": "curl x\n"})
    line = told(lambda: render.task_tabs(guide, "list-things", region="request"))
    assert line == 'snippets/list-things/list_things.sh: there is no region "request". There is none yet.'


def test_two_snippets_of_a_task_that_would_share_a_tab_are_told(tmp_path: Path) -> None:
    guide = read(tmp_path, **{"snippets/list-things/other.sh": SHELL})
    assert told(lambda: render.task_tabs(guide, "list-things")) == (
        'snippets/list-things/other.sh: it would share the tab "curl" with list_things.sh. '
        "Show the two with snippet(), or move one to a task of its own."
    )


def test_a_transcript_is_shown_with_its_exit_status(tmp_path: Path) -> None:
    text = transcript("py", 3, "on\n", "off")
    guide = read(tmp_path, **{f"{OUTPUT}/ok/list_things.py.txt": text})
    snippet = guide.snippets.snippet("list-things/list_things.py")
    assert render.transcript_block(snippet, guide.cases.case("ok")) == (
        '``` { .text title="Output of list_things.py (exit status 3)" '
        'data-source="list-things/output/ok/list_things.py.txt" }\non\noff\n```\n'
    )


@pytest.mark.parametrize(
    ("stdout", "stderr", "lexer"), [('{"a": 1}\n', "", "json"), ('{"a": 1}\n', "bad\n", "text"), ("a\n", "", "text")]
)
def test_only_a_transcript_that_is_json_alone_is_colored_as_json(
    tmp_path: Path, stdout: str, stderr: str, lexer: str
) -> None:
    guide = read(tmp_path, **{f"{OUTPUT}/ok/list_things.py.txt": transcript("py", 0, stdout, stderr)})
    snippet = guide.snippets.snippet("list-things/list_things.py")
    assert render.transcript_block(snippet, guide.cases.case("ok")).startswith(f"``` {{ .{lexer} ")


def test_a_snippet_that_prints_nothing_says_so(tmp_path: Path) -> None:
    guide = read(tmp_path, **transcripts("ok", ""))
    snippet = guide.snippets.snippet("list-things/list_things.py")
    text = render.transcript_block(snippet, guide.cases.case("ok"))
    assert text == "`list_things.py` prints nothing. Its exit status is 0.\n"


def test_transcripts_stand_in_the_tabs_of_their_snippets(tmp_path: Path) -> None:
    guide = read(tmp_path, **transcripts("wrong-key"))
    lines = render.transcript_tabs(guide, "list-things", guide.cases.case("wrong-key")).splitlines()
    assert [line.partition(" ")[2] for line in lines if line.startswith("===")] == ['"Python"', '"curl"']


def test_a_transcript_that_is_missing_is_told(tmp_path: Path) -> None:
    guide = read(tmp_path, **transcripts("ok", "on\n", "py"))
    line = told(lambda: render.transcript_tabs(guide, "list-things", guide.cases.case("ok")))
    assert line == f"{OUTPUT}/ok/list_things.sh.txt: there is no such transcript. Run make update."


def test_a_language_that_not_every_machine_has_may_lack_its_transcript_and_its_tab_says_so(tmp_path: Path) -> None:
    guide = read(tmp_path, **transcripts("ok"), **{"snippets/list-things/a.ps1": "Get-Thing\n"})
    tab = render.transcript_tabs(guide, "list-things", guide.cases.case("ok")).partition('=== "PowerShell"\n')[2]
    assert tab.strip() == (
        "<small>**Not run.** No machine that tests this guide can run it: it needs PowerShell.</small>"
    )


def test_a_reply_is_shown_as_it_comes_with_the_key_masked_and_the_example_filled_in(tmp_path: Path) -> None:
    reply = "HTTP/1.1 401 Unauthorized\n\n${masked_key} ${request.color}\n"
    guide = read(tmp_path, **{"snippets/cases/wrong-key.http": reply})
    assert render.reply_block(guide, guide.cases.reply("wrong-key"), "wrong-key") == (
        '``` { .http title="What the API answers" data-source="cases/wrong-key.http" }\n'
        "HTTP/1.1 401 Unauthorized\n\nthing-No****************************fake red\n```\n"
    )


def test_a_request_is_shown_as_it_was_sent(tmp_path: Path) -> None:
    guide = read(tmp_path, **{f"{OUTPUT}/request.http": "GET /v1/things HTTP/1.1\nhost: api.example.com\n\n"})
    assert render.request_block(guide, "list-things") == (
        '``` { .http title="What is sent" data-source="list-things/output/request.http" }\n'
        "GET /v1/things HTTP/1.1\nhost: api.example.com\n\n```\n"
    )


def test_a_request_that_was_never_sent_is_told(tmp_path: Path) -> None:
    guide = read(tmp_path)
    line = told(lambda: render.request_block(guide, "list-things"))
    assert line == f"{OUTPUT}/request.http: there is no such request. Run make update."


def test_a_field_of_a_reply_stands_for_its_value_and_dots_for_what_varies(tmp_path: Path) -> None:
    replies = read(tmp_path).cases
    assert render.reply_field(replies.reply("wrong-key"), "error") == "There is no key ...."
    assert render.reply_field(replies.reply("ok/things"), "things") == "['lamp']"


@pytest.mark.parametrize("field", ["errors", "error.code", ""])
def test_a_field_that_a_reply_lacks_is_told(tmp_path: Path, field: str) -> None:
    reply = read(tmp_path).cases.reply("wrong-key")
    line = told(lambda: render.reply_field(reply, field))
    assert line == f'snippets/cases/wrong-key.http: the body has no field "{field}". Correct the name.'


def test_the_output_of_a_task_that_is_not_run_is_told(tmp_path: Path) -> None:
    guide = read(tmp_path, **{"snippets/list-things/task.toml": 'title = "X"\nnot_run = "It needs the network."\n'})
    line = told(lambda: render.transcript_tabs(guide, "list-things", guide.cases.case("ok")))
    assert line == "snippets/list-things: no snippet of this task is run. Show no output of it."

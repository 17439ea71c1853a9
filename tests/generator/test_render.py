"""Blocks for pages: whole lines at the left margin that name their source, or one line that says what is wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from provendocs import render, render_runs
from provendocs.guide import Guide
from provendocs.record import Entry
from tests.generator.conftest import PYTHON, SETTINGS, SHELL, a_run, read, told, transcript, with_runs

PY = "snippets/list-things/list_things.py"
OUTPUT = "snippets/list-things/output"
TASK = "snippets/list-things/task.toml"

PROOF = "{ .proof data-search-exclude }"
NOT_RUN = "Not run on this machine: no test of it is on record"


def transcripts(case: str, stdout: str = "on\n", *suffixes: str) -> dict[str, str]:
    return {
        f"{OUTPUT}/{case}/list_things.{suffix}.txt": transcript(suffix, 0, stdout)
        for suffix in suffixes or ("py", "sh")
    }


def block(guide: Guide, region: str = "", highlight: str = "") -> list[str]:
    return render.snippet_block(
        guide, guide.snippets.snippet("list-things/list_things.py"), region, highlight
    ).splitlines()


def test_a_snippet_is_shown_whole_under_its_file_name_above_what_it_ran_on(tmp_path: Path) -> None:
    first, *text, fence, empty, proof, attributes = block(read(tmp_path))
    assert (
        first
        == '``` { .python title="list_things.py" data-source="list-things/list_things.py" data-search-exclude="true" }'
    )
    assert text == [line for line in PYTHON.splitlines() if "region" not in line]
    assert [fence, empty, proof, attributes] == ["```", "", f"{NOT_RUN}.", PROOF]


def test_a_region_names_itself_as_its_source(tmp_path: Path) -> None:
    first, second, *_ = block(read(tmp_path), region="request")
    assert ' data-source="list-things/list_things.py#request" ' in first
    assert second == "reply = httpx2.get("


def test_the_lines_that_hold_a_text_stand_out(tmp_path: Path) -> None:
    assert block(read(tmp_path), highlight="httpx2")[0].endswith(' hl_lines="3 5" }')


def test_the_lines_of_a_region_stand_out_in_the_whole_snippet(tmp_path: Path) -> None:
    assert block(read(tmp_path), highlight="request")[0].endswith(' hl_lines="5 6 7 8" }')


def test_a_highlight_inside_a_region_is_counted_from_its_first_line(tmp_path: Path) -> None:
    assert block(read(tmp_path), region="request", highlight="headers")[0].endswith(' hl_lines="3" }')


def test_a_block_that_holds_a_fence_gets_a_longer_one(tmp_path: Path) -> None:
    first, *rest = block(read(tmp_path, **{PY: 'print("""\n````\n""")\n'}))
    assert (first.partition(" ")[0], rest[3]) == ("`````", "`````")


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
    assert [line for line in inside if line.startswith(("```", "Not run", "{ .proof"))] == [
        '``` { .python title="list_things.py" data-source="list-things/list_things.py" data-search-exclude="true" }',
        "```",
        f"{NOT_RUN}.",
        PROOF,
        '``` { .bash title="list_things.sh" data-source="list-things/list_things.sh" data-search-exclude="true" }',
        "```",
        f"{NOT_RUN}.",
        PROOF,
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
        'data-source="list-things/output/ok/list_things.py.txt" data-exit="3" }\non\noff\n```\n'
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
    assert tab.strip() == f"{NOT_RUN}.\n    {PROOF}"


def test_a_reply_is_shown_as_it_comes_with_the_key_masked_and_the_example_filled_in(tmp_path: Path) -> None:
    reply = "HTTP/1.1 401 Unauthorized\n\n${masked_key} ${request.color}\n"
    guide = read(tmp_path, **{"snippets/cases/wrong-key.http": reply})
    assert render.reply_block(guide, guide.cases.reply("wrong-key"), "wrong-key") == (
        '``` { .http title="What the API answers" data-source="cases/wrong-key.http" }\n'
        "HTTP/1.1 401 Unauthorized\n\nthing-No****************************fake red\n```\n"
    )


def test_a_request_is_shown_as_it_was_sent_but_for_the_empty_line_at_the_end_where_it_has_no_body(
    tmp_path: Path,
) -> None:
    guide = read(tmp_path, **{f"{OUTPUT}/request.http": "GET /v1/things HTTP/1.1\nhost: api.example.com\n\n"})
    assert render.request_block(guide, "list-things") == (
        '``` { .http title="What is sent" data-source="list-things/output/request.http" data-search-exclude="true" }\n'
        "GET /v1/things HTTP/1.1\nhost: api.example.com\n```\n"
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


# What a snippet ran on.


def runs(guide: Guide, *entries: Entry, name: str = "list-things/list_things.py") -> str:
    """Return what stands below a snippet when some runs are on record."""
    return render_runs.proof_line(with_runs(guide, *entries), guide.snippets.snippet(name))


def test_a_snippet_that_passed_in_all_cases_says_what_it_ran_on_and_how_each_case_ended(tmp_path: Path) -> None:
    guide = read(tmp_path)
    snippet = guide.snippets.snippet("list-things/list_things.py")
    on = ("Python 3.13.1", "lamp 1.2.3", "Linux")
    entries = [a_run(snippet, "wrong-key", status=1, ran_on=on), a_run(snippet, ran_on=on)]
    assert runs(guide, *reversed(entries)) == (
        '\n??? proof "Ran on Python 3.13, lamp 1.2, Linux, in 2 cases"\n'
        "\n    On 2026-01-31, on Python 3.13.1, lamp 1.2.3, Linux. "
        "Exit status in each case: It works: 0; Wrong key: 1.\n"
    )


def test_a_snippet_that_ran_on_several_machines_names_the_last_first_and_all_below(tmp_path: Path) -> None:
    guide = read(tmp_path)
    snippet = guide.snippets.snippet("list-things/list_things.py")
    newer = a_run(snippet, "wrong-key", date="2026-02-01", ran_on=("Python 3.14.0", "Linux"))
    for entries in ([a_run(snippet), newer], [newer, a_run(snippet)]):
        line = runs(guide, *entries)
        assert '"Ran on Python 3.14, Linux and others, in 2 cases"' in line
        assert "From 2026-01-31 to 2026-02-01, on Python 3.13.1, Linux; on Python 3.14.0, Linux." in line


def test_a_snippet_that_runs_in_one_case_says_only_what_it_ran_on(tmp_path: Path) -> None:
    guide = read(tmp_path, **{TASK: 'title = "X"\n'})
    entry = a_run(guide.snippets.snippet("list-things/list_things.py"))
    assert runs(guide, entry) == f"\nRan on Python 3.13, Linux\n{PROOF}\n"


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"sha256": "of other bytes"}, "Not run on this machine: it was changed after its last test"),
        ({"result": "failed"}, 'Not proven on this machine: its last test failed, in the case "It works"'),
        ({"result": "not run", "reason": "it has no python"}, "Not run here: this machine has no Python"),
        ({"result": "not run", "reason": "it has no curl"}, "Not run here: it has no curl"),
        ({"result": "not run", "reason": "The moon is new"}, "Not run here: the moon is new"),
        ({"result": "not run", "reason": "Wine's setx sleeps"}, "Not run here: Wine's setx sleeps"),
        ({"result": "not run"}, "Not run here: its test was skipped"),
        ({"case": "wrong-key"}, 'Not run on this machine: no test of it in the case "It works" is on record'),
    ],
    ids=[
        "edited",
        "failed",
        "no program",
        "no other program",
        "not run",
        "not run, by name",
        "skipped",
        "of another case",
    ],
)
def test_a_snippet_that_no_run_proves_says_why(tmp_path: Path, fields: dict[str, str], line: str) -> None:
    guide = read(tmp_path)
    entry = a_run(guide.snippets.snippet("list-things/list_things.py"), **{"case": "ok", **fields})
    assert runs(guide, entry) == f"\n{line}.\n{PROOF}\n"


def test_a_snippet_whose_output_was_not_compared_says_so(tmp_path: Path) -> None:
    guide = read(tmp_path)
    snippet = guide.snippets.snippet("list-things/list_things.py")
    line = "Not proven on this machine: what it printed was not compared with what this guide shows"
    assert runs(guide, a_run(snippet, shown={}), a_run(snippet, "wrong-key")) == f"\n{line}.\n{PROOF}\n"


def test_a_snippet_whose_reply_was_changed_since_says_so(tmp_path: Path) -> None:
    guide = read(tmp_path)
    snippet = guide.snippets.snippet("list-things/list_things.py")
    passed = a_run(snippet)
    passed = replace(passed, shown={**passed.shown, "cases/ok/things.http": "of another reply"})
    said = "a file that it uses, or an answer that it gets, was changed after its last test"
    line = f"\nNot proven on this machine: {said}.\n{PROOF}\n"
    assert runs(guide, passed, a_run(snippet, "wrong-key")) == line


def test_a_snippet_that_failed_in_one_case_says_so_whatever_the_others_are(tmp_path: Path) -> None:
    guide = read(tmp_path)
    failed = a_run(guide.snippets.snippet("list-things/list_things.py"), "wrong-key", result="failed")
    line = 'Not proven on this machine: its last test failed, in the case "Wrong key"'
    assert runs(guide, failed) == f"\n{line}.\n{PROOF}\n"


def test_a_snippet_that_no_case_is_meant_for_says_so(tmp_path: Path) -> None:
    cases = '[ok]\ntitle = "X"\ntasks = ["other"]\n'
    other = {"snippets/other/task.toml": 'title = "X"\ncalls_api = true\n', "snippets/other/other.sh": "curl x\n"}
    guide = read(tmp_path, **{"snippets/cases/cases.toml": cases}, **other)
    assert runs(guide) == f"\nNot proven on this machine: no case is meant for its task.\n{PROOF}\n"


def test_a_snippet_that_the_guide_lets_stand_unproven_says_why_in_the_guides_words(tmp_path: Path) -> None:
    why = '\n[tool.provendocs.unproven]\n"list-things/list_things.py" = "The lamp needs a plug."\n'
    guide = read(tmp_path, **{"pyproject.toml": SETTINGS + why})
    entry = a_run(guide.snippets.snippet("list-things/list_things.py"), result="not run")
    assert runs(guide, entry) == f"\nNot run here: the lamp needs a plug.\n{PROOF}\n"


@pytest.mark.parametrize("why", ["It needs the network.", "it needs the network"])
def test_a_snippet_that_its_task_excuses_from_being_run_says_why(tmp_path: Path, why: str) -> None:
    guide = read(tmp_path, **{TASK: f'title = "Install"\nnot_run = "{why}"\n'})
    assert runs(guide) == f"\nNot run here: it needs the network.\n{PROOF}\n"


def test_a_settings_file_says_nothing_of_runs(tmp_path: Path) -> None:
    guide = read(tmp_path, **{"snippets/list-things/.env.example": "A=b\n"})
    assert runs(guide, name="list-things/.env.example") == ""
    [*_, last] = render.snippet_block(guide, guide.snippets.snippet("list-things/.env.example")).splitlines()
    assert last == "```"


def test_the_whole_record_is_folded_by_task_each_with_a_table_of_its_snippets_by_cases(tmp_path: Path) -> None:
    files = {
        "snippets/list-things/.env.example": "A=b\n",
        "snippets/see-key/task.toml": 'title = "See the key"\n',
        "snippets/see-key/see_key.sh": "echo on\n",
        "snippets/see-key/see_key.ps1": "Get-Thing\n",
        "snippets/set-up/task.toml": 'title = "Set up"\nnot_run = "it needs the network"\n',
        "snippets/set-up/set_up.sh": "echo on\n",
    }
    guide = read(tmp_path, **files)
    python, see, see_ps1 = (
        guide.snippets.snippet(name)
        for name in ("list-things/list_things.py", "see-key/see_key.sh", "see-key/see_key.ps1")
    )
    entries = [
        a_run(python),
        a_run(python, "wrong-key", status=3),
        a_run(guide.snippets.snippet("list-things/list_things.sh"), result="failed"),
        a_run(guide.snippets.snippet("list-things/list_things.sh"), "wrong-key"),
        a_run(see, ran_on=("bash 5.2.15", "Linux")),
        a_run(see_ps1, result="not run", reason="it has no pwsh"),
    ]
    assert (
        render_runs.run_tables(with_runs(guide, *entries))
        == """\
??? runs "List the things: 2 programs, 2 cases, 1 passed, 1 failed"

    - **Python:** Python 3.13.1, Linux
    - **curl:** not proven on this machine: its last test failed, in the case "It works"

    | Case | Python | curl |
    | --- | --- | --- |
    | It works | 0 | failed |
    | Wrong key | 3 | 0 |

??? runs "See the key: 2 programs, 1 case, 1 passed, 1 not run"

    - **macOS and Linux:** bash 5.2.15, Linux
    - **PowerShell:** not run here: this machine has no PowerShell

    | Case | macOS and Linux |
    | --- | --- |
    | It works | 0 |

??? runs "Set up: 1 program, not run"

    Not run here: it needs the network.
"""
    )


def summary(guide: Guide, *entries: Entry) -> str:
    """Return the line that sums up the small guide's only task."""
    return render_runs.run_tables(with_runs(guide, *entries)).partition("\n")[0]


def test_a_task_is_summed_up_by_how_its_programs_did(tmp_path: Path) -> None:
    guide = read(tmp_path)
    python, curl = (guide.snippets.snippet(f"list-things/list_things.{suffix}") for suffix in ("py", "sh"))
    passed = [a_run(snippet, case) for snippet in (python, curl) for case in ("ok", "wrong-key")]
    assert summary(guide, *passed) == '??? runs "List the things: 2 programs, 2 cases, all passed"'
    failed = [a_run(snippet, "ok", result="failed") for snippet in (python, curl)]
    assert summary(guide, *failed) == '??? runs "List the things: 2 programs, 2 cases, failed"'
    assert summary(guide) == '??? runs "List the things: 2 programs, 2 cases, not run"'


def test_one_program_passed_and_not_all(tmp_path: Path) -> None:
    guide = read(tmp_path, **{TASK: 'title = "The \\"X\\""\n', "snippets/list-things/list_things.sh": None})
    entry = a_run(guide.snippets.snippet("list-things/list_things.py"))
    assert summary(guide, entry) == '??? runs "The &quot;X&quot;: 1 program, 1 case, passed"'


def test_a_snippet_that_ran_in_some_cases_has_a_column_that_says_so(tmp_path: Path) -> None:
    guide = read(tmp_path)
    table = render_runs.run_tables(with_runs(guide, a_run(guide.snippets.snippet("list-things/list_things.py"))))
    assert "    | Case | Python |\n    | --- | --- |\n    | It works | 0 |\n    | Wrong key | not run |\n" in table


def test_tasks_stand_in_the_order_in_which_the_pages_of_the_menu_show_them(tmp_path: Path) -> None:
    tasks = {f"snippets/{name}/task.toml": f'title = "{name}"\n' for name in ("a", "b", "c", "d", "e")}
    files = {f"snippets/{name}/{name}.sh": "echo on\n" for name in ("a", "b", "c", "d", "e")}
    pages = {
        "docs/index.md": '{{ task("d") }}\n\n{{ snippet("c/c.sh", region="x") }}\n\n{{ transcript("a", case="ok") }}\n',
        "docs/more/index.md": '{{ task("list-things") }}\n\n{{ task("d") }}\n',
        "docs/more/a.md": '{{ task("b") }}\n',
        "docs/hidden.md": '{{ task("e") }}\n',
    }
    nav = "nav:\n- Home: index.md\n- More:\n    - more/index.md\n    - A: more/a.md\n"
    menu = {"mkdocs.yml": f"redirects: {{ a.md: more/a.md }}\n{nav}"}
    order = ["d", "c", "List the things", "b", "e", "a"]
    guide = read(tmp_path, **tasks, **files, **pages, **menu)
    assert re.findall(r'runs "(.*?):', render_runs.run_tables(guide)) == order


def test_a_bar_in_a_table_is_no_border(tmp_path: Path) -> None:
    guide = read(tmp_path, **{"snippets/cases/cases.toml": '[ok]\ntitle = "on || off"\n'})
    table = render_runs.run_tables(with_runs(guide, a_run(guide.snippets.snippet("list-things/list_things.py"))))
    assert "| on \\|\\| off | 0 |" in table


def test_a_task_of_settings_files_only_has_no_table(tmp_path: Path) -> None:
    files = {"snippets/set-up/task.toml": 'title = "Set up"\n', "snippets/set-up/.env.example": "A=b\n"}
    assert "Set up" not in render_runs.run_tables(read(tmp_path, **files))


# A line that was printed.


def a_line(root: Path, starts: str, stdout: str = "one\n  two  \n", stderr: str = "three: 3\ntwo: 2\n") -> str:
    guide = read(root, **{f"{OUTPUT}/ok/list_things.py.txt": transcript("py", 1, stdout, stderr)})
    return render.printed_line(guide.snippets.snippet("list-things/list_things.py"), guide.cases.case("ok"), starts)


@pytest.mark.parametrize(("starts", "line"), [("on", "one"), ("  two", "two"), ("t", "three: 3"), ("two: 2", "two: 2")])
def test_a_line_is_the_first_that_begins_so_on_standard_output_then_on_standard_error(
    tmp_path: Path, starts: str, line: str
) -> None:
    assert a_line(tmp_path, starts) == line


def test_a_line_that_was_not_printed_is_told(tmp_path: Path) -> None:
    line = told(lambda: a_line(tmp_path, "four"))
    assert line == (
        f'{OUTPUT}/ok/list_things.py.txt: no line begins with "four". Correct the macro, or run make update.'
    )


def test_a_line_of_a_run_that_was_not_kept_is_told(tmp_path: Path) -> None:
    guide = read(tmp_path)
    snippet = guide.snippets.snippet("list-things/list_things.py")
    line = told(lambda: render.printed_line(snippet, guide.cases.case("ok"), "one"))
    assert line == f"{OUTPUT}/ok/list_things.py.txt: there is no such transcript. Run make update."

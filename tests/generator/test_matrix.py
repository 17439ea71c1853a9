"""The matrix of snippets and SDK versions: how it is kept, what makes it stale, and what pages show of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from provendocs.audit import source_text
from provendocs.guide import Guide, load_guide
from provendocs.matrix import Matrix, Outcome, Row, matrix_path, matrix_text, read_matrix, words_path
from provendocs.matrix_rows import fingerprint, printed_by_version, stale
from provendocs.proof import unproven
from provendocs.render_matrix import transcript_by_version, version_tables
from provendocs.transcript import Transcript, transcript_path, write_text
from tests.generator.conftest import PYTHON, SETTINGS, a_guide, put, read, told

NAME = "list-things/list_things.py"
PLAN = """
[tool.provendocs.matrix]
cases = ["ok", "wrong-key"]
words = ["list-things/list_things.py"]

[tool.provendocs.matrix.versions]
".py" = ["<2", ">=3"]

[tool.provendocs.matrix.turns]
".py" = ["==3.1.0", "==3.2.0"]
"""
WITH_PLAN = {
    "pyproject.toml": SETTINGS.replace("timeout", 'sdk = "httpx2"\ntimeout') + PLAN,
    "docs/page.md": "Text.\n",
}
VERSIONS = {".py": {"<2": "1.9.0", "==3.1.0": "3.1.0", "==3.2.0": "3.2.0", ">=3": "3.10.0"}}
OUTCOMES = {
    "1.9.0": Outcome(fails={"ok": "ThingError: no `things` | none"}),
    "3.1.0": Outcome(words=("wrong-key",)),
    "3.2.0": Outcome(),
    "3.10.0": Outcome(),
}


def with_matrix(root: Path, outcomes: dict[str, Outcome] = OUTCOMES, since: str = "2.5.0") -> Guide:
    """Lay out a small guide whose matrix has run with four versions."""
    guide = read(root, **WITH_PLAN)
    snippet = guide.snippets.snippet(NAME)
    for case, printed in (("ok", "lamp\n"), ("wrong-key", "new words\n")):
        write_text(transcript_path(snippet, case), Transcript(snippet.sha256, 0, printed, "").text)
    old = Transcript(snippet.sha256, 0, "old words\n", "")
    for case, version in (("ok", "1.9.0"), ("wrong-key", "3.1.0")):
        write_text(words_path(snippet, case, version), old.text)
    row = Row(fingerprint(guide, snippet), outcomes, since)
    write_text(guide.matrix.path, matrix_text(Matrix(guide.matrix.path, VERSIONS, {NAME: row})))
    return load_guide(root)


def complaints(root: Path) -> list[str]:
    return [str(error) for error in stale(load_guide(root))]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = matrix_path(tmp_path)
    matrix = Matrix(
        path, VERSIONS, {"a-task/a b.py": Row("1f", {"1.0.0": Outcome({"ok": 'say "\\no"'}, ("x", "y"))}, "0.9.0")}
    )
    path.write_text(matrix_text(matrix), "utf-8")
    assert read_matrix(path) == matrix
    assert matrix_text(read_matrix(path)) == matrix_text(matrix)


def test_where_nothing_ran_the_matrix_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path).matrix.rows == {}


@pytest.mark.parametrize("text", ["[versions", "[versions]\n[x]\nof = 1\n1 = 2\n", "[x]\nof = 'y'\n", "versions = 1\n"])
def test_a_file_that_no_run_wrote_is_told(text: str, tmp_path: Path) -> None:
    path = put(matrix_path(tmp_path), text)
    problem = "this is not what a run of the matrix wrote"
    assert told(lambda: read_matrix(path)) == f"matrix.toml: {problem}. Remove it and run make matrix UPDATE=1."


def test_a_matrix_that_fits_is_complete(tmp_path: Path) -> None:
    with_matrix(tmp_path)
    assert complaints(tmp_path) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (f"snippets/{NAME}", "print(", "print( "),
        ("snippets/list-things/output/ok/list_things.py.txt", "lamp", "bulb"),
        ("snippets/list-things/output/wrong-key/3.1.0/list_things.py.txt", "old", "odd"),
    ],
)
def test_an_edit_of_what_ran_or_was_printed_makes_it_stale(file: str, old: str, new: str, tmp_path: Path) -> None:
    with_matrix(tmp_path)
    put(tmp_path / file, (tmp_path / file).read_text("utf-8").replace(old, new, 1))
    assert complaints(tmp_path) == [
        f"snippets/matrix.toml: {NAME} or a transcript of it was edited after its runs. "
        f'Run make matrix UPDATE=1 ARGS="{NAME}".'
    ]


def test_a_snippet_and_a_version_without_a_run_are_told(tmp_path: Path) -> None:
    with_matrix(tmp_path, {version: told for version, told in OUTCOMES.items() if version != "3.2.0"})
    problem = f"no run of {NAME} with httpx2 3.2.0 is on record"
    assert complaints(tmp_path) == [f'snippets/matrix.toml: {problem}. Run make matrix UPDATE=1 ARGS="{NAME}".']
    guide = load_guide(tmp_path)
    write_text(guide.matrix.path, matrix_text(replace(guide.matrix, rows={})))
    assert complaints(tmp_path) == [
        f'snippets/matrix.toml: no run of {NAME} is on record. Run make matrix UPDATE=1 ARGS="{NAME}".'
    ]


@pytest.mark.parametrize("since", ["", "1.9.0", "3.1.1"])
def test_a_first_version_that_the_runs_do_not_allow_is_told(since: str, tmp_path: Path) -> None:
    guide = with_matrix(tmp_path)
    row = replace(guide.matrix.rows[NAME], since=since)
    write_text(guide.matrix.path, matrix_text(replace(guide.matrix, rows={NAME: row})))
    assert complaints(tmp_path) == [
        f'snippets/matrix.toml: since when {NAME} works is not on record. Run make matrix UPDATE=1 ARGS="{NAME}".'
    ]


def test_a_specifier_that_was_never_asked_for_is_told(tmp_path: Path) -> None:
    with_matrix(tmp_path)
    settings = tmp_path / "pyproject.toml"
    settings.write_text(settings.read_text("utf-8").replace('">=3"]', '">=3", ">=4"]'), "utf-8")
    assert complaints(tmp_path) == [
        'snippets/matrix.toml: no version for ">=4" is on record. Run make matrix UPDATE=1.'
    ]


def test_what_is_left_of_a_snippet_that_is_gone_is_told(tmp_path: Path) -> None:
    guide = with_matrix(tmp_path)
    rows = {**guide.matrix.rows, "gone/gone.py": Row("1f", OUTCOMES)}
    write_text(guide.matrix.path, matrix_text(replace(guide.matrix, rows=rows)))
    left = "snippets/list-things/output/ok/1.9.0/list_things.sh.txt"
    put(tmp_path / left, "any")
    assert complaints(tmp_path) == [
        "snippets/matrix.toml: gone/gone.py is not in the matrix any more. Run make matrix UPDATE=1.",
        f"{left}: no page shows what another version prints here. Remove it.",
    ]


def test_a_task_that_is_left_out_has_no_row(tmp_path: Path) -> None:
    left_out = '\n[tool.provendocs.matrix.left_out]\nlist-things = "It is odd."\n'
    a_guide(tmp_path, **{**WITH_PLAN, "pyproject.toml": WITH_PLAN["pyproject.toml"] + left_out})
    assert complaints(tmp_path) == []


def test_versions_that_print_alike_stand_together_from_new_to_old(tmp_path: Path) -> None:
    guide = with_matrix(tmp_path)
    found = printed_by_version(guide, guide.snippets.snippet(NAME), guide.cases.case("wrong-key"))
    assert [(one.versions, one.transcript.stdout) for one in found] == [
        (("3.2.0", "3.10.0"), "new words\n"),
        (("3.1.0",), "old words\n"),
        (("1.9.0",), "new words\n"),
    ]


def test_a_page_shows_the_words_of_each_range_of_versions_in_a_tab(tmp_path: Path) -> None:
    guide = with_matrix(tmp_path)
    shown = transcript_by_version(guide, guide.snippets.snippet(NAME), guide.cases.case("wrong-key"))
    assert [line for line in shown.splitlines() if line.startswith("===")] == [
        '===! "httpx2 3.2 and newer"',
        '=== "httpx2 3.1"',
        '=== "httpx2 1.9 and older"',
    ]
    assert 'data-source="list-things/output/wrong-key/3.1.0/list_things.py.txt"' in shown
    assert "Ran with httpx2 3.2.0 and 3.10.0" in shown


def test_a_transcript_of_a_version_is_audited_and_proven_as_long_as_the_matrix_fits(tmp_path: Path) -> None:
    source = "list-things/output/wrong-key/3.1.0/list_things.py.txt"
    guide = with_matrix(tmp_path)
    assert source_text(guide, source) == "old words\n"
    assert unproven(guide, source) == ""
    put(tmp_path / "snippets" / NAME, PYTHON.replace("print(", "print( "))
    guide = load_guide(tmp_path)
    assert "was edited after its runs" in told(lambda: source_text(guide, source))
    assert "was edited after its runs" in unproven(guide, source)


def test_where_no_words_are_kept_a_page_shows_the_transcript_alone(tmp_path: Path) -> None:
    guide = with_matrix(tmp_path)
    plan = replace(guide.settings.matrix, words=())
    guide = replace(guide, settings=replace(guide.settings, matrix=plan))
    shown = transcript_by_version(guide, guide.snippets.snippet(NAME), guide.cases.case("wrong-key"))
    assert "===" not in shown
    assert "new words" in shown


def test_the_tables_say_since_when_and_what_an_older_version_does(tmp_path: Path) -> None:
    lines = version_tables(with_matrix(tmp_path), ".py").splitlines()
    assert "| 3.10.0 | 1 of 1 | none |" in lines
    assert "| 1.9.0 | 0 of 1 | none |" in lines
    assert lines[-1] == (
        "| 2.5.0 | today | List the things (`list_things.py`)<br>With 1.9.0: `` ThingError: no `things` \\| none `` |"
    )


def test_a_language_that_the_matrix_lacks_is_told(tmp_path: Path) -> None:
    guide = with_matrix(tmp_path)
    problem = 'the matrix has no snippet with the suffix ".sh"'
    assert told(lambda: version_tables(guide, ".sh")) == f"pyproject.toml: {problem}. Correct the macro."


@pytest.mark.parametrize(
    ("plan", "problem"),
    [
        ("matrix = 1", "matrix is no table"),
        ("matrix = { version = {} }", 'matrix has "version", which is none of cases, left_out, turns, versions, words'),
        ("matrix = { cases = [1] }", "matrix.cases is no list of texts"),
        ("matrix = { versions = [] }", "matrix.versions is no table"),
        ('matrix = { turns = { ".py" = "3" } }', "matrix.turns..py is no list of texts"),
        ('matrix = { left_out = { a = "" } }', "matrix.left_out is no list of texts"),
    ],
)
def test_a_plan_that_cannot_be_read_is_told(plan: str, problem: str, tmp_path: Path) -> None:
    files = {"pyproject.toml": SETTINGS.replace("timeout = 20", f"timeout = 20\n{plan}")}
    line = told(lambda: read(tmp_path, **files))
    assert line == f"pyproject.toml: [tool.provendocs] cannot be read: {problem}. Correct it."

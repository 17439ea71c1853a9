"""The audit: reads the built pages as a browser gets them, and tells what they show that no file holds."""

from __future__ import annotations

import sys
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from provendocs.audit import audit, main, source_text
from provendocs.guide import Guide, load_guide
from provendocs.record import Entry, digest, record_path
from provendocs.recorder import add_to_record
from tests.generator.conftest import SETTINGS, a_guide, a_run, put, read, resting, transcript

PY = "list-things/list_things.py"
SH = "list-things/list_things.sh"
OUTPUT = "list-things/output/ok/list_things.py.txt"

EXTRA = {
    f"snippets/{OUTPUT}": transcript("py", 0, "on"),
    "snippets/list-things/output/request.http": "GET /v1/things HTTP/1.1\nhost: api.example.com\n\n",
}


def shown(source: str, text: str) -> str:
    """Write a block as the Markdown extensions do."""
    return f'<div class="highlight" data-source="{source}"><pre><span></span><code>{escape(text)}</code></pre></div>\n'


def right(guide: Guide) -> str:
    return "".join(shown(source, source_text(guide, source)) for source in (PY, SH))


def problems(root: Path, page: str, guide: Guide | None = None) -> list[str]:
    """Audit a site of which one page shows all snippets, and another what is given."""
    guide = guide or read(root, **EXTRA)
    put(root / "site/index.html", right(guide))
    put(root / "site/deep/page.html", f"<!doctype html><body>{page}</body>")
    return audit(guide, root / "site")


def test_pages_that_show_what_the_files_hold_pass(tmp_path: Path) -> None:
    guide = read(tmp_path, **EXTRA)
    sources = (
        f"{PY}#request",
        OUTPUT,
        "cases/wrong-key.http",
        "cases/ok/things.http",
        "list-things/output/request.http",
    )
    assert problems(tmp_path, "".join(shown(source, source_text(guide, source)) for source in sources)) == []


def test_a_page_without_blocks_passes(tmp_path: Path) -> None:
    assert problems(tmp_path, "<p>Only <code>words</code>.</p>") == []


def test_what_a_source_names_is_what_its_file_holds(tmp_path: Path) -> None:
    guide = read(tmp_path, **EXTRA)
    assert source_text(guide, OUTPUT) == "on\n"
    assert source_text(guide, "list-things/output/request.http").startswith("GET /v1/things ")
    assert source_text(guide, "cases/wrong-key.http").splitlines()[-1] == (
        '{"error": "There is no key thing-No****************************fake."}'
    )
    assert source_text(guide, f"{SH}#request").startswith("curl ")


def test_a_fence_that_collapsed_into_the_text_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path, "<p><code>bash\ncurl things</code></p>") == [
        'deep/page.html: a code block has no source: "bash". Pages hold no code; move it to a snippet.'
    ]


def test_a_fence_written_by_hand_is_told(tmp_path: Path) -> None:
    page = '<div class="highlight"><pre><span></span><code>\nprint("hello")\nprint()\n</code></pre></div>'
    assert problems(tmp_path, page) == [
        'deep/page.html: a code block has no source: "print("hello")". Pages hold no code; move it to a snippet.'
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("lamp", "lamb", id="a letter"),
        pytest.param("    headers", "   headers", id="a space"),
        pytest.param("\n\n", "\n", id="a blank line"),
        pytest.param("#> ", "#&gt; ", id="an escape"),
        pytest.param("'THING_KEY'", "\u2018THING_KEY\u2019", id="quotation marks"),
        pytest.param("import os", "\nimport os", id="a line before"),
        pytest.param('["lamp"]}\n', '["lamp"]}', id="the last line end"),
    ],
)
def test_a_block_that_was_changed_on_its_way_is_told(tmp_path: Path, old: str, new: str) -> None:
    text = source_text(read(tmp_path, **EXTRA), PY)
    changed = text.replace(old, new)
    assert changed != text
    assert problems(tmp_path, shown(PY, changed)) == [
        f"deep/page.html: the block is not what snippets/{PY} holds: "
        f'"{changed.strip().partition(chr(10))[0]}". Show it on a line of its own.'
    ]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (
            "list-things/list_thing.py",
            f'snippets/list-things/list_thing.py: there is no such snippet. Did you mean "{PY}"?',
        ),
        (f"{PY}#requets", f'snippets/{PY}: there is no region "requets". Did you mean "request"?'),
        ("cases/wrong-kay.http", 'snippets/cases/wrong-kay.http: there is no such reply. Did you mean "wrong-key"?'),
        (
            "list-things/output/ok/list_things.sh.txt",
            "snippets/list-things/output/ok/list_things.sh.txt: there is no such transcript. Run make update.",
        ),
    ],
)
def test_a_block_whose_source_is_gone_is_told(tmp_path: Path, source: str, problem: str) -> None:
    assert problems(tmp_path, shown(source, "text\n")) == [f"deep/page.html: {problem}"]


def test_a_snippet_that_no_page_shows_is_told(tmp_path: Path) -> None:
    orphan = {"snippets/other/task.toml": 'title = "Other"\n', "snippets/other/other.sh": "echo other\n"}
    found = problems(tmp_path, "", read(tmp_path, **orphan))
    assert found == ["snippets/other/other.sh: no page shows this snippet. Show it or remove it."]


def test_a_snippet_of_which_a_page_shows_a_region_is_shown(tmp_path: Path) -> None:
    guide = read(tmp_path)
    put(tmp_path / "site/index.html", right(guide).replace(shown(PY, source_text(guide, PY)), ""))
    put(tmp_path / "site/part.html", shown(f"{PY}#request", source_text(guide, f"{PY}#request")))
    assert audit(guide, tmp_path / "site") == []


def test_a_region_that_no_page_shows_is_told_where_pages_show_others(tmp_path: Path) -> None:
    text = "# region one\necho 1\n# endregion\n# region two\necho 2\n# endregion\n"
    other = {"snippets/other/task.toml": 'title = "Other"\n', "snippets/other/other.sh": text}
    found = problems(tmp_path, shown("other/other.sh#one", "echo 1\n"), read(tmp_path, **other))
    assert found == ['snippets/other/other.sh: no page shows the region "two". Show it or remove it.']


def test_every_problem_is_told(tmp_path: Path) -> None:
    page = "<pre>one\n</pre><pre>two\n</pre>" + shown(SH, "three\n")
    assert [problem.partition(". ")[0] for problem in problems(tmp_path, page)] == [
        'deep/page.html: a code block has no source: "one"',
        'deep/page.html: a code block has no source: "two"',
        f'deep/page.html: the block is not what snippets/{SH} holds: "three"',
    ]


@pytest.mark.parametrize("folder", ["site", "nowhere"])
def test_a_site_without_pages_is_told(tmp_path: Path, folder: str) -> None:
    (tmp_path / "site").mkdir()
    assert audit(read(tmp_path), Path(folder)) == [f"{folder}: there is no page here. Build the site first."]


# Whether runs have proven what pages show.


def all_runs(guide: Guide, **fields: str) -> list[Entry]:
    """Return the entries of runs that passed and prove all that pages of the small guide may show."""
    paths = [OUTPUT, "cases/ok/things.http", "list-things/output/request.http"]
    shown = {path: digest(guide.snippets.folder / path) for path in paths}
    snippets = [guide.snippets.snippet(name) for name in (PY, SH)]
    runs = [a_run(one, case, **fields) for one in snippets for case in ("ok", "wrong-key")]
    return [resting(guide, replace(run, shown=run.shown | shown)) for run in runs]


def not_proven(root: Path, page: str, guide: Guide, entries: list[Entry]) -> list[str]:
    """Audit a site, which is right but for lack of proof, with some entries on record."""
    add_to_record(record_path(root), entries, guide.runs())
    assert problems(root, page, guide) == []
    return audit(load_guide(root), root / "site", require_proof=True)


def blocks_of(guide: Guide, *sources: str) -> str:
    return "".join(shown(source, source_text(guide, source)) for source in sources)


#: Every transcript of the Python snippet, as it is.
KEPT = {f"snippets/list-things/output/{case}/list_things.py.txt": transcript("py") for case in ("ok", "wrong-key")}
UPDATE_SH = f'Run make update ARGS="-k {SH}".'


def test_where_no_run_is_on_record_one_line_says_so(tmp_path: Path) -> None:
    guide = read(tmp_path, **EXTRA)
    page = blocks_of(guide, f"{PY}#request", OUTPUT, "cases/ok/things.http")
    assert not_proven(tmp_path, page, guide, []) == [
        "build/record.json: no run is recorded, so nothing proves what pages show. Run make test."
    ]


def test_what_no_run_has_proven_is_told_once_for_each_snippet_and_its_transcripts(tmp_path: Path) -> None:
    guide = read(tmp_path, **EXTRA)
    page = blocks_of(guide, f"{PY}#request", OUTPUT, "cases/ok/things.http", "cases/ok/things.http")
    gone = a_run(guide.snippets.snippet(PY), "gone")
    not_on_record = 'pages show it, but no run in case "ok" is recorded.'
    assert not_proven(tmp_path, page, guide, [gone]) == [
        f'snippets/{PY}: {not_on_record} Run make update ARGS="-k {PY}".',
        f"snippets/{SH}: {not_on_record} {UPDATE_SH}",
        "snippets/cases/ok/things.http: pages show it, but no run that passed has shown it as it is. Run make test.",
    ]


def test_a_snippet_whose_transcripts_are_of_it_as_it_is_needs_a_test_run_and_no_update(tmp_path: Path) -> None:
    guide = read(tmp_path, **{**EXTRA, **KEPT})
    assert not_proven(tmp_path, "", guide, all_runs(guide, result="failed")) == [
        f'snippets/{PY}: pages show it, but its last run in case "ok" failed. Run make test ARGS="-k {PY}".',
        f'snippets/{SH}: pages show it, but its last run in case "ok" failed. {UPDATE_SH}',
    ]


def test_a_snippet_that_was_not_run_here_needs_another_machine(tmp_path: Path) -> None:
    guide = read(tmp_path, **{**EXTRA, **KEPT})
    runs = [replace(run, result="not run", reason="it has no lamp") for run in all_runs(guide) if run.snippet == PY]
    rest = [run for run in all_runs(guide) if run.snippet == SH]
    assert not_proven(tmp_path, "", guide, runs + rest) == [
        f'snippets/{PY}: pages show it, but it has no lamp. Run make test ARGS="-k {PY}" on a machine that can run it.'
    ]


def test_a_site_of_which_runs_have_proven_every_block_passes(tmp_path: Path) -> None:
    guide = read(tmp_path, **EXTRA)
    page = blocks_of(guide, f"{PY}#request", OUTPUT, "cases/ok/things.http", "list-things/output/request.http")
    assert not_proven(tmp_path, page, guide, all_runs(guide)) == []


def test_a_transcript_that_no_run_has_shown_is_told_where_its_snippet_is_proven(tmp_path: Path) -> None:
    guide = read(tmp_path, **{**EXTRA, **KEPT})
    runs = [replace(run, shown=run.shown | {OUTPUT: "of other bytes"}) for run in all_runs(guide)]
    assert not_proven(tmp_path, blocks_of(guide, OUTPUT), guide, runs) == [
        f'snippets/{OUTPUT}: pages show it, but no run that passed has shown it as it is. Run make test ARGS="-k {PY}".'
    ]


def test_what_the_guide_lets_stand_unproven_and_what_a_task_excuses_passes(tmp_path: Path) -> None:
    excused = f'[tool.provendocs.unproven]\n"{PY}" = "A dragon."\n"{SH}" = "A dragon."\n'
    other = {
        "pyproject.toml": SETTINGS + excused,
        "snippets/other/task.toml": 'title = "Other"\nnot_run = "It hurts."\n',
        "snippets/other/other.sh": "echo other\n",
    }
    guide = read(tmp_path, **other)
    assert not_proven(tmp_path, blocks_of(guide, "other/other.sh"), guide, []) == []


def test_a_block_whose_source_is_gone_is_told_once_though_proof_is_required(tmp_path: Path) -> None:
    guide = read(tmp_path, **EXTRA)
    problems(tmp_path, shown("cases/wrong-kay.http", "text\n") + "<pre>text\n</pre>", guide)
    add_to_record(record_path(tmp_path), all_runs(guide), guide.runs())
    assert audit(load_guide(tmp_path), tmp_path / "site", require_proof=True) == [
        'deep/page.html: snippets/cases/wrong-kay.http: there is no such reply. Did you mean "wrong-key"?',
        'deep/page.html: a code block has no source: "text". Pages hold no code; move it to a snippet.',
    ]


# The command.


def test_the_command_requires_proof_when_told_to_and_says_how_much_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["audit", "site", "--require-proof"])
    guide = read(tmp_path, **EXTRA)
    assert problems(tmp_path, "", guide) == []
    with pytest.raises(SystemExit) as bad:
        main()
    assert capsys.readouterr().out == ""
    add_to_record(record_path(tmp_path), all_runs(guide), guide.runs())
    with pytest.raises(SystemExit) as good:
        main()
    assert str(bad.value.code).startswith("build/record.json: no run is recorded")
    assert good.value.code == 0
    assert capsys.readouterr().out == "Proven by runs on this machine: 2 blocks of 1 page.\n"


def test_the_command_does_not_count_what_is_excused_as_proven(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["audit", "site", "--require-proof"])
    excused = f'[tool.provendocs.unproven]\n"{SH}" = "A dragon."\n"cases/ok/things.http" = "A dragon."\n'
    other = {"snippets/other/task.toml": 'title = "X"\nnot_run = "It hurts."\n', "snippets/other/other.sh": "echo on\n"}
    guide = read(tmp_path, **{**EXTRA, **other, "pyproject.toml": SETTINGS + excused})
    assert problems(tmp_path, blocks_of(guide, PY, "cases/ok/things.http", "other/other.sh"), guide) == []
    runs = [run for run in all_runs(guide) if run.snippet == PY]
    for run in runs:
        del run.shown["cases/ok/things.http"]
    add_to_record(record_path(tmp_path), runs, guide.runs())
    with pytest.raises(SystemExit) as good:
        main()
    assert good.value.code == 0
    line = "Proven by runs on this machine: 2 blocks of 2 pages; 3 more excused, for a stated reason.\n"
    assert capsys.readouterr().out == line


def test_the_command_ends_with_every_problem_on_a_line_or_with_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["audit", "site"])
    assert problems(tmp_path, "") == []
    with pytest.raises(SystemExit) as good:
        main()
    put(tmp_path / "site/deep/page.html", "<pre>one\n</pre><pre>two\n</pre>")
    with pytest.raises(SystemExit) as bad:
        main()
    assert good.value.code == 0
    assert [line.partition('"')[2] for line in str(bad.value.code).splitlines()] == [
        'one". Pages hold no code; move it to a snippet.',
        'two". Pages hold no code; move it to a snippet.',
    ]


def test_the_command_tells_of_a_guide_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["audit", "site"])
    a_guide(tmp_path, **{"docs/facts.toml": None})
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == "docs/facts.toml: there is no such file. Add it; it holds the facts that can age."

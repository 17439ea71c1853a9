"""What a run of the matrix complains of, and what it writes down."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from provendocs.guide import load_guide
from provendocs.matrix import Outcome, words_path
from provendocs.matrix_rows import current_row, stale
from provendocs.run import Installed, Runner
from provendocs.transcript import Transcript
from tests.generator.conftest import PY, a_runner, put
from tests.generator.test_matrix import NAME, OUTCOMES, with_matrix
from tests.matrix.compare import Found, complaints, written


def found(root: Path, outcome: Outcome, **printed: str) -> dict[str, Found]:
    """Return what a run of the small guide's snippet would have found."""
    snippet = load_guide(root).snippets.snippet(NAME)
    texts = {
        "ok": "lamp\n",
        "wrong-key": "new words\n",
        **{case.replace("_", "-"): text for case, text in printed.items()},
    }
    return {NAME: Found(outcome, {case: Transcript(snippet.sha256, 0, text, "") for case, text in texts.items()})}


@pytest.fixture(autouse=True)
def in_the_folder_of_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_run_that_is_as_recorded_gives_no_complaint(tmp_path: Path) -> None:
    guide = with_matrix(tmp_path)
    assert complaints(guide, "1.9.0", found(tmp_path, OUTCOMES["1.9.0"], ok="old words\n")) == []
    assert complaints(guide, "3.1.0", found(tmp_path, OUTCOMES["3.1.0"], wrong_key="old words\n")) == []
    assert complaints(guide, "3.2.0", found(tmp_path, OUTCOMES["3.2.0"])) == []


def test_a_regression_is_told_in_one_line(tmp_path: Path) -> None:
    guide = with_matrix(tmp_path)
    [line] = complaints(guide, "3.10.0", found(tmp_path, Outcome({"ok": "ThingError: gone"}), ok="gone\n"))
    assert line == (
        f'snippets/{NAME}: with httpx2 3.10.0 it does otherwise in case "ok": ThingError: gone; on record is what the '
        f'guide shows. Correct it, or run make matrix UPDATE=1 ARGS="{NAME}" if this is right.'
    )


def test_a_program_that_works_again_is_told_too(tmp_path: Path) -> None:
    [line] = complaints(with_matrix(tmp_path), "1.9.0", found(tmp_path, Outcome()))
    assert 'in case "ok": what the guide shows; on record is: ThingError' in line


def test_other_words_than_on_record_are_told(tmp_path: Path) -> None:
    guide = with_matrix(tmp_path)
    [line] = complaints(guide, "3.2.0", found(tmp_path, Outcome(words=("wrong-key",)), wrong_key="odd\n"))
    assert 'with httpx2 3.2.0 it prints other words than the guide in case "wrong-key", other than on record' in line
    [line] = complaints(guide, "3.1.0", found(tmp_path, OUTCOMES["3.1.0"], wrong_key="odd\n"))
    assert "prints something else than snippets/list-things/output/wrong-key/3.1.0/list_things.py.txt" in line


def test_a_stale_row_is_told_and_nothing_else(tmp_path: Path) -> None:
    guide = with_matrix(tmp_path)
    put(tmp_path / "snippets/list-things/output/ok/list_things.py.txt", "edited")
    [line] = complaints(guide, "3.2.0", found(tmp_path, Outcome({"ok": "any"})))
    assert "was edited after its runs" in line


def test_what_is_written_is_complete_once_every_version_has_run(tmp_path: Path) -> None:
    with_matrix(tmp_path)
    put(tmp_path / PY, (tmp_path / PY).read_text("utf-8").replace("lamp", "bulb"))
    sha256 = load_guide(tmp_path).snippets.snippet(NAME).sha256
    for case, text in (("ok", "lamp\n"), ("wrong-key", "new words\n")):
        kept = tmp_path / f"snippets/list-things/output/{case}/list_things.py.txt"
        put(kept, Transcript(sha256, 0, text, "").text)
    for version in ("1.9.0", "3.1.0"):
        outcome = Outcome(words=("wrong-key",))
        written(load_guide(tmp_path), version, found(tmp_path, outcome, wrong_key="older words\n"))
        assert list(stale(load_guide(tmp_path))) != []
    for version in ("3.2.0", "3.10.0"):
        written(load_guide(tmp_path), version, found(tmp_path, Outcome()))
    assert list(stale(load_guide(tmp_path))) == []
    guide = load_guide(tmp_path)
    snippet = guide.snippets.snippet(NAME)
    assert current_row(guide, snippet).outcomes["3.1.0"] == Outcome(words=("wrong-key",))
    assert [words_path(snippet, "wrong-key", version).exists() for version in OUTCOMES] == [True, False, False, False]
    assert not words_path(snippet, "ok", "1.9.0").exists()


def test_rows_of_snippets_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    guide = with_matrix(tmp_path)
    guide.__dict__["matrix"] = replace(
        guide.matrix, rows={**guide.matrix.rows, "gone/gone.py": guide.matrix.rows[NAME]}
    )
    written(guide, "3.2.0", found(tmp_path, Outcome()))
    assert load_guide(tmp_path).matrix.rows.keys() == {NAME}


def test_a_runner_runs_python_with_the_interpreter_that_it_is_told(tmp_path: Path) -> None:
    guide = a_runner(tmp_path).guide
    python = tmp_path / "old python"
    put(python, '#!/bin/sh\necho "an old version ran $1"\n').chmod(0o755)
    runner = Runner(guide, lambda _request, _endpoint: None, Installed(python, tmp_path / "none"))
    run = runner.run_alone(guide.snippets.snippet(NAME), guide.cases.case("ok"))
    assert run.transcript.stdout == "an old version ran list_things.py\n"


def test_a_runner_gives_node_the_packages_that_it_is_told(tmp_path: Path) -> None:
    program = 'import { version } from "thing";\nconsole.log(version);\n'
    guide = a_runner(tmp_path, **{"snippets/list-things/list_things.mjs": program}).guide
    put(tmp_path / "old/thing/package.json", '{"name": "thing", "type": "module", "main": "index.js"}')
    put(tmp_path / "old/thing/index.js", 'export const version = "6.0.0";\n')
    runner = Runner(guide, lambda _request, _endpoint: None, Installed(Path("python"), tmp_path / "old"))
    run = runner.run_alone(guide.snippets.snippet("list-things/list_things.mjs"), guide.cases.case("ok"), pauses=False)
    assert (run.transcript.stdout, run.transcript.stderr) == ("6.0.0\n", "")

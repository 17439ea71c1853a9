"""Proof: a snippet is proven by a run of its exact bytes in every case, a block by a run that showed it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from provendocs.guide import Guide, load_guide
from provendocs.proof import Proof, proof_of, unproven, vouched_for
from provendocs.record import digest
from tests.generator.conftest import SETTINGS, a_run, put, read, transcript, with_runs

PY = "list-things/list_things.py"
ENV = "list-things/.env.example"
REPLY = "cases/ok/things.http"
OUTPUT = "list-things/output/ok/list_things.py.txt"
REQUEST = "list-things/output/request.http"

TASK = "snippets/list-things/task.toml"
EXTRA = {
    f"snippets/{ENV}": "THING_KEY=YOUR_THING_KEY\n",
    f"snippets/{OUTPUT}": transcript("py"),
    f"snippets/{REQUEST}": "GET /v1/things HTTP/1.1\n\n",
}


def ran(guide: Guide, *cases: str) -> Guide:
    return with_runs(guide, *(a_run(guide.snippets.snippet(PY), case) for case in cases))


def reason(guide: Guide, name: str = PY) -> str:
    return proof_of(guide, guide.snippets.snippet(name)).reason


def test_a_snippet_that_passed_in_every_case_is_proven_by_those_runs(tmp_path: Path) -> None:
    guide = ran(read(tmp_path), "wrong-key", "ok")
    snippet = guide.snippets.snippet(PY)
    assert proof_of(guide, snippet) == Proof((a_run(snippet), a_run(snippet, "wrong-key")), "")


def test_without_a_record_nothing_is_proven(tmp_path: Path) -> None:
    guide = read(tmp_path)
    assert proof_of(guide, guide.snippets.snippet(PY)) == Proof((), 'no run in case "ok" is recorded')


def test_a_snippet_that_passed_in_one_case_of_two_is_not_proven(tmp_path: Path) -> None:
    guide = ran(read(tmp_path), "ok")
    snippet = guide.snippets.snippet(PY)
    assert proof_of(guide, snippet) == Proof((a_run(snippet),), 'no run in case "wrong-key" is recorded')


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        pytest.param({"sha256": "of other bytes"}, 'it was edited after its run in case "wrong-key"', id="edited"),
        pytest.param({"result": "failed"}, 'its last run in case "wrong-key" failed', id="failed"),
        pytest.param({"result": "not run", "reason": "it has no pwsh"}, "it has no pwsh", id="not run"),
        pytest.param({"result": "not run"}, "the test was skipped", id="skipped and nobody said why"),
        pytest.param(
            {"result": "failed", "sha256": "of other bytes"},
            'it was edited after its run in case "wrong-key"',
            id="failed and edited",
        ),
    ],
)
def test_a_snippet_is_not_proven_by_a_run(tmp_path: Path, fields: dict[str, Any], why: str) -> None:
    guide = read(tmp_path)
    snippet = guide.snippets.snippet(PY)
    guide = with_runs(guide, a_run(snippet), a_run(snippet, "wrong-key", **fields))
    failed = "failed" in why
    assert proof_of(guide, snippet) == Proof((a_run(snippet),), why, failed=failed)


@pytest.mark.parametrize("now", ["HTTP/1.1 200 OK\n\n", None], ids=["edited", "removed"])
def test_a_snippet_is_not_proven_by_a_run_that_was_given_another_reply(tmp_path: Path, now: str | None) -> None:
    guide = read(tmp_path)
    snippet = guide.snippets.snippet(PY)
    given = tmp_path / "snippets" / REPLY
    passed = a_run(snippet)
    passed = replace(passed, shown={**passed.shown, REPLY: digest(given)})
    guide = with_runs(guide, passed, a_run(snippet, "wrong-key"))
    assert reason(guide) == ""
    if now is None:
        given.unlink()
    else:
        given.write_text(now, "utf-8")
    guide = replace(load_guide(tmp_path), record=guide.record)
    what = REPLY if now else "what it rests on"
    assert re.match(f"{what} .*was edited after its run", reason(guide))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (TASK, 'title = "', 'variables = { COLOR = "red" }\ntitle = "'),
        ("snippets/cases/cases.toml", 'title = "Wrong key"', 'title = "Wrong key"\nreply = "wrong-key"'),
    ],
    ids=["the task", "the case"],
)
def test_a_snippet_is_not_proven_by_a_run_that_rested_on_something_else(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    guide = ran(read(tmp_path), "ok", "wrong-key")
    assert reason(guide) == ""
    text = (tmp_path / file).read_text("utf-8").replace('secrets = { THING_KEY = "wrong" }\n', "")
    put(tmp_path / file, text.replace(old, new, 1))
    told_of = reason(replace(load_guide(tmp_path), record=guide.record))
    assert told_of.startswith("what it rests on in case ")


def test_a_run_in_a_case_that_a_task_has_left_vouches_for_nothing(tmp_path: Path) -> None:
    guide = read(tmp_path)
    passed = a_run(guide.snippets.snippet(PY), "wrong-key")
    [path] = passed.shown
    assert vouched_for(with_runs(guide, passed), path, passed.shown[path])
    left = read(tmp_path / "left", **{TASK: 'title = "X"\ncalls_api = true\ncases = ["ok"]\n'})
    assert not vouched_for(with_runs(left, passed), path, passed.shown[path])


def test_a_snippet_that_no_case_is_meant_for_is_not_proven(tmp_path: Path) -> None:
    cases = '[ok]\ntitle = "X"\ntasks = ["other"]\n'
    other = {"snippets/other/task.toml": 'title = "X"\ncalls_api = true\n', "snippets/other/other.sh": "curl x\n"}
    assert reason(read(tmp_path, **{"snippets/cases/cases.toml": cases}, **other)) == "no case is meant for its task"


def test_the_first_case_that_proves_nothing_is_named(tmp_path: Path) -> None:
    guide = read(tmp_path)
    snippet = guide.snippets.snippet(PY)
    failed = [a_run(snippet, case, result="failed") for case in ("wrong-key", "ok")]
    assert reason(with_runs(guide, *failed)) == 'its last run in case "ok" failed'


def test_a_run_in_a_case_that_is_not_meant_for_the_task_proves_nothing(tmp_path: Path) -> None:
    guide = ran(read(tmp_path, **{TASK: 'title = "X"\ncases = ["wrong-key"]\n'}), "ok")
    assert reason(guide) == 'no run in case "wrong-key" is recorded'


def test_a_run_of_another_snippet_of_the_task_proves_nothing(tmp_path: Path) -> None:
    guide = ran(read(tmp_path), "ok", "wrong-key")
    assert reason(guide, "list-things/list_things.sh") == 'no run in case "ok" is recorded'


@pytest.mark.parametrize("text", ["It needs the network.", "It needs the network"])
def test_a_snippet_that_its_task_excuses_says_why(tmp_path: Path, text: str) -> None:
    guide = ran(read(tmp_path, **{TASK: f'title = "X"\nnot_run = "{text}"\n'}), "ok", "wrong-key")
    assert proof_of(guide, guide.snippets.snippet(PY)) == Proof((), "It needs the network", excused=True)
    assert unproven(guide, PY) == ""


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        pytest.param({}, "", id="passed"),
        pytest.param({"result": "failed"}, "no run that has read it is recorded", id="failed"),
    ],
)
def test_a_settings_file_is_proven_by_a_run_that_read_it_and_passed(
    tmp_path: Path, fields: dict[str, Any], why: str
) -> None:
    guide = read(tmp_path, **EXTRA)
    env = guide.snippets.snippet(ENV)
    entry = a_run(guide.snippets.snippet(PY), shown={ENV: env.sha256}, **fields)
    assert proof_of(with_runs(guide, entry), env) == Proof((), why)


def test_a_settings_file_that_was_edited_since_is_not_proven(tmp_path: Path) -> None:
    guide = read(tmp_path, **EXTRA)
    entry = a_run(guide.snippets.snippet(PY), shown={ENV: "of other bytes"})
    assert reason(with_runs(guide, entry), ENV) == "no run that has read it is recorded"


@pytest.mark.parametrize("path", [OUTPUT, REQUEST, REPLY])
def test_what_a_run_showed_is_proven_until_it_is_edited(tmp_path: Path, path: str) -> None:
    guide = read(tmp_path, **EXTRA)
    assert unproven(guide, path) == "no run that passed has shown it as it is"
    shown = {path: digest(tmp_path / "snippets" / path)}
    guide = with_runs(guide, a_run(guide.snippets.snippet(PY), shown=shown))
    assert unproven(guide, path) == ""
    put(tmp_path / "snippets" / path, "edited\n")
    assert unproven(guide, path) == "no run that passed has shown it as it is"


@pytest.mark.parametrize("source", [PY, f"{PY}#request"])
def test_a_block_of_a_snippet_is_proven_with_its_snippet(tmp_path: Path, source: str) -> None:
    guide = read(tmp_path)
    assert unproven(guide, source) == 'no run in case "ok" is recorded'
    assert unproven(ran(guide, "ok", "wrong-key"), source) == ""


@pytest.mark.parametrize("path", [PY, f"{PY}#request", REPLY])
def test_what_the_guide_lets_stand_unproven_needs_no_run(tmp_path: Path, path: str) -> None:
    settings = (read(tmp_path).settings.root / "pyproject.toml").read_text("utf-8")
    excused = f'[tool.provendocs.unproven]\n"{path.partition("#")[0]}" = "It needs a dragon."\n'
    assert unproven(read(tmp_path, **{"pyproject.toml": settings + excused}), path) == ""


def test_a_run_that_was_not_compared_with_its_transcript_proves_nothing(tmp_path: Path) -> None:
    guide = read(tmp_path)
    snippet = guide.snippets.snippet(PY)
    guide = with_runs(guide, replace(a_run(snippet), shown={}), a_run(snippet, "wrong-key"))
    assert proof_of(guide, snippet).reason == 'its last run in case "ok" was not compared with its transcript'


def test_a_snippet_that_failed_is_not_excused(tmp_path: Path) -> None:
    excused = SETTINGS + f'\n[tool.provendocs.unproven]\n"{PY}" = "no"\n'
    guide = read(tmp_path, **{"pyproject.toml": excused})
    assert unproven(guide, PY) == ""
    snippet = guide.snippets.snippet(PY)
    guide = with_runs(guide, a_run(snippet, result="failed"), a_run(snippet, "wrong-key"))
    assert unproven(guide, PY) == 'its last run in case "ok" failed'

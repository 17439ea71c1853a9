"""A whole guide: what its files name in one another is there, or is told in one line."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from provendocs.find import Snippet
from provendocs.guide import Guide, asked_once, load_guide
from provendocs.record import Record, record_path
from provendocs.recorder import add_to_record
from tests.generator.conftest import CASES, SETTINGS, a_guide, a_run, put, read, told, transcript

TASK = "snippets/list-things/task.toml"
FILE = "snippets/cases/cases.toml"


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        pytest.param(
            FILE,
            f'{CASES}[x]\ntitle = "X"\nreply = "wrong-key"\nendpoints = ["thing"]\n',
            '10: case "x" names the endpoint "thing", which is not there. Did you mean "things"?',
            id="an endpoint",
        ),
        pytest.param(
            FILE,
            CASES.replace("THING_KEY", "THIN_KEY"),
            '6: case "wrong-key" names the secret "THIN_KEY", which is not there. Did you mean "THING_KEY"?',
            id="a secret of a case",
        ),
        pytest.param(
            FILE,
            f'{CASES}[x]\ntitle = "X"\nreply = "wrong-key"\ntasks = ["list-thing"]\n',
            '10: case "x" names the task "list-thing", which is not there. Did you mean "list-things"?',
            id="a task",
        ),
        pytest.param(
            "pyproject.toml",
            f'{SETTINGS}[tool.provendocs.unproven]\n"a/a.py" = "It hurts."\n',
            '19: unproven names "a/a.py", which is not there. Remove it.',
            id="an unproven file",
        ),
        pytest.param(
            TASK,
            'title = "X"\nsecrets = ["THIN_KEY"]\n',
            '2: this task names the secret "THIN_KEY", which is not there. Did you mean "THING_KEY"?',
            id="a secret that a task holds",
        ),
        pytest.param(
            TASK,
            'title = "X"\nunset = ["THIN_KEY"]\n',
            '2: this task names the secret "THIN_KEY", which is not there. Did you mean "THING_KEY"?',
            id="a secret of a task",
        ),
        pytest.param(
            TASK,
            'title = "X"\ncases = ["ok", "wrong-kay"]\n',
            '2: this task names the case "wrong-kay", which is not there. Did you mean "wrong-key"?',
            id="a case",
        ),
        pytest.param(
            TASK,
            'title = "X"\n[bring]\n".env" = "list-things/list_thing.sh"\n',
            '3: this task names the snippet "list-things/list_thing.sh", which is not there. '
            'Did you mean "list-things/list_things.sh"?',
            id="a snippet",
        ),
    ],
)
def test_a_name_that_stands_for_nothing_is_told(tmp_path: Path, file: str, text: str, problem: str) -> None:
    a_guide(tmp_path, **{file: text})
    assert told(lambda: load_guide(tmp_path)) == f"{file}:{problem}"


@pytest.mark.parametrize(
    "path",
    ["list-things", "./list-things/list_things.py", "list-things/../list-things/list_things.py", "/list_things.py"],
)
def test_an_unproven_path_that_no_block_has_is_told(tmp_path: Path, path: str) -> None:
    a_guide(tmp_path, **{"pyproject.toml": f'{SETTINGS}[tool.provendocs.unproven]\n"{path}" = "It hurts."\n'})
    line = told(lambda: load_guide(tmp_path))
    assert line == f'pyproject.toml:19: unproven names "{path}", which is not there. Remove it.'


def test_a_case_for_a_task_that_does_not_call_the_api_is_told(tmp_path: Path) -> None:
    cases = f'{CASES}[x]\ntitle = "X"\nreply = "wrong-key"\ntasks = ["list-things"]\n'
    a_guide(tmp_path, **{TASK: 'title = "X"\n', FILE: cases})
    assert told(lambda: load_guide(tmp_path)) == (
        f'{FILE}:10: case "x" names the task "list-things", which does not call the API. '
        "Name the case in its task.toml instead."
    )


def test_transcripts_of_a_case_that_is_gone_are_told_in_one_line_for_all_tasks(tmp_path: Path) -> None:
    other = {"snippets/other/task.toml": 'title = "X"\n', "snippets/other/other.sh": "echo on\n"}
    names = ("list-things/output/lost/list_things.py.txt", "other/output/lost/other.sh.txt")
    a_guide(tmp_path, **other, **{f"snippets/{name}": transcript("py") for name in names})
    assert told(lambda: load_guide(tmp_path)) == (
        'snippets/*/output/lost: these are transcripts of the case "lost", which is not there. '
        "Remove them, or add the case to cases.toml."
    )


def test_what_else_stands_beside_transcripts_is_no_leftover(tmp_path: Path) -> None:
    names = ("ok/list_things.py.txt", "request.http", ".DS")
    a_guide(tmp_path, **{f"snippets/list-things/output/{name}": "x\n" for name in names})
    (tmp_path / "snippets/list-things/output/lost").mkdir()
    assert load_guide(tmp_path).cases.cases.keys() == {"ok", "wrong-key"}


def test_a_transcript_of_a_run_that_there_is_not_is_told(tmp_path: Path) -> None:
    path = "snippets/list-things/output/wrong-key/list_things.py.txt"
    a_guide(tmp_path, **{path: "x\n", TASK: 'title = "X"\ncalls_api = true\ncases = ["ok"]\n'})
    assert told(lambda: load_guide(tmp_path)) == (
        f'{path}: this is a transcript of a run that there is not in case "wrong-key". '
        "Remove it, or have its snippet run in that case."
    )


def test_a_folder_of_snippets_that_is_not_there_is_told(tmp_path: Path) -> None:
    a_guide(tmp_path, **{"pyproject.toml": SETTINGS.replace('"snippets"', '"snipets"')})
    line = told(lambda: load_guide(tmp_path))
    assert line == "snipets: there is no such folder. Make it, or correct pyproject.toml."


def cases_of(guide: Guide, name: str) -> list[str]:
    return [case.name for case in guide.cases_of(guide.snippets.snippet(name))]


def test_a_snippet_runs_in_the_cases_that_are_meant_for_its_task(tmp_path: Path) -> None:
    files = {
        FILE: (
            '[full]\ntitle = "X"\nreply = "wrong-key"\ntasks = ["list-things"]\n'
            f'{CASES}[slow]\ntitle = "X"\nnetwork = "silent"\ntasks = ["set-up"]\n'
        ),
        "snippets/list-things/.env.example": "A=b\n",
        "snippets/add-thing/task.toml": 'title = "X"\ncalls_api = true\n',
        "snippets/add-thing/add_thing.sh": "curl x\n",
        "snippets/see-key/task.toml": 'title = "X"\n',
        "snippets/see-key/see_key.sh": "echo on\n",
        "snippets/keep-key/task.toml": 'title = "X"\ncases = ["wrong-key", "full", "ok"]\n',
        "snippets/keep-key/keep_key.sh": "echo on\n",
        "snippets/set-up/task.toml": 'title = "X"\ncalls_api = true\nnot_run = "It hurts."\n',
        "snippets/set-up/set_up.sh": "echo on\n",
    }
    guide = read(tmp_path, **files)
    assert {name: cases_of(guide, name) for name in guide.snippets.files} == {
        "add-thing/add_thing.sh": ["ok", "wrong-key"],
        "keep-key/keep_key.sh": ["full", "ok", "wrong-key"],
        "list-things/list_things.py": ["full", "ok", "wrong-key"],
        "list-things/list_things.sh": ["full", "ok", "wrong-key"],
        "list-things/.env.example": [],
        "see-key/see_key.sh": ["ok"],
        "set-up/set_up.sh": [],
    }


def test_a_guide_has_the_record_of_this_machine(tmp_path: Path) -> None:
    guide = read(tmp_path)
    assert guide.record == Record()
    entry = a_run(guide.snippets.snippet("list-things/list_things.py"))
    add_to_record(record_path(tmp_path), [entry], guide.runs())
    assert load_guide(tmp_path).record.entry("list-things/list_things.py", "ok") == entry


def test_a_guide_with_what_is_no_record_is_told_when_pages_are_built(tmp_path: Path) -> None:
    put(record_path(a_guide(tmp_path)), "[")
    line = told(lambda: load_guide(tmp_path, building=True))
    assert line == "build/record.json: this is not the record of a test run. Remove it and run make test."


def test_a_task_that_calls_the_api_runs_in_the_cases_that_it_names(tmp_path: Path) -> None:
    task = {"snippets/list-things/task.toml": 'title = "X"\ncalls_api = true\ncases = ["ok"]\n'}
    guide = read(tmp_path, **task)
    snippet = guide.snippets.snippet("list-things/list_things.py")
    assert [case.name for case in guide.cases_of(snippet)] == ["ok"]


def test_a_task_that_calls_the_api_runs_in_the_good_case_at_least(tmp_path: Path) -> None:
    task = {"snippets/list-things/task.toml": 'title = "X"\ncalls_api = true\ncases = ["wrong-key"]\n'}
    line = told(lambda: read(tmp_path, **task))
    assert line == 'snippets/list-things/task.toml:3: this task calls the API, but not in case "ok". Add that case.'


def test_a_guide_with_what_is_no_record_can_be_tested(tmp_path: Path) -> None:
    put(record_path(a_guide(tmp_path)), "[")
    assert load_guide(tmp_path).record == Record()


@pytest.mark.parametrize(
    "name", ["THING_KEY", "HTTPS_PROXY", "PATH", "NODE_OPTIONS", "SSL_CERT_FILE", "2ND", "A-B", ""]
)
def test_a_task_does_not_set_what_a_run_depends_on(tmp_path: Path, name: str) -> None:
    task = {TASK: f'title = "X"\nvariables = {{ "{name}" = "x" }}\n'}
    line = told(lambda: read(tmp_path, **task))
    assert line == f'{TASK}:2: this task sets the variable "{name}", which is not for tasks. Rename it.'


def test_what_is_asked_of_a_snippet_is_remembered_by_its_guide_alone(tmp_path: Path) -> None:
    asked: list[str] = []

    @asked_once
    def name(guide: Guide, snippet: Snippet) -> str:
        asked.append(snippet.name)
        return f"{guide.settings.root.name}/{snippet.name}"

    guides = [load_guide(a_guide(tmp_path / root)) for root in ("a", "b")]
    for guide in [*guides, *guides]:
        for one in guide.snippets.files.values():
            assert name(guide, one) == f"{guide.settings.root.name}/{one.name}"
    assert sorted(asked) == sorted([*guides[0].snippets.files, *guides[1].snippets.files])
    assert pickle.loads(pickle.dumps(guides[0])) == guides[0], "processes hand guides to one another"

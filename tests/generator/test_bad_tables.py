"""Bad TOML: what is wrong in a task, the cases, the facts or the settings, and the one line that tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from provendocs.guide import load_guide
from tests.generator.conftest import CASES, FACTS, FOLDER, OK_REPLY, PY, SETTINGS, SH, TASK, Bad, lay_out, told

CASES_FILE = "snippets/cases/cases.toml"
TITLE = 'title = "List the things"\n'

pytestmark = pytest.mark.usefixtures("nothing_hangs")


UNREADABLE = [
    # Tasks.
    Bad("a task has no task.toml", {TASK: None}, f"{TASK}: this task has no task.toml. Add one that gives its title."),
    Bad(
        "a task.toml is empty",
        {TASK: ""},
        f"{TASK}: this task cannot be read: it has no title. Correct it.",
    ),
    Bad("a task.toml is a folder", {TASK: FOLDER}, f"{TASK}: this task cannot be read: Is a directory. Correct it."),
    Bad(
        "a task.toml says one thing twice",
        {TASK: TITLE + TITLE},
        f"{TASK}: this task cannot be read: Cannot overwrite a value (at line 2, column 26). Correct it.",
    ),
    Bad(
        "the cases of a task are no list",
        {TASK: TITLE + 'cases = "ok"\n'},
        f"{TASK}:2: this task cannot be read: cases holds something else than names. Correct it.",
    ),
    Bad(
        "the cases of a task are numbers",
        {TASK: TITLE + "cases = [1]\n"},
        f"{TASK}:2: this task cannot be read: cases holds something else than names. Correct it.",
    ),
    Bad(
        "a task runs in no case",
        {TASK: TITLE + "cases = []\n"},
        f"{TASK}:2: this task cannot be read: cases is empty; not_run says why nothing runs. Correct it.",
    ),
    Bad(
        "a task names a case that is not there",
        {TASK: TITLE + 'cases = ["wrong-kay"]\n'},
        f'{TASK}:2: this task names the case "wrong-kay", which is not there. Did you mean "wrong-key"?',
    ),
    Bad(
        "a task brings a snippet that is not there",
        {TASK: TITLE + '[bring]\nlamp = "list-things/list_thing.py"\n'},
        f'{TASK}:3: this task names the snippet "list-things/list_thing.py", which is not there. '
        'Did you mean "list-things/list_things.py"?',
    ),
    Bad(
        "a task brings a list",
        {TASK: TITLE + '[bring]\nlamp = ["list-things/list_things.py"]\n'},
        f"{TASK}:2: this task cannot be read: bring holds something else than names. Correct it.",
    ),
    Bad(
        "a task brings a file out of the working folder",
        {TASK: TITLE + '[bring]\n"../home/.bashrc" = "list-things/list_things.sh"\n'},
        f'{TASK}:3: this task brings "../home/.bashrc", which is no plain name. Name a file, no folder.',
    ),
    Bad(
        "a task brings a file in place of its own snippet",
        {TASK: TITLE + '[bring]\n"list_things.py" = "list-things/list_things.sh"\n'},
        f'{TASK}:3: this task brings "list_things.py" in place of its own snippet. Rename one.',
    ),
    Bad(
        "a task has no snippet",
        {PY: None, SH: None},
        "snippets/list-things: this task has no snippet. Add one or remove the folder.",
    ),
    # Cases.
    Bad("there are no cases", {CASES_FILE: None}, f"{CASES_FILE}: there is no such file. Add it; it lists the cases."),
    Bad("the list of cases is empty", {CASES_FILE: ""}, f'{CASES_FILE}: there is no case "ok". Add it.'),
    Bad(
        "two cases have one name",
        {CASES_FILE: f'{CASES}[ok]\ntitle = "It works again"\n'},
        f"{CASES_FILE}: this cannot be read: Cannot declare ('ok',) twice (at line 7, column 4). Correct it.",
    ),
    Bad(
        "a case has a key in a state that is none",
        {CASES_FILE: CASES.replace('"wrong"', '"worn"')},
        f'{CASES_FILE}:6: case "wrong-key" has THING_KEY "worn". '
        "Use one of right, none, wrong, quoted, typographic, newline, placeholder.",
    ),
    Bad(
        "a case names a key that is not there",
        {CASES_FILE: CASES.replace("THING_KEY", "THINGS_KEY")},
        f'{CASES_FILE}:6: case "wrong-key" names the secret "THINGS_KEY", which is not there. '
        'Did you mean "THING_KEY"?',
    ),
    Bad(
        "a case names a reply that is not there",
        {CASES_FILE: f'{CASES}[full]\ntitle = "Full"\nreply = "full"\n'},
        f'{CASES_FILE}:9: case "full" names the reply "full", which is not there. Add full.http.',
    ),
    Bad(
        "a case names an endpoint that is not there",
        {CASES_FILE: f'{CASES}[full]\ntitle = "Full"\nreply = "wrong-key"\nendpoints = ["thing"]\n'},
        f'{CASES_FILE}:10: case "full" names the endpoint "thing", which is not there. Did you mean "things"?',
    ),
    Bad(
        "a case has a wrong key, and names a reply to the right one",
        {CASES_FILE: f'{CASES}reply = "wrong-key"\n'},
        f'{CASES_FILE}:7: case "wrong-key" has secrets and reply. Keep one; make a case of the other.',
    ),
    Bad(
        "a case names endpoints, and no reply for them",
        {CASES_FILE: f'{CASES}endpoints = ["things"]\n'},
        f'{CASES_FILE}:7: case "wrong-key" has endpoints but no reply for them. Name the reply.',
    ),
    Bad(
        "something is wrong in the good case",
        {CASES_FILE: '[ok]\ntitle = "It works"\nreply = "wrong-key"\n'},
        f'{CASES_FILE}:1: case "ok" is the one in which all is well. Move what is wrong in it to another case.',
    ),
    Bad(
        "the name of a case leads out of the folder",
        {CASES_FILE: f'{CASES}["../../full"]\ntitle = "Full"\n'},
        f'{CASES_FILE}:7: case "../../full" has no plain name. Use letters, digits and hyphens.',
    ),
    Bad(
        "the endpoints of a case are numbers",
        {CASES_FILE: f'{CASES}[full]\ntitle = "Full"\nreply = "wrong-key"\nendpoints = [[1]]\n'},
        f'{CASES_FILE}:10: the endpoints of case "full" are no list of names. Write ["one", "two"].',
    ),
    Bad(
        "the title of a case is a number",
        {CASES_FILE: f"{CASES}[full]\ntitle = 1\n"},
        f'{CASES_FILE}:8: the title of case "full" is no text. Put it in quotes.',
    ),
    Bad(
        "the list of cases is a folder",
        {CASES_FILE: FOLDER},
        f"{CASES_FILE}: this cannot be read: Is a directory. Correct it.",
    ),
    Bad(
        "a reply is for an endpoint that is not there",
        {"snippets/cases/ok/thing.http": OK_REPLY},
        'snippets/cases/ok/thing.http: this reply names the endpoint "thing", which is not there. '
        'Did you mean "things"?',
    ),
    # What the guide says of itself.
    Bad(
        "the settings are a folder",
        {"pyproject.toml": FOLDER},
        "pyproject.toml: [tool.provendocs] cannot be read: Is a directory. Correct it.",
    ),
    Bad(
        "a run may take for ever",
        {"pyproject.toml": SETTINGS.replace("timeout = 20", "timeout = inf")},
        "pyproject.toml: [tool.provendocs] cannot be read: timeout is inf, not a number above 0. Correct it.",
    ),
    Bad(
        "a fact is a number",
        {"docs/facts.toml": FACTS.replace('"100 things"', "100")},
        'docs/facts.toml:1: the value and the source of fact "limit.things" are texts. Put them in quotes.',
    ),
    Bad(
        "the facts are a folder",
        {"docs/facts.toml": FOLDER},
        "docs/facts.toml: this cannot be read: Is a directory. Correct it.",
    ),
    Bad(
        "there are no settings",
        {"pyproject.toml": None},
        "pyproject.toml: there is no such file. Run the command in the project's folder.",
    ),
    Bad(
        "the settings name a folder that is not there",
        {"pyproject.toml": SETTINGS.replace('"snippets"', '"snips"')},
        "snips: there is no such folder. Make it, or correct pyproject.toml.",
    ),
    Bad(
        "an endpoint has no method",
        {"pyproject.toml": SETTINGS.replace("GET /v1", "/v1")},
        'pyproject.toml: [tool.provendocs] cannot be read: endpoint things is "/v1/things", '
        'not a method and a path like "GET /v1/things". Correct it.',
    ),
    Bad(
        "a fact has no source",
        {"docs/facts.toml": FACTS.replace("source", "sauce")},
        'docs/facts.toml:1: fact "limit.things" is not complete. Give it a value, a source and a checked date.',
    ),
    Bad(
        "a fact has its date in quotation marks",
        {"docs/facts.toml": FACTS.replace("2026-01-31", '"2026-01-31"')},
        'docs/facts.toml:1: fact "limit.things" has no date. Write checked = 2026-01-31, without quotes.',
    ),
]


@pytest.mark.parametrize("bad", UNREADABLE, ids=str)
def test_what_cannot_be_read_is_told_in_one_line_when(tmp_path: Path, bad: Bad) -> None:
    lay_out(tmp_path, bad.files)
    assert told(lambda: load_guide(tmp_path)) == bad.line

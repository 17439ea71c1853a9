"""A whole guide: what its files name in one another is there, or is told in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from provendocs.guide import load_guide
from tests.generator.conftest import CASES, SETTINGS, a_guide, told

TASK = "snippets/list-things/task.toml"
FILE = "snippets/cases/cases.toml"


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        pytest.param(
            FILE,
            f'{CASES}[x]\ntitle = "X"\nreply = "wrong-key"\nendpoints = ["thing"]\n',
            'case "x" names the endpoint "thing", which is not there. Did you mean "things"?',
            id="an endpoint",
        ),
        pytest.param(
            FILE,
            CASES.replace("THING_KEY", "THIN_KEY"),
            'case "wrong-key" names the secret "THIN_KEY", which is not there. Did you mean "THING_KEY"?',
            id="a secret of a case",
        ),
        pytest.param(
            TASK,
            'title = "X"\nunset = ["THIN_KEY"]\n',
            'this task names the secret "THIN_KEY", which is not there. Did you mean "THING_KEY"?',
            id="a secret of a task",
        ),
        pytest.param(
            TASK,
            'title = "X"\ncases = ["ok", "wrong-kay"]\n',
            'this task names the case "wrong-kay", which is not there. Did you mean "wrong-key"?',
            id="a case",
        ),
        pytest.param(
            TASK,
            'title = "X"\n[bring]\n".env" = "list-things/list_thing.sh"\n',
            'this task names the snippet "list-things/list_thing.sh", which is not there. '
            'Did you mean "list-things/list_things.sh"?',
            id="a snippet",
        ),
    ],
)
def test_a_name_that_stands_for_nothing_is_told(tmp_path: Path, file: str, text: str, problem: str) -> None:
    a_guide(tmp_path, **{file: text})
    assert told(lambda: load_guide(tmp_path)) == f"{file}: {problem}"


def test_a_folder_of_snippets_that_is_not_there_is_told(tmp_path: Path) -> None:
    a_guide(tmp_path, **{"pyproject.toml": SETTINGS.replace('"snippets"', '"snipets"')})
    line = told(lambda: load_guide(tmp_path))
    assert line == "snipets: there is no such folder. Make it, or correct pyproject.toml."

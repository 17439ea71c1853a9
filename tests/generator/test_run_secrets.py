"""Runs and secrets: a run holds the stand-ins that its task and its case want, and never prints one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_examples import EvalExample

from tests.generator.conftest import CASES, PY, SETTINGS, SH, TASK, a_runner, printed, run, told


@pytest.mark.parametrize("case", ["ok", "wrong-key", "quoted-key"])
@pytest.mark.parametrize(
    ("path", "text"),
    [
        (PY, "import os\n\nprint(os.environ['THING_KEY'])\n"),
        (SH, 'echo "Key: $THING_KEY"\n'),
        (SH, 'echo "$THING_KEY" >&2\n'),
    ],
)
def test_a_snippet_that_prints_the_secret_is_refused(
    tmp_path: Path, eval_example: EvalExample, path: str, text: str, case: str
) -> None:
    cases = f'{CASES}[quoted-key]\ntitle = "Quotes"\nsecrets = {{ THING_KEY = "quoted" }}\n'
    runner = a_runner(tmp_path, **{path: text, "snippets/cases/cases.toml": cases})
    line = told(lambda: run(runner, path, eval_example, case))
    assert line == (
        f'{path}: in case "{case}" it prints the secret THING_KEY. Print whether it is set, never what it is.'
    )


def test_a_secret_that_is_not_set_is_not_in_the_environment(tmp_path: Path, eval_example: EvalExample) -> None:
    cases = f'{CASES}[no-key]\ntitle = "No key"\nsecrets = {{ THING_KEY = "none" }}\n'
    runner = a_runner(tmp_path, **{SH: 'echo "${THING_KEY-unset}"\n', "snippets/cases/cases.toml": cases})
    assert printed(runner, SH, eval_example, "no-key") == "unset\n"


def test_answers_hold_the_secret_which_the_environment_then_lacks(tmp_path: Path, eval_example: EvalExample) -> None:
    text = 'read -r answer\nread -r key\necho "$answer ${#key} ${THING_KEY-unset}"\n'
    task = 'title = "Ask"\nanswers = "yes\\n${THING_KEY}\\n"\n'
    assert printed(a_runner(tmp_path, **{SH: text, TASK: task}), SH, eval_example) == "yes 40 unset\n"


@pytest.mark.parametrize(("case", "length"), [("ok", 40), ("no-key", 0), ("quoted-key", 42)])
def test_a_brought_settings_file_holds_the_secret_of_the_case(
    tmp_path: Path, eval_example: EvalExample, case: str, length: int
) -> None:
    states = {"no-key": "none", "quoted-key": "quoted"}
    cases = CASES + "".join(
        f'[{name}]\ntitle = "X"\nsecrets = {{ THING_KEY = "{state}" }}\n' for name, state in states.items()
    )
    files = {
        "snippets/cases/cases.toml": cases,
        TASK: 'title = "Settings"\nunset = ["THING_KEY"]\n[bring]\n".env" = "list-things/.env.example"\n',
        "snippets/list-things/.env.example": "LAMP=on\nTHING_KEY=YOUR_THING_KEY\n",
        SH: (
            'echo "${THING_KEY-unset}"\n'
            'if [ -f .env ]; then line="$(tail -n 1 .env)"; key="${line#THING_KEY=}"; fi\n'
            'echo "${#key}"\n'
        ),
    }
    assert printed(a_runner(tmp_path, **files), SH, eval_example, case) == f"unset\n{length}\n"


def test_another_snippet_is_brought_without_its_markers(tmp_path: Path, eval_example: EvalExample) -> None:
    files = {
        TASK: 'title = "Two"\n[bring]\n"other.sh" = "other/other.sh"\n',
        "snippets/other/task.toml": 'title = "Other"\n',
        "snippets/other/other.sh": "# region one\necho other\n# endregion\n",
        SH: "cat other.sh\nbash other.sh\n",
    }
    assert printed(a_runner(tmp_path, **files), SH, eval_example) == "echo other\nother\n"


def test_a_brought_file_that_is_missing_is_told(tmp_path: Path) -> None:
    task = 'title = "Two"\n[bring]\n".env" = "list-things/.env.examples"\n'
    files = {TASK: task, "snippets/list-things/.env.example": "A=b\n"}
    assert told(lambda: a_runner(tmp_path, **files)) == (
        'snippets/list-things/task.toml:3: this task names the snippet "list-things/.env.examples", '
        'which is not there. Did you mean "list-things/.env.example"?'
    )


TWO_SECRETS = f"""\
{SETTINGS}
[tool.provendocs.secrets.BOX_KEY]
prefix = "box-"
length = 20
placeholder = "YOUR_BOX_KEY"
"""


@pytest.mark.parametrize(
    ("held", "seen"),
    [
        ("", "thing none\n"),
        ('secrets = ["THING_KEY"]', "thing none\n"),
        ('secrets = ["BOX_KEY"]', "none box-\n"),
        ('secrets = ["BOX_KEY", "THING_KEY"]', "thing box-\n"),
        ('secrets = ["BOX_KEY"]\nunset = ["BOX_KEY"]', "none none\n"),
    ],
)
def test_a_run_holds_the_secrets_of_its_task_or_else_the_first_of_the_guide(
    tmp_path: Path, eval_example: EvalExample, held: str, seen: str
) -> None:
    files = {
        "pyproject.toml": TWO_SECRETS,
        TASK: f'title = "X"\n{held}\n',
        SH: 'thing=${THING_KEY-none}\nbox=${BOX_KEY-none}\necho "${thing:0:5} ${box:0:4}"\n',
    }
    assert printed(a_runner(tmp_path, **files), SH, eval_example) == seen


@pytest.mark.parametrize("state", ["quoted", "typographic", "newline"])
def test_a_snippet_that_prints_the_secret_without_what_is_around_it_is_refused(
    tmp_path: Path, eval_example: EvalExample, state: str
) -> None:
    cases = f'{CASES}[x]\ntitle = "X"\nsecrets = {{ THING_KEY = "{state}" }}\n'
    text = "import os\n\nprint(os.environ['THING_KEY'].strip('\\n\"\\u201c\\u201d'))\n"
    runner = a_runner(tmp_path, **{PY: text, "snippets/cases/cases.toml": cases})
    line = told(lambda: run(runner, PY, eval_example, "x"))
    assert line.startswith(f'{PY}: in case "x" it prints the secret THING_KEY. ')


def test_a_snippet_may_print_a_placeholder(tmp_path: Path, eval_example: EvalExample) -> None:
    cases = f'{CASES}[x]\ntitle = "X"\nsecrets = {{ THING_KEY = "placeholder" }}\n'
    files = {SH: 'echo "$THING_KEY"\n', "snippets/cases/cases.toml": cases}
    assert printed(a_runner(tmp_path, **files), SH, eval_example, "x") == "YOUR_THING_KEY\n"

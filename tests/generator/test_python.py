"""Python snippets: their output comments are compared or written, their format is checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_examples import EvalExample

from provendocs.python import lint_python
from tests.generator.conftest import HURRIED, LIMIT, PY, TASK, a_runner, printed, told


def test_the_output_comments_of_a_python_snippet_are_checked(tmp_path: Path, eval_example: EvalExample) -> None:
    runner = a_runner(tmp_path)
    ok = runner.guide.cases.case("ok")
    runner.check_output(runner.guide.snippets.snippet("list-things/list_things.py"), ok, eval_example)


def test_an_output_comment_that_is_not_what_a_snippet_prints_is_told(tmp_path: Path, eval_example: EvalExample) -> None:
    runner = a_runner(tmp_path, **{PY: 'print("on")\n#> off\n'})
    with pytest.raises(pytest.fail.Exception) as failed:
        runner.check_output(
            runner.guide.snippets.snippet("list-things/list_things.py"), runner.guide.cases.case("ok"), eval_example
        )
    text = str(failed.value)
    assert text.startswith(f"{tmp_path / PY}: ")
    assert "-#> off" in text
    assert "+#> on" in text
    assert text.endswith("Run `make update` if the new output is right.")


@pytest.mark.parametrize("updating", [False, True])
@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        pytest.param("raise ValueError('dark')\n", 1, "ValueError: dark", id="at once"),
        pytest.param("print('on')\n#> off\nraise ValueError('dark\\nand cold')\n", 3, "ValueError: dark", id="later"),
        pytest.param("# region one\nprint(1)\n# endregion\nraise SystemError\n", 4, "SystemError", id="below markers"),
        pytest.param("def look():\n    return {}['lamp']\n\n\nlook()\n", 2, "KeyError: 'lamp'", id="in a function"),
        pytest.param("import json\n\njson.loads('[1')\n", 3, "JSONDecodeError: Expecting", id="in a library"),
        pytest.param("import sys\n\nsys.exit('no lamp')\n", 3, "SystemExit: no lamp", id="on purpose"),
        pytest.param("print(1)\nprint(\n", 2, "SyntaxError: '(' was never closed", id="before it begins"),
    ],
)
def test_a_snippet_that_raises_where_its_output_comments_are_looked_at_is_told_with_the_cause(  # noqa: PLR0913, PLR0917
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    updating: bool,
    text: str,
    line: int,
    cause: str,
) -> None:
    monkeypatch.setattr(request.config.option, "update_examples", updating)
    example = EvalExample(tmp_path=tmp_path, pytest_request=request)
    runner = a_runner(tmp_path, **{PY: text})
    snippet = runner.guide.snippets.snippet("list-things/list_things.py")
    message = told(lambda: runner.check_output(snippet, runner.guide.cases.case("ok"), example))
    assert message.startswith(f"{PY}:{line}: it ends with {cause}")
    assert message.endswith(", so its #> comments cannot be compared. Correct it.")
    assert example.to_update == []


def test_a_snippet_that_does_not_let_python_finish_has_no_output_comments_to_compare(
    tmp_path: Path, eval_example: EvalExample
) -> None:
    runner = a_runner(tmp_path, **{PY: "import os\n\nprint('on')\n#> on\nos._exit(0)\n"})
    snippet = runner.guide.snippets.snippet("list-things/list_things.py")
    line = told(lambda: runner.check_output(snippet, runner.guide.cases.case("ok"), eval_example))
    assert line.startswith(f'{PY}: in case "ok" it ends without letting Python finish, so what it prints is not known.')


def test_an_output_comment_is_written_anew_below_the_markers_on_an_update(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request.config.option, "update_examples", True)
    example = EvalExample(tmp_path=tmp_path, pytest_request=request)
    runner = a_runner(tmp_path, **{PY: '# region one\nprint("on")\n#> off\n# endregion\n'})
    ok = runner.guide.cases.case("ok")
    runner.check_output(runner.guide.snippets.snippet("list-things/list_things.py"), ok, example)
    [updated] = example.to_update
    assert (updated.path, updated.source) == (tmp_path / PY, '# region one\nprint("on")\n#> on\n# endregion\n')


def test_an_update_of_what_is_right_already_changes_nothing(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request.config.option, "update_examples", True)
    example = EvalExample(tmp_path=tmp_path, pytest_request=request)
    runner = a_runner(tmp_path)
    ok = runner.guide.cases.case("ok")
    runner.check_output(runner.guide.snippets.snippet("list-things/list_things.py"), ok, example)
    assert example.to_update == []


@pytest.mark.parametrize(
    ("text", "right"), [("print('on')\n", True), ("print( 'on' )\n", False)], ids=["tidy", "untidy"]
)
def test_a_python_snippet_that_black_would_change_is_told(
    tmp_path: Path, eval_example: EvalExample, text: str, right: bool
) -> None:
    snippet = a_runner(tmp_path, **{PY: f"# region one\n{text}# endregion\n"}).guide.snippets.snippet(
        "list-things/list_things.py"
    )
    if right:
        lint_python(snippet, eval_example)
    else:
        with pytest.raises(pytest.fail.Exception, match="black failed"):
            lint_python(snippet, eval_example)


def test_a_python_snippet_meets_its_own_name_and_does_not_wait_before_a_retry(
    tmp_path: Path, eval_example: EvalExample
) -> None:
    text = "import sys\nimport time\n\ntime.sleep(600)\nprint(sys.argv)\n#> ['list_things.py']\n"
    runner = a_runner(tmp_path, **{PY: text})
    assert printed(runner, PY, eval_example) == "['list_things.py']\n"
    ok = runner.guide.cases.case("ok")
    runner.check_output(runner.guide.snippets.snippet("list-things/list_things.py"), ok, eval_example)


def test_an_output_check_that_never_ends_is_told(tmp_path: Path, eval_example: EvalExample) -> None:
    runner = a_runner(tmp_path, **{PY: "while True:\n    pass\n", "pyproject.toml": HURRIED})
    snippet = runner.guide.snippets.snippet("list-things/list_things.py")
    line = told(lambda: runner.check_output(snippet, runner.guide.cases.case("ok"), eval_example))
    assert line == f'{PY}: in case "ok" it did not end within 0.3 s. {LIMIT}'


def test_a_python_snippet_imports_what_its_task_brings(tmp_path: Path, eval_example: EvalExample) -> None:
    files = {
        PY: "from lamp import on\n\nprint(on)\n",
        "snippets/lamps/task.toml": 'title = "Lamps"\n',
        "snippets/lamps/lamps.py": 'on = "bright"\n',
        TASK: 'title = "X"\n[bring]\n"lamp.py" = "lamps/lamps.py"\n',
    }
    assert printed(a_runner(tmp_path, **files), PY, eval_example) == "bright\n"

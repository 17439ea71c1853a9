"""Tasks and snippets: found by folder and suffix, refused in one line when a file is not what pages can show."""

from __future__ import annotations

from pathlib import Path

import pytest

from provendocs.find import Snippets, Task, find_snippets, read_text
from tests.generator.conftest import SHELL, a_guide, put, read, told

SNIPPET = "snippets/list-things/list_things.py"
TASK = "snippets/list-things/task.toml"


def found(root: Path, **files: str | bytes | None) -> Snippets:
    return read(root, **files).snippets


def told_of(root: Path, **files: str | bytes | None) -> str:
    a_guide(root, **files)
    return told(lambda: find_snippets(root / "snippets"))


def test_snippets_are_found_by_path_and_stand_in_tab_order(tmp_path: Path) -> None:
    files = found(
        tmp_path,
        **{
            "snippets/list-things/a.ps1": "Get-Thing\n",
            "snippets/list-things/a.mjs": "things();\n",
            "snippets/list-things/a.bat": "things\n",
            "snippets/list-things/.env.example": "THING_KEY=YOUR_THING_KEY\n",
        },
    ).files
    assert [snippet.path.name for snippet in files.values()] == [
        "list_things.py",
        "list_things.sh",
        "a.mjs",
        "a.ps1",
        "a.bat",
        ".env.example",
    ]
    assert all(name == snippet.name for name, snippet in files.items())


def test_tasks_stand_in_the_order_of_their_names_each_with_its_own_snippets(tmp_path: Path) -> None:
    other = {"snippets/add-thing/task.toml": 'title = "Add one"\n', "snippets/add-thing/add.py": "pass\n"}
    snippets = found(tmp_path, **other)
    assert list(snippets.tasks) == ["add-thing", "list-things"]
    assert [snippet.name for snippet in snippets.of_task("add-thing")] == ["add-thing/add.py"]


def test_a_task_file_says_what_a_run_needs(tmp_path: Path) -> None:
    text = (
        'title = "Ask"\ncalls_api = true\ncases = ["ok", "wrong-key"]\nanswers = "yes\\n"\n'
        'secrets = ["THING_KEY"]\nunset = ["THING_KEY"]\nnot_run = "It hurts."\n'
        '[bring]\n".env" = "list-things/.env.example"\n'
    )
    files = {TASK: text, "snippets/list-things/.env.example": "A=b\n"}
    task = found(tmp_path, **files).tasks["list-things"]
    assert (task.title, task.calls_api, task.unset, task.answers) == ("Ask", True, ("THING_KEY",), "yes\n")
    assert (task.not_run, task.bring) == ("It hurts.", {".env": "list-things/.env.example"})
    assert (task.cases, task.secrets) == (("ok", "wrong-key"), ("THING_KEY",))


def test_a_task_file_that_says_no_more_than_a_title_leaves_the_rest_as_usual(tmp_path: Path) -> None:
    task = found(tmp_path, **{TASK: 'title = "Ask"\n'}).tasks["list-things"]
    assert task == Task("list-things", tmp_path / "snippets/list-things", "Ask")
    assert (task.calls_api, task.secrets, task.unset, task.bring) == (False, (), (), {})


@pytest.mark.parametrize("folder", ["cases", ".cache"])
def test_a_folder_that_is_no_task_is_passed_over(tmp_path: Path, folder: str) -> None:
    assert list(found(tmp_path, **{f"snippets/{folder}/readme.txt": "x"}).tasks) == ["list-things"]


def test_a_folder_inside_a_task_holds_no_snippets(tmp_path: Path) -> None:
    files = found(tmp_path, **{"snippets/list-things/output/ok/list_things.py.txt": "x"}).files
    assert list(files) == ["list-things/list_things.py", "list-things/list_things.sh"]


def test_a_shell_snippet_that_calls_curl_has_a_tab_of_its_own(tmp_path: Path) -> None:
    texts = {"snippets/list-things/b.sh": "echo curly\n", "snippets/list-things/list_things.sh": SHELL}
    files = found(tmp_path, **texts).files
    assert [files[f"list-things/{name}.sh"].label for name in ("list_things", "b")] == ["curl", "macOS and Linux"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        (".env.example", "Settings file"),
        ("job.yml", "YAML"),
        ("app.Dockerfile", "Dockerfile"),
        ("compose.yaml", "YAML"),
    ],
)
def test_a_file_that_programs_read_is_not_run(name: str, label: str, tmp_path: Path) -> None:
    snippet = found(tmp_path, **{f"snippets/list-things/{name}": "A=b\n"}).snippet(f"list-things/{name}")
    assert (snippet.runs, snippet.label) == (False, label)


def test_a_snippet_that_its_task_excuses_is_not_run(tmp_path: Path) -> None:
    guide = found(tmp_path, **{TASK: 'title = "Install"\nnot_run = "It needs the network."\n'})
    assert not any(snippet.runs for snippet in guide.files.values())


def test_a_missing_snippet_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    snippets = found(tmp_path)
    line = told(lambda: snippets.snippet("list-things/list_thing.py"))
    assert line == (
        'snippets/list-things/list_thing.py: there is no such snippet. Did you mean "list-things/list_things.py"?'
    )


def test_a_missing_task_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    snippets = found(tmp_path)
    line = told(lambda: snippets.of_task("list-thing"))
    assert line == 'snippets/list-thing: there is no such task. Did you mean "list-things"?'


def test_a_missing_task_that_is_near_no_other_is_told_with_all_names(tmp_path: Path) -> None:
    snippets = found(tmp_path)
    assert told(lambda: snippets.of_task("xyz")) == "snippets/xyz: there is no such task. There is: list-things."


def test_an_unknown_suffix_is_told_with_the_known_ones(tmp_path: Path) -> None:
    assert told_of(tmp_path, **{"snippets/list-things/things.rb": "puts\n"}) == (
        'snippets/list-things/things.rb: no language has the suffix ".rb". '
        "Use one of .py, .sh, .mjs, .ps1, .bat, .example, .yml, .Dockerfile, .yaml."
    )


def test_a_task_without_a_task_file_is_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, **{TASK: None}) == f"{TASK}: this task has no task.toml. Add one that gives its title."


@pytest.mark.parametrize("title", ["", 'title = ""\n', 'title = " "\n'])
def test_a_task_without_a_title_is_told(tmp_path: Path, title: str) -> None:
    line = told_of(tmp_path, **{TASK: f"{title}calls_api = true\n"})
    assert line == f"{TASK}: this task cannot be read: it has no title. Correct it."


def test_an_unknown_key_in_a_task_file_is_told(tmp_path: Path) -> None:
    line = told_of(tmp_path, **{TASK: 'title = "List"\ncall_api = true\n'})
    assert line == f'{TASK}:2: there is no field "call_api". Did you mean "calls_api"?'


@pytest.mark.parametrize(
    ("line", "kind"),
    [("calls_api = 1", "bool"), ('bring = ".env"', "dict"), ("answers = ['yes']", "str"), ("not_run = true", "str")],
)
def test_a_value_of_the_wrong_kind_in_a_task_file_is_told(tmp_path: Path, line: str, kind: str) -> None:
    told = told_of(tmp_path, **{TASK: f'title = "List"\n{line}\n'})
    assert told == f"{TASK}:2: this task cannot be read: {line.partition(' ')[0]} is not a {kind}. Correct it."


@pytest.mark.parametrize("value", ['"THING_KEY"', "[1]", "{ THING_KEY = 1 }"])
@pytest.mark.parametrize("name", ["cases", "secrets", "unset"])
def test_a_list_of_names_in_a_task_file_that_is_none_is_told(tmp_path: Path, name: str, value: str) -> None:
    line = told_of(tmp_path, **{TASK: f'title = "List"\n{name} = {value}\n'})
    assert line == f"{TASK}:2: this task cannot be read: {name} holds something else than names. Correct it."


def test_a_task_file_that_is_not_toml_is_told_with_the_line_in_it(tmp_path: Path) -> None:
    line = told_of(tmp_path, **{TASK: 'title = "List"\ncalls_api = yes\n'})
    assert line == f"{TASK}: this task cannot be read: Invalid value (at line 2, column 13). Correct it."


def test_a_task_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    line = told_of(tmp_path, **{TASK: b'title = "\xff"\n'})
    assert line.startswith(f"{TASK}: this task cannot be read: 'utf-8' codec can't decode byte 0xff in position 9")


def test_a_task_without_a_snippet_is_told(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {SNIPPET: None, SNIPPET.replace(".py", ".sh"): None}
    line = told_of(tmp_path, **files)
    assert line == "snippets/list-things: this task has no snippet. Add one or remove the folder."


def test_a_broken_region_is_told_with_the_path_of_its_snippet(tmp_path: Path) -> None:
    line = told_of(tmp_path, **{SNIPPET: "# region request\npass\n"})
    assert line == f'{SNIPPET}:1: region "request" is never closed. Add an endregion line.'


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"ok\n\xff\n", ": this is not UTF-8 (byte 3). Save it as UTF-8.", id="not UTF-8"),
        pytest.param(
            b"one\ntwo\r\n", ":2: there is a carriage return here. Use line feeds and spaces only.", id="CRLF"
        ),
        pytest.param(b"if x:\n\n\tpass\n", ":3: there is a tab here. Use line feeds and spaces only.", id="tab"),
        pytest.param(b"", ": this file is empty. Fill it or remove it.", id="empty"),
        pytest.param(b" \n\n", ": this file is empty. Fill it or remove it.", id="blank"),
        pytest.param(b"one\ntwo", ":2: the last line has no line end. Add one.", id="no final line end"),
    ],
)
def test_a_file_that_pages_cannot_show_byte_for_byte_is_told(tmp_path: Path, content: bytes, problem: str) -> None:
    assert told_of(tmp_path, **{SNIPPET: content}) == f"{SNIPPET}{problem}"


def test_a_file_that_pages_can_show_is_read_as_it_is(tmp_path: Path) -> None:
    file = put(tmp_path / "things.py", "\n# Grüße 💡\n\n")
    assert read_text(file) == "\n# Grüße 💡\n\n"


@pytest.mark.parametrize(
    ("suffix", "text"),
    [(".py", "print()\n#>\n"), (".py", "print(1)\n#> 1\n"), (".py", "x = '#>1'  #>1\n"), (".sh", "#>1\necho 1\n")],
)
def test_what_is_no_output_comment_without_its_space_passes(tmp_path: Path, suffix: str, text: str) -> None:
    files = {f"snippets/list-things/other{suffix}": text}
    assert read(tmp_path, **files).snippets.snippet(f"list-things/other{suffix}").text == text

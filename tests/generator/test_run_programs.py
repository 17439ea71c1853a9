"""Runs and programs: each snippet runs by its real interpreter, and what this machine lacks is told."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from pytest_examples import EvalExample

from provendocs.environment import search_path
from provendocs.interpreters import NotHere
from provendocs.run import Run
from provendocs.transcript import Transcript
from tests.generator.conftest import MJS, SH, SHELL, a_runner, printed, put, run, told


def links_to(folder: Path, *programs: str) -> str:
    """Make a folder with links to some programs of this machine, to stand for a machine that has no others."""
    folder.mkdir()
    for program in programs:
        found = shutil.which(program, path=search_path())  # node comes with the environment, not with the machine
        assert found is not None
        (folder / program).symlink_to(found)
    return str(folder)


def test_a_powershell_snippet_without_powershell_is_not_run_and_says_why(
    tmp_path: Path, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = a_runner(tmp_path, **{"snippets/list-things/list_things.ps1": "Get-Thing\n"})
    monkeypatch.setenv("PATH", links_to(tmp_path / "bin", "bash"))
    with pytest.raises(NotHere) as reason:
        run(runner, "snippets/list-things/list_things.ps1", eval_example)
    assert str(reason.value) == "it has no pwsh"


def test_a_command_prompt_snippet_without_windows_is_not_run_and_says_why(
    tmp_path: Path, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = a_runner(tmp_path, **{"snippets/list-things/list_things.bat": "echo on\n"})
    monkeypatch.setenv("PATH", links_to(tmp_path / "bin", "bash"))
    with pytest.raises(NotHere) as reason:
        run(runner, "snippets/list-things/list_things.bat", eval_example)
    assert str(reason.value) == "it has no cmd"


def test_a_shell_snippet_that_calls_jq_is_not_run_without_jq_and_says_why(
    tmp_path: Path, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = a_runner(tmp_path, **{SH: "echo '[1]' | jq length\n"})
    monkeypatch.setenv("PATH", links_to(tmp_path / "bin", "bash"))
    with pytest.raises(NotHere) as reason:
        run(runner, SH, eval_example)
    assert str(reason.value) == "it has no jq"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("setx LAMP on\n", "Wine's setx does nothing"),
        ("lamp && echo on\n", "Wine's cmd runs what follows && whatever the exit status"),
        ("lamp || echo off\n", "Wine's cmd runs what follows || whatever the exit status"),
    ],
)
def test_what_wine_gets_wrong_is_not_run_by_it(
    tmp_path: Path, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch, text: str, why: str
) -> None:
    runner = a_runner(tmp_path, **{"snippets/list-things/list_things.bat": text})
    monkeypatch.setenv("PATH", links_to(tmp_path / "bin", "bash"))
    (tmp_path / "bin/bash").rename(tmp_path / "bin/wine")  # It stands there and must not be called.
    (tmp_path / "build/wine").mkdir(parents=True)
    with pytest.raises(NotHere) as reason:
        run(runner, "snippets/list-things/list_things.bat", eval_example)
    assert str(reason.value) == why


def test_a_powershell_snippet_that_needs_a_terminal_is_not_run_and_says_why(
    tmp_path: Path, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = a_runner(tmp_path, **{"snippets/list-things/list_things.ps1": '$key = Read-Host "Key"\n'})
    monkeypatch.setenv("PATH", links_to(tmp_path / "bin", "bash"))
    (tmp_path / "bin/bash").rename(tmp_path / "bin/pwsh")  # It stands there and must not be called.
    with pytest.raises(NotHere) as reason:
        run(runner, "snippets/list-things/list_things.ps1", eval_example)
    assert str(reason.value) == "Read-Host needs a terminal"


@pytest.mark.parametrize(("path", "missing"), [(MJS, "node"), (SH, "curl"), (SH, "bash")])
def test_a_machine_without_a_program_that_is_needed_everywhere_is_told(
    tmp_path: Path, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch, path: str, missing: str
) -> None:
    runner = a_runner(tmp_path, **{MJS: "things();\n", SH: SHELL})
    monkeypatch.setenv("PATH", links_to(tmp_path / "bin", *({"bash", "curl", "node"} - {missing})))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    line = told(lambda: run(runner, path, eval_example))
    assert line == f"{path}: it needs {missing}, which is not on this machine. Install {missing}."


def test_a_shell_snippet_without_curl_in_it_needs_no_curl(
    tmp_path: Path, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = a_runner(tmp_path, **{SH: "echo hello\n"})
    monkeypatch.setenv("PATH", links_to(tmp_path / "bin", "bash"))
    assert printed(runner, SH, eval_example) == "hello\n"


PAUSES = """\
import { sleep, limit } from "lamp";

sleep(FIRST).then(() => console.log("package"));
limit(40);
setTimeout(() => {
  console.log("snippet");
  process.exit();
}, 20);
"""


LAMP = """\
export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(() => resolve(), milliseconds));
export const limit = (milliseconds) => setTimeout(() => console.log("too late"), milliseconds);
"""


@pytest.mark.parametrize(("pause", "stdout"), [("4999", "package\nsnippet\n"), ("5000", "snippet\n")])
def test_only_a_pause_under_five_seconds_that_a_package_of_node_makes_passes_at_once(
    tmp_path: Path, eval_example: EvalExample, pause: str, stdout: str
) -> None:
    package = "build/packages/node_modules/lamp"
    files = {
        MJS: PAUSES.replace("FIRST", pause),
        f"{package}/index.mjs": LAMP,
        f"{package}/package.json": '{"name": "lamp", "exports": "./index.mjs"}',
    }
    assert printed(a_runner(tmp_path, **files), MJS, eval_example) == stdout


def test_the_pauses_of_a_snippet_keep_their_time(tmp_path: Path, eval_example: EvalExample) -> None:
    text = 'setTimeout(console.log, 60, "second");\nsetTimeout(console.log, 30, "first");\n'
    assert printed(a_runner(tmp_path, **{MJS: text}), MJS, eval_example) == "first\nsecond\n"


def test_a_snippet_may_have_its_own_way_with_traces(tmp_path: Path, eval_example: EvalExample) -> None:
    text = 'Error.prepareStackTrace = () => { throw "a trace"; };\nsetTimeout(console.log, 1, "later");\n'
    assert printed(a_runner(tmp_path, **{MJS: text}), MJS, eval_example) == "later\n"


WEBASSEMBLY = """\
import { cachedDataVersionTag } from "node:v8";

const before = cachedDataVersionTag();
const good = await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
console.log(good instanceof WebAssembly.Module, WebAssembly.Module.name, WebAssembly.Module.length);
for (const bytes of [Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0), new Uint8Array(3)]) {
  try {
    console.log(new WebAssembly.Module(bytes) instanceof WebAssembly.Module);
  } catch (error) {
    console.log(error.name);
  }
  console.log(cachedDataVersionTag() === before);
}
"""


def test_webassembly_is_what_it_is_and_v8_gets_its_own_budget_back(tmp_path: Path, eval_example: EvalExample) -> None:
    told_by_node = "true Module 1\ntrue\ntrue\nCompileError\ntrue\n"
    assert printed(a_runner(tmp_path, **{MJS: WEBASSEMBLY}), MJS, eval_example) == told_by_node


def test_a_module_that_a_package_of_node_lacks_ends_the_snippet(tmp_path: Path, eval_example: EvalExample) -> None:
    package = "build/packages/node_modules/lamp"
    files = {
        MJS: 'import { on } from "lamp";\n\nconsole.log(on);\n',
        f"{package}/index.mjs": 'export { on } from "./switch.mjs";\n',
        f"{package}/package.json": '{"name": "lamp", "exports": "./index.mjs"}',
    }
    runner = a_runner(tmp_path, **files)
    dark = run(runner, MJS, eval_example).transcript
    assert dark.status == 1
    assert "ERR_MODULE_NOT_FOUND" in dark.stderr
    snippet = runner.guide.snippets.snippet(MJS.removeprefix("snippets/"))
    assert runner.run_alone(snippet, runner.guide.cases.case("ok")).transcript == dark
    lit = a_runner(tmp_path, **files, **{f"{package}/switch.mjs": "export const on = 5;\n"})
    assert printed(lit, MJS, eval_example) == "5\n"


def test_a_node_snippet_runs_by_the_node_of_this_environment_whatever_the_caller_has(
    tmp_path: Path, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "bin/node", "#!/bin/sh\necho another node\n").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    runner = a_runner(tmp_path, **{MJS: "console.log(process.execPath);\n"})
    node = shutil.which("node", path=search_path())
    assert printed(runner, MJS, eval_example) == f"{node}\n"
    assert Path(str(node)).is_relative_to(sys.prefix)
    assert Path(str(node)).read_bytes()[:2] != b"#!"


@pytest.mark.parametrize(("wine", "told_of"), [(True, ("Wine 8.0",)), (False, ())])
def test_a_command_prompt_snippet_is_said_to_run_on_wine_where_wine_stands_in_for_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wine: bool, told_of: tuple[str, ...]
) -> None:
    put(tmp_path / "bin/wine", "#!/bin/sh\necho wine-8.0\n").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    if wine:
        (tmp_path / "build/wine").mkdir(parents=True)
    runner = a_runner(tmp_path, **{"snippets/list-things/list_things.bat": "echo on\n"})
    snippet = runner.guide.snippets.snippet("list-things/list_things.bat")
    assert runner.entry(snippet, runner.guide.cases.case("ok")).ran_on[:-1] == told_of


@pytest.mark.parametrize(("break_downs", "told_of"), [(0, False), (2, False), (3, True)])
def test_a_run_in_which_wine_breaks_down_is_begun_again(
    tmp_path: Path, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch, break_downs: int, told_of: bool
) -> None:
    path = "snippets/list-things/list_things.bat"
    runner = a_runner(tmp_path, **{path: "echo on\n"})
    texts = iter(["wine: Unhandled page fault on read access\n"] * break_downs + [""])

    def once(*_: object) -> Run:
        return Run(Transcript("", 0, "on\n", next(texts)), [], [], {})

    monkeypatch.setattr("provendocs.run.find_command", lambda *_: ["wine"])
    monkeypatch.setattr(runner, "_run_once", once)
    if told_of:
        line = told(lambda: run(runner, path, eval_example))
        assert line == f"{path}: Wine broke down 3 times as it ran this. Run the tests again."
    else:
        assert run(runner, path, eval_example).transcript.stderr == ""

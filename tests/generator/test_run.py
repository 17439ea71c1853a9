"""Runs: a snippet runs unmodified, in a place of its own, by its real interpreter, and every mistake is one line."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from datetime import datetime
from pathlib import Path

import pytest
from pytest_examples import EvalExample

from provendocs.environment import search_path
from provendocs.interpreters import NotHere
from provendocs.python import lint_python
from provendocs.record import digest
from provendocs.run import Run, Runner
from provendocs.runtimes import ran_on
from provendocs.transcript import Transcript
from tests.generator.conftest import CASES, KEY, SETTINGS, SHELL, a_run, a_runner, put, told

TASK = "snippets/list-things/task.toml"
PY = "snippets/list-things/list_things.py"
SH = "snippets/list-things/list_things.sh"
MJS = "snippets/list-things/list_things.mjs"
HURRIED = SETTINGS.replace("timeout = 20", "timeout = 0.3").replace("100_000", "1000")
LIMIT = "Correct it, or raise the limit in pyproject.toml."

BOTH = pytest.mark.parametrize("path", [PY, SH])


def run(runner: Runner, path: str, example: EvalExample, case: str = "ok") -> Run:
    snippet = runner.guide.snippets.snippet(path.removeprefix("snippets/"))
    return runner.run(snippet, runner.guide.cases.case(case), example)


def printed(runner: Runner, path: str, example: EvalExample, case: str = "ok") -> str:
    done = run(runner, path, example, case)
    assert (done.transcript.status, done.transcript.stderr) == (0, "")
    return done.transcript.stdout


def links_to(folder: Path, *programs: str) -> str:
    """Make a folder with links to some programs of this machine, to stand for a machine that has no others."""
    folder.mkdir()
    for program in programs:
        found = shutil.which(program, path=search_path())  # node comes with the environment, not with the machine
        assert found is not None
        (folder / program).symlink_to(found)
    return str(folder)


@BOTH
@pytest.mark.parametrize(
    ("case", "reply"),
    [
        ("ok", '{"things": ["lamp"]}'),
        ("wrong-key", '{"error": "There is no key thing-No****************************gone."}'),
    ],
)
def test_a_snippet_meets_the_reply_of_the_case(
    tmp_path: Path, eval_example: EvalExample, path: str, case: str, reply: str
) -> None:
    done = run(a_runner(tmp_path), path, eval_example, case)
    assert (done.transcript.stdout.strip(), done.transcript.stderr, done.transcript.status) == (reply, "", 0)
    assert [sent.url for sent in done.sent] == ["https://api.example.com/v1/things"]
    assert done.refusals == []
    assert list(done.given) == ["ok/things" if case == "ok" else "wrong-key"]


def test_a_python_snippet_run_alone_over_tls_does_the_same(tmp_path: Path, eval_example: EvalExample) -> None:
    runner = a_runner(tmp_path)
    snippet = runner.guide.snippets.snippet("list-things/list_things.py")
    ok = runner.guide.cases.case("ok")
    alone, forked = runner.run_alone(snippet, ok), runner.run(snippet, ok, eval_example)
    assert alone.transcript == forked.transcript
    assert [sent.header("authorization") for sent in alone.sent] == [f"Bearer {KEY.value}"]


def test_a_python_error_is_shown_alike_alone_and_in_a_fork(tmp_path: Path, eval_example: EvalExample) -> None:
    text = "def look():\n    return {}['lamp']\n\n\ntry:\n    look()\nexcept KeyError:\n    raise SystemError('dark')\n"
    runner = a_runner(tmp_path, **{PY: text})
    snippet = runner.guide.snippets.snippet("list-things/list_things.py")
    ok = runner.guide.cases.case("ok")
    forked = runner.run(snippet, ok, eval_example).transcript
    assert runner.run_alone(snippet, ok).transcript == forked
    assert (forked.status, forked.stdout) == (1, "")
    assert forked.stderr == (
        "Traceback (most recent call last):\n"
        '  File "list_things.py", line 6, in <module>\n'
        '  File "list_things.py", line 2, in look\n'
        "    ...\n"
        "KeyError: 'lamp'\n"
        "\n"
        "During handling of the above exception, another exception occurred:\n"
        "\n"
        "Traceback (most recent call last):\n"
        '  File "list_things.py", line 8, in <module>\n'
        "    ...\n"
        "SystemError: dark\n"
    )


@pytest.mark.parametrize(
    ("text", "status", "stderr"),
    [
        ("import sys\n\nsys.exit(3)\n", 3, ""),
        ("import sys\n\nsys.exit()\n", 0, ""),
        ("import sys\n\nsys.exit('no lamp')\n", 1, "no lamp\n"),
        ("import sys\n\nsys.exit(-1)\n", 255, ""),
    ],
)
def test_a_python_snippet_ends_with_its_own_status(
    tmp_path: Path, eval_example: EvalExample, text: str, status: int, stderr: str
) -> None:
    done = run(a_runner(tmp_path, **{PY: text}), PY, eval_example).transcript
    assert (done.status, done.stdout, done.stderr) == (status, "", stderr)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (PY, "# region one\nprint(open(__file__, encoding='utf-8').read(), end='')  # Grüße 💡\n# endregion\n\n"),
        (SH, '# region one\ncat "$0" # Grüße 💡\n# endregion\n\n'),
        (
            MJS,
            "// region one\nimport { readFileSync } from 'node:fs';\n// endregion\n\n\n"
            "process.stdout.write(readFileSync('list_things.mjs')); // Grüße 💡\n",
        ),
    ],
)
def test_what_runs_is_the_file_unmodified_but_for_its_marker_lines(
    tmp_path: Path, eval_example: EvalExample, path: str, text: str
) -> None:
    lines = [line for line in text.splitlines(keepends=True) if "region" not in line]
    assert printed(a_runner(tmp_path, **{path: text}), path, eval_example) == "".join(lines)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (PY, "import os\n\nprint(*sorted(os.environ), sep='\\n')\n"),
        (SH, "compgen -e\n"),
        (MJS, "console.log(Object.keys(process.env).sort().join('\\n'));\n"),
    ],
)
def test_the_environment_holds_the_allow_list_and_the_secrets_only(
    tmp_path: Path, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch, path: str, text: str
) -> None:
    for name in ("OTHER_KEY", "GITHUB_TOKEN", "NO_PROXY", "PYTHONPATH", "NODE_PATH", "BASH_ENV"):
        monkeypatch.setenv(name, "seen")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    names = set(printed(a_runner(tmp_path, **{path: text}), path, eval_example).split())
    proxy = {"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"}
    trust = {"CURL_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "NODE_USE_ENV_PROXY"}
    node = {"NODE_OPTIONS", "NODE_COMPILE_CACHE"}
    made_by_bash_and_macos = {"PWD", "OLDPWD", "SHLVL", "_", "__CF_USER_TEXT_ENCODING"}
    own = names - proxy - trust - node - made_by_bash_and_macos
    assert own == {
        "PATH",
        "LC_ALL",
        "HOME",
        "SHELL",
        "TMPDIR",
        "THING_KEY",
    }
    assert proxy | trust | node <= names


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (PY, "import os\n\nprint(os.environ['HOME'], os.listdir(os.environ['HOME']), sorted(os.listdir()))\n"),
        (SH, 'echo "$HOME" "[$(ls -A "$HOME")]" "[\'$(ls -A)\']"\ntouch "$HOME/left" ./left\n'),
    ],
)
def test_home_and_working_folder_are_new_and_gone_afterward(
    tmp_path: Path, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch, path: str, text: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    home, in_home, in_folder = printed(a_runner(tmp_path, **{path: text}), path, eval_example).split()
    assert (in_home, in_folder) == ("[]", f"['{Path(path).name}']")
    assert not Path(home).is_relative_to(tmp_path)
    assert not Path(home).parent.exists()


def test_the_packages_of_the_guide_are_at_hand(tmp_path: Path, eval_example: EvalExample) -> None:
    runner = a_runner(
        tmp_path, **{SH: "cat node_modules/lamp/index.js\n", "build/packages/node_modules/lamp/index.js": "on"}
    )
    assert printed(runner, SH, eval_example) == "on"


@pytest.mark.parametrize("end", ["os._exit(0)", "os.kill(os.getpid(), 15)"])
def test_a_python_snippet_that_does_not_let_python_finish_is_told(
    tmp_path: Path, eval_example: EvalExample, end: str
) -> None:
    runner = a_runner(tmp_path, **{PY: f"import os\n\n{end}\n"})
    line = told(lambda: run(runner, PY, eval_example))
    assert "it ends without letting Python finish, so what it sent is not known" in line


def test_a_python_snippet_logs_waits_for_its_threads_and_says_goodbye(
    tmp_path: Path, eval_example: EvalExample
) -> None:
    text = (
        "import atexit\nimport logging\nimport threading\nimport warnings\n\n"
        'atexit.register(print, "goodbye")\nlogging.warning("logged")\nwarnings.warn("warned")\n'
        'threading.Timer(0.05, print, ["from a thread"]).start()\n'
    )
    done = run(a_runner(tmp_path, **{PY: text}), PY, eval_example).transcript
    assert done.stdout == "from a thread\ngoodbye\n"
    assert "WARNING:root:logged\n" in done.stderr
    assert "UserWarning: warned" in done.stderr


def test_a_snippet_that_calls_the_api_must_say_so(tmp_path: Path, eval_example: EvalExample) -> None:
    runner = a_runner(tmp_path, **{TASK: 'title = "List"\n'})
    assert told(lambda: run(runner, SH, eval_example)) == (
        f"{SH}: it calls the API. Say so in task.toml: calls_api = true."
    )


@pytest.mark.parametrize(("path", "text"), [(PY, "while True:\n    pass\n"), (SH, "sleep 60\n")])
def test_a_snippet_that_never_ends_is_told(tmp_path: Path, eval_example: EvalExample, path: str, text: str) -> None:
    runner = a_runner(tmp_path, **{path: text, "pyproject.toml": HURRIED})
    line = told(lambda: run(runner, path, eval_example))
    assert line == f'{path}: in case "ok" it did not end within 0.3 s. {LIMIT}'


@pytest.mark.parametrize(("path", "text"), [(PY, "while True:\n    print('x' * 80)\n"), (SH, "yes\n")])
def test_a_snippet_that_prints_without_end_is_told(
    tmp_path: Path, eval_example: EvalExample, path: str, text: str
) -> None:
    runner = a_runner(tmp_path, **{path: text, "pyproject.toml": HURRIED.replace("timeout = 0.3", "timeout = 20")})
    line = told(lambda: run(runner, path, eval_example, "wrong-key"))
    assert line == f'{path}: in case "wrong-key" it printed more than 1000 bytes. {LIMIT}'


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
        'snippets/list-things/task.toml: this task names the snippet "list-things/.env.examples", which is not there. '
        'Did you mean "list-things/.env.example"?'
    )


@pytest.mark.parametrize(
    ("path", "text", "refusal"),
    [
        (
            PY,
            'import httpx2\n\nhttpx2.get("https://other.example.com/v1/things")\n',
            "GET https://other.example.com/v1/things is no endpoint of this guide",
        ),
        (SH, "curl --silent https://other.example.com/v1/things\n", "it tried to reach other.example.com:443"),
        (
            MJS,
            'await fetch("https://other.example.com/v1/things").catch(() => {});\n',
            "it tried to reach other.example.com:443",
        ),
    ],
)
def test_a_snippet_that_calls_another_host_is_noted(
    tmp_path: Path, eval_example: EvalExample, path: str, text: str, refusal: str
) -> None:
    assert run(a_runner(tmp_path, **{path: text}), path, eval_example).refusals == [refusal]


@BOTH
def test_a_reply_that_is_missing_is_noted_with_its_file(tmp_path: Path, eval_example: EvalExample, path: str) -> None:
    done = run(a_runner(tmp_path, **{"snippets/cases/ok/things.http": None}), path, eval_example)
    [refusal] = done.refusals
    assert refusal.endswith("snippets/cases/ok/things.http: there is no such reply. There is: wrong-key.")


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


def test_a_snippet_run_alone_that_never_ends_is_told(tmp_path: Path) -> None:
    runner = a_runner(tmp_path, **{PY: "while True:\n    pass\n", "pyproject.toml": HURRIED})
    snippet = runner.guide.snippets.snippet("list-things/list_things.py")
    line = told(lambda: runner.run_alone(snippet, runner.guide.cases.case("ok")))
    assert line == f'{PY}: in case "ok" it did not end within 0.3 s. {LIMIT}'


def test_a_run_leaves_this_process_as_it_was(tmp_path: Path, eval_example: EvalExample) -> None:
    text = "import os\nimport sys\n\nos.environ['LEFT'] = 'x'\nos.chdir('/')\nsys.modules['left'] = sys\nprint('on')\n"
    assert printed(a_runner(tmp_path, **{PY: text}), PY, eval_example) == "on\n"
    assert ("LEFT" in os.environ, "left" in sys.modules, Path.cwd()) == (False, False, tmp_path)


# What goes wrong on the way to the API.

NETWORKS = CASES + "".join(
    f'[{network}]\ntitle = "X"\nnetwork = "{network}"\n' for network in ("refused", "untrusted", "cut-off", "silent")
)

PYTHON_ASKS = """\
import os
import sys

import httpx2

try:
    reply = httpx2.get(
        "https://api.example.com/v1/things",
        headers={"Authorization": f"Bearer {os.environ['THING_KEY']}"},
        timeout=httpx2.Timeout(15, read=SECONDS),
    )
except httpx2.TransportError as error:
    sys.exit(f"{type(error).__name__}{' of trust' * ('CERTIFICATE_VERIFY_FAILED' in str(error))}")
print(reply.text)
"""

SHELL_ASKS = """\
curl --silent --max-time SECONDS "https://api.example.com/v1/things" --header "Authorization: Bearer $THING_KEY"
"""

NODE_ASKS = """\
try {
  const reply = await fetch("https://api.example.com/v1/things", {
    headers: { Authorization: `Bearer ${process.env.THING_KEY}` },
    signal: AbortSignal.timeout(SECONDS * 1000),
  });
  console.log(await reply.text());
} catch (error) {
  console.error(error.cause?.code ?? error.name);
  process.exitCode = 1;
}
"""

ASKING = {PY: PYTHON_ASKS, SH: SHELL_ASKS, MJS: NODE_ASKS}


@pytest.mark.parametrize(
    ("path", "network", "ends"),
    [
        (PY, "refused", (1, "ConnectError\n")),
        (SH, "refused", (7, "")),
        (MJS, "refused", (1, "ECONNREFUSED\n")),
        (PY, "untrusted", (1, "ConnectError of trust\n")),
        (SH, "untrusted", (60, "")),
        (MJS, "untrusted", (1, "UNABLE_TO_VERIFY_LEAF_SIGNATURE\n")),
        (PY, "cut-off", (1, "RemoteProtocolError\n")),
        (SH, "cut-off", (18, "")),
        (MJS, "cut-off", (1, "UND_ERR_SOCKET\n")),
        (PY, "silent", (1, "ReadTimeout\n")),
        (SH, "silent", (28, "")),
        (MJS, "silent", (1, "TimeoutError\n")),
    ],
)
def test_a_snippet_meets_what_is_wrong_on_the_way(
    tmp_path: Path, eval_example: EvalExample, path: str, network: str, ends: tuple[int, str]
) -> None:
    text = ASKING[path].replace("SECONDS", "0.5" if network == "silent" else "15")
    runner = a_runner(tmp_path, **{path: text, "snippets/cases/cases.toml": NETWORKS})
    done = run(runner, path, eval_example, network)
    assert (done.transcript.status, done.transcript.stderr) == ends
    assert done.transcript.stdout == ('{"things":' if (path, network) == (SH, "cut-off") else "")
    assert done.refusals == []
    if network == "cut-off":
        assert [sent.header("authorization") for sent in done.sent] == [f"Bearer {KEY.value}"]
        assert list(done.given) == ["ok/things"]
    elif network != "silent":  # There it depends on the hurry of the client how far it comes.
        assert (done.sent, done.given) == ([], {})


def test_a_python_snippet_meets_the_same_on_the_way_in_a_process_of_its_own(
    tmp_path: Path, eval_example: EvalExample
) -> None:
    files = {PY: PYTHON_ASKS.replace("SECONDS", "15"), "snippets/cases/cases.toml": NETWORKS}
    runner = a_runner(tmp_path, **files)
    snippet, case = runner.guide.snippets.snippet("list-things/list_things.py"), runner.guide.cases.case("cut-off")
    alone, forked = runner.run_alone(snippet, case), runner.run(snippet, case, eval_example)
    assert alone.transcript == forked.transcript
    assert alone.given == forked.given


def test_a_python_snippet_that_never_ends_on_its_way_is_told(tmp_path: Path, eval_example: EvalExample) -> None:
    files = {PY: PYTHON_ASKS.replace("SECONDS", "15"), "snippets/cases/cases.toml": NETWORKS}
    runner = a_runner(tmp_path, **files, **{"pyproject.toml": HURRIED})
    line = told(lambda: run(runner, PY, eval_example, "silent"))
    assert line == f'{PY}: in case "silent" it did not end within 0.3 s. {LIMIT}'


# Pauses and programs.

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


# What a task holds.

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


# What goes to the record.


def test_before_a_run_its_entry_says_what_it_is_to_run_on(tmp_path: Path) -> None:
    runner = a_runner(tmp_path)
    snippet, ok = runner.guide.snippets.snippet("list-things/list_things.py"), runner.guide.cases.case("ok")
    entry = runner.entry(snippet, ok)
    on = ran_on(snippet, "python", search_path(), runner.guide.settings)
    assert entry == a_run(snippet, ran_on=on, date=entry.date, shown={})
    assert on[0] == f"Python {platform.python_version()}"
    assert datetime.fromisoformat(entry.date).date().isoformat() == entry.date


def test_after_a_run_its_entry_says_how_it_ended_and_what_it_was_given_and_brought(
    tmp_path: Path, eval_example: EvalExample
) -> None:
    files = {
        TASK: 'title = "X"\ncalls_api = true\n[bring]\n".env" = "list-things/.env.example"\n',
        "snippets/list-things/.env.example": "# region all\nLAMP=on\n# endregion\n",
        SH: f"{SHELL}exit 3\n",
    }
    runner = a_runner(tmp_path, **files)
    snippet, case = runner.guide.snippets.snippet("list-things/list_things.sh"), runner.guide.cases.case("wrong-key")
    entry = runner.entry(snippet, case, runner.run(snippet, case, eval_example))
    assert (entry.case, entry.result, entry.status, entry.reason) == ("wrong-key", "passed", 3, "")
    assert entry.shown == {
        "cases/wrong-key.http": digest(tmp_path / "snippets/cases/wrong-key.http"),
        "list-things/.env.example": runner.guide.snippets.snippet("list-things/.env.example").sha256,
    }


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


def test_a_run_finds_the_variables_of_its_task(tmp_path: Path, eval_example: EvalExample) -> None:
    task = {"snippets/list-things/task.toml": 'title = "X"\nvariables = { COLOR = "red" }\n'}
    runner = a_runner(tmp_path, **{SH: 'echo "$COLOR"\n'}, **task)
    assert run(runner, SH, eval_example).transcript.stdout == "red\n"

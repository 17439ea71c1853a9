"""Runs: a snippet runs unmodified, in a place of its own, and every mistake is one line."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

import pytest
from pytest_examples import EvalExample

from provendocs.environment import search_path
from provendocs.record import digest
from provendocs.runtimes import ran_on
from tests.generator.conftest import (
    HURRIED,
    KEY,
    LIMIT,
    MJS,
    PY,
    SH,
    SHELL,
    TASK,
    a_run,
    a_runner,
    printed,
    run,
    told,
)

BOTH = pytest.mark.parametrize("path", [PY, SH])


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


def test_a_python_snippet_that_names_whom_to_trust_is_heard(tmp_path: Path, eval_example: EvalExample) -> None:
    text = 'import os\n\nimport httpx2\n\nos.environ["SSL_CERT_FILE"] = "/nowhere.pem"\nhttpx2.Client()\n'
    done = run(a_runner(tmp_path, **{PY: text}), PY, eval_example).transcript
    assert done.stderr.splitlines()[-1] == "FileNotFoundError: [Errno 2] No such file or directory"


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
    monkeypatch.setattr(sys, "dont_write_bytecode", False)  # as it is where nobody has said otherwise
    home, in_home, in_folder = printed(a_runner(tmp_path, **{path: text}), path, eval_example).split()
    assert (in_home, in_folder) == ("[]", f"['{Path(path).name}']")
    assert not Path(home).is_relative_to(tmp_path)
    assert not Path(home).parent.exists()


def test_a_runner_leaves_no_folder_behind(
    tmp_path: Path, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = tmp_path / "folders"
    folders.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folders))
    runner = a_runner(tmp_path, **{SH: 'echo "$HOME"\n'})
    assert Path(printed(runner, SH, eval_example).strip()).is_relative_to(folders)
    del runner
    assert list(folders.iterdir()) == []


def test_a_runner_leaves_no_folder_behind_in_a_process_of_a_pool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = tmp_path / "folders"
    folders.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folders))
    runner = a_runner(tmp_path, **{SH: "true\n"})
    snippet, ok = runner.guide.snippets.snippet("list-things/list_things.sh"), runner.guide.cases.case("ok")
    process = get_context("fork").Process(target=runner.run_alone, args=(snippet, ok))
    process.start()
    process.join()
    assert process.exitcode == 0
    assert list(folders.iterdir()) == []


def test_the_packages_of_the_guide_are_at_hand(tmp_path: Path, eval_example: EvalExample) -> None:
    runner = a_runner(
        tmp_path, **{SH: "cat ../../node_modules/lamp/index.js\n", "build/packages/node_modules/lamp/index.js": "on"}
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


def test_a_snippet_run_alone_that_never_ends_is_told(tmp_path: Path) -> None:
    runner = a_runner(tmp_path, **{PY: "while True:\n    pass\n", "pyproject.toml": HURRIED})
    snippet = runner.guide.snippets.snippet("list-things/list_things.py")
    line = told(lambda: runner.run_alone(snippet, runner.guide.cases.case("ok")))
    assert line == f'{PY}: in case "ok" it did not end within 0.3 s. {LIMIT}'


def test_a_run_leaves_this_process_as_it_was(tmp_path: Path, eval_example: EvalExample) -> None:
    text = "import os\nimport sys\n\nos.environ['LEFT'] = 'x'\nos.chdir('/')\nsys.modules['left'] = sys\nprint('on')\n"
    assert printed(a_runner(tmp_path, **{PY: text}), PY, eval_example) == "on\n"
    assert ("LEFT" in os.environ, "left" in sys.modules, Path.cwd()) == (False, False, tmp_path)


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


def test_a_run_finds_the_variables_of_its_task(tmp_path: Path, eval_example: EvalExample) -> None:
    task = {"snippets/list-things/task.toml": 'title = "X"\nvariables = { COLOR = "red" }\n'}
    runner = a_runner(tmp_path, **{SH: 'echo "$COLOR"\n'}, **task)
    assert run(runner, SH, eval_example).transcript.stdout == "red\n"

"""Snippets that misbehave: how the run of each ends, and that nothing leaks, hangs or is left of it.

LEFT stands for a folder outside the run, in which a process notes its number.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest
from pytest_examples import EvalExample

from provendocs import process
from provendocs.errors import GuideError
from provendocs.run import Runner
from tests.generator.conftest import LIMIT, PY, SETTINGS, SH, a_runner, put

NO_SECRET = "Print whether it is set, never what it is."

pytestmark = pytest.mark.usefixtures("nothing_hangs")


@dataclass(frozen=True)
class Run:
    """One snippet that misbehaves, and how its run ends: the line for the contributor, or status and streams."""

    name: str
    path: str
    text: str
    ends: str | tuple[int, str, str]
    seconds: float = 20
    linux_only: bool = False

    def __str__(self) -> str:
        return self.name


def noting(script: str) -> str:
    """Return what runs a shell script in a process that has noted its number, and waits until it has."""
    return f"sh -c 'echo $$ > LEFT/$$; {script}' & while [ ! -s LEFT/$! ]; do :; done\n"


#: Leaves a child that has nothing in common with its parent any more, and notes its number.
PYTHON_DAEMON = """\
import os
import signal

ready, done = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.chdir("/")
        with open(f"LEFT/{os.getpid()}", "w") as number:
            number.write(str(os.getpid()))
        os.closerange(0, 1000)
        signal.pause()
    os._exit(0)
os.close(done)
os.read(ready, 1)
print("on")
"""


SHELL_DAEMON = """\
cd /
env -i setsid sh -c 'sh -c "echo \\$\\$ > LEFT/number; exec sleep 60" >/dev/null 2>&1 </dev/null &'
while [ ! -s LEFT/number ]; do :; done
echo on
"""


PYTHON_CHILD = """\
import subprocess

child = subprocess.Popen(["sleep", "60"]STREAMS)
open(f"LEFT/{child.pid}", "w").write(str(child.pid))
print("on")
"""


MISBEHAVING = [
    Run("spawns a daemon (Python)", PY, PYTHON_DAEMON, (0, "on\n", ""), linux_only=True),
    Run("spawns a daemon (shell)", SH, SHELL_DAEMON, (0, "on\n", ""), linux_only=True),
    Run(
        "leaves a child behind (Python)",
        PY,
        PYTHON_CHILD.replace("STREAMS", ", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL"),
        (0, "on\n", ""),
    ),
    Run("leaves a child behind (shell)", SH, noting("exec sleep 60 >/dev/null 2>&1") + "echo on\n", (0, "on\n", "")),
    Run(
        "leaves a child behind that keeps its output open (Python)",
        PY,
        PYTHON_CHILD.replace("STREAMS", ""),
        f'{PY}: in case "ok" it did not end within 0.3 s. {LIMIT}',
        seconds=0.3,
    ),
    Run(
        "leaves a child behind that keeps its output open (shell)",
        SH,
        noting("exec sleep 60"),
        f'{SH}: in case "ok" it did not end within 0.3 s. {LIMIT}',
        seconds=0.3,
    ),
    Run("closes its output (Python)", PY, "import sys\n\nprint('on')\nsys.stdout.close()\n", (0, "on\n", "")),
    Run("closes its output (shell)", SH, "echo on\nexec >&-\n", (0, "on\n", "")),
    Run("has no output any more (Python)", PY, "import sys\n\nprint('on')\nsys.stdout = None\n", (0, "on\n", "")),
    Run(
        "closes its output and never ends (Python)",
        PY,
        "import os\nimport signal\n\nos.closerange(1, 3)\nsignal.pause()\n",
        f'{PY}: in case "ok" it closed its output but did not end within 0.5 s. {LIMIT}',
        seconds=0.5,
    ),
    Run(
        "closes its output and never ends (shell)",
        SH,
        "exec >&- 2>&-\nsleep 60\n",
        f'{SH}: in case "ok" it closed its output but did not end within 0.5 s. {LIMIT}',
        seconds=0.5,
    ),
    Run(
        "does not end when asked to (Python)",
        PY,
        "import signal\n\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True:\n    pass\n",
        f'{PY}: in case "ok" it did not end within 0.3 s. {LIMIT}',
        seconds=0.3,
    ),
    Run(
        "does not end when asked to (shell)",
        SH,
        "trap '' TERM HUP INT\nwhile :; do sleep 1; done\n",
        f'{SH}: in case "ok" it did not end within 0.3 s. {LIMIT}',
        seconds=0.3,
    ),
    Run(
        "stops itself (Python)",
        PY,
        "import os\nimport signal\n\nos.kill(os.getpid(), signal.SIGSTOP)\n",
        f'{PY}: in case "ok" it did not end within 0.3 s. {LIMIT}',
        seconds=0.3,
    ),
    Run(
        "stops itself (shell)",
        SH,
        "kill -STOP $$\n",
        f'{SH}: in case "ok" it did not end within 0.3 s. {LIMIT}',
        seconds=0.3,
    ),
    Run(
        "is killed (Python)",
        PY,
        "import os\nimport signal\n\nos.kill(os.getpid(), signal.SIGKILL)\n",
        f'{PY}: in case "ok" it ends without letting Python finish, so what it sent is not known. {LIMIT}',
    ),
    Run("is killed (shell)", SH, "echo on\nkill -KILL $$\n", (-signal.SIGKILL, "on\n", "")),
    Run(
        "ends its whole process group (Python)",
        PY,
        "import os\nimport signal\n\nos.killpg(0, signal.SIGTERM)\n",
        f'{PY}: in case "ok" it ends without letting Python finish, so what it sent is not known. {LIMIT}',
    ),
    Run("ends its whole process group (shell)", SH, "kill -TERM 0\n", (-signal.SIGTERM, "", "")),
    Run(
        "prints without end (Python)",
        PY,
        "while True:\n    print('on' * 1000)\n",
        f'{PY}: in case "ok" it printed more than 100000 bytes. {LIMIT}',
    ),
    Run("prints without end (shell)", SH, "yes\n", f'{SH}: in case "ok" it printed more than 100000 bytes. {LIMIT}'),
    Run(
        "prints a key (Python)",
        PY,
        "import os\n\nprint(dict(os.environ))\n",
        f'{PY}: in case "ok" it prints the secret THING_KEY. {NO_SECRET}',
    ),
    Run(
        "prints a key (shell)",
        SH,
        "set -x\n: $THING_KEY\n",
        f'{SH}: in case "ok" it prints the secret THING_KEY. {NO_SECRET}',
    ),
    Run(
        "prints a key in an error (Python)",
        PY,
        "import os\n\nraise LookupError(os.environ['THING_KEY'])\n",
        f'{PY}: in case "ok" it prints the secret THING_KEY. {NO_SECRET}',
    ),
    Run(
        "prints ANSI colors (Python)",
        PY,
        "print('\\x1b[31mred\\x1b[0m')\n",
        (0, "\x1b[31mred\x1b[0m\n", ""),
    ),
    Run("prints ANSI colors (shell)", SH, "printf '\\033[31mred\\033[0m\\n'\n", (0, "\x1b[31mred\x1b[0m\n", "")),
    Run(
        "prints what is not UTF-8 (Python)",
        PY,
        "import sys\n\nsys.stdout.buffer.write(b'caf\\xe9\\0\\n')\n",
        (0, "caf\\xe9\0\n", ""),
    ),
    Run("prints what is not UTF-8 (shell)", SH, "printf 'caf\\351\\000\\n'\n", (0, "caf\\xe9\0\n", "")),
    Run(
        "needs input (Python)",
        PY,
        "print(input('Color: '))\n",
        (
            1,
            "Color: ",
            "Traceback (most recent call last):\n"
            '  File "list_things.py", line 1, in <module>\n'
            "    ...\n"
            "EOFError: EOF when reading a line\n",
        ),
    ),
    Run("needs input (shell)", SH, "read -r color || echo none\n", (0, "none\n", "")),
    Run("needs a terminal (shell)", SH, "(read -r color </dev/tty) 2>/dev/null || echo none\n", (0, "none\n", "")),
    Run(
        "writes to HOME (Python)",
        PY,
        "from pathlib import Path\n\nPath('~/.profile').expanduser().write_text('spoiled')\nprint('on')\n",
        (0, "on\n", ""),
    ),
    Run("writes to HOME (shell)", SH, 'echo spoiled > ~/.profile\necho spoiled > "$HOME/.x"\n', (0, "", "")),
    Run(
        "leaves a link to a folder outside (shell)",
        SH,
        'ln -s REAL_HOME link\nln -s REAL_HOME "$HOME/link"\n',
        (0, "", ""),
    ),
    Run(
        "removes its own folder (Python)",
        PY,
        "import os\nimport shutil\n\nshutil.rmtree(os.environ['TMPDIR'])\nprint('on')\n",
        (0, "on\n", ""),
    ),
    Run("removes its own folder (shell)", SH, 'rm -r "$TMPDIR"\necho on\n', (0, "on\n", "")),
    Run(
        "changes itself (Python)",
        PY,
        "with open(__file__, 'w') as file:\n    file.write('off')\nprint('on')\n",
        (0, "on\n", ""),
    ),
    Run("changes itself (shell)", SH, 'echo "echo off" > "$0.new"\nmv "$0.new" "$0"\n', (0, "", "")),
]


def contents(*folders: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


def still_running(left: Path, runs: Path) -> list[int]:
    """List the processes that noted their number and have not ended, and all that have the TMPDIR of a run."""
    running = []
    for number in map(int, [path.read_text("utf-8") for path in left.iterdir()]):
        with suppress(ProcessLookupError):
            os.kill(number, 0)
            running.append(number)
    for known in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # It has ended, or is another user's.
            if os.fsencode(f"TMPDIR={runs}/") in (known / "environ").read_bytes():
                running.append(int(known.name))
    return running


def outcome(runner: Runner, path: str, example: EvalExample) -> str | tuple[int, str, str]:
    """Run a snippet. Return the line that tells of it, or its exit status and what it printed on each stream."""
    snippet = runner.guide.snippets.snippet(path.removeprefix("snippets/"))
    try:
        ended = runner.run(snippet, runner.guide.cases.case("ok"), example).transcript
    except GuideError as error:
        return str(error)
    return ended.status, ended.stdout, ended.stderr


@pytest.fixture
def around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Make a home that holds a file, a key of the contributor's own, and a place for runs and for what they note."""
    folders = {name: tmp_path / name for name in ("guide", "home", "runs", "left")}
    for folder in folders.values():
        folder.mkdir()
    put(folders["home"] / ".profile", "as it was\n")
    monkeypatch.setenv("HOME", str(folders["home"]))
    monkeypatch.setenv("THING_KEY", "the-contributor-s-own")
    monkeypatch.setattr(tempfile, "tempdir", str(folders["runs"]))
    monkeypatch.chdir(folders["guide"])
    return folders


@pytest.mark.parametrize("bad", MISBEHAVING, ids=str)
def test_nothing_is_left_of_a_snippet_that(around: dict[str, Path], eval_example: EvalExample, bad: Run) -> None:
    if bad.linux_only and sys.platform != "linux":
        pytest.skip("only Linux finds what has left its process group")
    text = bad.text.replace("LEFT", str(around["left"])).replace("REAL_HOME", str(around["home"]))
    settings = SETTINGS.replace("timeout = 20", f"timeout = {bad.seconds}")
    runner = a_runner(around["guide"], **{bad.path: text, "pyproject.toml": settings})
    before = contents(around["guide"], around["home"])
    assert outcome(runner, bad.path, eval_example) == bad.ends
    assert contents(around["guide"], around["home"]) == before
    assert list(around["runs"].rglob("run-*")) == []
    assert still_running(around["left"], around["runs"]) == []


@pytest.mark.parametrize("name", ["leaves a child behind (Python)", "leaves a child behind (shell)"])
def test_nothing_is_left_of_a_run_that_the_contributor_interrupts(
    around: dict[str, Path], eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def interrupted(*_streams: object) -> NoReturn:
        while not contents(around["left"]) or b"" in contents(around["left"]).values():
            pass
        raise KeyboardInterrupt

    [bad] = [bad for bad in MISBEHAVING if bad.name == name]
    runner = a_runner(around["guide"], **{bad.path: bad.text.replace("LEFT", str(around["left"]))})
    monkeypatch.setattr(process, "_collect", interrupted)
    with pytest.raises(KeyboardInterrupt):
        outcome(runner, bad.path, eval_example)
    assert list(around["runs"].rglob("run-*")) == []
    assert still_running(around["left"], around["runs"]) == []

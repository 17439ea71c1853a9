"""Bad input, in one list: what a contributor may hand in, and the one line that they read.

Nothing of it leaks, hangs, or leaves something half-written. What each part refuses besides, its own tests say.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

import pytest
from pytest_examples import EvalExample

from provendocs import process
from provendocs.errors import GuideError
from provendocs.guide import load_guide
from provendocs.run import Runner
from provendocs.transcript import current_transcript, write_text
from tests.generator.conftest import (
    CASES,
    FACTS,
    OK_REPLY,
    SETTINGS,
    a_guide,
    a_runner,
    put,
    told,
    transcript,
)

TASK = "snippets/list-things/task.toml"
PY = "snippets/list-things/list_things.py"
SH = "snippets/list-things/list_things.sh"
OTHER = "snippets/list-things/other.py"
CASES_FILE = "snippets/cases/cases.toml"
REPLY = "snippets/cases/ok/things.http"
KEPT = "snippets/list-things/output/ok/list_things.py.txt"

LIMIT = "Correct it, or raise the limit in pyproject.toml."
NO_SECRET = "Print whether it is set, never what it is."

TITLE = 'title = "List the things"\n'
OK = "HTTP/1.1 200 OK\n"
TEXT = f"{OK}content-type: text/plain\n"


@dataclass(frozen=True)
class Link:
    """A symbolic link, in place of a file."""

    to: str


#: In place of a file.
FOLDER = object()
PIPE = object()


@dataclass(frozen=True)
class Bad:
    """One bad input: what is wrong, the files that differ from the small guide's, and what the contributor reads."""

    name: str
    files: Mapping[str, object]
    line: str

    def __str__(self) -> str:
        return self.name


UNREADABLE = [
    # Snippets.
    Bad(
        "a snippet is not UTF-8",
        {PY: b'print("caf\xe9")\n'},
        f"{PY}: this is not UTF-8 (byte 10). Save it as UTF-8.",
    ),
    Bad(
        "a snippet was saved on Windows",
        {PY: "print(1)\r\n"},
        f"{PY}:1: there is a carriage return here. Use line feeds and spaces only.",
    ),
    Bad(
        "a snippet is indented with a tab",
        {PY: "if 1:\n\tpass\n"},
        f"{PY}:2: there is a tab here. Use line feeds and spaces only.",
    ),
    Bad(
        "a snippet begins with a byte order mark",
        {PY: "\ufeffprint(1)\n"},
        f"{PY}:1: there is a character here that nobody sees, U+FEFF. Remove it or write an escape.",
    ),
    Bad(
        "a snippet reads other than it runs, by a mark of direction",
        {PY: "print(1)\nprint(2)  # \u202e)3(tnirp\n"},
        f"{PY}:2: there is a character here that nobody sees, U+202E. Remove it or write an escape.",
    ),
    Bad(
        "a snippet holds a zero byte",
        {PY: b"print(1)\0\n"},
        f"{PY}:1: there is a character here that nobody sees, U+0000. Remove it or write an escape.",
    ),
    Bad("a snippet is empty", {PY: ""}, f"{PY}: this file is empty. Fill it or remove it."),
    Bad("a snippet is blank", {PY: "\n \n"}, f"{PY}: this file is empty. Fill it or remove it."),
    Bad(
        "the last line of a snippet has no end",
        {PY: "print(1)\nprint(2)"},
        f"{PY}:2: the last line has no line end. Add one.",
    ),
    Bad(
        "a snippet is in a language that the guide does not know",
        {"snippets/list-things/things.rb": "puts\n"},
        'snippets/list-things/things.rb: no language has the suffix ".rb". '
        "Use one of .py, .sh, .mjs, .ps1, .bat, .example, .yaml.",
    ),
    Bad(
        "a snippet is a folder",
        {OTHER: FOLDER},
        f"{OTHER}: this is not a file. Put a text file here, or remove it.",
    ),
    Bad(
        "a snippet is a pipe that nobody writes to",
        {OTHER: PIPE},
        f"{OTHER}: this is not a file. Put a text file here, or remove it.",
    ),
    # Regions.
    Bad(
        "a region is never closed",
        {PY: "print(1)\n# region one\nprint(2)\n"},
        f'{PY}:2: region "one" is never closed. Add an endregion line.',
    ),
    Bad(
        "two regions have one name",
        {PY: "# region one\nprint(1)\n# endregion\n# region one\nprint(2)\n# endregion\n"},
        f'{PY}:4: region "one" stands here again. Rename one.',
    ),
    Bad(
        "a region is inside another",
        {PY: "# region one\nprint(1)\n# region two\nprint(2)\n# endregion\n# endregion\n"},
        f'{PY}:3: region "one" is still open here. Close it first.',
    ),
    Bad(
        "a region is empty",
        {PY: "# region one\n# endregion\nprint(1)\n"},
        f'{PY}:1: region "one" is empty. Fill it or remove it.',
    ),
    Bad(
        "a region is closed that was never opened",
        {PY: "print(1)\n# endregion\n"},
        f"{PY}:2: no region is open here. Remove this line or open a region.",
    ),
    # Links.
    Bad(
        "a snippet is a link out of the folder",
        {"elsewhere/other.py": "print(1)\n", OTHER: Link("../../elsewhere/other.py")},
        f"{OTHER}: this link leads out of snippets/. Put the file itself here.",
    ),
    Bad(
        "a task is a link out of the folder",
        {"elsewhere/task.toml": TITLE, "elsewhere/other.py": "print(1)\n", "snippets/other": Link("../elsewhere")},
        "snippets/other: this link leads out of snippets/. Put the file itself here.",
    ),
    Bad(
        "a reply is a link out of the folder",
        {"elsewhere/other.http": OK_REPLY, "snippets/cases/other.http": Link("../../elsewhere/other.http")},
        "snippets/cases/other.http: this link leads out of snippets/. Put the file itself here.",
    ),
    Bad(
        "the transcripts of a task are a link out of the folder",
        {"elsewhere/kept.txt": "kept\n", "snippets/list-things/output": Link("../../elsewhere")},
        "snippets/list-things/output: this link leads out of snippets/. Put the file itself here.",
    ),
    Bad(
        "a snippet is a link to what is not there",
        {OTHER: Link("gone.py")},
        f"{OTHER}: this link leads nowhere. Correct it or remove it.",
    ),
    Bad(
        "a snippet is a link to itself",
        {OTHER: Link("other.py")},
        f"{OTHER}: this link leads nowhere. Correct it or remove it.",
    ),
    # Tasks.
    Bad("a task has no task.toml", {TASK: None}, f"{TASK}: this task has no task.toml. Add one that gives its title."),
    Bad(
        "a task.toml is empty",
        {TASK: ""},
        f"{TASK}: this task cannot be read: missing 1 required positional argument: 'title'. Correct it.",
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
        f"{TASK}: this task cannot be read: cases holds something else than names. Correct it.",
    ),
    Bad(
        "the cases of a task are numbers",
        {TASK: TITLE + "cases = [1]\n"},
        f"{TASK}: this task cannot be read: cases holds something else than names. Correct it.",
    ),
    Bad(
        "a task runs in no case",
        {TASK: TITLE + "cases = []\n"},
        f"{TASK}: this task cannot be read: cases is empty; not_run says why nothing runs. Correct it.",
    ),
    Bad(
        "a task names a case that is not there",
        {TASK: TITLE + 'cases = ["wrong-kay"]\n'},
        f'{TASK}: this task names the case "wrong-kay", which is not there. Did you mean "wrong-key"?',
    ),
    Bad(
        "a task brings a snippet that is not there",
        {TASK: TITLE + '[bring]\nlamp = "list-things/list_thing.py"\n'},
        f'{TASK}: this task names the snippet "list-things/list_thing.py", which is not there. '
        'Did you mean "list-things/list_things.py"?',
    ),
    Bad(
        "a task brings a list",
        {TASK: TITLE + '[bring]\nlamp = ["list-things/list_things.py"]\n'},
        f"{TASK}: this task cannot be read: bring holds something else than names. Correct it.",
    ),
    Bad(
        "a task brings a file out of the working folder",
        {TASK: TITLE + '[bring]\n"../home/.bashrc" = "list-things/list_things.sh"\n'},
        f'{TASK}: this task brings "../home/.bashrc", which is no plain name. Name a file, no folder.',
    ),
    Bad(
        "a task brings a file in place of its own snippet",
        {TASK: TITLE + '[bring]\n"list_things.py" = "list-things/list_things.sh"\n'},
        f'{TASK}: this task brings "list_things.py" in place of its own snippet. Rename one.',
    ),
    Bad(
        "a task has no snippet",
        {PY: None, SH: None},
        "snippets/list-things: this task has no snippet. Add one or remove the folder.",
    ),
    # Replies.
    Bad("a reply is empty", {REPLY: ""}, f"{REPLY}: this file is empty. Fill it or remove it."),
    Bad(
        "a reply is not UTF-8",
        {REPLY: f"{TEXT}\n".encode() + b"caf\xe9\n"},
        f"{REPLY}: this is not UTF-8 (byte 45). Save it as UTF-8.",
    ),
    Bad(
        "a reply was saved on Windows",
        {REPLY: OK_REPLY.replace("\n", "\r\n")},
        f"{REPLY}:1: there is a carriage return here. Use line feeds and spaces only.",
    ),
    Bad(
        "a reply is a folder",
        {REPLY: None, f"{REPLY}/all.txt": "lamp\n"},
        f"{REPLY}: this is not a file. Put a text file here, or remove it.",
    ),
    Bad(
        "a reply is a pipe that nobody writes to",
        {REPLY: PIPE},
        f"{REPLY}: this is not a file. Put a text file here, or remove it.",
    ),
    Bad(
        "a reply has no status",
        {REPLY: "content-type: text/plain\n\nlamp\n"},
        f'{REPLY}:1: this is not the status line of a reply. Write a status line such as "HTTP/1.1 200 OK".',
    ),
    Bad(
        "a reply has a status after which a client waits for another",
        {REPLY: "HTTP/1.1 100 Continue\n\n\n"},
        f'{REPLY}:1: this is not the status line of a reply. Write a status line such as "HTTP/1.1 200 OK".',
    ),
    Bad(
        "a reply has a body after a status that allows none",
        {REPLY: "HTTP/1.1 204 No Content\nx-lamp: on\n\nlamp\n"},
        f"{REPLY}:4: a reply with status 204 has no body. Remove it, or correct the status.",
    ),
    Bad(
        "a reply has two content types",
        {REPLY: f"{TEXT}Content-Type: application/json\n\n{{}}\n"},
        f"{REPLY}:3: the header content-type stands here again. Keep one of them.",
    ),
    Bad(
        "a header of a reply has no colon",
        {REPLY: f"{OK}content-type text/plain\n\nlamp\n"},
        f'{REPLY}:2: this is not a header. Write "name: value".',
    ),
    Bad(
        "a header of a reply is not ASCII",
        {REPLY: f"{OK}x-lamp: caf\xe9\n\nlamp\n"},
        f'{REPLY}:2: this is not a header. Write "name: value".',
    ),
    Bad(
        "no empty line ends the headers of a reply",
        {REPLY: TEXT},
        f"{REPLY}:2: no empty line ends the headers. Add one.",
    ),
    Bad(
        "a reply is not the JSON it says it is",
        {REPLY: OK_REPLY.replace('["lamp"]', '["lamp",]')},
        f"{REPLY}:5: the body is not JSON: Expecting value. Correct it.",
    ),
    Bad(
        "a reply is not as long as it says it is",
        {REPLY: f"{OK}content-length: 5\n\nlamp\n"},
        f"{REPLY}: content-length is 5, the body has 4 bytes. Correct it.",
    ),
    Bad(
        "a reply is not in the chunks it says it is",
        {REPLY: f"{OK}transfer-encoding: chunked\n\nlamp\n"},
        f"{REPLY}: the body is not kept as transfer-encoding says. Remove that header.",
    ),
    Bad(
        "a reply echoes what nobody knows",
        {REPLY: f"{TEXT}\n${{your_key}}\n"},
        f'{REPLY}:4: "${{your_key}}" stands for nothing. '
        "Use ${masked_key}, ${request.field}, ${secret.NAME} or ${now}.",
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
        f'{CASES_FILE}: case "wrong-key" has THING_KEY "worn". Use one of right, none, wrong, quoted.',
    ),
    Bad(
        "a case names a key that is not there",
        {CASES_FILE: CASES.replace("THING_KEY", "THINGS_KEY")},
        f'{CASES_FILE}: case "wrong-key" names the secret "THINGS_KEY", which is not there. Did you mean "THING_KEY"?',
    ),
    Bad(
        "a case names a reply that is not there",
        {CASES_FILE: f'{CASES}[full]\ntitle = "Full"\nreply = "full"\n'},
        f'{CASES_FILE}: case "full" names the reply "full", which is not there. Add full.http.',
    ),
    Bad(
        "a case names an endpoint that is not there",
        {CASES_FILE: f'{CASES}[full]\ntitle = "Full"\nreply = "wrong-key"\nendpoints = ["thing"]\n'},
        f'{CASES_FILE}: case "full" names the endpoint "thing", which is not there. Did you mean "things"?',
    ),
    Bad(
        "a case has a wrong key, and names a reply to the right one",
        {CASES_FILE: f'{CASES}reply = "wrong-key"\n'},
        f'{CASES_FILE}: case "wrong-key" has secrets and reply. Keep one; make a case of the other.',
    ),
    Bad(
        "a case names endpoints, and no reply for them",
        {CASES_FILE: f'{CASES}endpoints = ["things"]\n'},
        f'{CASES_FILE}: case "wrong-key" has endpoints but no reply for them. Name the reply.',
    ),
    Bad(
        "something is wrong in the good case",
        {CASES_FILE: '[ok]\ntitle = "It works"\nreply = "wrong-key"\n'},
        f'{CASES_FILE}: case "ok" is the one in which all is well. Move what is wrong in it to another case.',
    ),
    Bad(
        "the name of a case leads out of the folder",
        {CASES_FILE: f'{CASES}["../../full"]\ntitle = "Full"\n'},
        f'{CASES_FILE}: case "../../full" has no plain name. Use letters, digits and hyphens.',
    ),
    Bad(
        "the endpoints of a case are numbers",
        {CASES_FILE: f'{CASES}[full]\ntitle = "Full"\nreply = "wrong-key"\nendpoints = [[1]]\n'},
        f'{CASES_FILE}: this cannot be read: the endpoints of case "full" are a list of names. Correct it.',
    ),
    Bad(
        "the title of a case is a number",
        {CASES_FILE: f"{CASES}[full]\ntitle = 1\n"},
        f'{CASES_FILE}: this cannot be read: the title and the reply of case "full" are texts. Correct it.',
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
        'docs/facts.toml: the value and the source of fact "limit.things" are texts. Put them in quotes.',
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
        'docs/facts.toml: fact "limit.things" is not complete. Give it a value, a source and a checked date.',
    ),
    Bad(
        "a fact has its date in quotation marks",
        {"docs/facts.toml": FACTS.replace("2026-01-31", '"2026-01-31"')},
        'docs/facts.toml: fact "limit.things" has no date. Write checked = 2026-01-31, without quotes.',
    ),
]


@pytest.fixture(autouse=True)
def nothing_hangs() -> Iterator[None]:
    """End a test that waits for what never comes, so that it fails and does not stop all others."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError("this hangs")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def lay_out(root: Path, files: Mapping[str, object]) -> None:
    """Lay out a small guide with some files, links, folders and pipes besides or instead."""
    plain = {name: what for name, what in files.items() if isinstance(what, str | bytes)}
    a_guide(root, **{**dict.fromkeys(files), **plain})
    for name, what in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(what, Link):
            path.symlink_to(what.to)
        elif what is FOLDER:
            path.mkdir()
        elif what is PIPE:
            os.mkfifo(path)


@pytest.mark.parametrize("bad", UNREADABLE, ids=str)
def test_what_cannot_be_read_is_told_in_one_line_when(tmp_path: Path, bad: Bad) -> None:
    lay_out(tmp_path, bad.files)
    assert told(lambda: load_guide(tmp_path)) == bad.line


# Snippets that misbehave. LEFT is a folder outside the run, in which a process notes its number.


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


# How the run of each ends, and what is left of it.


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
    assert list(around["runs"].iterdir()) == []
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
    assert list(around["runs"].iterdir()) == []
    assert still_running(around["left"], around["runs"]) == []


# What runs have left in files.

SPOILED = [
    Bad("there is none", {}, f"{KEPT}: there is no such transcript. Run make update."),
    Bad("it is empty", {KEPT: ""}, f"{KEPT}: this is not a transcript. Run make update; do not edit it by hand."),
    Bad(
        "it is a folder", {KEPT: FOLDER}, f"{KEPT}: this cannot be read: Is a directory. Remove it and run make update."
    ),
    Bad(
        "it was saved on Windows",
        {KEPT: transcript("py", stdout="on\n").replace("\n", "\r\n")},
        f"{KEPT}: this is not a transcript. Run make update; do not edit it by hand.",
    ),
    Bad(
        "it is half of one",
        {KEPT: transcript("py", stdout="on\n").partition("---- stderr")[0]},
        f"{KEPT}: this is not a transcript. Run make update; do not edit it by hand.",
    ),
    Bad(
        "the snippet was edited since",
        {KEPT: transcript("py"), PY: "print(1)\n"},
        f"{KEPT}: this is what another version of the snippet printed. Run make update.",
    ),
]


@pytest.mark.parametrize("bad", SPOILED, ids=str)
def test_a_transcript_is_told_when(tmp_path: Path, bad: Bad) -> None:
    lay_out(tmp_path, bad.files)
    snippet = load_guide(tmp_path).snippets.snippet("list-things/list_things.py")
    assert told(lambda: current_transcript(snippet, "ok")) == bad.line


def test_a_transcript_that_cannot_be_written_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    file = put(tmp_path / KEPT / "in-its-way", "").parent
    assert told(lambda: write_text(file, "on\n")) == f"{KEPT}: this cannot be written: Is a directory. Make way for it."
    assert list(file.parent.iterdir()) == [file]

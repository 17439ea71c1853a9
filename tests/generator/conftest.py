"""A small guide to an invented API, on which the generator is tested: nothing in it knows of the real guide."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

import httpx
import pytest
from pytest_examples import EvalExample

from provendocs.basis import basis_of
from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide, load_guide
from provendocs.mock import Judge, Mock
from provendocs.record import Entry, Record
from provendocs.replies import bearer
from provendocs.run import Run, Runner
from provendocs.settings import Endpoint, Secret
from provendocs.transcript import Transcript

KEY = Secret("THING_KEY", prefix="thing-", length=40, placeholder="YOUR_THING_KEY")

SETTINGS = """\
[tool.provendocs]
docs = "docs"
snippets = "snippets"
origin = "https://api.example.com"
timeout = 20
output_limit = 100_000

[tool.provendocs.example_request]
color = "red"

[tool.provendocs.endpoints]
things = "GET /v1/things"

[tool.provendocs.secrets.THING_KEY]
prefix = "thing-"
length = 40
placeholder = "YOUR_THING_KEY"
"""

FACTS = """\
[limit.things]
value = "100 things"
source = "https://example.com/limits"
checked = 2026-01-31
"""

CASES = """\
[ok]
title = "It works"

[wrong-key]
title = "Wrong key"
secrets = { THING_KEY = "wrong" }
"""

OK_REPLY = """\
# All things.
HTTP/1.1 200 OK
content-type: application/json

{"things": ["lamp"]}
"""

WRONG_KEY_REPLY = """\
HTTP/1.1 401 Unauthorized
content-type: application/json

{"error": "There is no key ${masked_key}."}
"""

PYTHON = """\
import os

import httpx2

# region request
reply = httpx2.get(
    "https://api.example.com/v1/things",
    headers={"Authorization": f"Bearer {os.environ['THING_KEY']}"},
)
# endregion
print(reply.text)
#> {"things": ["lamp"]}
"""

SHELL = """\
# region request
curl --silent --show-error "https://api.example.com/v1/things" \\
  --header "Authorization: Bearer $THING_KEY"
# endregion
"""

TASK = "snippets/list-things/task.toml"
PY = "snippets/list-things/list_things.py"
SH = "snippets/list-things/list_things.sh"
MJS = "snippets/list-things/list_things.mjs"

#: How the line ends that tells of a run which took or printed too much.
LIMIT = "Correct it, or raise the limit in pyproject.toml."

#: With little time and little room for output.
HURRIED = SETTINGS.replace("timeout = 20", "timeout = 0.3").replace("100_000", "1000")

_FILES: dict[str, str] = {
    "pyproject.toml": SETTINGS,
    "docs/facts.toml": FACTS,
    "snippets/cases/cases.toml": CASES,
    "snippets/cases/ok/things.http": OK_REPLY,
    "snippets/cases/wrong-key.http": WRONG_KEY_REPLY,
    "snippets/list-things/task.toml": 'title = "List the things"\ncalls_api = true\n',
    "snippets/list-things/list_things.py": PYTHON,
    "snippets/list-things/list_things.sh": SHELL,
}


def a_guide(root: Path, **files: str | bytes | None) -> Path:
    """Lay out a small guide.

    Args:
        root: Its folder.
        files: Files that it has besides, or instead, by path; None for one that it lacks.

    Returns:
        Its folder.
    """
    for name, content in {**_FILES, **files}.items():
        if content is not None:
            put(root / name, content)
    return root


def transcript(suffix: str, status: int = 0, stdout: str = "", stderr: str = "") -> str:
    """Return the text of a transcript of the small guide's snippet as it is."""
    whole = {"py": PYTHON, "sh": SHELL}.get(suffix, "")
    text = "".join(line for line in whole.splitlines(keepends=True) if "region" not in line)
    return Transcript(sha256(text.encode()).hexdigest(), status, stdout, stderr).text


def a_run(snippet: Snippet, case: str = "ok", **fields: Any) -> Entry:
    """Return the entry of a run that passed, but for some fields."""
    passed = {"result": "passed", "date": "2026-01-31", "ran_on": ("Python 3.13.1", "Linux")}
    shown = {"shown": {f"{snippet.task.name}/output/{case}/{snippet.path.name}.txt": "of what it printed"}}
    return Entry(**{"snippet": snippet.name, "case": case, "sha256": snippet.sha256, **passed, **shown, **fields})


def with_runs(guide: Guide, *entries: Entry) -> Guide:
    """Return a guide whose record holds some entries, of runs that rested on what is there."""
    held = [entry if entry.basis else resting(guide, entry) for entry in entries]
    return replace(guide, record=Record({(entry.snippet, entry.case): entry for entry in held}))


def resting(guide: Guide, entry: Entry) -> Entry:
    """Return an entry of a run that rested on what the guide holds now."""
    return replace(entry, basis=basis_of(guide, guide.snippets.snippet(entry.snippet), guide.cases.case(entry.case)))


def put(path: Path, content: str | bytes) -> Path:
    """Write a file as it is, with the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(root: Path, **files: str | bytes | None) -> Guide:
    """Lay out a small guide and read it."""
    return load_guide(a_guide(root, **files))


def told(call: Callable[[], object]) -> str:
    """Return the one line in which a call tells of bad input."""
    with pytest.raises(GuideError) as error:
        call()
    line = str(error.value)
    assert "\n" not in line
    return line


def judge(request: httpx.Request, _endpoint: Endpoint) -> str | None:
    """Demand the right key, and nothing else."""
    return None if bearer(request) == KEY.value else "wrong-key"


def a_mock(guide: Guide, case: str = "ok", ask: Judge = judge) -> Mock:
    return Mock(guide.cases.case(case), guide.cases, guide.settings.endpoints, ask)


def a_runner(root: Path, **files: str | bytes | None) -> Runner:
    """Lay out a small guide and return what runs its snippets."""
    return Runner(read(root, **files), judge)


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


def run(runner: Runner, path: str, example: EvalExample, case: str = "ok") -> Run:
    snippet = runner.guide.snippets.snippet(path.removeprefix("snippets/"))
    return runner.run(snippet, runner.guide.cases.case(case), example)


def printed(runner: Runner, path: str, example: EvalExample, case: str = "ok") -> str:
    done = run(runner, path, example, case)
    assert (done.transcript.status, done.transcript.stderr) == (0, "")
    return done.transcript.stdout


@pytest.fixture
def nothing_hangs() -> Iterator[None]:
    """End a test that waits for what never comes, so that it fails and does not stop all others."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError("this hangs")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True)
def in_the_folder_of_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make error messages name files relative to the guide, as they do for a contributor."""
    monkeypatch.chdir(tmp_path)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case of a test by the kind of a file, and never by its whole text."""
    if isinstance(val, str) and "\n" in val:
        return argname
    if isinstance(val, str) and val.startswith("snippets/"):
        return val.rpartition(".")[2]
    return None

"""A small guide to an invented API, on which the generator is tested: nothing in it knows of the real guide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide, load_guide
from provendocs.record import Entry, Record
from provendocs.replies import bearer
from provendocs.run import Runner
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
    """Return a guide whose record holds some entries."""
    return replace(guide, record=Record({(entry.snippet, entry.case): entry for entry in entries}))


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


def a_runner(root: Path, **files: str | bytes | None) -> Runner:
    """Lay out a small guide and return what runs its snippets."""
    return Runner(read(root, **files), judge)


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

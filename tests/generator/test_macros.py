"""Macros: a real build shows every block byte for byte, or tells every mistake in one line and writes no page."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest
from bs4 import BeautifulSoup
from mkdocs.__main__ import cli

import provendocs
from provendocs.audit import audit, blocks
from provendocs.guide import load_guide
from provendocs.process import Finished, Sandbox, run_function
from provendocs.record import record_path
from provendocs.recorder import add_to_record
from tests.generator.conftest import a_guide, a_run, put, resting, transcript

CONFIG = """\
site_name: Things
site_url: http://127.0.0.1/
use_directory_urls: false
theme:
  name: null
  custom_dir: theme
exclude_docs: facts.toml
plugins:
  - provendocs
  - macros:
      modules: [provendocs.macros]
      on_error_fail: true
      on_undefined: strict
markdown_extensions:
  - admonition
  - attr_list
  - tables
  - pymdownx.details
  - pymdownx.highlight:
      pygments_lang_class: true
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true
"""

# Whatever Markdown, Jinja or HTML could take for its own.
ODD = '''\
text = """
```
{{ fact("limit.things") }} {% raw %} {# no comment #}

=== "Not a tab"
    <b>&amp;</b> </code></pre> **not bold** [not](a-link) \\\\ "quotes"  \x20
!!! not-a-note
````


# Not a heading, Grüße 💡
"""
# region middle
if text:
        print("far in")

    # A comment less far in.
# endregion
'''


def transcripts() -> dict[str, str]:
    return {
        f"snippets/list-things/output/ok/list_things.{suffix}.txt": transcript(
            suffix, 0, '{"things": ["lamp"]}', "<note>\n"
        )
        for suffix in ("py", "sh")
    }


def a_site(root: Path, page: str, **files: str | bytes | None) -> Path:
    """Lay out a guide with the page, and a theme that is its content alone."""
    theme = "<!doctype html><html><body>{{ page.content }}</body></html>\n"
    pages = {"mkdocs.yml": CONFIG, "theme/main.html": theme, "docs/index.md": page}
    return a_guide(root, **{**pages, **transcripts(), **files})


def environment(root: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(root), "PYTHONUTF8": "1"}


def build(root: Path, page: str, **files: str | bytes | None) -> Finished:
    """Build in a fork of this process, which spares it the imports of a fresh one."""
    return run_function(mkdocs_build, Sandbox(a_site(root, page, **files), environment(root), 60, 1_000_000))


def mkdocs_build() -> tuple[int, None]:
    warnings.resetwarnings()  # pytest makes errors of them.
    try:
        cli(["build", "--strict"])
    except SystemExit as end:
        return int(end.code or 0), None
    return 0, None


def failed(root: Path, page: str, **files: str | bytes | None) -> list[str]:
    """Build, demand that it fails without a traceback and without a page, and return the lines of its output."""
    done = build(root, page, **files)
    output = done.stdout + done.stderr
    assert done.status != 0
    assert "Traceback" not in output
    assert list(root.joinpath("site").rglob("*.html")) == []
    return output.splitlines()


def mistakes(root: Path, page: str, **files: str | bytes | None) -> list[str]:
    """Build, and return the lines that name a page."""
    return [line[line.index("docs/") :] for line in failed(root, page, **files) if "docs/" in line]


def test_blocks_come_out_byte_for_byte_wherever_they_stand(tmp_path: Path) -> None:
    page = """\
---
title: Things
---

# Things

At most {{ fact("limit.things") }}, as of {{ checked("limit.things") }}. `{{ field("wrong-key", "error") }}`

{{ task("list-things") }}

{{ transcript("list-things", case="ok") }}

{{ reply("wrong-key") }}

{{ request("list-things") }}

{{ snippet("odd/odd.py") }}

1. In a list:

    {{ snippet("odd/odd.py") }}

    - In a list in a list:

        {{ snippet("odd/odd.py", region="middle", highlight="print") }}

!!! note

    {{ snippet("odd/odd.py") }}

    Text after it.

=== "A tab"

    !!! note "In a tab"

        {{ snippet("odd/odd.py", region="middle") }}

=== "Another"

    {{ task("list-things", region="request") }}

{{ transcript("list-things/list_things.py", case="ok") }}
"""
    odd = {
        "snippets/odd/task.toml": 'title = "Odd"\n',
        "snippets/odd/odd.py": ODD,
        "snippets/list-things/output/request.http": "GET /v1/things HTTP/1.1\nhost: api.example.com\n",
    }
    done = build(tmp_path, page, **odd)
    assert (done.status, "WARNING" in done.stderr) == (0, False), done.stderr
    assert audit(load_guide(tmp_path), tmp_path / "site") == []
    assert [block.source for block in blocks(tmp_path / "site/index.html")] == [
        "list-things/list_things.py",
        "list-things/list_things.sh",
        "list-things/output/ok/list_things.py.txt",
        "list-things/output/ok/list_things.sh.txt",
        "cases/wrong-key.http",
        "list-things/output/request.http",
        "odd/odd.py",
        "odd/odd.py",
        "odd/odd.py#middle",
        "odd/odd.py",
        "odd/odd.py#middle",
        "list-things/list_things.py#request",
        "list-things/list_things.sh#request",
        "list-things/output/ok/list_things.py.txt",
    ]
    html = BeautifulSoup(tmp_path.joinpath("site/index.html").read_text("utf-8"), "html.parser")
    assert "At most 100 things, as of 2026-01-31. There is no key ...." in html.get_text()
    assert [mark.get_text() for mark in html.select(".hll")] == ['        print("far in")\n']
    assert [len(html.select(place)) for place in ("ol pre", "ol ul pre", ".admonition pre", ".tabbed-set pre")] == [
        2,
        1,
        2,
        7,
    ]


def test_a_page_tells_what_was_run_and_what_was_printed_and_keeps_it_out_of_the_search(tmp_path: Path) -> None:
    page = """\
# Things

It prints `{{ line("list-things/list_things.py", case="ok", starts="<no") }}`.

{{ task("list-things") }}

- In a list:

    {{ snippet("list-things/list_things.py", region="request") }}

{{ runs() }}
"""
    guide = load_guide(a_guide(tmp_path))
    snippet = guide.snippets.snippet("list-things/list_things.py")
    entries = [resting(guide, a_run(snippet, case)) for case in ("ok", "wrong-key")]
    add_to_record(record_path(tmp_path), entries, guide.runs())
    done = build(tmp_path, page)
    assert done.status == 0, done.stderr
    html = BeautifulSoup(tmp_path.joinpath("site/index.html").read_text("utf-8"), "html.parser")
    assert [" ".join(proof.get_text().split()) for proof in html.select(".proof[data-search-exclude]")] == [
        FOLDED,
        "Not run on this machine: no test of it is on record.",
        FOLDED,
    ]
    assert [
        len(html.select(f"{place}.proof")) for place in ("details", "p", "li details", "[data-search-exclude]")
    ] == [
        2,
        1,
        1,
        3,
    ]
    assert "It prints <note>." in html.get_text()
    [folded] = html.select("details.runs")
    assert [summary.get_text() for summary in folded.select("summary")] == [
        "List the things: 2 programs, 2 cases, 1 passed, 1 not run"
    ]
    assert [item.get_text() for item in folded.select("li")] == [
        "Python: Python 3.13.1, Linux",
        "curl: not run on this machine: no test of it is on record",
    ]
    assert [[cell.get_text() for cell in row.select("th, td")] for row in folded.select("table tr")] == [
        ["Case", "Python"],
        ["It works", "0"],
        ["Wrong key", "0"],
    ]


FOLDED = (
    "Ran on Python 3.13, Linux, in 2 cases On 2026-01-31, on Python 3.13.1, Linux. "
    "Exit status in each case: It works: 0; Wrong key: 0."
)


def test_a_build_tells_every_mistake_with_its_page_and_its_line(tmp_path: Path) -> None:
    calls = {
        'task("list-thing")': 'snippets/list-thing: there is no such task. Did you mean "list-things"?',
        'snippet("list-things/list_things.rb")': "snippets/list-things/list_things.rb: there is no such snippet. "
        'Did you mean "list-things/list_things.sh"?',
        'snippet("list-things/list_things.py", region="requset")': "snippets/list-things/list_things.py: "
        'there is no region "requset". Did you mean "request"?',
        'task("list-things", highlight="lampshade")': "snippets/list-things/list_things.py: "
        'no line holds "lampshade" to highlight. Correct the highlight.',
        'transcript("list-things", case="okay")': 'snippets/cases/cases.toml: there is no case "okay". '
        'Did you mean "ok"?',
        'transcript("list-things", case="wrong-key")': "snippets/list-things/output/wrong-key/list_things.py.txt: "
        "there is no such transcript. Run make update.",
        'transcript("list-thing", case="ok")': "snippets/list-thing: there is no such snippet. "
        "There is: list-things/list_things.py, list-things/list_things.sh.",
        'request("list-things")': "snippets/list-things/output/request.http: there is no such request. "
        "Run make update.",
        'field("wrong-key", "code")': 'snippets/cases/wrong-key.http: the body has no field "code". Correct the name.',
        'reply("wrong-kay")': 'snippets/cases/wrong-kay.http: there is no such reply. Did you mean "wrong-key"?',
        'fact("limit.thing")': 'docs/facts.toml: there is no fact "limit.thing". Did you mean "limit.things"?',
        'checked("limit.thing")': 'docs/facts.toml: there is no fact "limit.thing". Did you mean "limit.things"?',
        'line("list-things/list_things.py", case="ok", starts="lamp")': "snippets/list-things/output/ok/"
        'list_things.py.txt: no line begins with "lamp". Correct the macro, or run make update.',
        'line("list-things/list_things.py", case="okay", starts="lamp")': "snippets/cases/cases.toml: "
        'there is no case "okay". Did you mean "ok"?',
        'line("list-things/list_things.py", case="ok")': "line() missing 1 required keyword-only argument: 'starts'. "
        "The head of macros.py shows how to call it.",
        "runs(1, 2)": "runs() takes 1 positional argument but 3 were given. "
        "The head of macros.py shows how to call it.",
        "task()": "task() missing 1 required positional argument: 'task'. The head of macros.py shows how to call it.",
        'snippet("list-things/list_things.py", regoin="request")': "snippet() got an unexpected keyword argument "
        "'regoin'. The head of macros.py shows how to call it.",
        'transcript("list-things")': "transcript() missing 1 required keyword-only argument: 'case'. "
        "The head of macros.py shows how to call it.",
    }
    beside = """\
{{ task("list-things") }} {{ fact("limit.things") }}

- {{ snippet("list-things/list_things.py") }}

See {{ reply("wrong-key") }}

{{ task("list-things") }} {{ reply("wrong-key") }}

At most {{ fact("limit.thing") }} are given.
"""
    # Three lines of front matter, and two lines for each call.
    page = "---\ntitle: Things\n---\n" + "".join(f"{{{{ {call} }}}}\n\n" for call in calls)
    told = [f"docs/index.md:{line}: {problem}" for line, problem in zip(range(4, 100, 2), calls.values(), strict=False)]
    found = mistakes(tmp_path, page, **{"docs/deep/beside.md": beside})
    assert [line for line in found if line.startswith("docs/index.md")] == told
    in_a_sentence, *others = [line for line in found if not line.startswith("docs/index.md")]
    assert in_a_sentence == (
        'docs/deep/beside.md:9: docs/facts.toml: there is no fact "limit.thing". Did you mean "limit.things"?'
    )
    assert all(line.startswith("docs/deep/beside.md") for line in others)
    assert [line.partition(": ")[2] for line in others[:3]] == [
        f'a macro that shows a block stands beside "{text}". Give it its own line.'
        for text in ("100 things", "-", "See")
    ]
    assert ": a macro that shows a block stands beside " in others[3]
    assert len(others) == 4


def test_a_mistake_that_many_places_have_is_told_for_the_first_few(tmp_path: Path) -> None:
    page = '{{ task("thing") }}\n\n{{ task("thing") }}\n\n'
    first, second, third = mistakes(tmp_path, page, **{"docs/more.md": page + page})
    problem = 'snippets/thing: there is no such task. Did you mean "list-things"?'
    assert first == f"docs/index.md:1: {problem}"
    assert second == f"docs/index.md:3: {problem}"
    assert third == f"docs/more.md:1: {problem} 3 more places have the same."


@pytest.mark.parametrize(
    ("files", "told"),
    [
        pytest.param(
            {"snippets/list-things/list_things.py": "# region request\npass\n"},
            'snippets/list-things/list_things.py:1: region "request" is never closed. Add an endregion line.',
            id="a snippet",
        ),
        pytest.param(
            {"pyproject.toml": "[tool.provendocs\n"},
            "pyproject.toml: [tool.provendocs] cannot be read: "
            "Expected ']' at the end of a table declaration (at line 1, column 17). Correct it.",
            id="the settings",
        ),
    ],
)
def test_a_guide_that_cannot_be_read_is_told_though_no_page_needs_it(
    tmp_path: Path, files: dict[str, str], told: str
) -> None:
    assert [line for line in failed(tmp_path, "# Things\n", **files) if told in line] == [f"ERROR   -  {told}"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param('{{ taks("list-things") }}', "'taks' is undefined. Did you mean \"task\"?", id="a macro"),
        pytest.param("A {{ color }} lamp.", "'color' is undefined. There is: ", id="a variable"),
    ],
)
def test_an_undefined_name_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    [line] = mistakes(tmp_path, f"---\ntitle: Things\n---\n\n# Things\n\n{text}\n")
    assert line.startswith(f"docs/index.md:7: {told}")


@contextmanager
def serving(root: Path, **variables: str) -> Iterator[Callable[..., str]]:
    """Serve a guide; yield what waits for a text on its page, or on another, and returns the page's text."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--no-strict", "--dev-addr", f"127.0.0.1:{port}"]
    with (root / "serve.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=root, env=environment(root) | variables, stdout=log, stderr=log)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def wait_for(text: str, page: str = "index.html") -> str:
        seen = "nothing"
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            assert server.poll() is None, (root / "serve.log").read_text("utf-8")
            try:
                with opener.open(f"http://127.0.0.1:{port}/{page}", timeout=5) as answer:
                    seen = BeautifulSoup(answer.read(), "html.parser").get_text()
            except HTTPError as error:
                seen = error.read().decode()
            except URLError:
                pass
            if text in seen:
                return seen
            time.sleep(0.02)
        raise AssertionError(f"{text!r} did not come; the page shows {seen!r}")

    try:
        yield wait_for
    finally:
        server.kill()
        server.wait()


def test_while_serving_a_mistake_is_shown_on_the_page_until_it_is_corrected(tmp_path: Path) -> None:
    root = a_site(tmp_path, '# Things\n\n{{ snippet("list-things/list_thing.py") }}\n')
    with serving(root) as wait_for:
        told = (
            "docs/index.md:3: snippets/list-things/list_thing.py: there is no such snippet. "
            'Did you mean "list-things/list_things.py"?'
        )
        assert "This block cannot be shown" in wait_for(told)

        put(root / "docs/index.md", '# Things\n\n{{ snipet("list-things/list_things.py") }}\n')
        wait_for("docs/index.md:3: 'snipet' is undefined. Did you mean \"snippet\"?")

        put(root / "docs/index.md", '# Things\n\n{{ snippet("list-things/list_things.py") }}\n')
        assert "cannot be shown" not in wait_for("print(reply.text)")

        put(root / "snippets/list-things/list_things.py", "print('new')\n")
        wait_for("print('new')")


def test_while_serving_a_mistake_in_the_settings_is_shown_until_it_is_corrected(tmp_path: Path) -> None:
    root = a_site(tmp_path, '# Things\n\n{{ snippet("list-things/list_things.py") }}\n')
    settings = (root / "pyproject.toml").read_text("utf-8")
    with serving(root) as wait_for:
        wait_for("print(reply.text)")
        put(root / "pyproject.toml", settings.replace("timeout", "timeouts"))
        wait_for('pyproject.toml:5: [tool.provendocs] knows no "timeouts". Did you mean "timeout"?')
        put(root / "pyproject.toml", settings)
        assert "cannot be shown" not in wait_for("print(reply.text)")


def test_while_serving_pages_tell_of_a_test_run_and_of_an_edit(tmp_path: Path) -> None:
    root = a_site(tmp_path, '# Things\n\n{{ snippet("list-things/list_things.py") }}\n')
    guide = load_guide(root)
    snippet = guide.snippets.snippet("list-things/list_things.py")
    runs = [resting(guide, a_run(snippet, case.name)) for case in guide.cases_of(snippet)]
    with serving(root) as wait_for:
        wait_for("Not run on this machine")
        add_to_record(record_path(root), runs, guide.runs())
        wait_for("Ran on Python 3.13")
        put(root / "docs/index.md", "# Boxes\n")
        wait_for("Boxes")


def test_while_serving_a_page_that_is_removed_is_gone(tmp_path: Path) -> None:
    root = a_site(tmp_path, "# Things\n", **{"docs/old.md": "# Old\n"})
    with serving(root) as wait_for:
        wait_for("Old", page="old.html")
        (root / "docs/old.md").unlink()
        wait_for("404 Not Found", page="old.html")
        wait_for("Things")


def test_while_serving_an_edit_of_the_generator_shows(tmp_path: Path) -> None:
    root = a_site(tmp_path, '# Things\n\n{{ snippet("list-things/list_things.py") }}\n')
    package = shutil.copytree(Path(provendocs.__file__).parent, root / "generator/provendocs")
    writer = package / "render_runs.py"
    with serving(root, PYTHONPATH=str(package.parent)) as wait_for:
        wait_for("Not run on this machine")
        put(writer, writer.read_text("utf-8").replace("Not run on this machine", "Never run on this one"))
        wait_for("Never run on this one")


@pytest.mark.parametrize(
    ("mistake", "problem"),
    [
        ("{{ 1 / 0 }}", "ZeroDivisionError: division by zero. Correct it"),
        ('{{ task("x" }}', "unexpected '}', expected ')'. Correct it"),
    ],
)
def test_what_jinja_cannot_do_is_told_with_its_line(tmp_path: Path, mistake: str, problem: str) -> None:
    assert any(f"docs/index.md:3: {problem}" in line for line in failed(tmp_path, f"# Things\n\n{mistake}\n"))

"""The chapter "Get a key": its drawings can be read by all, what it says of money follows from the facts, and what it
says of commands that do not start is what they print."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from provendocs.environment import search_path
from provendocs.guide import Guide
from tests.conftest import ROOT

DRAWINGS = sorted((ROOT / "docs/drawings").glob("*.html"))

#: What a phone of 390 pixels leaves for a drawing.
PHONE = 360


def drawing(path: Path) -> Tag:
    found = BeautifulSoup(path.read_text("utf-8"), "html.parser").select_one("figure.drawing > svg")
    assert found is not None
    return found


def test_there_are_drawings() -> None:
    assert len(DRAWINGS) >= 4


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_tells_a_screen_reader_what_it_shows(path: Path) -> None:
    svg = drawing(path)
    assert svg["role"] == "img"
    named = [svg.find(id=name) for name in str(svg["aria-labelledby"]).split()]
    assert [element.name for element in named if isinstance(element, Tag)] == ["title", "desc"]
    told = " ".join(element.get_text() for element in named if isinstance(element, Tag))
    for fact in re.findall(r'fact\("[^"]+"\)', " ".join(text.get_text() for text in svg.find_all("text"))):
        assert fact in told, fact


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_has_the_colors_of_the_theme_and_fits_a_phone(path: Path) -> None:
    svg = drawing(path)
    assert str(svg["viewbox"]).startswith(f"0 0 {PHONE} ")
    for element in svg.find_all(True):
        assert not {"style", "fill", "stroke", "font-size"} & element.attrs.keys(), element


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_stands_on_a_page_and_a_sketch_says_that_it_is_one(path: Path, guide: Guide) -> None:
    include = f'{{% include "drawings/{path.name}" %}}'
    assert [page for page in guide.settings.docs.rglob("*.md") if include in page.read_text("utf-8")]
    text = path.read_text("utf-8")
    if ">Sketch of" in text:
        assert "<figcaption>Sketch, not a screenshot; your dialog may look different." in text


def test_drawings_use_only_variables_for_colors(guide: Guide) -> None:
    style = (guide.settings.docs / "overrides" / ".css" / "drawings.css").read_text("utf-8")
    for rule in re.findall(r"^\.drawing [^}]+}", style, re.MULTILINE):
        for value in re.findall(r"(?:fill|stroke): ([^;]+);", rule):
            assert value == "none" or re.fullmatch(r"var\(--md-[\w-]+\)", value), rule


def test_a_thousand_tokens_cost_less_than_a_tenth_of_a_cent(guide: Guide) -> None:
    """The page about what you need says so."""
    for name in ("model.input-price", "model.output-price"):
        dollars_a_million = float(guide.facts.fact(name).value.removeprefix("$"))
        assert dollars_a_million / 1000 < 0.001, name


def test_the_path_of_each_system_has_the_same_steps(guide: Guide) -> None:
    page = (guide.settings.docs / "start" / "five-minutes.md").read_text("utf-8")
    path = page.partition("\n## The path\n")[2].partition("\n## ")[0]
    _, *systems = path.split('\n=== "')
    steps = [re.findall(r"^ {4}(\d\. \*\*.+?)[.,:]?\*\*", system, re.MULTILINE) for system in systems]
    assert len(steps) == 3
    assert steps[0] == steps[1] == steps[2]
    assert len(steps[0]) == 7


def printed(folder: Path, *command: str, typed: str = "", path: str = "/nowhere") -> str:
    """Return what a command prints where no program is found and no package is installed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PATH": path, "HOME": str(folder)},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        # An interactive shell would read from the terminal of whoever runs the tests.
        start_new_session=True,
    )
    return done.stdout + done.stderr


#: What an interactive shell is told to start without, so that it is as it comes.
BARE = {"bash": ["--norc", "-i"], "zsh": ["-f", "-i"]}


@pytest.mark.parametrize(
    ("shell", "typed", "said"),
    [
        ("bash", "python", "bash: python: command not found"),
        ("zsh", "python", "zsh: command not found: python"),
        ("bash", ".venv/bin/python", "bash: .venv/bin/python: No such file or directory"),
        ("zsh", ".venv/bin/python", "zsh: no such file or directory: .venv/bin/python"),
    ],
)
def test_what_a_shell_says_of_a_missing_python_is_on_the_page(
    shell: str, typed: str, said: str, tmp_path: Path, guide: Guide
) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"this machine has no {shell}")
    assert said in printed(tmp_path, found, *BARE[shell], typed=f"{typed}\n")
    assert f"`{said}`" in not_started(guide)


def test_what_python_and_node_say_of_a_missing_sdk_is_on_the_page(tmp_path: Path, guide: Guide) -> None:
    said = "ModuleNotFoundError: No module named 'openai'"
    assert said in printed(tmp_path, sys.executable, "-I", "-S", "-c", "import openai")
    assert f"`{said}`" in not_started(guide)

    (tmp_path / "first_request.mjs").write_text('import OpenAI from "openai";\n', "utf-8")
    said = "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'openai' imported from"
    assert f"{said} {tmp_path.resolve()}" in printed(tmp_path, node(), "first_request.mjs")
    assert f"`{said}`" in not_started(guide)


def test_what_python_and_node_say_of_a_missing_program_is_on_the_page(tmp_path: Path, guide: Guide) -> None:
    """Three dots on the page stand for the folder."""
    said = "can't open file '...first_request.py': [Errno 2] No such file or directory"
    folder = f"{tmp_path.resolve()}/"
    assert said.replace("...", folder) in printed(tmp_path, sys.executable, "first_request.py")
    assert f"`{said}`" in not_started(guide)

    said = "Error: Cannot find module '...first_request.mjs'"
    assert said.replace("...", folder) in printed(tmp_path, node(), "first_request.mjs")
    assert f"`{said}`" in not_started(guide)


def test_what_linux_says_of_a_name_that_is_not_found_is_on_the_page_about_connections(
    tmp_path: Path, guide: Guide
) -> None:
    # Without a network, not even that of this machine, and without what answers by a file in /run.
    hidden = 'mount -t tmpfs none /run && exec "$@"'
    alone = ["unshare", "--map-root-user", "--net", "--mount", "sh", "-c", hidden, "sh"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody run a program without a network")
    page = (guide.settings.docs / "errors/connection-refused.md").read_text("utf-8")
    index = (guide.settings.docs / "errors/index.md").read_text("utf-8")
    url = "https://api.openai.com"
    for said, command in {
        "curl: (6) Could not resolve host: api.openai.com": ["curl", "--silent", "--show-error", url],
        "[Errno -3] Temporary failure in name resolution": [
            sys.executable,
            "-c",
            f"import httpx2\nhttpx2.get({url!r})",
        ],
        "getaddrinfo EAI_AGAIN api.openai.com": [node(), "-e", f"fetch({url!r})"],
    }.items():
        assert said in printed(tmp_path, *alone, *command, path=search_path())
        assert f"`{said}`" in page
        assert f"[{said}](connection-refused.md#the-name-is-not-found)" in index or command[0] != "curl"


def test_the_page_on_commands_that_do_not_start_gives_the_day_of_all_that_it_quotes(guide: Guide) -> None:
    days = {fact.checked for name, fact in guide.facts.facts.items() if name.startswith("message.")}
    assert len(days) == 1


def not_started(guide: Guide) -> str:
    """Return the page on commands that do not start."""
    return (guide.settings.docs / "errors/does-not-start.md").read_text("utf-8")


def node() -> str:
    """Return where node is."""
    found = shutil.which("node", path=search_path())
    assert found is not None
    return found

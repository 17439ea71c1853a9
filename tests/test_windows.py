"""The Command Prompt files do to files and variables what they say, which no transcript tells."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from provendocs import wine
from provendocs.guide import Guide
from provendocs.process import Finished, Sandbox, run_command
from provendocs.wine import BROKE_DOWN, CMD, TRIES, windows
from tests.conftest import ROOT

WINE = ROOT / "build/wine"
needs_wine = pytest.mark.skipif(not (WINE.exists() and shutil.which("wine")), reason="this machine has no Wine")


def run_batch(guide: Guide, name: str, folder: Path, then: str = "") -> str:
    """Run a Command Prompt file in a folder, and further commands in the same window; return what is printed."""
    held = {file: file.read_bytes() for file in folder.iterdir()}
    for _ in range(TRIES):
        shutil.rmtree(folder)
        folder.mkdir()
        for file, content in held.items():
            file.write_bytes(content)
        done = _run_once(guide, name, folder, then)
        if BROKE_DOWN not in done.stderr:
            break
    assert done.status == 0, done.stderr
    return done.stdout.replace("\r\n", "\n")


def _run_once(guide: Guide, name: str, folder: Path, then: str) -> Finished:
    snippet = guide.snippets.snippet(name)
    key = guide.settings.secrets["OPENAI_API_KEY"].value
    (folder / snippet.path.name).write_text(snippet.text, "utf-8")
    (folder / "window.bat").write_text(f"call .\\{snippet.path.name}\n{then}\n", "utf-8")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "OPENAI_API_KEY": key}
    scratch = folder / "scratch"
    scratch.mkdir()
    with windows(WINE, scratch, environment) as whole:
        return run_command(["wine", CMD, "/d", "/q", "/c", ".\\window.bat"], Sandbox(folder, whole, 30, 10_000), "")


@needs_wine
def test_the_command_prompt_adds_the_key_to_what_the_files_hold(guide: Guide, tmp_path: Path) -> None:
    key = guide.settings.secrets["OPENAI_API_KEY"].value
    (tmp_path / ".gitignore").write_text("node_modules", "utf-8")
    (tmp_path / ".env").write_text("OTHER=1", "utf-8")
    assert run_batch(guide, "write-dotenv/write_dotenv.bat", tmp_path) == "The key is there\n"
    assert (tmp_path / ".gitignore").read_text("utf-8").split("\n") == ["node_modules", ".env", ""]
    assert (tmp_path / ".env").read_text("utf-8").split("\n") == ["OTHER=1", f"OPENAI_API_KEY={key}", ""]


@needs_wine
def test_the_demonstration_of_the_trap_leaves_the_key_of_the_window_alone(guide: Guide, tmp_path: Path) -> None:
    key = guide.settings.secrets["OPENAI_API_KEY"].value
    printed = run_batch(guide, "quotes-trap/quotes_trap.bat", tmp_path, "echo %OPENAI_API_KEY%")
    assert printed.endswith(f"\n{key}\n")


@needs_wine
def test_a_run_that_is_interrupted_as_it_begins_leaves_no_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quietly = wine._quietly

    def interrupted(command: list[str], environment: Mapping[str, str]) -> int:
        status = quietly(command, environment)
        if command[1].startswith("-p"):
            raise KeyboardInterrupt
        return status

    monkeypatch.setattr(wine, "_quietly", interrupted)
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    with pytest.raises(KeyboardInterrupt), windows(WINE, tmp_path, environment):
        pass
    assert processes_in(tmp_path) == []


def processes_in(prefix: Path) -> list[str]:
    """List the processes that run in the Windows folder below a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"WINEPREFIX={prefix}/".encode() in (process / "environ").read_bytes():
                found.append(process.name)
    return found

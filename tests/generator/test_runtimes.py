"""Runtimes: what a snippet runs on, as its programs tell of themselves."""

from __future__ import annotations

import platform
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from provendocs.find import Snippet
from provendocs.runtimes import ran_on
from provendocs.settings import Settings
from tests.generator.conftest import SETTINGS, put, read

#: What each program prints when asked for its version.
TELLS = {
    "python": "Python 3.13.1",
    "bash": "GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)",
    "curl": "curl 8.5.0 (x86_64-pc-linux-gnu) libcurl/8.5.0 OpenSSL/3.0.13",
    "node": "v24.1.0",
    "pwsh": "PowerShell 7.4.1",
    "wine": "wine-8.0 (Debian 8.0~repack-4)",
    "zsh": "zsh 5.9",
}

On = Callable[..., tuple[str, ...]]


@pytest.fixture
def on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> On:
    """Return what says what a snippet with a text runs on, on a machine that has all programs."""
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    for program, tells in TELLS.items():
        install(tmp_path, program, f"echo '{tells}'")

    def ran(command: str, name: str, text: str = "x\n", sdk: str = "") -> tuple[str, ...]:
        snippet, settings = a_snippet(tmp_path, name, text, sdk)
        return ran_on(snippet, command, str(tmp_path / "bin"), settings)

    return ran


def install(root: Path, program: str, script: str) -> None:
    """Put a program into the PATH of a run that knows nothing but its version."""
    put(root / "bin" / program, f'#!/bin/sh\n[ "$*" = --version ] && {script}\n').chmod(0o755)


def a_snippet(root: Path, name: str, text: str, sdk: str) -> tuple[Snippet, Settings]:
    settings = SETTINGS.replace("timeout", f'sdk = "{sdk}"\ntimeout')
    guide = read(root, **{f"snippets/list-things/{name}": text, "pyproject.toml": settings})
    return guide.snippets.snippet(f"list-things/{name}"), guide.settings


@pytest.mark.parametrize(
    ("command", "name", "version"),
    [
        ("python", "a.py", "Python 3.13.1"),
        ("bash", "a.sh", "bash 5.2.15"),
        ("node", "a.mjs", "Node.js 24.1.0"),
        ("pwsh", "a.ps1", "PowerShell 7.4.1"),
        ("wine", "a.bat", "Wine 8.0"),
        ("zsh", "a.sh", "zsh 5.9"),
    ],
)
def test_a_program_is_told_by_its_name_and_version_before_the_system(
    on: On, command: str, name: str, version: str
) -> None:
    assert on(command, name) == (version, "Linux")


@pytest.mark.parametrize(("system", "told"), [("Darwin", "macOS"), ("FreeBSD", "FreeBSD")])
def test_the_system_is_called_as_readers_call_it(
    on: On, monkeypatch: pytest.MonkeyPatch, system: str, told: str
) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    assert on("bash", "a.sh") == ("bash 5.2.15", told)


def test_a_shell_snippet_names_the_programs_that_it_calls(on: On) -> None:
    text = "node a.mjs\ncurl https://api.example.com\n"
    assert on("bash", "a.sh", text) == ("bash 5.2.15", "curl 8.5.0", "Node.js 24.1.0", "Linux")


@pytest.mark.parametrize(("command", "name"), [("bash", "a.sh"), ("python", "a.py")])
def test_a_program_that_is_not_called_is_not_named(on: On, command: str, name: str) -> None:
    text = "# curly nodes\n" if name == "a.sh" else "print('curl it, node by node')\n"
    assert len(on(command, name, text)) == 2


def test_a_program_that_is_not_there_is_left_out(on: On, tmp_path: Path) -> None:
    (tmp_path / "bin/pwsh").unlink()
    assert on("pwsh", "a.ps1") == ("Linux",)


def test_a_program_that_tells_no_version_is_left_out(on: On, tmp_path: Path) -> None:
    install(tmp_path, "pwsh", "echo 'no display'; exit 1")
    assert on("pwsh", "a.ps1") == ("Linux",)


def test_a_version_may_stand_on_standard_error(on: On, tmp_path: Path) -> None:
    install(tmp_path, "python", "echo 'Python 3.14.0' >&2")
    assert on("python", "a.py") == ("Python 3.14.0", "Linux")


def test_a_program_is_asked_once(on: On, tmp_path: Path) -> None:
    install(tmp_path, "bash", f"echo 'bash 5.2.15'; echo asked >> '{tmp_path}/asked'")
    assert on("bash", "a.sh") == on("bash", "b.sh")
    assert (tmp_path / "asked").read_text("utf-8") == "asked\n"


def test_a_python_snippet_names_the_version_of_the_sdk_that_it_imports(on: On) -> None:
    assert on("python", "a.py", "import pytest\n", "pytest") == (
        "Python 3.13.1",
        f"pytest {metadata.version('pytest')}",
        "Linux",
    )


def test_a_node_snippet_names_the_version_of_the_sdk_among_the_packages(on: On, tmp_path: Path) -> None:
    put(tmp_path / "build/packages/node_modules/lamp/package.json", '{"version": "1.2.3-beta"}')
    assert on("node", "a.mjs", 'import Lamp from "lamp";\n', "lamp") == ("Node.js 24.1.0", "lamp 1.2.3-beta", "Linux")


@pytest.mark.parametrize(
    ("command", "name", "text", "sdk"),
    [
        pytest.param("python", "a.py", "import pytests\n", "pytest", id="that has it within a word only"),
        pytest.param("python", "a.py", "import os\n", "pytest", id="that does not name it"),
        pytest.param("python", "a.py", "import pytest\n", "", id="of a guide that has none"),
        pytest.param("bash", "a.sh", "pip install pytest\n", "pytest", id="in a language without it"),
    ],
)
def test_no_sdk_is_told_of_a_snippet(on: On, command: str, name: str, text: str, sdk: str) -> None:
    assert len(on(command, name, text, sdk)) == 2

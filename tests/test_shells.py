"""The shell commands that store a key do so: a program started afterward finds it, in bash and in zsh."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from provendocs.guide import Guide

SHELLS = [
    pytest.param(
        shell,
        marks=pytest.mark.skipif(shutil.which(shell) is None, reason=f"this machine has no {shell}"),
    )
    for shell in ("bash", "zsh")
]


def run(shell: str, program: str, home: Path, answers: str = "") -> str:
    """Run a program text in a shell whose home is empty, and return what it prints."""
    found = shutil.which(shell)
    assert found is not None
    done = subprocess.run(
        [found, "-c", program],
        cwd=home,
        env={"HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin", "SHELL": found},
        input=answers,
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_a_program_finds_the_key_that_was_set_for_this_window(shell: str, guide: Guide, tmp_path: Path) -> None:
    key = guide.settings.secrets["OPENAI_API_KEY"].value
    program = guide.snippets.snippet("set-key/set_key.sh").text + "printenv OPENAI_API_KEY"
    assert run(shell, program, tmp_path, f"{key}\n").endswith(f"\n{key}\n")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_new_window_finds_the_key_that_was_kept(shell: str, guide: Guide, tmp_path: Path) -> None:
    key = guide.settings.secrets["OPENAI_API_KEY"].value
    start_up = tmp_path / f".{shell}rc"
    start_up.write_text("alias x=y", "utf-8")
    run(shell, f"OPENAI_API_KEY={key}\n" + guide.snippets.snippet("keep-key/keep_key.sh").text, tmp_path)
    assert start_up.read_text("utf-8").startswith("alias x=y\n")
    assert run(shell, f". ~/.{shell}rc; printenv OPENAI_API_KEY", tmp_path) == f"{key}\n"


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(("key", "characters"), [("", 0), ("x" * 164, 164)])
def test_the_check_tells_how_long_the_key_is_and_nothing_else(
    shell: str, key: str, characters: int, guide: Guide, tmp_path: Path
) -> None:
    check = guide.snippets.snippet("see-key/see_key.sh").text
    told = run(shell, f"OPENAI_API_KEY={key}\n{check}", tmp_path)
    assert told == f"OPENAI_API_KEY has {characters} characters.\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_the_env_file_is_ignored_by_git_and_readable_by_its_owner_only(
    shell: str, guide: Guide, tmp_path: Path
) -> None:
    key = guide.settings.secrets["OPENAI_API_KEY"].value
    (tmp_path / ".gitignore").write_text("node_modules", "utf-8")
    told = run(shell, f"OPENAI_API_KEY={key}\n" + guide.snippets.snippet("write-dotenv/write_dotenv.sh").text, tmp_path)
    assert told == "The key is there\n"
    assert (tmp_path / ".env").read_text("utf-8") == f"\nOPENAI_API_KEY={key}\n"
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0
    assert (tmp_path / ".gitignore").read_text("utf-8").startswith("node_modules\n")
    assert run(shell, "git init --quiet && git check-ignore .env", tmp_path) == ".env\n"

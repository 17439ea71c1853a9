"""The shell commands that store a key do so: a program started afterward finds it, in bash and in zsh."""

from __future__ import annotations

import os
import select
import shlex
import shutil
import subprocess
import termios
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


def environment(shell: str, home: Path) -> dict[str, str]:
    return {"HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin", "SHELL": str(shutil.which(shell))}


def run(shell: str, program: str, home: Path, answers: str = "") -> str:
    """Run a program text in a shell whose home is empty, and return what it prints."""
    done = subprocess.run(
        [shell, "-c", program],
        cwd=home,
        env=environment(shell, home),
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


def shown(screen: int) -> bytes:
    """What a terminal shows next."""
    assert select.select([screen], [], [], 20)[0], "nothing more is shown"
    return os.read(screen, 100)


def shows_what_is_typed(terminal: int) -> bool:
    return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_key_does_not_show_as_it_is_pasted(shell: str, guide: Guide, tmp_path: Path) -> None:
    keyboard, terminal = os.openpty()
    program = guide.snippets.snippet("set-key/set_key.sh").text
    child = subprocess.Popen(
        [shell, "-c", program],
        cwd=tmp_path,
        env=environment(shell, tmp_path),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    try:
        prompt = b""
        while not prompt.endswith(b"Enter: "):
            prompt += shown(keyboard)
        # The shell shows its prompt a moment before it hides what is typed.
        for _ in range(500):
            if not shows_what_is_typed(terminal) or select.select([keyboard], [], [], 0.01)[0]:
                break
        assert not shows_what_is_typed(terminal)
        os.write(keyboard, b"secret\n")
        assert child.wait(timeout=20) == 0
        assert b"secret" not in shown(keyboard)
    finally:
        child.kill()
        child.wait()
        os.close(keyboard)
        os.close(terminal)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("key", ["sk-proj-x", 'it\'s a "$key"'])
def test_a_new_window_finds_the_key_that_was_kept(shell: str, key: str, guide: Guide, tmp_path: Path) -> None:
    start_up = tmp_path / f".{shell}rc"
    start_up.write_text("alias x=y", "utf-8")
    keep = guide.snippets.snippet("keep-key/keep_key.sh").text
    run(shell, f"OPENAI_API_KEY={shlex.quote(key)}\n{keep}", tmp_path)
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


@pytest.mark.parametrize("shell", SHELLS)
def test_the_env_file_keeps_what_it_holds_and_is_closed_to_others(shell: str, guide: Guide, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OTHER=1", "utf-8")
    (tmp_path / ".env").chmod(0o644)
    write = guide.snippets.snippet("write-dotenv/write_dotenv.sh").marked.region("write")
    run(shell, f"OPENAI_API_KEY=sk-x\n{write}", tmp_path)
    assert (tmp_path / ".env").read_text("utf-8") == "OTHER=1\nOPENAI_API_KEY=sk-x\n"
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("line", ["", "OPENAI_API_KEY=", "#OPENAI_API_KEY=sk-x", "OPENAI_API_KEY=YOUR_API_KEY"])
def test_the_check_of_the_env_file_sees_that_there_is_no_key(
    shell: str, line: str, guide: Guide, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(f"{line}\n", "utf-8")
    check = guide.snippets.snippet("write-dotenv/write_dotenv.sh").marked.region("check")
    assert run(shell, check, tmp_path) == "The key is missing\n"


def test_the_answer_that_curl_writes_to_a_file_is_not_left_behind(guide: Guide, tmp_path: Path) -> None:
    scratch = tmp_path / "a folder"
    scratch.mkdir()
    done = subprocess.run(
        ["bash", "-c", guide.snippets.snippet("handle-errors/handle_errors.sh").text],
        # Nothing listens there, so that curl fails at once.
        env={
            **environment("bash", tmp_path),
            "TMPDIR": str(scratch),
            "OPENAI_API_KEY": "none",
            "HTTPS_PROXY": "http://127.0.0.1:9",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert done.returncode == 7, done.stderr
    assert list(scratch.iterdir()) == []

"""Processes: whatever a run does, it ends within its limits, tells how, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from provendocs.process import Finished, Sandbox, Unfinished, run_command, run_function


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    folder = tmp_path / "work"
    folder.mkdir()
    return Sandbox(folder, {"PATH": os.environ["PATH"], "COLOR": "red"}, seconds=10, output=1000)


def sh(script: str, sandbox: Sandbox, answers: str = "") -> Finished:
    return run_command(["sh", "-c", script], sandbox, answers)


def hurried(sandbox: Sandbox) -> Sandbox:
    return replace(sandbox, seconds=0.5)


def why(run: Callable[[], object]) -> str:
    with pytest.raises(Unfinished) as ended:
        run()
    return str(ended.value)


def is_gone(process: int) -> bool:
    """Say whether a process ends soon; one that is dead but not yet collected by its parent counts as gone."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
        if state.stdout.strip().startswith("Z"):
            return True
    return False


def spawn(target: str, *, keep: bool) -> None:
    """Start a child that outlives its parent, and note its number in a file."""
    streams: dict[str, Any] = {} if keep else {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    child = subprocess.Popen(["sleep", "60"], **streams)
    Path(target).write_text(str(child.pid), "utf-8")


# A command.


def test_a_command_ends_with_what_it_printed_on_each_stream_and_its_status(sandbox: Sandbox) -> None:
    assert sh("echo out; echo err >&2; exit 3", sandbox) == Finished("out\n", "err\n", 3)


def test_a_command_gets_its_folder_its_environment_and_its_answers(sandbox: Sandbox) -> None:
    done = sh("pwd; read answer; echo $COLOR $answer", sandbox, "yes\n")
    assert done.stdout == f"{sandbox.folder}\nred yes\n"


def test_a_command_that_reads_more_than_its_answers_meets_their_end(sandbox: Sandbox) -> None:
    assert sh("cat; cat", sandbox, "yes") == Finished("yes", "", 0)


def test_a_command_sees_no_other_environment(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIZE", "large")
    assert sh("echo $SIZE", sandbox).stdout == "\n"


def test_a_command_that_a_signal_ends_says_which(sandbox: Sandbox) -> None:
    assert sh("kill -TERM $$", sandbox).status == -signal.SIGTERM


def test_a_command_that_never_ends_is_ended(sandbox: Sandbox) -> None:
    assert why(lambda: sh("echo $$ > pid; sleep 60", hurried(sandbox))) == "did not end within 0.5 s"
    assert is_gone(int((sandbox.folder / "pid").read_text()))


def test_a_command_that_ignores_being_asked_to_end_is_ended(sandbox: Sandbox) -> None:
    script = "trap '' TERM HUP INT; echo $$ > pid; while :; do sleep 1; done"
    assert why(lambda: sh(script, hurried(sandbox))) == "did not end within 0.5 s"
    assert is_gone(int((sandbox.folder / "pid").read_text()))


def test_a_command_that_closes_its_output_and_never_ends_is_ended(sandbox: Sandbox) -> None:
    script = "echo $$ > pid; exec >&- 2>&-; sleep 60"
    assert why(lambda: sh(script, hurried(sandbox))) == "closed its output but did not end within 0.5 s"
    assert is_gone(int((sandbox.folder / "pid").read_text()))


@pytest.mark.parametrize("stream", [1, 2])
def test_a_command_that_prints_megabytes_is_ended(sandbox: Sandbox, stream: int) -> None:
    script = f"echo $$ > pid; yes >&{stream}"
    assert why(lambda: sh(script, sandbox)) == "printed more than 1000 bytes"
    assert is_gone(int((sandbox.folder / "pid").read_text()))


def test_a_command_may_print_as_much_as_the_limit_on_each_stream(sandbox: Sandbox) -> None:
    done = sh("printf %01000d 0; printf %01000d 0 >&2", sandbox)
    assert (len(done.stdout), len(done.stderr)) == (1000, 1000)


def test_a_command_that_fills_both_streams_by_turns_does_not_block(sandbox: Sandbox) -> None:
    script = "i=0; while [ $i -lt 300 ]; do printf %01000d 0; printf %01000d 0 >&2; i=$((i+1)); done"
    done = sh(script, replace(sandbox, output=300_000))
    assert (len(done.stdout), len(done.stderr)) == (300_000, 300_000)


def test_a_child_that_a_command_leaves_in_the_background_is_ended(sandbox: Sandbox) -> None:
    assert sh("sleep 60 >/dev/null 2>&1 & echo $! > pid; echo done", sandbox).stdout == "done\n"
    assert is_gone(int((sandbox.folder / "pid").read_text()))


def test_a_child_that_keeps_the_output_of_a_command_open_is_ended(sandbox: Sandbox) -> None:
    assert why(lambda: sh("sleep 60 & echo $! > pid", hurried(sandbox))) == "did not end within 0.5 s"
    assert is_gone(int((sandbox.folder / "pid").read_text()))


def test_output_that_is_not_utf_8_is_shown_by_its_bytes(sandbox: Sandbox) -> None:
    assert sh(r"printf 'a\377\n'", sandbox).stdout == "a\\xff\n"


# A function.


def test_a_function_ends_with_what_it_printed_its_status_and_its_value(sandbox: Sandbox) -> None:
    def function() -> tuple[int, object]:
        print("out")
        print("err", file=sys.stderr)
        return 3, {"a": [1]}

    assert run_function(function, sandbox) == Finished("out\n", "err\n", 3, {"a": [1]})


def test_a_function_gets_its_folder_and_its_environment_and_nothing_to_read(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIZE", "large")
    here = Path.cwd()
    done = run_function(lambda: (0, (str(Path.cwd()), dict(os.environ), sys.stdin.read())), sandbox)
    assert done.value == (str(sandbox.folder), dict(sandbox.environment), "")
    assert (Path.cwd(), os.environ["SIZE"]) == (here, "large")


def test_what_a_function_changes_is_not_changed_here(sandbox: Sandbox) -> None:
    things: list[int] = []

    def function() -> tuple[int, object]:
        things.append(1)
        return 0, things

    assert run_function(function, sandbox).value == [1]
    assert things == []


def test_what_the_children_of_a_function_print_is_collected_too(sandbox: Sandbox) -> None:
    assert run_function(lambda: (os.system("echo child; echo err >&2"), None), sandbox) == Finished(
        "child\n", "err\n", 0
    )


def test_a_function_that_raises_ends_with_a_traceback_and_status_1(sandbox: Sandbox) -> None:
    def function() -> tuple[int, object]:
        raise LookupError("no lamp")

    done = run_function(function, sandbox)
    assert (done.status, done.value, done.stderr.splitlines()[-1]) == (1, None, "LookupError: no lamp")


def test_a_function_whose_value_cannot_be_carried_ends_with_a_traceback(sandbox: Sandbox) -> None:
    done = run_function(lambda: (0, lambda: None), sandbox)
    assert done.value is None
    assert "pickle" in done.stderr.lower()


def test_a_function_that_ends_the_process_at_once_returns_nothing(sandbox: Sandbox) -> None:
    def function() -> tuple[int, object]:
        print("lost", end="")
        os.write(1, b"kept\n")
        os._exit(4)

    assert run_function(function, sandbox) == Finished("kept\n", "", 4, None)


def test_a_function_that_a_signal_ends_says_which(sandbox: Sandbox) -> None:
    def function() -> tuple[int, object]:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0, None

    assert run_function(function, sandbox).status == -signal.SIGKILL


def sleeping(sandbox: Sandbox, first: Callable[[], object] = lambda: None) -> Callable[[], tuple[int, object]]:
    def function() -> tuple[int, object]:
        (sandbox.folder / "pid").write_text(str(os.getpid()))
        first()
        signal.pause()
        return 0, None

    return function


def test_a_function_that_never_ends_is_ended(sandbox: Sandbox) -> None:
    assert why(lambda: run_function(sleeping(sandbox), hurried(sandbox))) == "did not end within 0.5 s"
    with pytest.raises(ChildProcessError):  # It is dead, and its parent has taken note.
        os.waitpid(int((sandbox.folder / "pid").read_text()), os.WNOHANG)


def test_a_function_that_closes_its_output_and_never_ends_is_ended(sandbox: Sandbox) -> None:
    function = sleeping(sandbox, lambda: os.closerange(1, 3))
    ended = why(lambda: run_function(function, hurried(sandbox)))
    assert ended == "closed its output but did not end within 0.5 s"
    assert is_gone(int((sandbox.folder / "pid").read_text()))


def test_a_function_that_prints_megabytes_is_ended(sandbox: Sandbox) -> None:
    def shout() -> None:
        while True:
            print("x" * 1000)

    assert why(lambda: run_function(sleeping(sandbox, shout), sandbox)) == "printed more than 1000 bytes"
    assert is_gone(int((sandbox.folder / "pid").read_text()))


def test_a_child_that_a_function_leaves_in_the_background_is_ended(sandbox: Sandbox) -> None:
    def function() -> tuple[int, object]:
        spawn("pid", keep=False)
        return 0, "done"

    assert run_function(function, sandbox).value == "done"
    assert is_gone(int((sandbox.folder / "pid").read_text()))


def test_a_child_that_keeps_the_output_of_a_function_open_is_ended(sandbox: Sandbox) -> None:
    def function() -> tuple[int, object]:
        spawn("pid", keep=True)
        return 0, None

    assert why(lambda: run_function(function, hurried(sandbox))) == "did not end within 0.5 s"
    assert is_gone(int((sandbox.folder / "pid").read_text()))


# Where there is no waitid: macOS before Python 3.13.


@pytest.fixture
def without_waitid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "waitid")


@pytest.mark.usefixtures("without_waitid")
def test_without_waitid_a_run_ends_with_its_own_status(sandbox: Sandbox) -> None:
    assert sh("echo out; exit 3", sandbox) == Finished("out\n", "", 3)
    assert sh("exec >&- 2>&-; sleep 0.1; kill -TERM $$", sandbox).status == -signal.SIGTERM
    assert run_function(lambda: (3, "on"), sandbox) == Finished("", "", 3, "on")


@pytest.mark.usefixtures("without_waitid")
def test_without_waitid_a_run_that_never_ends_is_ended(sandbox: Sandbox) -> None:
    script = "echo $$ > pid; exec >&- 2>&-; sleep 60"
    assert why(lambda: sh(script, hurried(sandbox))) == "closed its output but did not end within 0.5 s"
    assert is_gone(int((sandbox.folder / "pid").read_text()))


@pytest.mark.usefixtures("without_waitid")
def test_without_waitid_a_child_that_is_left_in_the_background_is_ended(sandbox: Sandbox) -> None:
    sh("sleep 60 >/dev/null 2>&1 & echo $! > pid", sandbox)
    assert is_gone(int((sandbox.folder / "pid").read_text()))


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="needs /proc to find what left its session")
@pytest.mark.parametrize(
    "leave", ["", "cd /; "], ids=["a child that works in the folder", "a child that has its TMPDIR only"]
)
def test_a_child_that_leaves_the_session_is_ended_too(sandbox: Sandbox, leave: str) -> None:
    marked = replace(sandbox, environment={**sandbox.environment, "TMPDIR": str(sandbox.folder.parent)})
    script = f"setsid sh -c 'echo $$ > pid; {leave}exec sleep 60' >/dev/null 2>&1 & while [ ! -s pid ]; do :; done"
    sh(script, marked)
    assert is_gone(int((sandbox.folder / "pid").read_text()))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc to count open files")
def test_a_run_leaves_no_file_open(sandbox: Sandbox) -> None:
    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    def run_all() -> None:
        sh("exit 3", sandbox)
        run_function(lambda: (0, None), sandbox)
        why(lambda: sh("yes", sandbox))
        why(lambda: run_function(sleeping(sandbox), replace(sandbox, seconds=0.05)))

    run_all()
    before = open_files()
    run_all()
    assert open_files() == before

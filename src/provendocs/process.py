"""Run something in a process of its own, with a limit on its time and on what it prints.

Two ways in, one way out: a command, or a function in a fork of this process. Both end with what was printed on
each stream, the exit status, and nothing left behind.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import selectors
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NoReturn, TextIO, cast

#: The option of Linux's prctl by which orphans below a process become its children, and not those of process 1.
_ADOPT_ORPHANS = 36


class Unfinished(Exception):
    """A run was ended from outside; the text says why."""


@dataclass(frozen=True)
class Finished:
    """A run that came to its own end.

    Args:
        stdout: What it printed on standard output.
        stderr: What it printed on standard error.
        status: Its exit status; minus the signal's number if a signal ended it.
        value: What the function returned; None for a command, or if it did not return.
    """

    stdout: str
    stderr: str
    status: int
    value: Any = None


@dataclass(frozen=True)
class Sandbox:
    """Where a run takes place, and how much it may use.

    Args:
        folder: The working folder.
        environment: The whole environment.
        seconds: The wall time it may take.
        output: The bytes it may print on each stream.
    """

    folder: Path
    environment: Mapping[str, str]
    seconds: float
    output: int


def run_command(command: Sequence[str], sandbox: Sandbox, answers: str) -> Finished:
    """Run a command.

    Args:
        command: The command and its arguments.
        sandbox: Where to run it.
        answers: What it finds on standard input.

    Returns:
        How it ended.

    Raises:
        Unfinished: It took too long or printed too much.
    """
    with _unnamed_file() as stdin, _leaving_nothing():
        stdin.write(answers.encode())
        stdin.seek(0)
        child = subprocess.Popen(
            command,
            cwd=sandbox.folder,
            env=dict(sandbox.environment),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert child.stdout is not None
        assert child.stderr is not None
        with child.stdout, child.stderr:
            try:
                stdout, stderr = _collect(child.stdout.fileno(), child.stderr.fileno(), sandbox)
                _await_end(child.pid, sandbox)
            finally:
                _end(child.pid)
                status = child.wait()
    return Finished(stdout, stderr, status)


def run_function(function: Callable[[], tuple[int, Any]], sandbox: Sandbox) -> Finished:
    """Run a function in a fork of this process, which spares it the start and the imports of a fresh one.

    Args:
        function: What to run. It returns an exit status, and a value that pickle can carry.
        sandbox: Where to run it.

    Returns:
        How it ended.

    Raises:
        Unfinished: It took too long or printed too much.
    """
    out_read, out_write = os.pipe()
    err_read, err_write = os.pipe()
    with _unnamed_file() as result, _leaving_nothing():
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            _be_the_child(function, sandbox, (out_write, err_write, result.fileno()))
        os.close(out_write)
        os.close(err_write)
        try:
            stdout, stderr = _collect(out_read, err_read, sandbox)
            _await_end(child, sandbox)
        finally:
            _end(child)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            os.close(out_read)
            os.close(err_read)
        result.seek(0)
        pickled = result.read()
    return Finished(stdout, stderr, status, pickle.loads(pickled) if pickled else None)


def _unnamed_file() -> BinaryIO:
    """Open a new file that has no name; in memory, where the system can, for some disks are slow to make one."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("unnamed"), "w+b")
    return cast("BinaryIO", TemporaryFile())


def _be_the_child(function: Callable[[], tuple[int, Any]], sandbox: Sandbox, files: tuple[int, int, int]) -> NoReturn:
    """Take the place of a fresh process whose output and result go to open files."""
    stdout, stderr, result = files
    status = 1
    try:
        gc.freeze()  # What was loaded before stays: to look it over for garbage would copy its pages into the fork.
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(stdout, 1)
        os.dup2(stderr, 2)
        # Pipes of the test process must not be held open by what a snippet leaves running.
        os.closerange(3, result)
        os.closerange(result + 1, os.sysconf("SC_OPEN_MAX"))
        sys.stdin = _text(0, "r")
        sys.stdout = _text(1, "w")
        sys.stderr = _text(2, "w", errors="backslashreplace", buffering=1)
        os.environ.clear()
        os.environ.update(sandbox.environment)
        os.chdir(sandbox.folder)
        status, value = function()
        with suppress(AttributeError, ValueError):  # The function may have closed or replaced it, as Python allows.
            sys.stdout.flush()
        os.write(result, pickle.dumps(value))
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _text(stream: int, mode: str, **options: Any) -> TextIO:
    return cast("TextIO", open(stream, mode, encoding="utf-8", closefd=False, **options))


def _collect(stdout: int, stderr: int, sandbox: Sandbox) -> tuple[str, str]:
    """Read both streams to their ends."""
    deadline = time.monotonic() + sandbox.seconds
    streams = {stdout: bytearray(), stderr: bytearray()}
    with selectors.DefaultSelector() as selector:
        for stream in streams:
            selector.register(stream, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(timeout=max(0.0, deadline - time.monotonic()))
            if not ready:
                raise Unfinished(f"did not end within {sandbox.seconds:g} s")
            for key, _ in ready:
                chunk = os.read(key.fd, 65536)
                if not chunk:
                    selector.unregister(key.fd)
                streams[key.fd] += chunk
                if len(streams[key.fd]) > sandbox.output:
                    raise Unfinished(f"printed more than {sandbox.output} bytes")
    return streams[stdout].decode("utf-8", "backslashreplace"), streams[stderr].decode("utf-8", "backslashreplace")


def _await_end(child: int, sandbox: Sandbox) -> None:
    """Wait until a process has ended, and leave its exit status to be read: until then its number is not reused."""
    deadline = time.monotonic() + sandbox.seconds
    while not _has_ended(child):
        if time.monotonic() > deadline:
            raise Unfinished(f"closed its output but did not end within {sandbox.seconds:g} s")
        time.sleep(0.0002)


def _has_ended(child: int) -> bool:
    """Say whether a process has ended, and leave its exit status to be read."""
    if hasattr(os, "waitid"):
        return os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None
    # macOS has no waitid before Python 3.13. To ask ps is slower, and no other way there leaves the status unread.
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(child)], capture_output=True, text=True, check=True)
    return state.stdout.startswith("Z")


def _end(leader: int) -> None:
    """Kill a run's first process, and its process group if it has made it yet."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
    os.kill(leader, signal.SIGKILL)


@contextmanager
def _leaving_nothing() -> Iterator[None]:
    """Kill, in the end, every process that was started meanwhile by this one or by what it started.

    For that, Linux makes orphans children of this process, wherever they hide. Elsewhere, what leaves its process
    group is not found.
    """
    others = _children()
    _prctl()(_ADOPT_ORPHANS, 1, 0, 0, 0)
    try:
        yield
    finally:
        while left := _children() - others:
            for process in left:
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
        _prctl()(_ADOPT_ORPHANS, 0, 0, 0, 0)


@cache
def _prctl() -> Callable[..., object]:
    """Return what asks Linux for something about this process; elsewhere, what does nothing."""
    return cast("Callable[..., object]", getattr(ctypes.CDLL(None), "prctl", lambda *_arguments: None))


def _children() -> set[int]:
    """List the processes whose parent is this one, the dead that nobody has asked about included."""
    children: set[int] = set()
    try:  # To ask whether there is any child at all takes far less time than to look at every process.
        if hasattr(os, "waitid"):
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT | os.WNOHANG)
    except ChildProcessError:
        return children
    for process in Path("/proc").glob("[0-9]*"):  # Nothing to see where there is no /proc, as on macOS.
        with suppress(OSError):
            # The second field is the name, in parentheses, and may hold anything; the fourth is the parent.
            parent = (process / "stat").read_bytes().rpartition(b")")[2].split()[1]
            if int(parent) == os.getpid():
                children.add(int(process.name))
    return children

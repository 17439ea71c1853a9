"""Run a Python snippet through pytest-examples, against the mock in process.

Each run is a fork of the test process, so that a snippet meets an environment, a working folder and streams of its
own, and can neither hang nor spoil the test run.
"""

from __future__ import annotations

import atexit
import logging
import os
import ssl
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import httpcore2
import pytest
from pytest_examples import CodeExample, EvalExample

from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.in_process import IN_PROCESS
from provendocs.mock import Mock, Sent
from provendocs.process import Finished, Sandbox, Unfinished, run_function
from provendocs.regions import positions, put_together
from provendocs.replies import Reply

#: For clients who would use TLS if the mock did not answer first. It trusts nobody: to read whom to trust takes 3 ms.
_UNUSED_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class WholeFile(CodeExample):
    """A snippet as pytest-examples sees it, run under the name that the reader saves it as."""

    @property
    def module_name(self) -> str:
        """The file's name without its suffix."""
        return self.path.stem


def lint_python(snippet: Snippet, eval_example: EvalExample) -> None:
    """Check a snippet's format and style.

    Raises:
        pytest.fail.Exception: It is not as black and ruff want it.
    """
    eval_example.lint(WholeFile.create(snippet.text, path=snippet.path))


def run_python(snippet: Snippet, mock: Mock, eval_example: EvalExample, sandbox: Sandbox) -> Finished:
    """Run a snippet as `python file` would, its requests answered before they open a connection.

    Args:
        snippet: The snippet.
        mock: What answers its requests. It notes what the run sent, was given and was refused.
        eval_example: The fixture of pytest-examples.
        sandbox: Where to run it.

    Returns:
        How it ended.

    Raises:
        Unfinished: It took too long or printed too much.
    """

    def run() -> tuple[int, tuple[list[Sent], list[str], dict[str, Reply]]]:
        _spare_tls(sandbox)
        return _run_whole_file(snippet, eval_example, sandbox), (mock.sent, mock.refusals, mock.given)

    with IN_PROCESS.answering(mock):
        finished = run_function(run, sandbox)
    if finished.value is None:
        raise Unfinished("ends without letting Python finish, so what it sent is not known")
    mock.sent, mock.refusals, mock.given = finished.value
    return finished


def _spare_tls(sandbox: Sandbox) -> None:
    """Give clients a context that they will not use, unless a snippet says whom to trust: it gets what it asks for."""
    real = httpcore2.default_ssl_context

    def context(**options: bool) -> ssl.SSLContext:
        named = any(os.environ.get(name) != sandbox.environment.get(name) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"))
        return real(**options) if named else _UNUSED_TLS

    httpcore2.default_ssl_context = context


def run_python_over_tls(snippet: Snippet, eval_example: EvalExample, sandbox: Sandbox) -> Finished:
    """Run a snippet as `python file` would, its requests sent to the proxy that its environment names.

    Args:
        snippet: The snippet.
        eval_example: The fixture of pytest-examples.
        sandbox: Where to run it.

    Returns:
        How it ended.

    Raises:
        Unfinished: It took too long or printed too much.
    """

    def run() -> tuple[int, None]:
        IN_PROCESS.stop()
        return _run_whole_file(snippet, eval_example, sandbox), None

    return run_function(run, sandbox)


def _run_whole_file(snippet: Snippet, eval_example: EvalExample, sandbox: Sandbox) -> int:
    """Run a snippet to its very end, and return its exit status."""
    eval_example.tmp_path = sandbox.folder
    example = WholeFile.create(snippet.text, path=sandbox.folder / snippet.path.name)
    _be_a_fresh_interpreter(example, sandbox.folder)
    status = _exit_status(lambda: eval_example.run(example, rewrite_assertions=False))
    _finish()
    return status


def check_python_output(snippet: Snippet, mock: Mock, eval_example: EvalExample, sandbox: Sandbox) -> None:
    """Compare what a snippet prints with its `#>` comments; under `--update-examples`, rewrite them.

    Args:
        snippet: The snippet.
        mock: What answers its requests, in the good case.
        eval_example: The fixture of pytest-examples.
        sandbox: Where to run it.

    Raises:
        pytest.fail.Exception: The comments say something else.
        GuideError: It does not come to its end, so that there is nothing to compare.
        Unfinished: It took too long or printed too much.
    """
    example = WholeFile.create(snippet.text, path=snippet.path)
    updating = eval_example.update_examples

    def run() -> tuple[int, str | _Raised]:
        _spare_tls(sandbox)
        eval_example.tmp_path = sandbox.folder
        _be_a_fresh_interpreter(example, sandbox.folder)
        try:
            (eval_example.run_print_update if updating else eval_example.run_print_check)(
                example, rewrite_assertions=False
            )
        except pytest.fail.Exception as failed:
            return 1, str(failed)
        except BaseException as error:
            return 1, _raised(error, snippet.path)
        return 0, example.source

    with IN_PROCESS.answering(mock):
        finished = run_function(run, sandbox)
    if finished.value is None:
        raise Unfinished("ends without letting Python finish, so what it prints is not known")
    if isinstance(finished.value, _Raised):
        line = _line_in_file(snippet, finished.value.line)
        problem = f"it ends with {finished.value.error}, so its #> comments cannot be compared"
        raise GuideError(snippet.path, problem, "Correct it", line=line)
    if finished.status:
        pytest.fail(f"{snippet.path}: {finished.value}\nRun `make update` if the new output is right.", pytrace=False)
    if finished.value != snippet.text:
        old = snippet.path.read_text("utf-8")
        whole = WholeFile.create(old, path=snippet.path)
        whole.source = put_together(old, snippet.text, finished.value)
        eval_example.to_update.append(whole)


@dataclass(frozen=True)
class _Raised:
    """What a snippet raised and did not catch.

    Args:
        error: Its kind, and the first line of what it says.
        line: The line of the snippet's text, counted from 1; 0 where none is known.
    """

    error: str
    line: int


def _raised(error: BaseException, file: Path) -> _Raised:
    """Tell of an error in words: pytest-examples has given it a traceback that cannot be printed."""
    message, line = str(error), 0
    if isinstance(error, SyntaxError) and Path(error.filename or "").name == file.name:
        message, line = error.msg, error.lineno or 0
    first_line = message.partition("\n")[0]
    step = error.__traceback__
    while step is not None:
        if Path(step.tb_frame.f_code.co_filename).name == file.name:
            line = step.tb_lineno
        step = step.tb_next
    return _Raised(f"{type(error).__name__}{f': {first_line}' if first_line else ''}", line)


def _line_in_file(snippet: Snippet, line: int) -> int:
    """Say where a line of a snippet's text stands in its file, which has the markers besides."""
    if not line:
        return 0
    file_lines = snippet.path.read_text("utf-8").splitlines(keepends=True)
    return positions(file_lines, list(snippet.marked.lines))[line - 1] + 1


def _be_a_fresh_interpreter(example: CodeExample, folder: Path) -> None:
    """Undo what a test process has that `python file` has not."""
    sys.argv = [example.path.name]
    sys.path.insert(0, str(folder))
    # pytest-examples imports the file, which would leave its bytecode beside it; `python file` leaves none.
    sys.dont_write_bytecode = True
    atexit._clear()
    logging.root.handlers.clear()
    if logging.root.level != logging.WARNING:  # Setting it visits each logger.
        logging.root.setLevel(logging.WARNING)
    warnings.resetwarnings()
    warnings.showwarning = _show_warning
    for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", category)
    # Waiting before a retry proves nothing, and the SDK's backoff is random: the other languages wait for real.
    time.sleep = lambda _seconds: None


def _show_warning(  # noqa: PLR0913, PLR0917  # the warnings module calls it so
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Print a warning as Python does, where pytest would keep it."""
    (file or sys.stderr).write(warnings.formatwarning(message, category, filename, lineno, line))


def _finish() -> None:
    """Do what the interpreter does at its end: wait for threads, then call what was registered."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()


def _exit_status(run: Callable[[], object]) -> int:
    """Call a function and end as the interpreter would: print what was not caught, and return an exit status."""
    try:
        run()
    except SystemExit as stop:
        if stop.code is None or isinstance(stop.code, int):
            return (stop.code or 0) & 0xFF
        print(stop.code, file=sys.stderr)
        return 1
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        return 1
    return 0

"""Run a snippet in a case, as a reader would: unmodified, by its real interpreter, certificate checks on."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from pytest_examples import EvalExample

from provendocs.cases import Case
from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.languages import CURL_LABEL
from provendocs.mock import Judge, Mock, Sent
from provendocs.process import Finished, Sandbox, Unfinished, run_command
from provendocs.proxy import Authority, proxy
from provendocs.python import check_python_output, run_python
from provendocs.transcript import Transcript, mask_output

#: What of the caller's environment a run may see. Keys, tokens and proxies are not among it.
_ALLOWED = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")


class NotHere(Exception):
    """This machine cannot run a snippet; the text names it and says why."""


@dataclass(frozen=True)
class Run:
    """One snippet, run in one case.

    Args:
        transcript: What it printed, masked.
        sent: The requests that reached the mock.
        refusals: What the mock refused.
    """

    transcript: Transcript
    sent: list[Sent]
    refusals: list[str]


class Runner:
    """Runs the snippets of a guide.

    Args:
        guide: The guide.
        judge: What the API's owner refuses.
    """

    def __init__(self, guide: Guide, judge: Judge) -> None:
        self.guide = guide
        self._judge = judge

    @cached_property
    def _authority(self) -> Authority:
        return Authority(self.guide.settings.origin)

    def run(self, snippet: Snippet, case: Case, eval_example: EvalExample, *, shell: str = "") -> Run:
        """Run a snippet in a case.

        Args:
            snippet: The snippet.
            case: The case.
            eval_example: The fixture of pytest-examples, for Python.
            shell: Another command than the language's own to run it with.

        Returns:
            What it printed and what it sent.

        Raises:
            NotHere: This machine lacks the interpreter.
            GuideError: The snippet did not end, printed too much, or printed a secret.
        """
        command = (shell,) if shell else snippet.language.command
        interpreter = find_interpreter(snippet, command)
        mock = self._mock(case)
        with self._folder(snippet, case) as sandbox:
            try:
                if snippet.language.suffix == ".py":
                    finished, sent, refusals = run_python(snippet, mock, eval_example, sandbox)
                else:
                    finished = self._run_behind_proxy(
                        [*interpreter, *command[1:], snippet.path.name], snippet, mock, sandbox
                    )
                    sent, refusals = mock.sent, mock.refusals
            except Unfinished as why:
                fix = "Correct it, or raise the limit in pyproject.toml"
                raise GuideError(snippet.path, f'in case "{case.name}" it {why}', fix) from None
        return Run(self._transcript(snippet, case, finished, sandbox.folder), sent, refusals)

    def run_alone(self, snippet: Snippet, case: Case) -> Run:
        """Run a Python snippet in a process of its own, through the proxy, as the other languages are.

        Raises:
            GuideError: The snippet did not end, printed too much, or printed a secret.
        """
        mock = self._mock(case)
        with self._folder(snippet, case) as sandbox:
            finished = self._run_behind_proxy([sys.executable, snippet.path.name], snippet, mock, sandbox)
        return Run(self._transcript(snippet, case, finished, sandbox.folder), mock.sent, mock.refusals)

    def check_output(self, snippet: Snippet, case: Case, eval_example: EvalExample) -> None:
        """Compare a Python snippet's `#>` comments with what it prints; under `--update-examples`, rewrite them."""
        with self._folder(snippet, case) as sandbox:
            try:
                check_python_output(snippet, self._mock(case), eval_example, sandbox)
            except Unfinished as why:
                fix = "Correct it, or raise the limit in pyproject.toml"
                raise GuideError(snippet.path, f'in case "{case.name}" it {why}', fix) from None

    def _mock(self, case: Case) -> Mock:
        return Mock(case, self.guide.cases, self.guide.settings.endpoints, self._judge)

    def _run_behind_proxy(self, command: list[str], snippet: Snippet, mock: Mock, sandbox: Sandbox) -> Finished:
        certificate = sandbox.folder.parent / "authority.pem"
        certificate.write_bytes(self._authority.certificate)
        answers = snippet.task.answers
        for secret in self.guide.settings.secrets.values():
            answers = answers.replace(f"${{{secret.variable}}}", secret.value)
        with proxy(mock, self._authority) as address:
            environment = {**sandbox.environment, **_point_at(address, certificate)}
            return run_command(command, replace(sandbox, environment=environment), answers)

    @contextmanager
    def _folder(self, snippet: Snippet, case: Case) -> Iterator[Sandbox]:
        """Make a home, a working folder that holds the snippet, and the environment that goes with them."""
        secrets = self.guide.settings.secrets.values()
        values = {secret.variable: case.secret_value(secret) for secret in secrets}
        with TemporaryDirectory(prefix="run-") as scratch:
            home, folder = Path(scratch, "home"), Path(scratch, "work")
            home.mkdir()
            folder.mkdir()
            (folder / snippet.path.name).write_text(snippet.text, "utf-8")
            self._bring(snippet, folder, values)
            packages = self.guide.snippets.folder / "node_modules"
            if packages.is_dir():
                (folder / "node_modules").symlink_to(packages)
            environment = {name: os.environ[name] for name in _ALLOWED if name in os.environ}
            environment["PATH"] = search_path()
            environment |= {"HOME": str(home), "SHELL": "/bin/bash", "TMPDIR": scratch}
            environment |= {
                name: value
                for name, value in values.items()
                if value is not None and name not in snippet.task.unset and not snippet.task.answers
            }
            yield Sandbox(folder, environment, self.guide.settings.timeout, self.guide.settings.output_limit)

    def _bring(self, snippet: Snippet, folder: Path, values: dict[str, str | None]) -> None:
        """Put the task's further files into the working folder, placeholders for secrets filled in."""
        for target, source in snippet.task.bring.items():
            brought = self.guide.snippets.snippet(source)
            text = brought.text
            if not brought.language.command:
                holds = [secret for secret in self.guide.settings.secrets.values() if secret.placeholder in text]
                if any(values[secret.variable] is None for secret in holds):
                    continue
                for secret in holds:
                    text = text.replace(secret.placeholder, values[secret.variable] or "")
            (folder / target).write_text(text, "utf-8")

    def _transcript(self, snippet: Snippet, case: Case, finished: Finished, folder: Path) -> Transcript:
        transcript = Transcript(
            status=finished.status,
            stdout=mask_output(finished.stdout, folder),
            stderr=mask_output(finished.stderr, folder),
        )
        for secret in self.guide.settings.secrets.values():
            value = (case.secret_value(secret) or secret.value).strip('"')
            if value in transcript.stdout + transcript.stderr:
                problem = f'in case "{case.name}" it prints the secret {secret.variable}'
                raise GuideError(snippet.path, problem, "Print whether it is set, never what it is")
        return transcript


def search_path() -> str:
    """Return the PATH of a run: this environment's own programs first."""
    return os.pathsep.join([str(Path(sys.prefix, "bin")), os.environ.get("PATH", os.defpath)])


def find_interpreter(snippet: Snippet, command: tuple[str, ...] = ()) -> list[str]:
    """Return the interpreter of a snippet as it is found on this machine.

    Args:
        snippet: The snippet.
        command: The command to look for; the language's own if empty.

    Returns:
        The interpreter's path, and what it needs before its arguments.

    Raises:
        NotHere: The machine lacks it, and may.
        GuideError: The machine lacks it, and must not.
    """
    name = (command or snippet.language.command)[0]
    needed = [name, "curl"] if snippet.label == CURL_LABEL else [name]
    for program in needed:
        if shutil.which(program, path=search_path()) is None:
            if not snippet.language.everywhere:
                raise NotHere(f"{snippet.name} is not run here: this machine has no {program}")
            raise GuideError(snippet.path, f"it needs {program}, which is not on this machine", f"Install {program}")
    return [name]


def _point_at(address: str, certificate: Path) -> dict[str, str]:
    """Say to every client, by environment alone, where the proxy is and whom to trust."""
    return {
        "HTTPS_PROXY": address,
        "https_proxy": address,
        "HTTP_PROXY": address,
        "http_proxy": address,
        "CURL_CA_BUNDLE": str(certificate),
        "SSL_CERT_FILE": str(certificate),
        "NODE_EXTRA_CA_CERTS": str(certificate),
        "NODE_USE_ENV_PROXY": "1",
    }

"""Run a snippet in a case, as a reader would: unmodified, by its real interpreter, certificate checks on."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
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
from provendocs.wine import CMD, UNFAITHFUL, windows

#: What of the caller's environment a run may see. Keys, tokens and proxies are not among it.
_ALLOWED = ("PATH",)


#: Where programs that a Python snippet starts are sent: respx answers the snippet itself, and nothing listens here.
NOWHERE = "http://127.0.0.1:9"

#: Needs a terminal, which no test run has.
_NEEDS_TERMINAL = {"Read-Host": "Read-Host needs a terminal"}


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

    def run(self, snippet: Snippet, case: Case, eval_example: EvalExample) -> Run:
        """Run a snippet in a case.

        Args:
            snippet: The snippet.
            case: The case.
            eval_example: The fixture of pytest-examples, for Python.

        Returns:
            What it printed and what it sent.

        Raises:
            NotHere: This machine lacks the interpreter.
            GuideError: The snippet did not end, printed too much, or printed a secret.
        """
        command = find_command(snippet, self._windows)
        mock = self._mock(case)
        with self._folder(snippet, case) as sandbox, self._told(snippet, case):
            if snippet.language.suffix == ".py":
                finished, sent, refusals = run_python(snippet, mock, eval_example, sandbox)
            else:
                # Wine takes the "set" of "set_key.bat" for the command of that name; a path has no such beginning.
                file = f".\\{snippet.path.name}" if command[0] == "wine" else snippet.path.name
                finished = self._run_behind_proxy([*command, file], snippet, mock, sandbox)
                sent, refusals = mock.sent, mock.refusals
        if not snippet.task.calls_api and sent:
            raise GuideError(snippet.path, "it calls the API", "Say so in task.toml: calls_api = true")
        return Run(self._transcript(snippet, case, finished, sandbox.folder), sent, refusals)

    def run_alone(self, snippet: Snippet, case: Case) -> Run:
        """Run a Python snippet in a process of its own, through the proxy, as the other languages are.

        Raises:
            GuideError: The snippet did not end, printed too much, or printed a secret.
        """
        mock = self._mock(case)
        with self._folder(snippet, case) as sandbox, self._told(snippet, case):
            finished = self._run_behind_proxy([sys.executable, snippet.path.name], snippet, mock, sandbox)
        return Run(self._transcript(snippet, case, finished, sandbox.folder), mock.sent, mock.refusals)

    def check_output(self, snippet: Snippet, case: Case, eval_example: EvalExample) -> None:
        """Compare a Python snippet's `#>` comments with what it prints; under `--update-examples`, rewrite them."""
        with self._folder(snippet, case) as sandbox, self._told(snippet, case):
            check_python_output(snippet, self._mock(case), eval_example, sandbox)

    @contextmanager
    def _told(self, snippet: Snippet, case: Case) -> Iterator[None]:
        """Tell of a run that was ended from outside in one line."""
        try:
            yield
        except Unfinished as why:
            fix = "Correct it, or raise the limit in pyproject.toml"
            raise GuideError(snippet.path, f'in case "{case.name}" it {why}', fix) from None

    @property
    def _windows(self) -> Path:
        return self.guide.settings.root / "build" / "wine"

    def _mock(self, case: Case) -> Mock:
        return Mock(case, self.guide.cases, self.guide.settings.endpoints, self._judge)

    def _run_behind_proxy(self, command: list[str], snippet: Snippet, mock: Mock, sandbox: Sandbox) -> Finished:
        certificate = sandbox.folder.parent / "authority.pem"
        certificate.write_bytes(self._authority.certificate)
        answers = snippet.task.answers
        for secret in self.guide.settings.secrets.values():
            answers = answers.replace(f"${{{secret.variable}}}", secret.value)
        with proxy(mock, self._authority) as address, ExitStack() as stack:
            environment = {**sandbox.environment, **_point_at(address, certificate)}
            if command[0] == "wine":
                environment = stack.enter_context(windows(self._windows, sandbox.folder.parent, environment))
            return run_command(command, replace(sandbox, environment=environment), answers)

    @contextmanager
    def _folder(self, snippet: Snippet, case: Case) -> Iterator[Sandbox]:
        """Make a home, a working folder that holds the snippet, and the environment that goes with them."""
        secrets = self.guide.settings.secrets.values()
        values = {secret.variable: case.secret_value(secret) for secret in secrets}
        with TemporaryDirectory(prefix="run-") as scratch:
            home, folder = Path(scratch, "home").resolve(), Path(scratch, "work").resolve()
            home.mkdir()
            folder.mkdir()
            (folder / snippet.path.name).write_text(snippet.text, "utf-8")
            self._bring(snippet, folder, values)
            packages = self.guide.settings.root / "build/packages/node_modules"
            if packages.is_dir():
                (folder / "node_modules").symlink_to(packages)
            environment = {name: os.environ[name] for name in _ALLOWED if name in os.environ}
            environment["PATH"] = search_path()
            environment |= {"HOME": str(home), "LC_ALL": "C.UTF-8", "SHELL": "/bin/bash", "TMPDIR": str(home.parent)}
            environment |= {
                name: value
                for name, value in values.items()
                if value is not None and name not in snippet.task.unset and not snippet.task.answers
            }
            if snippet.language.suffix == ".py":
                environment |= _point_at(NOWHERE, None)
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
            snippet=snippet.sha256,
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


def find_command(snippet: Snippet, windows_folder: Path) -> list[str]:
    """Return the command that runs a snippet on this machine, without the file.

    Args:
        snippet: The snippet.
        windows_folder: Wine's folder, which stands in for Windows where there is one.

    Returns:
        The command.

    Raises:
        NotHere: The machine lacks the interpreter, and may.
        GuideError: The machine lacks it, and must not.
    """
    command = list(snippet.language.command)
    needed = [command[0], "curl"] if snippet.label == CURL_LABEL else [command[0]]
    missing = [program for program in needed if shutil.which(program, path=search_path()) is None]
    if not missing:
        _must_not_hold(snippet, _NEEDS_TERMINAL)
        return command
    if command[0] == "cmd" and windows_folder.exists() and shutil.which("wine"):
        _must_not_hold(snippet, UNFAITHFUL)
        return ["wine", CMD, *command[1:]]
    if not snippet.language.everywhere:
        raise NotHere(f"{snippet.name} is not run here: this machine has no {missing[0]}")
    raise GuideError(snippet.path, f"it needs {missing[0]}, which is not on this machine", f"Install {missing[0]}")


def _must_not_hold(snippet: Snippet, reasons: Mapping[str, str]) -> None:
    """Refuse to run a snippet that holds a text which cannot be run rightly here."""
    for text, why in reasons.items():
        if text in snippet.text:
            raise NotHere(f"{snippet.name} is not run here: {why}")


def _point_at(address: str, certificate: Path | None) -> dict[str, str]:
    """Say to every client, by environment alone, where the proxy is and whom to trust."""
    proxies = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
    environment = {name: address for upper in proxies for name in (upper, upper.lower())}
    if certificate is not None:
        trusting = ("CURL_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
        environment |= {name: str(certificate) for name in trusting} | {"NODE_USE_ENV_PROXY": "1"}
    return environment

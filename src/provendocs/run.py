"""Run a snippet in a case, as a reader would: unmodified, by its real interpreter, certificate checks on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from multiprocessing.util import Finalize
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, mkdtemp

from pytest_examples import EvalExample

from provendocs.basis import basis_of
from provendocs.cases import Case
from provendocs.environment import clean_environment, search_path, through, trusting
from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.interpreters import find_command
from provendocs.mock import Judge, Mock, Sent
from provendocs.process import Finished, Sandbox, Unfinished, run_command
from provendocs.proxy import Authority, proxy
from provendocs.python import check_python_output, run_python, run_python_over_tls
from provendocs.record import Entry
from provendocs.replies import Reply
from provendocs.runtimes import ran_on
from provendocs.transcript import Transcript, mask_output
from provendocs.wine import BROKE_DOWN, TRIES, windows


@dataclass(frozen=True)
class Run:
    """One snippet, run in one case.

    Args:
        transcript: What it printed, masked.
        sent: The requests that reached the mock.
        refusals: What the mock refused.
        given: The replies that it got, by name.
    """

    transcript: Transcript
    sent: list[Sent]
    refusals: list[str]
    given: dict[str, Reply]


@dataclass(frozen=True)
class Installed:
    """What a run uses of what is installed.

    Args:
        python: The interpreter of Python, which knows where its own packages are.
        packages: The folder of the packages of Node.js.
    """

    python: Path
    packages: Path


class Runner:
    """Runs the snippets of a guide.

    Args:
        guide: The guide.
        judge: What the API's owner refuses.
        installed: What `run_alone` uses in place of this environment's own.
    """

    def __init__(self, guide: Guide, judge: Judge, installed: Installed | None = None) -> None:
        self.guide = guide
        self.judge = judge
        own = Installed(Path(sys.executable), guide.settings.root / "build/packages/node_modules")
        self._installed = installed or own

    @cached_property
    def _authority(self) -> Authority:
        settings = self.guide.settings
        return Authority([settings.origin, *(endpoint.url for endpoint in settings.endpoints.values())])

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
        for _ in range(TRIES):
            run = self._run_once(command, snippet, case, eval_example)
            if command[0] != "wine" or BROKE_DOWN not in run.transcript.stderr:
                return run
        raise GuideError(snippet.path, f"Wine broke down {TRIES} times as it ran this", "Run the tests again")

    def _run_once(self, command: list[str], snippet: Snippet, case: Case, eval_example: EvalExample) -> Run:
        mock = self._mock(case)
        with self._folder(snippet, case) as sandbox, self._told(snippet, case):
            if snippet.language.suffix != ".py":
                finished = self._run_command(command, snippet, mock, sandbox)
            elif not case.fails_on_the_wire:
                finished = run_python(snippet, mock, eval_example, sandbox)
            else:
                with self._behind_proxy(mock, sandbox) as there:
                    finished = run_python_over_tls(snippet, eval_example, there)
        if not snippet.task.calls_api and mock.sent:
            raise GuideError(snippet.path, "it calls the API", "Say so in task.toml: calls_api = true")
        return self._run(snippet, mock, finished, sandbox)

    def run_alone(self, snippet: Snippet, case: Case, *, pauses: bool = True) -> Run:
        """Run a snippet without what makes runs quick: Python in a process of its own, all with pauses that last.

        Args:
            snippet: The snippet.
            case: The case.
            pauses: Whether pauses last in Node.js; those of Python always do.

        Returns:
            What it printed and what it sent.

        Raises:
            GuideError: The snippet did not end, printed too much, or printed a secret.
        """
        mock = self._mock(case)
        python = [str(self._installed.python)]
        command = python if snippet.language.suffix == ".py" else find_command(snippet, self._windows)
        with self._folder(snippet, case) as sandbox, self._told(snippet, case):
            quick = {"NODE_OPTIONS"} if pauses else set()
            slow = {name: value for name, value in sandbox.environment.items() if name not in quick}
            finished = self._run_command(command, snippet, mock, replace(sandbox, environment=slow))
        return self._run(snippet, mock, finished, sandbox)

    def entry(self, snippet: Snippet, case: Case, run: Run | None = None) -> Entry:
        """Describe a run for the record; before it has begun, what it is to run on.

        Args:
            snippet: The snippet.
            case: The case.
            run: The run, once it has ended.

        Returns:
            The entry of a run that passed; how the test ends decides whether it did.
        """
        shown: dict[str, str] = {}
        if run is not None:
            cases = self.guide.cases.folder.name
            shown = {f"{cases}/{name}.http": reply.sha256 for name, reply in run.given.items()}
            brought = (self.guide.snippets.snippet(name) for name in snippet.task.bring.values())
            shown |= {file.name: file.sha256 for file in brought}
        return Entry(
            snippet=snippet.name,
            case=case.name,
            sha256=snippet.sha256,
            result="passed",
            date=datetime.now(UTC).date().isoformat(),
            ran_on=ran_on(snippet, self._program(snippet), search_path(), self.guide.settings),
            status=run.transcript.status if run is not None else 0,
            shown=shown,
            basis=basis_of(self.guide, snippet, case),
        )

    def _program(self, snippet: Snippet) -> str:
        """Return the program that runs a snippet here, or would."""
        program = snippet.language.command[0]
        return "wine" if program == "cmd" and self._windows.exists() else program

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

    @cached_property
    def _runs(self) -> Path:
        """A folder for the folders of all runs, where each finds the packages of Node.js at the same address.

        Node keeps what it has compiled by address, and need not look where each file of a package truly is.
        """
        runs = Path(mkdtemp(prefix="runs-")).resolve()
        # This one also ends with a process of a pool, and never in a fork, where the folder is still its parent's.
        Finalize(self, rmtree, (runs,), exitpriority=0)
        if self._installed.packages.is_dir():
            (runs / "node_modules").symlink_to(self._installed.packages)
        return runs

    def _mock(self, case: Case) -> Mock:
        return Mock(case, self.guide.cases, self.guide.settings.endpoints, self.judge)

    def _run_command(self, command: list[str], snippet: Snippet, mock: Mock, sandbox: Sandbox) -> Finished:
        answers = snippet.task.answers
        for secret in self.guide.settings.secrets.values():
            answers = answers.replace(f"${{{secret.variable}}}", secret.value)
        with self._behind_proxy(mock, sandbox) as there:
            if command[0] != "wine":
                return run_command([*command, snippet.path.name], there, answers)
            with windows(self._windows, sandbox.folder.parent, there.environment) as environment:
                # Wine takes the "set" of "set_key.bat" for the command of that name; a path has no such beginning.
                file = f".\\{snippet.path.name}"
                return run_command([*command, file], replace(there, environment=environment), answers)

    @contextmanager
    def _behind_proxy(self, mock: Mock, sandbox: Sandbox) -> Iterator[Sandbox]:
        """Put a run where its requests reach the mock over TLS, or meet what the case has put in their way."""
        if mock.case.network == "refused":
            yield sandbox
            return
        with proxy(mock, self._authority) as address:
            yield replace(sandbox, environment={**sandbox.environment, **through(address)})

    @contextmanager
    def _folder(self, snippet: Snippet, case: Case) -> Iterator[Sandbox]:
        """Make a home, a working folder that holds the snippet, and the environment that goes with them."""
        secrets = self.guide.settings.secrets
        held = snippet.task.secrets or tuple(secrets)[:1]
        values = {name: case.secret_value(secret) if name in held else None for name, secret in secrets.items()}
        with TemporaryDirectory(prefix="run-", dir=self._runs) as scratch:
            # The name has a space, as readers' folders have: what a snippet forgets to quote goes wrong here.
            home, folder = Path(scratch, "home"), Path(scratch, "a folder")
            home.mkdir()
            folder.mkdir()
            (folder / snippet.path.name).write_text(snippet.text, "utf-8")
            self._bring(snippet, folder, values)
            environment = clean_environment(home, home.parent, self._runs / "node-cache")
            environment |= snippet.task.variables
            environment |= {
                name: value
                for name, value in values.items()
                if value is not None and name not in snippet.task.unset and not snippet.task.answers
            }
            if case.network != "untrusted":
                certificate = home.parent / "authority.pem"
                certificate.write_bytes(self._authority.certificate)
                environment |= trusting(certificate)
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

    def _run(self, snippet: Snippet, mock: Mock, finished: Finished, sandbox: Sandbox) -> Run:
        transcript = self._transcript(snippet, mock.case, finished, sandbox.folder, len(mock.sent))
        return Run(transcript, mock.sent, mock.refusals, mock.given)

    def _transcript(self, snippet: Snippet, case: Case, finished: Finished, folder: Path, requests: int) -> Transcript:
        transcript = Transcript(
            snippet=snippet.sha256,
            status=finished.status,
            stdout=mask_output(finished.stdout, folder),
            stderr=mask_output(finished.stderr, folder),
            requests=requests,
        )
        for secret in self.guide.settings.secrets.values():
            # What a case puts around the stand-in may be cut off again; a placeholder is no secret.
            values = {secret.value, case.secret_value(secret) or secret.value} - {secret.placeholder}
            if any(value in transcript.stdout + transcript.stderr for value in values):
                problem = f'in case "{case.name}" it prints the secret {secret.variable}'
                raise GuideError(snippet.path, problem, "Print whether it is set, never what it is")
        return transcript

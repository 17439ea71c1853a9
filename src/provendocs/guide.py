"""A whole guide, read from its folder."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cached_property, wraps
from pathlib import Path, PurePosixPath
from typing import TypeVar

from provendocs.cases import GOOD_CASE, Case, Cases, read_cases
from provendocs.environment import is_reserved
from provendocs.errors import GuideError, did_you_mean
from provendocs.facts import Facts, read_facts
from provendocs.find import Snippet, Snippets, find_snippets
from provendocs.matrix import Matrix, matrix_path, read_matrix
from provendocs.record import Record, read_record, record_path
from provendocs.settings import TABLE, Settings, load_settings
from provendocs.toml_lines import line_of
from provendocs.transcript import transcript_path

_Said = TypeVar("_Said")


def asked_once(ask: Callable[[Guide, Snippet], _Said]) -> Callable[[Guide, Snippet], _Said]:
    """Let a guide remember what a function says of its snippets. A guide stays as it was read, so the answer does."""

    @wraps(ask)
    def remember(guide: Guide, snippet: Snippet) -> _Said:
        key = f"{ask.__module__}.{ask.__qualname__}", snippet.name
        if key not in guide.said:
            guide.said[key] = ask(guide, snippet)
        return guide.said[key]  # type: ignore[return-value]  # what `ask` gave

    return remember


@dataclass(frozen=True)
class Guide:
    """Everything that pages show and tests run.

    Args:
        settings: What the guide says of itself.
        snippets: Its tasks and snippets.
        cases: Its cases and replies.
        facts: What it states that can age.
        record: What ran on this machine.
    """

    settings: Settings
    snippets: Snippets
    cases: Cases
    facts: Facts
    record: Record

    @asked_once
    def cases_of(self, snippet: Snippet) -> list[Case]:
        """Return the cases that a snippet is run in, in the order of `cases.toml`; none, if it is not run."""
        if not snippet.runs:
            return []
        task = snippet.task
        named = task.cases or (() if task.calls_api else (GOOD_CASE,))
        return [
            case
            for case in self.cases.cases.values()
            if (case.name in named if named else task.name in (case.tasks or (task.name,)))
        ]

    @cached_property
    def answers(self) -> dict[str, str]:
        """The name of the reply that each endpoint gives in each case, where it has one, as JSON."""
        found: dict[str, str] = {}
        for case in self.cases.cases.values():
            given: dict[str, str] = {}
            for endpoint in self.settings.endpoints.values():
                with suppress(GuideError):
                    given[endpoint.name] = self.cases.name_of(self.cases.reply_in(case, endpoint))
            found[case.name] = json.dumps(given, sort_keys=True)
        return found

    @cached_property
    def basis(self) -> str:
        """What every run rests on, as JSON: all endpoints, then all secrets."""
        endpoints = [asdict(endpoint) for endpoint in self.settings.endpoints.values()]
        secrets = [asdict(secret) for secret in self.settings.secrets.values()]
        return f"{json.dumps(endpoints, sort_keys=True)}, {json.dumps(secrets, sort_keys=True)}"

    @cached_property
    def matrix(self) -> Matrix:
        """What the snippets did with other versions of the SDK."""
        return read_matrix(matrix_path(self.snippets.folder))

    @cached_property
    def said(self) -> dict[tuple[str, str], object]:
        """What functions said of snippets, by the names of both; `asked_once` fills it."""
        return {}

    def runs(self) -> set[tuple[str, str]]:
        """Return the snippet and the case, by name, of each run that the guide has."""
        return {(one.name, case.name) for one in self.snippets.files.values() for case in self.cases_of(one)}


def load_guide(root: Path, *, building: bool = False) -> Guide:
    """Read the guide in a folder.

    Args:
        root: The folder that holds `pyproject.toml`.
        building: Whether pages will tell what the record holds, so that a broken one is refused. A test run is about
            to write it anew.

    Returns:
        The guide.

    Raises:
        GuideError: Something in it is missing or malformed.
    """
    settings = load_settings(root)
    guide = Guide(
        settings=settings,
        snippets=find_snippets(settings.snippets),
        cases=read_cases(settings.snippets / "cases", settings.secrets),
        facts=read_facts(settings.docs / "facts.toml"),
        record=_record(settings.root, must_be_whole=building),
    )
    _check_cases(guide)
    _check_tasks(guide)
    _check_unproven(guide.settings)
    _check_leftovers(guide)
    return guide


def _record(root: Path, *, must_be_whole: bool) -> Record:
    try:
        return read_record(record_path(root))
    except GuideError:
        if must_be_whole:
            raise
        return Record()


def _check_cases(guide: Guide) -> None:
    """Demand that what cases and replies name is there."""
    settings, cases, snippets = guide.settings, guide.cases, guide.snippets
    for case in cases.cases.values():
        file = cases.folder / "cases.toml"
        for kind, named, known in (
            ("endpoint", case.endpoints, settings.endpoints),
            ("secret", case.secrets, settings.secrets),
            ("task", case.tasks, snippets.tasks),
        ):
            _must_be_known(file, f'case "{case.name}"', kind, named, known, case.name, f"{kind}s")
        for name in case.tasks:
            if not snippets.tasks[name].calls_api:
                problem = f'case "{case.name}" names the task "{name}", which does not call the API'
                line = line_of(file, case.name, "tasks")
                raise GuideError(file, problem, "Name the case in its task.toml instead", line=line)
    for name in cases.replies:
        _, _, endpoint = name.partition("/")
        if endpoint:
            file = cases.folder / f"{name}.http"
            _must_be_known(file, "this reply", "endpoint", [endpoint], settings.endpoints)


def _check_tasks(guide: Guide) -> None:
    """Demand that what tasks name is there, and that they set no variable which runs depend on."""
    settings, cases, snippets = guide.settings, guide.cases, guide.snippets
    for task in snippets.tasks.values():
        file = task.folder / "task.toml"
        _must_be_known(file, "this task", "case", task.cases, cases.cases, "cases")
        if task.calls_api and task.cases and GOOD_CASE not in task.cases:
            problem, line = f'this task calls the API, but not in case "{GOOD_CASE}"', line_of(file, "cases")
            raise GuideError(file, problem, "Add that case", line=line)
        _must_be_known(file, "this task", "secret", task.secrets, settings.secrets, "secrets")
        _must_be_known(file, "this task", "secret", task.unset, settings.secrets, "unset")
        for name in task.variables:
            if name in settings.secrets or is_reserved(name) or not re.fullmatch(r"[A-Za-z_]\w*", name):
                problem = f'this task sets the variable "{name}", which is not for tasks'
                raise GuideError(file, problem, "Rename it", line=line_of(file, "variables", name))
        for target, source in task.bring.items():
            _must_be_known(file, "this task", "snippet", [source], snippets.files, "bring", target)


def _check_unproven(settings: Settings) -> None:
    """Demand that what may be published unproven is there."""
    for path in settings.unproven:
        plain = PurePosixPath(path)  # A path that is written otherwise is never looked up.
        if str(plain) != path or ".." in plain.parts or not (settings.snippets / path).is_file():
            file = settings.root / "pyproject.toml"
            line = line_of(file, *TABLE, "unproven", path)
            raise GuideError(file, f'unproven names "{path}", which is not there', "Remove it", line=line)


def _check_leftovers(guide: Guide) -> None:
    """Demand that no task keeps transcripts of a case that is gone: nothing would ever compare them again."""
    folder = guide.snippets.folder
    for path in sorted(folder.glob("*/output/*/")):
        if path.is_dir() and path.name not in guide.cases.cases and any(path.iterdir()):
            problem = f'these are transcripts of the case "{path.name}", which is not there'
            raise GuideError(folder / "*" / "output" / path.name, problem, "Remove them, or add the case to cases.toml")
    kept = {transcript_path(guide.snippets.files[name], case) for name, case in guide.runs()}
    for path in sorted(folder.glob("*/output/*/*.txt")):
        if path not in kept:
            problem = f'this is a transcript of a run that there is not in case "{path.parent.name}"'
            raise GuideError(path, problem, "Remove it, or have its snippet run in that case")


def _must_be_known(file: Path, who: str, kind: str, names: Iterable[str], known: Iterable[str], *field: str) -> None:
    """Demand of each name that it is known; `field` leads to where a TOML file gives them."""
    for name in names:
        if name not in known:
            problem = f'{who} names the {kind} "{name}", which is not there'
            raise GuideError(file, problem, did_you_mean(name, known), line=line_of(file, *field) if field else 0)

"""A whole guide, read from its folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from provendocs.cases import Cases, read_cases
from provendocs.errors import GuideError, did_you_mean
from provendocs.facts import Facts, read_facts
from provendocs.find import Snippets, find_snippets
from provendocs.settings import Settings, load_settings


@dataclass(frozen=True)
class Guide:
    """Everything that pages show and tests run.

    Args:
        settings: What the guide says of itself.
        snippets: Its tasks and snippets.
        cases: Its cases and replies.
        facts: What it states that can age.
    """

    settings: Settings
    snippets: Snippets
    cases: Cases
    facts: Facts


def load_guide(root: Path) -> Guide:
    """Read the guide in a folder.

    Args:
        root: The folder that holds `pyproject.toml`.

    Returns:
        The guide.

    Raises:
        GuideError: Something in it is missing or malformed.
    """
    settings = load_settings(root)
    guide = Guide(
        settings=settings,
        snippets=find_snippets(settings.snippets),
        cases=read_cases(settings.snippets / "cases"),
        facts=read_facts(settings.docs / "facts.toml"),
    )
    _check_names(guide)
    return guide


def _check_names(guide: Guide) -> None:
    """Demand that what tasks and cases name is there."""
    settings, cases, snippets = guide.settings, guide.cases, guide.snippets
    for case in cases.cases.values():
        file = cases.folder / "cases.toml"
        _must_be_known(file, f'case "{case.name}"', "endpoint", case.endpoints, settings.endpoints)
        _must_be_known(file, f'case "{case.name}"', "secret", case.secrets, settings.secrets)
    for task in snippets.tasks.values():
        file = task.folder / "task.toml"
        _must_be_known(file, "this task", "case", task.cases, cases.cases)
        _must_be_known(file, "this task", "secret", task.unset, settings.secrets)
        _must_be_known(file, "this task", "snippet", task.bring.values(), snippets.files)


def _must_be_known(file: Path, who: str, kind: str, names: Iterable[str], known: Iterable[str]) -> None:
    for name in names:
        if name not in known:
            raise GuideError(file, f'{who} names the {kind} "{name}", which is not there', did_you_mean(name, known))

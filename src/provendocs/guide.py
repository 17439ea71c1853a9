"""A whole guide, read from its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from provendocs.cases import Cases, read_cases
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
    return Guide(
        settings=settings,
        snippets=find_snippets(settings.snippets),
        cases=read_cases(settings.snippets / "cases"),
        facts=read_facts(settings.docs / "facts.toml"),
    )

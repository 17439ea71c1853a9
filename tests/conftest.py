"""What every test may use, and what no test may do."""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Generator
from pathlib import Path

import openai.resources.responses  # noqa: F401  # Loaded once here, so that each forked run finds it loaded.
import pytest

from provendocs.errors import GuideError
from provendocs.guide import Guide, load_guide
from provendocs.run import Runner
from tests.openai_rules import OpenAIRules

ROOT = Path(__file__).parent.parent

#: Stands in the environment of the whole test run where a contributor's own key might. It must never be sent.
CANARY = "canary-" + "tweet-" * 10
os.environ["OPENAI_API_KEY"] = CANARY


@pytest.fixture(scope="session")
def guide() -> Guide:
    return load_guide(ROOT)


@pytest.fixture(scope="session")
def runner(guide: Guide) -> Runner:
    # The day on which the guide's model was last looked up, not the day of the run: tests do not rot overnight.
    today = guide.facts.fact("model.name").checked
    return Runner(guide, OpenAIRules(guide.settings.secrets["OPENAI_API_KEY"], today))


def pytest_configure() -> None:
    """Tell of a guide that cannot be read once, before any test is collected."""
    try:
        load_guide(ROOT)
    except GuideError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None]:
    """Tell bad input in its one line, without a traceback."""
    told = ""
    try:
        yield
    except GuideError as error:
        told = str(error)
    if told:
        pytest.fail(told, pytrace=False)


def _stay_on_loopback(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse every connection of the test process, and of its forks, to anything but this machine."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
        if host != "localhost" and not ipaddress.ip_address(host.partition("%")[0]).is_loopback:
            raise PermissionError(f"a test tried to connect to {host}")
    elif event == "socket.getaddrinfo" and arguments[0] not in {"localhost", "127.0.0.1", "::1", None}:
        raise PermissionError(f"a test tried to look up {arguments[0]!r}")


sys.addaudithook(_stay_on_loopback)

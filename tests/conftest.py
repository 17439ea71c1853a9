"""What every test may use, and what no test may do."""

from __future__ import annotations

import ipaddress
import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path

import openai
import pytest
from filelock import FileLock

from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide, load_guide
from provendocs.mock import Mock
from provendocs.recorder import Recorder
from provendocs.run import Runner
from tests.openai_rules import OpenAIRules
from tests.stand_ins import STAND_INS

ROOT = Path(__file__).parent.parent

#: Where the site that tests build says it is published.
SITE_URL = "https://guide.example/"

#: Stands in the environment of the whole test run where a contributor's own key might. It must never be sent.
CANARY = "canary-" + "tweet-" * 10
os.environ["OPENAI_API_KEY"] = CANARY


@cache
def the_guide() -> Guide:
    """Return the guide, read once in a process, however many modules make tests of it as they are imported."""
    return load_guide(ROOT)


@pytest.fixture(scope="session")
def guide() -> Guide:
    return the_guide()


@pytest.fixture(scope="session")
def runner(guide: Guide) -> Runner:
    # The day on which the guide's model was last looked up, not the day of the run: tests do not rot overnight.
    today = guide.facts.fact("model.name").checked
    runner = Runner(guide, OpenAIRules(guide.settings.secrets, today))
    warm_up(Mock(guide.cases.case("ok"), guide.cases, guide.settings.endpoints, runner.judge), guide)
    return runner


@pytest.fixture
def mock(guide: Guide, runner: Runner) -> Mock:
    """Return the API in the good case."""
    return Mock(guide.cases.case("ok"), guide.cases, guide.settings.endpoints, runner.judge)


def warm_up(mock: Mock, guide: Guide) -> None:
    """Call each endpoint once in this process, so that each forked run finds loaded what the SDK loads when called."""
    key, admin_key = (guide.settings.secrets[name].value for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY"))
    model = guide.settings.example_request["model"]
    with mock.router, openai.OpenAI(api_key=key, admin_api_key=admin_key) as client:
        client.responses.create(model=model, input="")
        list(client.responses.create(model=model, input="", stream=True))
        client.chat.completions.create(model=model, messages=[{"role": "user", "content": ""}])
        client.models.list()
        list(client.admin.organization.admin_api_keys.list())
        list(client.admin.organization.audit_logs.list())
        projects = client.admin.organization.projects
        list(projects.list())
        list(projects.api_keys.list("proj_1"))
        projects.api_keys.retrieve("key_1", project_id="proj_1")
        projects.api_keys.update("key_1", project_id="proj_1", scopes=[])
        projects.api_keys.delete("key_1", project_id="proj_1")
        projects.service_accounts.create("proj_1", name="one")
        projects.service_accounts.update("svc_1", project_id="proj_1", role="member")
        projects.service_accounts.api_keys.create("svc_1", project_id="proj_1")
    assert mock.refusals == []


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the folder of the site, built once for all processes of the test run."""
    alone = worker_id == "master"
    folder = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    site, built = folder / "site", folder / "site-is-built"
    with FileLock(folder / "site.lock"):
        if not built.exists():
            command = [sys.executable, "-m", "tests.proven", "build", "--strict", "--site-dir", str(site)]
            environment = os.environ | {"SITE_URL": SITE_URL}
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            built.touch()
    return site


@pytest.fixture(autouse=True)
def secret_manager(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let somebody stand in for the secret manager that a snippet asks, if it asks one."""
    params = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    snippet = params.get("snippet")
    if not isinstance(snippet, Snippet) or snippet.task.name not in STAND_INS:
        yield
        return
    guide: Guide = request.getfixturevalue("guide")
    case = params.get("case") or guide.cases.case("ok")
    key = case.secret_value(guide.settings.secrets["OPENAI_API_KEY"])
    with STAND_INS[snippet.task.name](key, request.getfixturevalue("tmp_path")):
        yield


def pytest_configure(config: pytest.Config) -> None:
    """Tell of a guide that cannot be read once, before any test is collected; have the runs recorded."""
    try:
        config.pluginmanager.register(Recorder(the_guide()))
    except GuideError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Run all tests in four processes, and a few in this one: a worker takes longer to start than a few tests take."""
    return 0 if config.option.keyword else 4


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

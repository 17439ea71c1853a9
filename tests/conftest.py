"""What every test may use, and what no test may do."""

from __future__ import annotations

import gc
import ipaddress
import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from fcntl import LOCK_EX, flock
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide, load_guide
from provendocs.mock import Mock
from provendocs.recorder import Recorder
from tests.stand_ins import STAND_INS

if TYPE_CHECKING:
    from provendocs.run import Runner

ROOT = Path(__file__).parent.parent

# What is loaded before the first test is no garbage.
gc.disable()

CORES = os.cpu_count() or 1

#: Stands in the environment of the whole test run where a contributor's own key might. It must never be sent.
CANARY = "canary-" + "tweet-" * 10
os.environ["OPENAI_API_KEY"] = CANARY

#: Where the site that tests serve says it is published.
HOSTED_URL = "https://guide.example/"

#: What builds a site that does not know where it is, whatever the caller's environment says of that.
OF_NO_ADDRESS = {"SITE_URL": "", "REPO_URL": "", "OFFLINE": "false"}

#: Where the published site of the tests says that it is, and its code.
SITE_URL, REPO_URL = "https://guide.example/docs/", "https://code.example/somebody/guide"


@cache
def the_guide() -> Guide:
    """Return the guide, read once in a process, however many modules make tests of it as they are imported."""
    return load_guide(ROOT)


@pytest.fixture(scope="session")
def guide() -> Guide:
    return the_guide()


@pytest.fixture(scope="session")
def runner(guide: Guide) -> Runner:
    """Return what runs the snippets."""
    gc.disable()
    from tests.running import a_warm_runner  # noqa: PLC0415  # The process that hands out tests has no use for it.

    runner = a_warm_runner(guide)
    # To look the SDK over for garbage, as is done at the end of a process, takes a third of a second.
    gc.freeze()
    gc.enable()
    return runner


@pytest.fixture
def mock(guide: Guide, runner: Runner) -> Mock:
    """Return the API in the good case."""
    return Mock(guide.cases.case("ok"), guide.cases, guide.settings.endpoints, runner.judge)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the folder of the site as `make build` makes it."""
    return _built("site", tmp_path_factory, worker_id)


@pytest.fixture(scope="session")
def hosted_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the folder of the site that tests serve: without an address the theme does not navigate instantly."""
    return _built("hosted-site", tmp_path_factory, worker_id, SITE_URL=HOSTED_URL)


@pytest.fixture(scope="session")
def published_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the folder of the site as one that knows its own address, and that of its code, has it."""
    return _built("published-site", tmp_path_factory, worker_id, SITE_URL=SITE_URL, REPO_URL=REPO_URL)


@pytest.fixture(scope="session")
def offline_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the folder of the site as `make build OFFLINE=1` makes it."""
    return _built("offline-site", tmp_path_factory, worker_id, OFFLINE="true")


def _built(name: str, folders: pytest.TempPathFactory, worker_id: str, **settings: str) -> Path:
    """Build a site, once for all processes of the test run."""
    alone = worker_id == "master"
    folder = folders.getbasetemp() if alone else folders.getbasetemp().parent
    site, built = folder / name, folder / f"{name}-is-built"
    with (folder / f"{name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not built.exists():
            command = [sys.executable, "-m", "tests.proven", "build", "--strict", "--site-dir", str(site)]
            environment = {**os.environ, **OF_NO_ADDRESS, **settings}
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
    folder: Path = request.getfixturevalue("tmp_path_factory").mktemp(snippet.task.name)
    with STAND_INS[snippet.task.name](key, folder):
        yield


def pytest_configure(config: pytest.Config) -> None:
    """Tell of a guide that cannot be read once, before any test is collected; have the runs recorded."""
    try:
        config.pluginmanager.register(Recorder(the_guide()))
    except GuideError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.hookimpl(trylast=True)  # when what is not to run has been taken out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let as many processes wait as there are beyond the cores: their parts begin with the tests that mostly wait.

    Where there is a core for each process, each takes some of them. What a process has not come to, others take over.
    pytest-xdist gives each process an equal part of the list; the last ones get one test more where it does not divide.
    """
    waiting = [item for item in items if item.get_closest_marker("waits")]
    others = [item for item in items if item not in waiting]
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    waiters = max(processes - CORES, 0) or processes
    part, more = divmod(len(items), processes)
    places = []
    for count in range(len(waiting)):
        from_last = 1 + count % waiters
        places.append(len(items) - from_last * part - min(from_last, more) + count // waiters)
    for place, item in sorted(zip(places, waiting, strict=True), key=itemgetter(0)):
        others.insert(place, item)
    items[:] = others


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Keep what was loaded out of the search for garbage, which would look all of it over again and again."""
    gc.freeze()
    gc.enable()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Run all tests in a process more than there are cores, for some wait, but at most four; a few in this one."""
    return 0 if config.option.keyword else min(CORES + 1, 4)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    """Say what to do where no test was run; pytest says so by its exit status alone, which is enough for `-q`."""
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and config.option.verbose >= 0:
        wanted = config.option.keyword or " ".join(config.args)
        told = f'There is no test "{wanted}". A name, or a part of it, follows -k; --collect-only lists all.'
        terminalreporter.write_line(told, red=True)


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

"""The check script names the case, whatever is wrong with the key, and never prints the key."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from pytest_examples import EvalExample

from provendocs.cases import GOOD_CASE, Case
from provendocs.environment import clean_environment
from provendocs.mock import Mock
from provendocs.process import Sandbox
from provendocs.python import run_python
from provendocs.run import Runner
from provendocs.transcript import read_transcript, transcript_path
from tests.conftest import ROOT, the_guide
from tests.openai_errors import ERRORS

GUIDE = the_guide()
SCRIPT = GUIDE.snippets.snippet("check-script/check_openai_key.py")
KEY = GUIDE.settings.secrets["OPENAI_API_KEY"].value
ADMIN_KEY = GUIDE.settings.secrets["OPENAI_ADMIN_KEY"].value
#: The section of the page about local mistakes, for each case that is one.
SECTIONS = {
    "quoted-key": "quotation-marks",
    "newline-key": "line-break-or-space",
    "typographic-key": "typographic-quotes",
    "placeholder-key": "placeholder",
}
LISTED = re.findall(r"^ +- (.+): (errors/\S+)\.md$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
TITLES = {page: title for title, page in LISTED} | {"errors/index": "Find the message"}
ALL_IS_WELL = "\nAll is well with the key."


def named(printed: str) -> list[str]:
    """The pages that a run names, each of which must be there, under that title, with that section."""
    pages = []
    for title, page, section in re.findall(r"See: When it fails > (.+) \(([\w/-]+)(?:#([\w-]+))?\)", printed):
        assert TITLES[page] == title
        text = (GUIDE.settings.docs / f"{page}.md").read_text("utf-8")
        assert not section or section in headings(text), section
        pages.append(f"{page}#{section}" if section else page)
    assert len(pages) == printed.count("See: ")
    return pages


def headings(text: str) -> set[str]:
    """The anchors of a page."""
    words = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w]+", "-", heading.lower()).strip("-") for heading in words}


def hides(key: str, printed: str) -> bool:
    """Whether no six characters of a key are printed but those it shares with others of its kind."""
    kind = re.match(r"sk-(proj-|svcacct-|admin-)?", key)
    body = key[kind.end() if kind else 0 :]
    printed = printed.replace("OPENAI_API_KEY", "")  # The guide's placeholder is made of the variable's name.
    return not any(body[start : start + 6] in printed for start in range(len(body) - 5))


@pytest.mark.parametrize("case", GUIDE.cases.cases.values(), ids=lambda case: case.name)
def test_it_names_each_case(case: Case, runner: Runner, eval_example: EvalExample) -> None:
    if case.endpoints and "models" not in case.endpoints:
        # The free request does not meet it; if it did, the script would know.
        transcript = runner.run(SCRIPT, replace(case, endpoints=()), eval_example).transcript
    else:
        transcript = read_transcript(transcript_path(SCRIPT, case.name))
    expected = f"errors/local-mistakes#{SECTIONS[case.name]}" if case.name in SECTIONS else f"errors/{case.name}"
    if case.name == GOOD_CASE:
        assert ALL_IS_WELL in transcript.stdout
        assert transcript.status == 0
        assert named(transcript.stdout) == []
    else:
        assert ALL_IS_WELL not in transcript.stdout
        assert transcript.status == 1
        assert named(transcript.stdout)[0] == expected
    assert transcript.stderr == ""
    assert hides(case.secret_value(GUIDE.settings.secrets["OPENAI_API_KEY"]) or KEY, transcript.stdout)


def test_what_it_cannot_see_it_does_not_call_wrong() -> None:
    for case in GUIDE.cases.cases.values():
        if case.endpoints and "models" not in case.endpoints:
            transcript = read_transcript(transcript_path(SCRIPT, case.name))
            assert (transcript.status, named(transcript.stdout)) == (0, [])
            assert "This does not show credit or permissions." in transcript.stdout


def test_it_sends_nothing_when_the_key_cannot_be_right() -> None:
    for case in ("missing-key", *SECTIONS):
        assert read_transcript(transcript_path(SCRIPT, case)).requests == 0


def test_it_knows_every_code_that_openai_documents() -> None:
    known = set(re.findall(r'^    "(\w+)": "[A-Z].* \(errors/', SCRIPT.text, re.MULTILINE))
    documented = {error.code for error in ERRORS if error.code}
    signs_of_the_network = {"APITimeoutError", "CERTIFICATE_VERIFY_FAILED", "RemoteProtocolError"}
    assert known == documented | {"insufficient_quota"} | signs_of_the_network


def test_every_page_that_it_can_name_is_there() -> None:
    pages = set(re.findall(r"[A-Z][^\"]* \(errors/[\w-]+\)", SCRIPT.text))
    assert len(pages) > 20
    assert len(named("\n".join(f"See: When it fails > {page}" for page in pages))) == len(pages)
    mistakes = {f"errors/local-mistakes#{section}" for section in re.findall(r', "([a-z-]+)"', SCRIPT.text)}
    text = (GUIDE.settings.docs / "errors/local-mistakes.md").read_text("utf-8")
    sections = {f"errors/local-mistakes#{section}" for section in headings(text)}
    # Every section is one that the script names; the title is none.
    assert sections - mistakes == {"errors/local-mistakes#local-mistakes"}


class Check:
    """Runs the script in a folder, a home and an environment of the test's own.

    Args:
        folder: The folder for all of it.
        runner: What knows the guide and what OpenAI refuses.
        eval_example: The fixture of pytest-examples.
    """

    def __init__(self, folder: Path, runner: Runner, eval_example: EvalExample) -> None:
        self.home, self.work = folder / "home", folder / "work"
        self.home.mkdir()
        self.work.mkdir()
        self._runner = runner
        self._eval_example = eval_example
        self.mock = self._mock()
        self.printed = ""

    def _mock(self) -> Mock:
        return Mock(GUIDE.cases.case(GOOD_CASE), GUIDE.cases, GUIDE.settings.endpoints, self._runner.judge)

    def __call__(self, key: str | None, **variables: str) -> tuple[int, list[str]]:
        """Return its exit status and the pages that it names."""
        self.mock = self._mock()
        environment = clean_environment(self.home, self.home.parent, self.home) | variables
        environment |= {} if key is None else {"OPENAI_API_KEY": key}
        sandbox = Sandbox(self.work, environment, seconds=30, output=100_000)
        finished = run_python(SCRIPT, self.mock, self._eval_example, sandbox)
        assert finished.stderr == ""
        assert hides(key or "", finished.stdout)
        assert (ALL_IS_WELL in finished.stdout) == (finished.status == 0)
        self.printed = finished.stdout
        return finished.status, [page.removeprefix("errors/") for page in named(finished.stdout)]


@pytest.fixture
def check(tmp_path: Path, runner: Runner, eval_example: EvalExample) -> Check:
    return Check(tmp_path, runner, eval_example)


LINE_BREAK = "local-mistakes#line-break-or-space"
QUOTES = "local-mistakes#quotation-marks"
TYPOGRAPHIC = "local-mistakes#typographic-quotes"
PLACEHOLDER = "local-mistakes#placeholder"


@pytest.mark.parametrize(
    ("key", "page"),
    [
        pytest.param(f"{KEY}\n", LINE_BREAK, id="a line end behind it"),
        pytest.param(f"{KEY}\r\n", LINE_BREAK, id="a line end of Windows behind it"),
        pytest.param(f"\n{KEY}", LINE_BREAK, id="a line end before it"),
        pytest.param(f"{KEY[:40]}\n{KEY[40:]}", LINE_BREAK, id="a line end in it"),
        pytest.param(f"{KEY} ", LINE_BREAK, id="a space behind it"),
        pytest.param(f" {KEY}", LINE_BREAK, id="a space before it"),
        pytest.param(f"Bearer {KEY}", LINE_BREAK, id="a word before it"),
        pytest.param(" ", LINE_BREAK, id="nothing but a space"),
        pytest.param(f'"{KEY}"', QUOTES, id="quotation marks"),
        pytest.param(f"'{KEY}'", QUOTES, id="apostrophes"),
        pytest.param(f'{KEY}"', QUOTES, id="one quotation mark"),
        pytest.param(f"`{KEY}`", QUOTES, id="backticks"),
        pytest.param(f"\u201c{KEY}\u201d", TYPOGRAPHIC, id="English quotation marks"),
        pytest.param(f"\u201e{KEY}\u201c", TYPOGRAPHIC, id="German quotation marks"),
        pytest.param(f"\u00ab{KEY}\u00bb", TYPOGRAPHIC, id="French quotation marks"),
        pytest.param(f"{KEY}\u00a0", TYPOGRAPHIC, id="a space that does not break"),
        pytest.param(f"\ufeff{KEY}", TYPOGRAPHIC, id="a byte order mark"),
        pytest.param("YOUR_API_KEY", PLACEHOLDER, id="the guide's placeholder"),
        pytest.param("your-api-key-here", PLACEHOLDER, id="a placeholder"),
        pytest.param("<key>", PLACEHOLDER, id="angle brackets"),
        pytest.param("sk-" + "x" * 12, PLACEHOLDER, id="a row of x"),
        pytest.param("sk-abc...def", PLACEHOLDER, id="a key from the list"),
        pytest.param(f"{KEY[:8]}{'*' * 20}{KEY[-4:]}", PLACEHOLDER, id="a masked key"),
        pytest.param(ADMIN_KEY, "local-mistakes#admin-key", id="an admin key"),
    ],
)
def test_it_finds_what_is_wrong_in_the_key_and_sends_nothing(check: Check, key: str, page: str) -> None:
    assert check(key) == (1, [page])
    assert check.mock.sent == []


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (KEY, "It begins with sk-proj-: a project key."),
        ("sk-svcacct-" + KEY[8:], "It begins with sk-svcacct-: a key of a service account."),
        ("sk-" + KEY[8:56], "It begins with sk-: an older user key, or the key of another company."),
        (KEY[:20], "It begins with sk-proj-: a project key."),
    ],
)
def test_it_tells_the_kind_by_the_beginning_and_asks_whatever_the_length(check: Check, key: str, kind: str) -> None:
    check(key)
    assert f"OK     {kind}\n" in check.printed
    assert [sent.header("authorization") for sent in check.mock.sent] == [f"Bearer {key}"]


@pytest.mark.parametrize("key", [KEY[8:], f"OPENAI_API_KEY={KEY}", "%OPENAI_API_KEY%"])
def test_what_does_not_begin_as_a_key_does_is_not_sent(check: Check, key: str) -> None:
    check(key)
    assert "WRONG  It does not begin with sk-. Copy the key alone.\n" in check.printed
    assert check.mock.sent == []


@pytest.mark.parametrize(
    ("key", "told"),
    [
        (f"{KEY} ", "A space stands at one of its ends."),
        (f" {KEY}", "A space stands at one of its ends."),
        (f"Bearer {KEY}", "There is a space inside the key."),
    ],
)
def test_it_tells_where_the_space_is(check: Check, key: str, told: str) -> None:
    check(key)
    assert f"WRONG  {told}\n" in check.printed


def test_it_asks_one_free_question(check: Check) -> None:
    assert check(KEY) == (0, [])
    assert [(sent.method, sent.url, sent.body) for sent in check.mock.sent] == [
        ("GET", "https://api.openai.com/v1/models", b"")
    ]
    assert check.mock.refusals == []


def test_no_key_at_all(check: Check) -> None:
    assert check(None) == (1, ["missing-key"])
    assert check("") == (1, ["missing-key"])


@pytest.mark.parametrize("name", ["OPENAI_KEY", "OPENAI_APIKEY", "OPEN_AI_KEY", "OPENAI_TOKEN", "openai_api_key"])
def test_another_name(check: Check, name: str) -> None:
    assert check(None, **{name: KEY}) == (1, ["local-mistakes#another-variable-name"])
    assert f"WRONG  {name} is set, not OPENAI_API_KEY.\n" in check.printed
    assert hides(KEY, check.printed)


@pytest.mark.parametrize("name", ["OPENAI_ADMIN_KEY", "AZURE_OPENAI_API_KEY", "OPENAI_LOG"])
def test_a_name_that_means_something_else(check: Check, name: str) -> None:
    assert check(None, **{name: "x"}) == (1, ["missing-key"])


@pytest.mark.parametrize(
    "line",
    [
        "OPENAI_API_KEY={}",
        'export OPENAI_API_KEY="{}"',
        "OPENAI_API_KEY = '{}'",
        "A=1\nOPENAI_API_KEY={}\nB=2",
        "OPENAI_API_KEY={} # of work",
        'OPENAI_API_KEY="{}"  # of work',
        "OPENAI_API_KEY='{}' # 'old'",
        "  OPENAI_API_KEY={}",
        "\ufeffOPENAI_API_KEY={}",
        "export\tOPENAI_API_KEY\t=\t{}",
        "OPENAI_API_KEY=another-one\nOPENAI_API_KEY={}",
    ],
)
def test_a_file_of_settings_that_is_not_loaded(check: Check, line: str) -> None:
    (check.work / ".env").write_text(line.format(KEY) + "\n", "utf-8")
    assert check(None) == (1, ["local-mistakes#unloaded-env-file"])
    assert hides(KEY, check.printed)
    assert check(KEY) == (0, [])


@pytest.mark.parametrize(
    "line",
    [
        "# OPENAI_API_KEY={}",
        "MY_OPENAI_API_KEY={}",
        "OPENAI_API_KEY=",
        "OPENAI_API_KEY=  # {}",
        "OPENAI_API_KEY=\nA={}",
    ],
)
def test_a_file_of_settings_without_the_key(check: Check, line: str) -> None:
    (check.work / ".env").write_text(line.format(KEY) + "\n", "utf-8")
    assert check(None) == (1, ["missing-key"])


def test_another_key_in_the_file_of_settings(check: Check) -> None:
    (check.work / ".env").write_text("OPENAI_API_KEY=another-one\n", "utf-8")
    assert check(KEY) == (0, ["local-mistakes#another-key-wins"])
    assert "NOTE   .env holds another key. The one in this window wins.\n" in check.printed
    assert "another-one" not in check.printed


def git(folder: Path, *arguments: str) -> None:
    """Run git for somebody who has no settings of it, and in no other repository, such as that of a hook."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True, timeout=30)


def test_git_would_commit_the_file(check: Check) -> None:
    (check.work / ".env").write_text(f"OPENAI_API_KEY={KEY}\n", "utf-8")
    git(check.work, "init", "--quiet")
    assert check(KEY) == (1, ["local-mistakes#git-and-the-env-file"])
    assert check.mock.sent
    (check.work / ".gitignore").write_text(".env\n", "utf-8")
    assert check(KEY) == (0, [])
    assert "OK     .env holds a key. Git does not commit it.\n" in check.printed
    git(check.work, "add", "--force", ".env")
    assert check(KEY) == (1, ["local-mistakes#git-and-the-env-file"])


def test_a_machine_without_git(check: Check) -> None:
    (check.work / ".env").write_text(f"OPENAI_API_KEY={KEY}\n", "utf-8")
    assert check(KEY, PATH="") == (0, [])


@pytest.mark.parametrize("file", [".zshrc", ".bashrc", ".profile"])
def test_a_window_that_was_open_before(check: Check, file: str) -> None:
    (check.home / file).write_text(f"alias ll=ls\nexport OPENAI_API_KEY={KEY}\n", "utf-8")
    assert check(None) == (1, ["local-mistakes#the-open-window"])
    assert f"OPENAI_API_KEY is in ~/{file}, not in this window.\n" in check.printed
    assert check(KEY) == (0, [])
    assert f"OK     OPENAI_API_KEY is set in this window and in ~/{file}.\n" in check.printed
    (check.home / file).write_text(f"# export OPENAI_API_KEY={KEY}\n", "utf-8")
    assert check(None) == (1, ["missing-key"])


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], None]:
    """What the script needs to know of Windows: that it is there, and what setx wrote."""

    def settings(key: str | None) -> None:
        class Settings:
            def __enter__(self) -> str:
                return "Environment"

            def __exit__(self, *_: object) -> None:
                pass

        def value(_folder: str, name: str) -> tuple[str, int]:
            assert name == "OPENAI_API_KEY"
            if key is None:
                raise FileNotFoundError
            return key, 1

        fake = SimpleNamespace(HKEY_CURRENT_USER="user", OpenKey=lambda *_: Settings(), QueryValueEx=value)
        monkeypatch.setitem(sys.modules, "winreg", fake)
        monkeypatch.setattr(sys, "platform", "win32")

    return settings


def test_a_window_of_windows(check: Check, windows: Callable[[str | None], None]) -> None:
    windows(KEY)
    assert check(None) == (1, ["local-mistakes#the-open-window"])
    assert hides(KEY, check.printed)
    assert check(KEY) == (0, [])
    assert "set in this window and in the Windows user settings.\n" in check.printed


def test_a_window_of_windows_that_has_the_old_key(check: Check, windows: Callable[[str | None], None]) -> None:
    windows("sk-proj-new")
    assert check("sk-proj-old") == (1, ["local-mistakes#the-open-window", "invalid-key"])
    assert "NOTE   The Windows user settings hold another key than this window.\n" in check.printed


def test_a_window_of_windows_without_settings(check: Check, windows: Callable[[str | None], None]) -> None:
    windows(None)
    assert check(KEY) == (0, [])
    assert check(None) == (1, ["missing-key"])


OTHER = "local-mistakes#other-variables"


@pytest.mark.parametrize(
    ("name", "value", "then"),
    [
        ("OPENAI_ORG_ID", "org-another", (1, [OTHER, "mismatched-organization"])),
        ("OPENAI_PROJECT_ID", "proj_mine", (0, [OTHER])),
        ("OPENAI_BASE_URL", "https://example.org/v1", (1, [OTHER, "index"])),
        ("OPENAI_CUSTOM_HEADERS", "X-Team: blue", (0, [OTHER])),
        ("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer another", (1, [OTHER, "invalid-key"])),
    ],
)
def test_another_variable(check: Check, name: str, value: str, then: tuple[int, list[str]]) -> None:
    assert check(KEY, **{name: value}) == then
    assert f"NOTE   {name} is set. Requests " in check.printed


def test_a_proxy_is_named_when_nothing_answers_and_only_if_there_is_one(tmp_path: Path) -> None:
    """No proxy, and a name that nobody answers to: as on a machine without a network."""
    environment = clean_environment(tmp_path, tmp_path, tmp_path)
    without = {name: value for name, value in environment.items() if not name.lower().endswith("_proxy")}
    # Port 9 of this machine, as in the case "connection-refused"; nothing leaves the machine.
    without |= {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "https://127.0.0.1:9/v1"}
    command = [sys.executable, str(SCRIPT.path)]
    told = subprocess.run(command, cwd=tmp_path, env=without, capture_output=True, check=False, timeout=30)
    assert named(told.stdout.decode()) == [f"errors/{OTHER}", "errors/connection-refused"]
    printed = read_transcript(transcript_path(SCRIPT, "connection-refused")).stdout
    assert named(printed) == ["errors/connection-refused", "errors/local-mistakes#proxies-and-certificates"]


def test_an_answer_that_is_not_openai_s(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as the page of a network that wants you to log in first."""
    monkeypatch.setattr(Mock, "respond", lambda _self, _request: httpx.Response(200, text="<html>Log in</html>"))
    assert check(KEY)[0] == 1
    assert check.printed.count("WRONG") == 1
    monkeypatch.setattr(Mock, "respond", lambda _self, _request: httpx.Response(403, text="<html>No</html>"))
    assert check(KEY) == (1, ["index"])

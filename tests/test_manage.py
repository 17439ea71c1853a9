"""What the chapter about managing keys promises beyond what its runs print."""

from __future__ import annotations

import json
import stat
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from pytest_examples import EvalExample

from provendocs.guide import Guide
from provendocs.mock import Mock
from provendocs.run import Run, Runner
from tests.conftest import ROOT

HOUR = 60 * 60
DAY = 24 * HOUR
#: The snippets that the API hands a key, and the file that each writes it to.
KEY_FILES = [
    ("create-service-key/create_service_key.py", "service_key.txt"),
    ("create-service-key/create_service_key.sh", "service_key.txt"),
    ("rotate-key/rotate_key.py", "new_key.txt"),
    ("rotate-key/rotate_key.sh", "new_key.txt"),
]


def run(name: str, guide: Guide, runner: Runner, eval_example: EvalExample) -> Run:
    """Run a snippet in the good case of a guide that may have other replies."""
    return Runner(guide, runner.judge).run(guide.snippets.snippet(name), guide.cases.case("ok"), eval_example)


def answering(guide: Guide, name: str, body: object) -> Guide:
    """Return the guide with another body in one reply."""
    reply = replace(guide.cases.replies[name], body=json.dumps(body).replace('"now', "${now").replace('now"', "}"))
    return replace(guide, cases=replace(guide.cases, replies={**guide.cases.replies, name: reply}))


def key(**fields: object) -> dict[str, object]:
    """Return a key of a project; `"now-60now"` stands for a time."""
    of = {"type": "user", "user": {"id": "user_1", "name": "A", "email": "a@example.com", "role": "member"}}
    default: dict[str, object] = {"object": "organization.project.api_key", "id": "key_1", "name": "one", "owner": of}
    return {**default, "last_used_at": None, "expires_at": None, "created_at": "now-60now"} | fields


@pytest.fixture
def run_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which the next run takes place, and which is kept after it."""
    monkeypatch.setattr("provendocs.run.TemporaryDirectory", lambda **_options: nullcontext(str(tmp_path)))
    (tmp_path / "node_modules").symlink_to(ROOT / "build/packages/node_modules")
    return tmp_path / "a folder"


@pytest.mark.parametrize(("name", "file"), KEY_FILES)
def test_a_new_key_stands_whole_in_a_file_that_only_its_owner_can_read(  # noqa: PLR0913, PLR0917  # fixtures
    name: str,
    file: str,
    guide: Guide,
    runner: Runner,
    eval_example: EvalExample,
    run_folder: Path,
) -> None:
    assert run(name, guide, runner, eval_example).transcript.status == 0
    written = run_folder / file
    assert written.read_text("utf-8") == guide.settings.secrets["OPENAI_SERVICE_KEY"].value
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


@pytest.mark.parametrize(("name", "file"), KEY_FILES)
def test_no_key_is_made_when_its_file_is_there_already(
    name: str, file: str, guide: Guide, runner: Runner, eval_example: EvalExample
) -> None:
    snippet = guide.snippets.snippet(name)
    task = replace(snippet.task, bring={file: "list-projects/list_projects.sh"})
    ran = runner.run(replace(snippet, task=task), guide.cases.case("ok"), eval_example)
    assert ran.transcript.status != 0
    assert ran.sent == []


@pytest.mark.parametrize(("name", "file"), KEY_FILES)
def test_no_empty_file_is_in_the_way_of_the_next_try(  # noqa: PLR0913, PLR0917  # fixtures
    name: str,
    file: str,
    guide: Guide,
    runner: Runner,
    eval_example: EvalExample,
    run_folder: Path,
) -> None:
    ran = runner.run(guide.snippets.snippet(name), guide.cases.case("invalid-key"), eval_example)
    assert ran.transcript.status != 0
    assert len(ran.sent) == 1
    assert (run_folder).is_dir()
    assert not (run_folder / file).exists()


@pytest.mark.parametrize(
    "name",
    [
        "create-service-key/create_service_key.py",
        "rotate-key/rotate_key.py",
        "set-spend-alert/set_spend_alert.py",
        "set-spend-alert/set_spend_alert.mjs",
    ],
)
def test_what_makes_something_asks_once(name: str, guide: Guide, runner: Runner, eval_example: EvalExample) -> None:
    ran = runner.run(guide.snippets.snippet(name), guide.cases.case("server-error"), eval_example)
    assert ran.transcript.status != 0
    assert len(ran.sent) == 1


@pytest.mark.parametrize("suffix", [".py", ".sh"])
@pytest.mark.parametrize("used", [None, "now-60now", f"now-{DAY - HOUR}now"])
def test_an_old_key_that_is_in_use_or_never_was_stays(
    suffix: str, used: str | None, guide: Guide, runner: Runner, eval_example: EvalExample
) -> None:
    other = answering(guide, "ok/project-key", key(last_used_at=used))
    ran = run(f"retire-key/retire_key{suffix}", other, runner, eval_example)
    assert [sent.method for sent in ran.sent] == ["GET"]
    assert (ran.transcript.status, ran.transcript.stdout) == (1, "")
    assert ran.transcript.stderr == "one was used in the last 24 hours, or never. It stays.\n"


@pytest.mark.parametrize("suffix", [".py", ".sh"])
def test_a_key_is_stale_from_the_ninetieth_day_and_a_new_one_is_not(
    suffix: str, guide: Guide, runner: Runner, eval_example: EvalExample
) -> None:
    ends, old = f"now+{DAY}now", f"now-{400 * DAY}now"
    keys = [
        key(expires_at=ends, created_at=old, last_used_at=f"now-{90 * DAY - HOUR}now"),
        key(expires_at=ends, created_at=old, last_used_at=f"now-{90 * DAY + HOUR}now", name="two"),
        key(expires_at=ends, name="three"),
        key(expires_at=ends, created_at=f"now-{91 * DAY + HOUR}now", name="four"),
        key(expires_at=f"now-{DAY}now", created_at=old, name="five"),
    ]
    other = answering(guide, "ok/project-keys", {"object": "list", "data": keys, "has_more": False})
    ran = run(f"find-stale-keys/find_stale_keys{suffix}", other, runner, eval_example)
    assert ran.transcript.stdout == "key_1 two: not used for 90 days\nkey_1 four: not used for 91 days\n"


@pytest.mark.parametrize("suffix", [".py", ".mjs", ".sh"])
def test_the_list_of_keys_says_which_expired_and_whose_owner_is_not_told(
    suffix: str, guide: Guide, runner: Runner, eval_example: EvalExample
) -> None:
    fields = {"redacted_value": "sk-...1", "owner_project_access": "active"}
    keys = [
        key(**fields, expires_at=f"now-{HOUR}now"),
        key(**fields, expires_at=f"now+{HOUR}now", owner={"type": "user", "user": None, "service_account": None}),
        key(**fields, owner={"type": "user", "user": {"id": "user_1", "name": None}}),
    ]
    other = answering(guide, "ok/project-keys", {"object": "list", "data": keys, "has_more": False})
    ran = run(f"list-project-keys/list_project_keys{suffix}", other, runner, eval_example)
    assert [line for line in ran.transcript.stdout.splitlines() if line.startswith("  ")] == [
        "  owner A, active",
        "  used never, expired",
        "  owner unknown, active",
        "  used never, expires in 0 days",
        "  owner unknown, active",
        "  used never, never expires",
    ]


@pytest.mark.parametrize("suffix", [".py", ".sh"])
def test_the_audit_log_names_a_service_account_that_did_something(
    suffix: str, guide: Guide, runner: Runner, eval_example: EvalExample
) -> None:
    actor = {"type": "api_key", "api_key": {"id": "key_2", "type": "service_account", "service_account": {"id": "svc"}}}
    event = {"id": "a", "type": "invite.sent", "effective_at": 0, "actor": actor, "invite.sent": {"id": "invite-1"}}
    other = answering(guide, "ok/audit-log", {"object": "list", "data": [event], "has_more": False})
    ran = run(f"audit-log/audit_log{suffix}", other, runner, eval_example)
    assert ran.transcript.stdout == "1970-01-01 00:00 invite.sent invite-1\n  by svc with key_2\n"


@pytest.mark.parametrize("suffix", [".py", ".sh"])
@pytest.mark.parametrize(
    ("actor", "told"),
    [
        (None, "unknown"),
        ({}, "unknown"),
        ({"session": {"ip_address": "192.0.2.14"}}, "unknown at 192.0.2.14"),
        ({"session": {"user": {"email": "a@example.com"}}}, "a@example.com at unknown"),
        ({"api_key": {"id": "key_2"}}, "unknown with key_2"),
        ({"api_key": {"user": {"id": "user_1"}}}, "unknown with unknown"),
    ],
)
def test_the_audit_log_says_what_it_does_not_know(  # noqa: PLR0913, PLR0917  # fixtures
    suffix: str, actor: object, told: str, guide: Guide, runner: Runner, eval_example: EvalExample
) -> None:
    event = {"id": "a", "type": "invite.sent", "effective_at": 0, "actor": actor}
    other = answering(guide, "ok/audit-log", {"object": "list", "data": [event], "has_more": False})
    ran = run(f"audit-log/audit_log{suffix}", other, runner, eval_example)
    assert ran.transcript.stdout == f"1970-01-01 00:00 invite.sent unknown\n  by {told}\n"


def ask(mock: Mock, guide: Guide, secret: str, what: str, body: object = None) -> int:
    method, path = what.split()
    headers = {"authorization": f"Bearer {guide.settings.secrets[secret].value}"}
    sent = httpx.Request(method, f"https://api.openai.com/v1/{path}", headers=headers, json=body)
    return mock.respond(sent if body is not None else httpx.Request(method, sent.url, headers=headers)).status_code


def test_a_service_account_s_key_opens_what_a_project_s_key_opens_and_no_more(mock: Mock, guide: Guide) -> None:
    assert ask(mock, guide, "OPENAI_SERVICE_KEY", "GET models") == 200
    assert mock.refusals == []
    ask(mock, guide, "OPENAI_SERVICE_KEY", "GET organization/projects")
    path = "/v1/organization/projects"
    assert mock.refusals == [f"{path} does not take the key of OPENAI_SERVICE_KEY; it takes OPENAI_ADMIN_KEY"]


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("POST organization/projects/p/api_keys/k", {"scopes": []}, 200),
        ("POST organization/projects/p/api_keys/k", {"name": "another"}, 400),
        ("POST organization/projects/p/api_keys/k", {"expires_in_seconds": None}, 400),
        ("POST organization/projects/p/service_accounts", {"name": "a"}, 200),
        ("POST organization/projects/p/service_accounts", {}, 400),
        ("POST organization/projects/p/service_accounts/s", {"role": "none"}, 400),
        ("POST organization/projects/p/service_accounts/s/api_keys", {"scopes": "api.all.read"}, 400),
        ("POST organization/projects/p/service_accounts/s/api_keys", {"project_id": "p"}, 400),
        ("POST organization/projects/p/api_keys", {"name": "a"}, 400),
    ],
)
def test_the_calls_that_change_keys_take_what_the_sdk_says(
    what: str, body: object, status: int, mock: Mock, guide: Guide
) -> None:
    assert ask(mock, guide, "OPENAI_ADMIN_KEY", what, body) == status
    assert bool(mock.refusals) == (status == 400)

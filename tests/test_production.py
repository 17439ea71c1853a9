"""What the chapter about production says, and no transcript shows."""

from __future__ import annotations

import io
import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
import yaml
from openai._constants import INITIAL_RETRY_DELAY, MAX_RETRY_AFTER_DELAY, MAX_RETRY_DELAY
from openai._utils._logs import setup_logging
from openai.auth._workload import DEFAULT_REFRESH_BUFFER_SECONDS
from pytest_examples import EvalExample

from provendocs.environment import search_path
from provendocs.guide import Guide
from provendocs.mock import Mock
from provendocs.run import Runner
from provendocs.transcript import current_transcript
from tests.conftest import ROOT

WORKFLOWS = [
    "ci-workflow/openai.yml",
    "workload-identity-github/openai_without_key.yml",
    "actions-secret/workflow.yaml",
]
#: Made here: nothing of this shape may stand in a file.
MIDDLE = "NotARealKey" * 4
KEYS = [f"sk-{MIDDLE}", f"sk-proj-{MIDDLE}_-x", f"sk-svcacct-{MIDDLE}", f"sk-admin-{MIDDLE}"]
NO_KEYS = ["sk-proj-" + "*" * 150 + "abcd", "YOUR_API_KEY", "risk-" + "a-plan-for-many-years-" * 3, "sk-proj-..."]


def in_repository(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a repository of somebody who has no settings of git."""
    names = {f"GIT_{who}_{what}": "ada@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **names}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path, guide: Guide) -> Path:
    """Make a repository with the hook."""
    marked = guide.snippets.snippet("secret-hook/secret_hook.sh").marked
    assert in_repository(tmp_path, "bash", "-c", "".join(map(marked.region, ("repository", "hook")))).returncode == 0
    return tmp_path


def commit(repository: Path, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    (repository / "app.py").write_text(f'key = "{text}"\n', "utf-8")
    in_repository(repository, "git", "add", "app.py", ".githooks")
    return in_repository(repository, "git", "commit", "--message", "Add the app", *options)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key[:12])
def test_the_hook_refuses_a_key_of_each_kind_and_does_not_print_it(key: str, repository: Path) -> None:
    refused = commit(repository, key)
    assert refused.returncode == 1
    assert refused.stderr == "Refused. This looks like an OpenAI key:\napp.py:1\n"


@pytest.mark.parametrize("before", ["\\n", "\\r\\n", "\\t", "=", "'", "_"])
def test_the_hook_and_the_scan_find_a_key_right_after(before: str, repository: Path, guide: Guide) -> None:
    assert commit(repository, f"A=1{before}{KEYS[1]}").returncode == 1
    commit(repository, f"A=1{before}{KEYS[1]}", "--no-verify")
    scan = guide.snippets.snippet("secret-hook/secret_hook.sh").marked.region("history")
    assert len(in_repository(repository, "bash", "-c", scan).stdout.splitlines()) == 1


@pytest.mark.parametrize("shell", ["sh", "bash", "dash"])
@pytest.mark.parametrize("key", KEYS, ids=lambda key: key[:12])
def test_no_shell_prints_the_key_from_a_line_with_written_breaks(shell: str, key: str, repository: Path) -> None:
    """The echo of some shells would break the line there, and what follows would be no name of a file."""
    if not shutil.which(shell):
        pytest.skip(f"There is no {shell} here.")
    commit(repository, f"A=1\\nOPENAI_API_KEY={key}\\nB=2", "--no-verify")
    refused = in_repository(repository, shell, ".githooks/pre-commit")
    assert refused.returncode == 1
    assert refused.stderr == "Refused. This looks like an OpenAI key:\napp.py:1\n"


@pytest.mark.parametrize("text", NO_KEYS, ids=lambda text: text[:12])
def test_the_hook_lets_pass_what_is_no_key(text: str, repository: Path) -> None:
    assert commit(repository, text).returncode == 0


def test_the_hook_run_by_ci_finds_what_was_committed_around_it(repository: Path) -> None:
    assert commit(repository, KEYS[0], "--no-verify").returncode == 0
    assert in_repository(repository, "sh", ".githooks/pre-commit").returncode == 1


def test_the_hook_passes_nothing_where_it_cannot_look(repository: Path) -> None:
    hook = (repository / ".githooks/pre-commit").read_text("utf-8")
    elsewhere = repository.parent / "elsewhere"
    elsewhere.mkdir()
    assert in_repository(elsewhere, "sh", "-c", hook).returncode == 2


def test_the_scan_of_the_history_names_the_commit_that_held_a_key(repository: Path, guide: Guide) -> None:
    scan = guide.snippets.snippet("secret-hook/secret_hook.sh").marked.region("history")
    for text in NO_KEYS:
        commit(repository, text)
    assert in_repository(repository, "bash", "-c", scan).stdout == ""
    commit(repository, KEYS[1], "--no-verify")
    commit(repository, "")
    listed = in_repository(repository, "bash", "-c", scan).stdout
    assert [line.rpartition(": ")[2] for line in listed.splitlines()] == ["Add the app"] * 2


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_is_one_that_github_takes_and_a_linter_finds_safe(name: str, guide: Guide) -> None:
    file = str(guide.snippets.snippet(name).path)
    programs = Path(sys.executable).parent
    for command in (
        [str(programs / "check-jsonschema"), "--builtin-schema", "vendor.github-workflows", file],
        [str(programs / "zizmor"), "--offline", "--quiet", file],
    ):
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_workflows_pin_the_actions_that_this_project_pins(guide: Guide) -> None:
    used = {line for name in WORKFLOWS for line in re.findall(r"uses: (.+)", guide.snippets.snippet(name).text)}
    own = {
        line
        for path in (ROOT / ".github/workflows").glob("*.yml")
        for line in re.findall(r"uses: (.+)", path.read_text())
    }
    assert used
    assert used <= own


def test_only_one_step_of_a_workflow_has_the_key(guide: Guide) -> None:
    job = yaml.safe_load(guide.snippets.snippet(WORKFLOWS[0]).text)["jobs"]["ask"]
    holding = [step["name"] for step in job["steps"] if "OPENAI_API_KEY" in str(step)]
    assert holding == ["Ask"]
    assert "OPENAI_API_KEY" not in str({name: part for name, part in job.items() if name != "steps"})
    assert "secrets." not in guide.snippets.snippet(WORKFLOWS[1]).text


def test_a_workflow_runs_programs_that_the_guide_has(guide: Guide) -> None:
    known = {snippet.path.name for snippet in guide.snippets.files.values()}
    for name in WORKFLOWS:
        run = set(re.findall(r"run: python (\w+\.py)", guide.snippets.snippet(name).text))
        assert run, f"{name} runs no program"
        assert run <= known


def test_the_pod_puts_the_token_where_the_program_looks(guide: Guide) -> None:
    pod = yaml.safe_load(guide.snippets.snippet("workload-identity/pod.yml").text)["spec"]
    container = pod["containers"][0]
    assert pod["restartPolicy"] == "Never"
    assert container["command"] == ["python", "workload_identity.py"]
    given = {variable["name"]: variable["value"] for variable in container["env"]}
    token = pod["volumes"][0]["projected"]["sources"][0]["serviceAccountToken"]
    assert given["TOKEN_FILE"] == f"{container['volumeMounts'][0]['mountPath']}/{token['path']}"
    program = guide.snippets.snippet("workload-identity/workload_identity.py")
    assert set(re.findall(r'os\.environ\["(\w+)"\]', program.text)) == given.keys()
    assert program.task.variables.keys() == given.keys()


def test_the_image_copies_one_file_and_names_no_key(guide: Guide) -> None:
    lines = guide.snippets.snippet("dockerfile/app.Dockerfile").text.splitlines()
    assert [line for line in lines if line.startswith(("ADD", "COPY", "ARG", "ENV"))] == ["COPY first_request.py ."]
    assert not [line for line in lines if "KEY" in line]


@pytest.mark.parametrize("suffix", ["py", "mjs"])
def test_no_retry_carries_an_idempotency_key(
    suffix: str, guide: Guide, runner: Runner, eval_example: EvalExample
) -> None:
    case = guide.cases.case("overloaded")
    run = runner.run(guide.snippets.snippet(f"first-request/first_request.{suffix}"), case, eval_example)
    assert len(run.sent) == 3
    assert not [name for sent in run.sent for name, _ in sent.headers if "idempot" in name]


@pytest.mark.parametrize("suffix", ["py", "mjs"])
@pytest.mark.parametrize(
    ("case", "sent"),
    [("credit-exhausted", 1), ("project-spend-limit", 1), ("invalid-key", 1), ("rate-limit", 3), ("server-error", 3)],
)
def test_the_guide_s_own_retries_look_at_the_code(suffix: str, case: str, sent: int, guide: Guide) -> None:
    snippet = guide.snippets.snippet(f"retry-with-backoff/retry_with_backoff.{suffix}")
    assert current_transcript(snippet, case).requests == sent


@pytest.mark.parametrize("suffix", ["py", "mjs"])
def test_the_codes_that_are_not_retried_are_those_about_money(suffix: str, guide: Guide) -> None:
    text = guide.snippets.snippet(f"retry-with-backoff/retry_with_backoff.{suffix}").text
    named = set(re.findall(r'^ +"(\w+)",$', text, re.MULTILINE))
    limits = ["credit-exhausted", "organization-spend-limit", "project-spend-limit", "organization-usage-limit"]
    codes = {re.findall(r'"code": "(\w+)"', guide.cases.reply(name).body)[0] for name in limits}
    assert named == codes | {"insufficient_quota"}


def test_the_page_about_retries_counts_as_the_runs_did(guide: Guide) -> None:
    page = (guide.settings.docs / "production/retries-and-timeouts.md").read_text("utf-8")
    rows = re.findall(r'\| `\{\{ field\("([\w-]+)", "error\.code"\) \}\}` \| (\d) \|', page)
    assert len(rows) == 10
    for case, told in rows:
        for suffix in ("py", "mjs"):
            snippet = guide.snippets.snippet(f"first-request/first_request.{suffix}")
            assert current_transcript(snippet, case).requests == int(told), case


def test_what_the_pages_say_of_the_sdks_is_in_their_code(guide: Guide) -> None:
    def fact(name: str) -> float:
        return float(guide.facts.fact(name).value)

    assert fact("retry.obeyed-python") == MAX_RETRY_AFTER_DELAY
    assert (fact("retry.first-pause"), fact("retry.longest-pause")) == (INITIAL_RETRY_DELAY, MAX_RETRY_DELAY)
    assert fact("retry.connect-timeout") == openai.DEFAULT_TIMEOUT.connect
    assert guide.facts.fact("identity.refresh").value == f"{DEFAULT_REFRESH_BUFFER_SECONDS / 60:.0f} minutes"
    package = ROOT / "build/packages/node_modules/openai"
    client = (package / "client.mjs").read_text("utf-8")
    assert f"timeoutMillis > {fact('retry.obeyed-node'):.0f} * 1000" in client
    assert f"?? {DEFAULT_REFRESH_BUFFER_SECONDS})" in (package / "auth/workload-identity-auth.mjs").read_text("utf-8")


@pytest.mark.parametrize(("told", "level"), [("info", logging.INFO), ("debug", logging.DEBUG)])
def test_a_variable_sets_what_the_python_sdk_logs(told: str, level: int, monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("openai")
    monkeypatch.setattr(logger, "level", logger.level)
    monkeypatch.setenv("OPENAI_LOG", told)
    setup_logging()
    assert logger.level == level


def test_the_debug_log_of_node_holds_neither_the_key_nor_what_users_wrote(guide: Guide) -> None:
    key = guide.settings.secrets["OPENAI_API_KEY"].value
    program = """
        import OpenAI from "openai";
        const fetch = async () => new Response("{}", { headers: { "content-type": "application/json" } });
        const client = new OpenAI({ apiKey: process.argv[1], logLevel: "debug", fetch });
        await client.responses.create({ model: "gpt-6-luna", input: "What only the user knows." });
    """
    printed = subprocess.run(
        ["node", "--input-type=module", "--eval", program, key],
        cwd=ROOT / "build/packages",
        env={"PATH": search_path()},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "sending request" in printed.stdout
    assert "authorization: '[REDACTED]'" in printed.stdout
    assert not [secret for secret in (key, "only the user") if secret in printed.stdout + printed.stderr]


@pytest.mark.parametrize("suffix", ["py", "mjs"])
@pytest.mark.parametrize("case", ["invalid-key", "credit-exhausted"])
def test_the_browser_learns_nothing_of_what_openai_said(suffix: str, case: str, guide: Guide) -> None:
    printed = current_transcript(guide.snippets.snippet(f"try-ask-app/try_ask_app.{suffix}"), case).stdout
    told = [line for line in printed.splitlines() if line.startswith("browser:")]
    assert len(told) == 2
    assert not [line for line in told if re.search(r"sk-|key|credit|openai", line, re.IGNORECASE)]


@pytest.mark.parametrize(
    ("length", "body"),
    [
        ("-1", '{"question": "Say hello."}'),
        ("10001", '{"question": "Say hello."}'),
        (None, '{"question": ' + "[" * 4900 + "]" * 4900 + "}"),
        (None, r'{"question": "\ud800"}'),
        (None, '{"question": 5}'),
        (None, '["question"]'),
    ],
    ids=["no bound", "too long", "too deep", "half a character", "a number", "a list"],
)
def test_what_is_no_question_is_refused(
    length: str | None, body: str, guide: Guide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "not asked")
    names: dict[str, Any] = {}
    exec(guide.snippets.snippet("ask-app/ask_app.py").text, names)
    given = {"REQUEST_METHOD": "POST", "PATH_INFO": "/ask", "CONTENT_LENGTH": length or str(len(body))}
    told: list[str] = []
    names["app"](given | {"wsgi.input": io.BytesIO(body.encode())}, lambda status, _: told.append(status))
    assert told == ["400 Bad Request"]


#: Sends bodies to the server as packets of their own, and prints the status of each answer and what reached OpenAI.
SEND_IN_PACKETS = """
    import { createServer } from "node:http";
    import { connect } from "node:net";

    globalThis.fetch = async (_, { body }) => {
      console.log(JSON.parse(body).input);
      return Response.json({ output: [] });
    };
    const { app } = await import("./ask_app.mjs");
    const server = createServer(app).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));

    async function send(pieces) {
      const socket = connect(server.address().port, "127.0.0.1").setNoDelay();
      const length = Buffer.concat(pieces).length;
      socket.write(`POST /ask HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\nContent-Length: ${length}\\r\\n\\r\\n`);
      for (const piece of pieces) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        socket.write(piece);
      }
      let answer = "";
      for await (const piece of socket) answer += piece;
      console.log(answer.slice(9, 12));
    }

    const body = Buffer.from('{"question": "\\u00fc"}');
    const middle = body.indexOf(0xbc);
    await send([body.subarray(0, middle), body.subarray(middle)]);
    await send([Buffer.alloc(20_000, " "), body]);
    server.close();
"""


def test_the_node_server_reads_a_body_in_whatever_packets_it_comes(guide: Guide, tmp_path: Path) -> None:
    (tmp_path / "ask_app.mjs").write_text(guide.snippets.snippet("ask-app/ask_app.mjs").text, "utf-8")
    (tmp_path / "send.mjs").write_text(SEND_IN_PACKETS, "utf-8")
    (tmp_path / "node_modules").symlink_to(ROOT / "build/packages/node_modules")
    printed = subprocess.run(
        ["node", "send.mjs"],
        cwd=tmp_path,
        env={"PATH": search_path(), "OPENAI_API_KEY": "not asked"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (printed.stdout, printed.stderr) == ("ü\n200\n400\n", "")


@pytest.mark.parametrize("name", ["redact_keys.py", "redact_keys.mjs"])
@pytest.mark.parametrize(
    ("before", "secret"),
    [
        ("\n", KEYS[0]),
        ("name_", KEYS[1]),
        ("name", KEYS[2]),
        ("Authorization: Bearer ", f"abc/{MIDDLE}"),
        ("Authorization: bearer ", f"{MIDDLE}+~=/rest"),
    ],
    ids=["line break", "name_", "name", "slash", "lower case"],
)
def test_the_log_keeps_out_a_secret_wherever_it_stands(before: str, secret: str, name: str, guide: Guide) -> None:
    snippet = guide.snippets.snippet(f"redact-keys/{name}")
    command = [sys.executable, "-c"] if name.endswith("py") else ["node", "--input-type=module", "--eval"]
    environment = {"PATH": search_path(), "OPENAI_API_KEY": before + secret}
    run = subprocess.run(
        [*command, snippet.text], env=environment, capture_output=True, text=True, check=True, timeout=30
    )
    printed = run.stdout + run.stderr
    assert printed.count("[key removed]") == 2
    assert not [part for part in (MIDDLE[:20], "rest") if part in printed]


#: Programs that need more of a fresh process than others do.
ALONE = ["try-ask-app/try_ask_app.py", "redact-keys/redact_keys.py", "sdk-log/sdk_log.py"]


@pytest.mark.parametrize("name", ALONE)
def test_a_program_does_alone_what_it_did_in_the_test_process(name: str, guide: Guide, runner: Runner) -> None:
    snippet = guide.snippets.snippet(name)
    alone = runner.run_alone(snippet, guide.cases.case("ok"))
    assert alone.refusals == []
    assert alone.transcript == current_transcript(snippet, "ok")


def ask(mock: Mock, method: str, url: str, token: str = "", body: dict[str, Any] | None = None) -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return mock.respond(httpx.Request(method, url, headers=headers, json=body)).status_code


EXCHANGE = {
    "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
    "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
    "subject_token": "YOUR_KUBERNETES_TOKEN",
    "identity_provider_id": "idp-123",
    "service_account_id": "sa-456",
}
TOKENS = "https://auth.openai.com/oauth/token"
JOBS = "https://actions.githubusercontent.com/idtoken?api-version=2.0"


def test_an_access_token_opens_the_api_and_not_the_administration(mock: Mock, guide: Guide) -> None:
    token = guide.settings.secrets["OPENAI_ACCESS_TOKEN"].value
    assert ask(mock, "GET", "https://api.openai.com/v1/models", token) == 200
    assert mock.refusals == []
    ask(mock, "GET", "https://api.openai.com/v1/organization/admin_api_keys", token)
    assert mock.refusals == ["/v1/organization/admin_api_keys does not take an access token of a workload identity"]


def test_a_token_is_given_for_a_whole_exchange_and_no_other(mock: Mock, guide: Guide) -> None:
    key = guide.settings.secrets["OPENAI_API_KEY"].value
    assert ask(mock, "POST", TOKENS, body=EXCHANGE) == 200
    assert mock.refusals == []
    ask(mock, "POST", TOKENS, key, EXCHANGE)
    ask(mock, "POST", TOKENS, body=EXCHANGE | {"scope": "all"})
    ask(mock, "POST", TOKENS, body=EXCHANGE | {"grant_type": "password"})
    ask(mock, "POST", TOKENS, body={name: value for name, value in EXCHANGE.items() if name != "subject_token"})
    assert [refusal.partition(":")[0] for refusal in mock.refusals] == [
        "auth.openai.com takes another bearer token, or none",
        "the body is wrong at $",
        "the body is wrong at $.grant_type",
        "the body is wrong at $",
    ]


def test_github_gives_a_job_a_token_for_openai_and_no_other(mock: Mock) -> None:
    audience = "&audience=https%3A%2F%2Fapi.openai.com%2Fv1"
    assert ask(mock, "GET", JOBS + audience, "YOUR_JOB_TOKEN") == 200
    assert mock.refusals == []
    ask(mock, "GET", JOBS + audience)
    ask(mock, "GET", JOBS, "YOUR_JOB_TOKEN")
    assert mock.refusals == [
        "actions.githubusercontent.com takes another bearer token, or none",
        "the token is asked for without the audience that OpenAI expects",
    ]

"""Runs and the network: a snippet meets what the case has put in its way to the API."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_examples import EvalExample

from tests.generator.conftest import CASES, HURRIED, KEY, LIMIT, MJS, PY, SH, a_runner, run, told

NETWORKS = CASES + "".join(
    f'[{network}]\ntitle = "X"\nnetwork = "{network}"\n' for network in ("refused", "untrusted", "cut-off", "silent")
)


PYTHON_ASKS = """\
import os
import sys

import httpx2

try:
    reply = httpx2.get(
        "https://api.example.com/v1/things",
        headers={"Authorization": f"Bearer {os.environ['THING_KEY']}"},
        timeout=httpx2.Timeout(15, read=SECONDS),
    )
except httpx2.TransportError as error:
    sys.exit(f"{type(error).__name__}{' of trust' * ('CERTIFICATE_VERIFY_FAILED' in str(error))}")
print(reply.text)
"""


SHELL_ASKS = """\
curl --silent --max-time SECONDS "https://api.example.com/v1/things" --header "Authorization: Bearer $THING_KEY"
"""


NODE_ASKS = """\
try {
  const reply = await fetch("https://api.example.com/v1/things", {
    headers: { Authorization: `Bearer ${process.env.THING_KEY}` },
    signal: AbortSignal.timeout(SECONDS * 1000),
  });
  console.log(await reply.text());
} catch (error) {
  console.error(error.cause?.code ?? error.name);
  process.exitCode = 1;
}
"""


ASKING = {PY: PYTHON_ASKS, SH: SHELL_ASKS, MJS: NODE_ASKS}


@pytest.mark.parametrize(
    ("path", "network", "ends"),
    [
        (PY, "refused", (1, "ConnectError\n")),
        (SH, "refused", (7, "")),
        (MJS, "refused", (1, "ECONNREFUSED\n")),
        (PY, "untrusted", (1, "ConnectError of trust\n")),
        (SH, "untrusted", (60, "")),
        (MJS, "untrusted", (1, "UNABLE_TO_VERIFY_LEAF_SIGNATURE\n")),
        (PY, "cut-off", (1, "RemoteProtocolError\n")),
        (SH, "cut-off", (18, "")),
        (MJS, "cut-off", (1, "UND_ERR_SOCKET\n")),
        (PY, "silent", (1, "ReadTimeout\n")),
        (SH, "silent", (28, "")),
        (MJS, "silent", (1, "TimeoutError\n")),
    ],
)
def test_a_snippet_meets_what_is_wrong_on_the_way(
    tmp_path: Path, eval_example: EvalExample, path: str, network: str, ends: tuple[int, str]
) -> None:
    text = ASKING[path].replace("SECONDS", "0.5" if network == "silent" else "15")
    runner = a_runner(tmp_path, **{path: text, "snippets/cases/cases.toml": NETWORKS})
    done = run(runner, path, eval_example, network)
    assert (done.transcript.status, done.transcript.stderr) == ends
    assert done.transcript.stdout == ('{"things":' if (path, network) == (SH, "cut-off") else "")
    assert done.refusals == []
    if network == "cut-off":
        assert [sent.header("authorization") for sent in done.sent] == [f"Bearer {KEY.value}"]
        assert list(done.given) == ["ok/things"]
    else:
        assert done.given == {}
        assert done.sent == [] or network == "silent"  # There it depends on the hurry of the client how far it comes.


def test_a_python_snippet_meets_the_same_on_the_way_in_a_process_of_its_own(
    tmp_path: Path, eval_example: EvalExample
) -> None:
    files = {PY: PYTHON_ASKS.replace("SECONDS", "15"), "snippets/cases/cases.toml": NETWORKS}
    runner = a_runner(tmp_path, **files)
    snippet, case = runner.guide.snippets.snippet("list-things/list_things.py"), runner.guide.cases.case("cut-off")
    alone, forked = runner.run_alone(snippet, case), runner.run(snippet, case, eval_example)
    assert alone.transcript == forked.transcript
    assert alone.given == forked.given


def test_a_python_snippet_that_never_ends_on_its_way_is_told(tmp_path: Path, eval_example: EvalExample) -> None:
    files = {PY: PYTHON_ASKS.replace("SECONDS", "15"), "snippets/cases/cases.toml": NETWORKS}
    runner = a_runner(tmp_path, **files, **{"pyproject.toml": HURRIED})
    line = told(lambda: run(runner, PY, eval_example, "silent"))
    assert line == f'{PY}: in case "silent" it did not end within 0.3 s. {LIMIT}'


def test_only_a_run_that_is_answered_in_process_meets_a_patched_http_library(
    tmp_path: Path, eval_example: EvalExample
) -> None:
    text = "import httpcore2\n\nprint(httpcore2.ConnectionPool.handle_request.__module__)\n"
    runner = a_runner(tmp_path, **{PY: text, "snippets/cases/cases.toml": NETWORKS})
    met = [run(runner, PY, eval_example, case).transcript.stdout for case in ("ok", "untrusted", "ok")]
    assert met == ["respx.mocks\n", "httpcore2._sync.connection_pool\n", "respx.mocks\n"]

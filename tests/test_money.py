"""The chapter about limits and money: what its pages and snippets state beyond what a run shows."""

from __future__ import annotations

import re
import subprocess
import time
from dataclasses import replace
from typing import Any, get_args, get_type_hints

import httpx
import pytest
from openai.types.admin.organization.usage_costs_params import UsageCostsParams

from provendocs.guide import Guide
from provendocs.mock import Mock
from provendocs.run import Runner
from tests.conftest import ROOT

#: Durations as the headers write them, and the seconds that they are.
DURATIONS = {"6m0s": 360, "1s": 1, "120ms": 0.12, "8.64s": 8.64, "1h2m3.5s": 3723.5, "0s": 0, "500µs": 0}
DAY = 86400


def python_seconds(source: str) -> dict[str, float]:
    """What the function of the Python snippet makes of each duration."""
    names: dict[str, object] = {}
    exec(source.partition("client = ")[0], names)
    seconds = names["seconds"]
    assert callable(seconds)
    return {duration: seconds(duration) for duration in DURATIONS}


def node_seconds(source: str) -> dict[str, float]:
    """What the function of the Node.js snippet makes of each duration."""
    function = source.partition("const SECONDS")[2].partition("const client")[0]
    program = f"const SECONDS{function}for (const text of process.argv.slice(1)) console.log(seconds(text));"
    command = [str(ROOT / ".venv/bin/node"), "-e", program, *DURATIONS]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return dict(zip(DURATIONS, map(float, printed.split()), strict=True))


def test_a_duration_of_the_headers_becomes_seconds(guide: Guide) -> None:
    for suffix, seconds in ((".py", python_seconds), (".mjs", node_seconds)):
        source = guide.snippets.snippet(f"read-rate-limits/read_rate_limits{suffix}").text
        assert seconds(source) == pytest.approx(DURATIONS), suffix
    assert guide.facts.fact("limit.header-reset").value in DURATIONS


def test_the_first_day_is_midnight_utc_six_days_ago(guide: Guide) -> None:
    source = guide.snippets.snippet("set-start-time/set_start_time.sh").text
    command = ["bash", "-c", f'{source}echo "$START_TIME"']
    before = int(time.time())
    start = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert start % DAY == 0
    assert start in {now // DAY * DAY - 6 * DAY for now in (before, int(time.time()))}


def test_the_runs_ask_for_the_week_that_the_page_names(guide: Guide) -> None:
    page = (guide.settings.docs / "money" / "usage-and-costs.md").read_text("utf-8")
    named = re.findall(r"START_TIME=(\d+)` is (\w+ \d+, \d+)", page)
    assert len(named) == 1
    start, day = named[0]
    assert time.strftime("%B %-d, %Y %T", time.gmtime(int(start))) == f"{day} 00:00:00"
    for task in ("sum-costs", "count-tokens"):
        assert guide.snippets.tasks[task].variables == {"START_TIME": start}


@pytest.mark.parametrize("suffix", [".py", ".mjs"])
@pytest.mark.parametrize(
    ("name", "reply"), [("sum-costs/sum_costs", "costs"), ("count-tokens/count_tokens", "usage-completions")]
)
def test_no_sum_is_told_of_a_part(name: str, reply: str, suffix: str, guide: Guide, runner: Runner) -> None:
    of = guide.cases.replies[f"ok/{reply}"]
    part = replace(of, body=of.body.replace('"has_more": false', '"has_more": true'))
    other = replace(guide, cases=replace(guide.cases, replies={**guide.cases.replies, f"ok/{reply}": part}))
    ran = Runner(other, runner.judge).run_alone(other.snippets.snippet(name + suffix), other.cases.case("ok"))
    assert (ran.transcript.status, ran.transcript.stdout) == (1, "")
    assert ran.transcript.stderr == "There is more: choose a later START_TIME.\n"


def test_the_programs_ask_for_as_many_days_as_an_answer_holds(guide: Guide) -> None:
    for task, fact in (("sum-costs", "costs.days"), ("count-tokens", "usage.days")):
        request = (guide.snippets.of_task(task)[0].output / "request.http").read_text("utf-8")
        assert f"&limit={guide.facts.fact(fact).value} " in request


def test_amounts_of_limits_are_named_in_dollars_too(guide: Guide) -> None:
    page = (guide.settings.docs / "money" / "spend-limits.md").read_text("utf-8")
    for task in ("set-spend-limit", "set-project-spend-limit", "set-spend-alert"):
        source = next(snippet.text for snippet in guide.snippets.of_task(task))
        cents = re.search(r"threshold_amount\W+(\d+)", source)
        assert cents is not None
        assert f"`{cents[1]}` is ${int(cents[1]) // 100}" in page, task


def test_costs_can_be_grouped_by_what_the_page_names(guide: Guide) -> None:
    groups = set(get_args(get_args(get_type_hints(UsageCostsParams)["group_by"])[0]))
    page = (guide.settings.docs / "money" / "usage-and-costs.md").read_text("utf-8")
    named = re.search(r"group by `(\w+)`; to see the key, by `(\w+)`", page)
    assert named is not None
    assert set(named.groups()) <= groups


LIMIT: dict[str, Any] = {"threshold_amount": 5000, "currency": "USD", "interval": "month"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "spend_limit", LIMIT | {"threshold_amount": "5000"}),
        ("POST", "spend_limit", LIMIT | {"currency": "EUR"}),
        ("POST", "spend_limit", {"threshold_amount": 5000}),
        ("POST", "projects/proj_abc/spend_limit", LIMIT | {"interval": "day"}),
        ("POST", "spend_alerts", LIMIT),
        ("POST", "spend_alerts", LIMIT | {"notification_channel": {"type": "sms", "recipients": []}}),
        ("GET", "costs", None),
        ("GET", "costs?start_time=today", None),
        ("GET", "costs?start_time=1794873600&group_by[]=model", None),
        ("GET", "usage/completions?start_time=1794873600&group_by[]=line_item", None),
        ("GET", "projects/proj_abc/rate_limits?order=asc", None),
    ],
)
def test_a_wrong_request_about_limits_and_money_is_refused(
    method: str, path: str, body: dict[str, Any] | None, guide: Guide, runner: Runner
) -> None:
    mock = Mock(guide.cases.case("ok"), guide.cases, guide.settings.endpoints, runner.judge)
    key = guide.settings.secrets["OPENAI_ADMIN_KEY"].value
    url = f"https://api.openai.com/v1/organization/{path}"
    response = mock.respond(httpx.Request(method, url, headers={"Authorization": f"Bearer {key}"}, json=body))
    assert response.status_code == 400
    assert len(mock.refusals) == 1

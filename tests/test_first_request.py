"""The chapter about the first request: what its replies, its prices and its sums are true to."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.run import Runner
from tests.conftest import the_guide
from tests.openai_models import shutdown_dates

GUIDE = the_guide()
COST = GUIDE.snippets.of_task("count-cost")
PRICES = ("input-price", "cached-price", "cache-write-price", "output-price")
ANSWERS = [name for name in GUIDE.cases.replies if re.fullmatch(r"ok/(responses(?!-stream).*|chat)", name)]


def body(name: str) -> Any:
    return json.loads(GUIDE.cases.replies[name].example)


@pytest.mark.parametrize("snippet", COST, ids=lambda snippet: snippet.path.name)
def test_the_prices_in_the_code_are_those_of_the_facts(snippet: Snippet) -> None:
    below = snippet.text.partition("gpt-6-luna.\n")[2].splitlines()[0]
    assert [f"${price}" for price in re.findall(r"\d+\.\d+", below)] == [
        GUIDE.facts.fact(f"model.{name}").value for name in PRICES
    ]


@pytest.mark.parametrize(
    "snippet", [snippet for snippet in COST if snippet.language.everywhere], ids=lambda snippet: snippet.path.name
)
def test_each_kind_of_token_is_counted_once_at_its_own_price(snippet: Snippet, runner: Runner) -> None:
    name = "ok/responses-reasoning"
    reply = GUIDE.cases.replies[name]
    answer = json.loads(reply.body)
    answer["usage"] |= {
        "input_tokens": 2600,
        "input_tokens_details": {"cached_tokens": 2000, "cache_write_tokens": 400},
        "output_tokens": 300,
        "total_tokens": 2900,
    }
    cases = replace(GUIDE.cases, replies={**GUIDE.cases.replies, name: replace(reply, body=json.dumps(answer))})
    run = Runner(replace(GUIDE, cases=cases), runner.judge).run_alone(snippet, cases.case("ok"))
    told = re.fullmatch(r"2900 tokens cost \$(\d+\.\d{7})\n", run.transcript.stdout)
    assert told, run.transcript.shown
    # 200 plain, 2000 cached, 400 written to the cache, 300 out, at 0.10, 0.01, 0.125 and 0.50 dollars for a million.
    assert float(told[1]) == pytest.approx(240 / 1e6)


@pytest.mark.parametrize("name", ANSWERS)
def test_the_counts_of_an_answer_add_up(name: str) -> None:
    usage = body(name)["usage"]
    sent, written = (
        usage.get(f"{new}_tokens", usage.get(f"{old}_tokens"))
        for new, old in (("input", "prompt"), ("output", "completion"))
    )
    details = {key: value for part in usage.values() if isinstance(part, dict) for key, value in part.items()}
    assert usage["total_tokens"] == sent + written
    assert details["cached_tokens"] + details.get("cache_write_tokens", 0) <= sent
    assert details["reasoning_tokens"] < written


def test_the_answer_is_not_the_first_item_of_the_reply_that_pages_take_it_from() -> None:
    assert [item["type"] for item in body("ok/responses-reasoning")["output"]] == ["reasoning", "message"]


def test_a_listed_model_ends_when_the_sdk_says(guide: Guide) -> None:
    listed = {model["id"]: model["shutdown_date"] for model in body("ok/models")["data"]}
    ends = {name: end.isoformat() for name, end in shutdown_dates().items()}
    assert listed == {name: ends.get(name) for name in listed}
    assert any(listed.values())
    assert listed[guide.facts.fact("model.ending").value] == guide.facts.fact("model.ending-on").value

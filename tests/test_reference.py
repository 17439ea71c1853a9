"""The pages of reference hold what the SDKs, the replies and the facts hold, and nothing that these do not."""

from __future__ import annotations

import re
from datetime import date

import openai

from provendocs.guide import Guide
from tests.openai_models import shutdown_dates


def page(guide: Guide, name: str) -> str:
    return (guide.settings.docs / "reference" / f"{name}.md").read_text("utf-8")


def test_the_last_day_of_each_model_is_the_one_that_the_sdk_tells(guide: Guide) -> None:
    told = {
        fact.name.removeprefix("shutdown."): fact.value
        for fact in guide.facts.facts.values()
        if fact.name.startswith("shutdown.")
    }
    ends = {name: day.isoformat() for name, day in shutdown_dates().items() if day != date.min}
    assert told == ends


def test_the_page_of_headers_has_every_header_of_an_answer(guide: Guide) -> None:
    listed = set(re.findall(r"^\| `([\w-]+)` \|", page(guide, "headers"), re.MULTILINE))
    sent = {name for reply in guide.cases.replies.values() for name, _ in reply.headers} - {"content-type"}
    assert sent - listed == set()


def test_the_page_of_addresses_has_every_address(guide: Guide) -> None:
    listed = set(re.findall(r'fact\("(address\.[\w-]+)"\)', page(guide, "addresses")))
    assert listed == {name for name in guide.facts.facts if name.startswith("address.")}


def test_the_page_of_errors_has_the_exception_that_python_raises_for_each_status(guide: Guide) -> None:
    listed = dict(re.findall(r"^\| (\d{3}|\d{3} and above) \| `(\w+)` \|$", page(guide, "errors"), re.MULTILINE))
    for status, name in listed.items():
        exception = getattr(openai, name)
        if status.isdigit():
            assert exception.status_code == int(status)
        else:
            assert exception is openai.InternalServerError
    assert len(listed) == 8


def test_the_page_of_kinds_has_the_prefix_of_every_secret(guide: Guide) -> None:
    named = re.findall(r'`\{\{ fact\("([^"]+)"\) \}\}`', page(guide, "key-kinds"))
    listed = {guide.facts.fact(name).value for name in named}
    assert {secret.prefix for secret in guide.settings.secrets.values()} <= listed

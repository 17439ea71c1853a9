"""What the matrix tells is of the snippets as they are, and pages show the reader's version."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from provendocs.guide import Guide
from provendocs.matrix import age
from provendocs.matrix_rows import matrix_cases, members, printed_by_version, stale
from tests.stand_ins import STAND_INS

#: Pages about errors whose words Python's SDK changed, and what old and new versions print there.
PAGES = {
    "invalid-key": (
        "Error code: 401 - {'error': {'message': 'Incorrect API key",
        "Error code: 401 - Incorrect API key",
    ),
    "missing-key": ("The api_key client option must be set either by passing", "Missing credentials. Please pass an"),
    "rate-limit": ("Error code: 429 - {'error': {'message': 'Rate limit", "Error code: 429 - Rate limit"),
    "credit-exhausted": ("'code': 'credit_balance_exhausted'}}", "Error code: 429 - "),
    "model-not-found": ("'code': 'model_not_found'}}", "Error code: 404 - "),
}


def test_the_matrix_tells_of_every_snippet_as_it_is(guide: Guide) -> None:
    assert "\n".join(map(str, stale(guide))) == ""


def test_the_matrix_leaves_out_what_a_stand_in_answers_in_the_process_of_the_tests(guide: Guide) -> None:
    assert guide.settings.matrix.left_out.keys() == STAND_INS.keys()


def test_every_snippet_of_the_matrix_runs_in_the_good_case(guide: Guide) -> None:
    for snippet in members(guide):
        assert "ok" in [case.name for case in matrix_cases(guide, snippet)], snippet.name


def test_the_versions_are_the_last_of_old_majors_and_the_first_and_last_of_the_newest(guide: Guide) -> None:
    python, node = (
        [guide.matrix.versions[suffix][one] for one in guide.settings.matrix.versions[suffix]]
        for suffix in (".py", ".mjs")
    )
    assert [age(version)[0] for version in python] == [1, 2, 3, 3]
    assert python[2] == "3.0.0"
    assert age(python[3]) >= age(guide.facts.fact("sdk.version-python").value)
    assert [age(version)[0] for version in node] == [6, 7]
    assert age(node[1]) >= age(guide.facts.fact("sdk.version-node").value)


def test_all_snippets_do_what_the_guide_shows_with_the_newest_version(guide: Guide) -> None:
    for snippet in members(guide):
        newest = guide.matrix.versions[snippet.language.suffix][
            guide.settings.matrix.versions[snippet.language.suffix][-1]
        ]
        assert guide.matrix.rows[snippet.name].outcomes[newest].fails == {}, snippet.name


def test_python_writes_errors_of_the_api_in_other_words_from_the_version_that_pages_name(guide: Guide) -> None:
    first_request = guide.snippets.snippet("first-request/first_request.py")
    new, old, *_ = printed_by_version(guide, first_request, guide.cases.case("invalid-key"))
    assert (new.versions[0], old.versions[-1]) == ("3.38.0", "3.37.0")


@pytest.mark.parametrize("case", PAGES)
def test_the_words_of_old_and_new_versions_stand_on_the_page_of_an_error(case: str, site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    page = " ".join(entry["text"] for entry in index["docs"] if entry["location"].startswith(f"errors/{case}/"))
    told = re.sub(r"<[^>]+>", "", page).replace("&#39;", "'").replace("&#x27;", "'").replace("&quot;", '"')
    assert [words for words in PAGES[case] if words not in told] == []

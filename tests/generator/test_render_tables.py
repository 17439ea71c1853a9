"""Tables made from data: one row for each error of a case and for each fact of a group."""

from __future__ import annotations

from pathlib import Path

from provendocs.render_tables import error_table, fact_table
from tests.generator.conftest import FACTS, read, told

FULL = 'HTTP/1.1 503 Service Unavailable\ncontent-type: application/json\n\n{"error": "full"}\n'
NULL = 'HTTP/1.1 403 Forbidden\ncontent-type: application/json\n\n{"error": null}\n'
CASES = """
[ok]
title = "It works"

[full]
title = "No room"
reply = "full"

[closed]
title = "Closed"
reply = "closed"

[offline]
title = "No network"
network = "refused"
"""
FILES = {
    "snippets/cases/cases.toml": CASES,
    "snippets/cases/full.http": FULL,
    "snippets/cases/closed/things.http": NULL,
}


def test_each_error_of_a_case_is_a_row_with_a_link_to_its_page_in_the_order_of_the_statuses(tmp_path: Path) -> None:
    assert error_table(read(tmp_path, **FILES), pages="../errors", Code="error").splitlines() == [
        "| Status | Error | Code |",
        "| --- | --- | --- |",
        "| **403** | [Closed](../errors/closed.md) | none |",
        "| **503** | [No room](../errors/full.md) | `full` |",
    ]


def test_a_field_that_a_reply_has_not_is_told(tmp_path: Path) -> None:
    line = told(lambda: error_table(read(tmp_path, **FILES), pages="x", Code="error.code"))
    assert line == 'snippets/cases/full.http: the body has no field "error.code". Correct the name.'


def test_each_fact_of_a_group_is_a_row_the_highest_value_first(tmp_path: Path) -> None:
    entry = '[ends.{}]\nvalue = "{}"\nsource = "x"\nchecked = 2026-01-31\n'
    text = FACTS + "".join(entry.format(name, day) for name, day in (("a", "2026-01-01"), ("b", "2026-03-01")))
    guide = read(tmp_path, **{"docs/facts.toml": text})
    assert fact_table(guide, "ends", name="Thing", value="Ends on").splitlines() == [
        "| Thing | Ends on |",
        "| --- | --- |",
        "| `b` | 2026-03-01 |",
        "| `a` | 2026-01-01 |",
    ]


def test_a_group_that_there_is_not_is_told(tmp_path: Path) -> None:
    line = told(lambda: fact_table(read(tmp_path), "end", name="Thing", value="Ends on"))
    assert line == 'docs/facts.toml: there is no group "end". Correct the name.'

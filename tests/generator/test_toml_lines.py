"""The lines of a TOML file: where a field or a table is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from provendocs.toml_lines import line_of
from tests.generator.conftest import put

TEXT = '''\
title = "Lamps"

[lamp.red]
value = """
[lamp.blue]
value = 1
"""  # a text
checked = 2026-01-31

["a lamp"]
secrets = { KEY = "wrong" }

[lamp.blue] # bright
 "the value" = 2
size.wide = 3

[lamp]
green.value = 4
'''


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (["title"], 1),
        (["lamp", "red"], 3),
        (["lamp", "red", "value"], 4),
        (["lamp", "red", "checked"], 8),
        (["a lamp"], 10),
        (["a lamp", "secrets", "KEY"], 11),
        (["lamp", "blue"], 13),
        (["lamp", "blue", "the value"], 14),
        (["lamp", "blue", "size", "wide"], 15),
        (["lamp", "blue", "size", "high"], 13),
        (["lamp", "green", "value"], 18),
        (["lamp", "gone"], 17),
        (["gone"], 0),
    ],
)
def test_a_line_is_that_of_the_inmost_name_that_has_one(tmp_path: Path, names: list[str], line: int) -> None:
    assert line_of(put(tmp_path / "lamps.toml", TEXT), *names) == line

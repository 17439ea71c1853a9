"""The lines of a TOML file: where a field or a table is written."""

from __future__ import annotations

import tomllib
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

[ shelf . "a \\"wide\\" one" ]
lamps = [
  "]", # """
  ["x = 1"],
]
last = \'\'\'
[lamp.red]\'\'\'\'
made = 5

[[order]]
lamp = "u2028 \u2028 is no line end"
count = 6

[above.below]
lit = true
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
        (["shelf", 'a "wide" one'], 20),
        (["shelf", 'a "wide" one', "lamps"], 21),
        (["shelf", 'a "wide" one', "last"], 25),
        (["shelf", 'a "wide" one', "made"], 27),
        (["order", "count"], 31),
        (["above"], 33),
        (["above", "below", "lit"], 34),
        (["gone"], 0),
    ],
)
def test_a_line_is_that_of_the_inmost_name_that_has_one(tmp_path: Path, names: list[str], line: int) -> None:
    file = put(tmp_path / "lamps.toml", TEXT)
    tomllib.loads(TEXT)
    assert line_of(file, *names) == line
    file.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert line_of(file, *names) == line


@pytest.mark.parametrize("content", [b"lamp = '\xff'\n", None])
def test_a_file_that_can_no_longer_be_read_has_no_lines(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "lamps.toml"
    if content is not None:
        file.write_bytes(content)
    assert line_of(file, "lamp") == 0

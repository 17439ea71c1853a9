"""Bad transcripts: what may have become of what runs have left in files, and the one line that tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from provendocs.guide import load_guide
from provendocs.transcript import current_transcript, write_text
from tests.generator.conftest import FOLDER, PY, Bad, lay_out, put, told, transcript

KEPT = "snippets/list-things/output/ok/list_things.py.txt"

SPOILED = [
    Bad("there is none", {}, f"{KEPT}: there is no such transcript. Run make update."),
    Bad("it is empty", {KEPT: ""}, f"{KEPT}: this is not a transcript. Run make update; do not edit it by hand."),
    Bad(
        "it is a folder", {KEPT: FOLDER}, f"{KEPT}: this cannot be read: Is a directory. Remove it and run make update."
    ),
    Bad(
        "it was saved on Windows",
        {KEPT: transcript("py", stdout="on\n").replace("\n", "\r\n")},
        f"{KEPT}: this is not a transcript. Run make update; do not edit it by hand.",
    ),
    Bad(
        "it is half of one",
        {KEPT: transcript("py", stdout="on\n").partition("---- stderr")[0]},
        f"{KEPT}: this is not a transcript. Run make update; do not edit it by hand.",
    ),
    Bad(
        "the snippet was edited since",
        {KEPT: transcript("py"), PY: "print(1)\n"},
        f"{KEPT}: this is what another version of the snippet printed. Run make update.",
    ),
]


@pytest.mark.parametrize("bad", SPOILED, ids=str)
def test_a_transcript_is_told_when(tmp_path: Path, bad: Bad) -> None:
    lay_out(tmp_path, bad.files)
    snippet = load_guide(tmp_path).snippets.snippet("list-things/list_things.py")
    assert told(lambda: current_transcript(snippet, "ok")) == bad.line


def test_a_transcript_that_cannot_be_written_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    file = put(tmp_path / KEPT / "in-its-way", "").parent
    assert told(lambda: write_text(file, "on\n")) == f"{KEPT}: this cannot be written: Is a directory. Make way for it."
    assert list(file.parent.iterdir()) == [file]

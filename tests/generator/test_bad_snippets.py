"""Bad snippets: what is wrong with a file, its regions or a link, and the one line that the contributor reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from provendocs.guide import load_guide
from tests.generator.conftest import FOLDER, OK_REPLY, PIPE, PY, Bad, Link, lay_out, told

OTHER = "snippets/list-things/other.py"

pytestmark = pytest.mark.usefixtures("nothing_hangs")


UNREADABLE = [
    # Snippets.
    Bad(
        "a snippet is not UTF-8",
        {PY: b'print("caf\xe9")\n'},
        f"{PY}: this is not UTF-8 (byte 10). Save it as UTF-8.",
    ),
    Bad(
        "a snippet was saved on Windows",
        {PY: "print(1)\r\n"},
        f"{PY}:1: there is a carriage return here. Use line feeds and spaces only.",
    ),
    Bad(
        "a snippet is indented with a tab",
        {PY: "if 1:\n\tpass\n"},
        f"{PY}:2: there is a tab here. Use line feeds and spaces only.",
    ),
    Bad(
        "a snippet begins with a byte order mark",
        {PY: "\ufeffprint(1)\n"},
        f"{PY}:1: there is a character here that nobody sees, U+FEFF. Remove it or write an escape.",
    ),
    Bad(
        "a snippet reads other than it runs, by a mark of direction",
        {PY: "print(1)\nprint(2)  # \u202e)3(tnirp\n"},
        f"{PY}:2: there is a character here that nobody sees, U+202E. Remove it or write an escape.",
    ),
    Bad(
        "a snippet holds a zero byte",
        {PY: b"print(1)\0\n"},
        f"{PY}:1: there is a character here that nobody sees, U+0000. Remove it or write an escape.",
    ),
    Bad(
        "an output comment of a snippet lacks its space",
        {PY: "# region one\nprint(1)\n# endregion\nif 1:\n    print(2)\n    #>2\n"},
        f"{PY}:6: no space follows #> here. Write #> and a space before what is printed.",
    ),
    Bad("a snippet is empty", {PY: ""}, f"{PY}: this file is empty. Fill it or remove it."),
    Bad("a snippet is blank", {PY: "\n \n"}, f"{PY}: this file is empty. Fill it or remove it."),
    Bad(
        "the last line of a snippet has no end",
        {PY: "print(1)\nprint(2)"},
        f"{PY}:2: the last line has no line end. Add one.",
    ),
    Bad(
        "a snippet is in a language that the guide does not know",
        {"snippets/list-things/things.rb": "puts\n"},
        'snippets/list-things/things.rb: no language has the suffix ".rb". '
        "Use one of .py, .sh, .mjs, .ps1, .bat, .example, .yml, .Dockerfile, .yaml.",
    ),
    Bad(
        "a snippet is a folder",
        {OTHER: FOLDER},
        f"{OTHER}: this is not a file. Put a text file here, or remove it.",
    ),
    Bad(
        "a snippet is a pipe that nobody writes to",
        {OTHER: PIPE},
        f"{OTHER}: this is not a file. Put a text file here, or remove it.",
    ),
    # Regions.
    Bad(
        "a region is never closed",
        {PY: "print(1)\n# region one\nprint(2)\n"},
        f'{PY}:2: region "one" is never closed. Add an endregion line.',
    ),
    Bad(
        "two regions have one name",
        {PY: "# region one\nprint(1)\n# endregion\n# region one\nprint(2)\n# endregion\n"},
        f'{PY}:4: region "one" stands here again. Rename one.',
    ),
    Bad(
        "a region is inside another",
        {PY: "# region one\nprint(1)\n# region two\nprint(2)\n# endregion\n# endregion\n"},
        f'{PY}:3: region "one" is still open here. Close it first.',
    ),
    Bad(
        "a region is empty",
        {PY: "# region one\n# endregion\nprint(1)\n"},
        f'{PY}:1: region "one" is empty. Fill it or remove it.',
    ),
    Bad(
        "a region is closed that was never opened",
        {PY: "print(1)\n# endregion\n"},
        f"{PY}:2: no region is open here. Remove this line or open a region.",
    ),
    # Links.
    Bad(
        "a snippet is a link out of the folder",
        {"elsewhere/other.py": "print(1)\n", OTHER: Link("../../elsewhere/other.py")},
        f"{OTHER}: this link leads out of snippets/. Put the file itself here.",
    ),
    Bad(
        "a task is a link out of the folder",
        {
            "elsewhere/task.toml": 'title = "X"\n',
            "elsewhere/other.py": "print(1)\n",
            "snippets/other": Link("../elsewhere"),
        },
        "snippets/other: this link leads out of snippets/. Put the file itself here.",
    ),
    Bad(
        "a reply is a link out of the folder",
        {"elsewhere/other.http": OK_REPLY, "snippets/cases/other.http": Link("../../elsewhere/other.http")},
        "snippets/cases/other.http: this link leads out of snippets/. Put the file itself here.",
    ),
    Bad(
        "the transcripts of a task are a link out of the folder",
        {"elsewhere/kept.txt": "kept\n", "snippets/list-things/output": Link("../../elsewhere")},
        "snippets/list-things/output: this link leads out of snippets/. Put the file itself here.",
    ),
    Bad(
        "a snippet is a link to what is not there",
        {OTHER: Link("gone.py")},
        f"{OTHER}: this link leads nowhere. Correct it or remove it.",
    ),
    Bad(
        "a snippet is a link to itself",
        {OTHER: Link("other.py")},
        f"{OTHER}: this link leads nowhere. Correct it or remove it.",
    ),
]


@pytest.mark.parametrize("bad", UNREADABLE, ids=str)
def test_what_cannot_be_read_is_told_in_one_line_when(tmp_path: Path, bad: Bad) -> None:
    lay_out(tmp_path, bad.files)
    assert told(lambda: load_guide(tmp_path)) == bad.line

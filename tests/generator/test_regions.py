"""Regions: found, shown at the left margin, kept through an update, and told with their line when wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from provendocs.languages import BY_SUFFIX
from provendocs.regions import Marked, highlighted_lines, put_together, take_apart
from tests.generator.conftest import told

FILE = """\
import lamp

# region light
if lamp:
    # region_of_light is only a name.
    lamp.on()
# endregion

# region dark
lamp.off()
# endregion
print("done")
"""

WITHOUT_MARKERS = """\
import lamp

if lamp:
    # region_of_light is only a name.
    lamp.on()

lamp.off()
print("done")
"""


def parts(text: str, name: str = "lamp.py") -> Marked:
    return take_apart(Path(name), text, BY_SUFFIX[Path(name).suffix])


def test_readers_get_the_file_without_its_marker_lines() -> None:
    assert parts(FILE).text == WITHOUT_MARKERS


def test_a_region_is_moved_to_the_left_margin() -> None:
    marked = parts("if lamp:\n    # region light\n    if on:\n        pass\n    # endregion\n")
    assert marked.region("light") == "if on:\n    pass\n"


def test_a_file_without_regions_is_shown_as_it_is() -> None:
    assert parts("a\n\n  b\n").text == "a\n\n  b\n"


@pytest.mark.parametrize(
    ("name", "comment"),
    [
        ("a.py", "#"),
        ("a.sh", "#"),
        ("a.mjs", "//"),
        ("a.ps1", "#"),
        ("a.bat", "REM"),
        ("a.bat", "rem"),
        ("a.bat", "::"),
    ],
)
def test_a_marker_is_a_comment_of_the_language(name: str, comment: str) -> None:
    marked = parts(f"one\n{comment} region light\ntwo\n{comment} endregion\n", name)
    assert (marked.text, marked.region("light")) == ("one\ntwo\n", "two\n")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.py", "// region light"),
        ("a.mjs", "# region light"),
        ("a.py", "# region"),
        ("a.py", "# regional prices"),
        ("a.py", "# region two words"),
        ("a.py", "x = 1  # region light"),
        ("a.py", "# endregions"),
    ],
)
def test_what_is_not_quite_a_marker_is_part_of_the_snippet(name: str, line: str) -> None:
    assert parts(f"{line}\n", name).text == f"{line}\n"


def test_a_missing_region_is_told_with_the_nearest_name() -> None:
    line = told(lambda: parts(FILE).region("lihgt"))
    assert line == 'lamp.py: there is no region "lihgt". Did you mean "light"?'


def test_a_missing_region_that_is_near_no_other_is_told_with_all_names() -> None:
    line = told(lambda: parts(FILE).region("xyz"))
    assert line == 'lamp.py: there is no region "xyz". There is: dark, light.'


def test_a_region_of_a_file_that_has_none_is_told() -> None:
    line = told(lambda: parts("a\n").region("light"))
    assert line == 'lamp.py: there is no region "light". There is none yet.'


def test_a_region_that_is_opened_twice_is_told_with_its_second_line() -> None:
    text = "# region light\na\n# endregion\n# region light\nb\n# endregion\n"
    assert told(lambda: parts(text)) == 'lamp.py:4: region "light" stands here again. Rename one.'


def test_a_region_inside_another_is_told_with_its_line() -> None:
    text = "# region light\na\n# region dark\nb\n# endregion\n# endregion\n"
    assert told(lambda: parts(text)) == 'lamp.py:3: region "light" is still open here. Close it first.'


def test_a_region_that_is_never_closed_is_told_with_its_line() -> None:
    text = "a\n# region light\nb\n"
    assert told(lambda: parts(text)) == 'lamp.py:2: region "light" is never closed. Add an endregion line.'


def test_an_empty_region_is_told_with_its_line() -> None:
    text = "a\n# region light\n# endregion\n"
    assert told(lambda: parts(text)) == 'lamp.py:2: region "light" is empty. Fill it or remove it.'


def test_an_end_without_a_region_is_told_with_its_line() -> None:
    text = "a\n# endregion\n"
    assert told(lambda: parts(text)) == "lamp.py:2: no region is open here. Remove this line or open a region."


def test_a_second_end_is_told_with_its_line() -> None:
    text = "# region light\na\n# endregion\n# endregion\n"
    assert told(lambda: parts(text)) == "lamp.py:4: no region is open here. Remove this line or open a region."


def test_every_line_that_holds_the_text_is_highlighted() -> None:
    assert highlighted_lines("lamp.py", WITHOUT_MARKERS, "lamp") == [1, 3, 5, 7]


def test_a_highlight_that_no_line_holds_is_told() -> None:
    line = told(lambda: highlighted_lines("lamp.py", WITHOUT_MARKERS, "candle"))
    assert line == 'lamp.py: no line holds "candle" to highlight. Correct the highlight.'


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(("", ""), id="nothing"),
        pytest.param(("lamp.on()\n", "lamp.on()\n    #> bright\n"), id="a line added at the end of a region"),
        pytest.param(('print("done")\n', 'print("done")\n#> done\n'), id="a line added at the end"),
        pytest.param(("import lamp\n", "import candle\nimport lamp\n"), id="a line added at the start"),
        pytest.param(("lamp.off()", "lamp.dim()"), id="a line changed"),
        pytest.param(("\nlamp.off()\n", "\n"), id="a region emptied"),
        pytest.param(("    lamp.on()\n\nlamp.off()\n", "    lamp.blink()\n"), id="lines replaced across two regions"),
        pytest.param((WITHOUT_MARKERS, "pass\n"), id="everything replaced"),
    ],
)
def test_an_update_changes_the_text_and_keeps_every_marker(edit: tuple[str, str]) -> None:
    updated = WITHOUT_MARKERS.replace(*edit) if edit[0] else WITHOUT_MARKERS
    file = put_together(FILE, WITHOUT_MARKERS, updated)
    markers = [line for line in file.splitlines() if line.startswith(("# region ", "# endregion"))]
    text = "".join(f"{line}\n" for line in file.splitlines() if line not in markers)
    assert text == updated
    assert markers == ["# region light", "# endregion", "# region dark", "# endregion"]


def test_an_update_of_a_file_that_ends_with_a_marker_keeps_it() -> None:
    file = put_together("# region light\na\n# endregion\n", "a\n", "a\n#> b\n")
    assert file == "# region light\na\n#> b\n# endregion\n"


def test_an_update_puts_a_new_output_comment_into_the_region_it_follows() -> None:
    updated = WITHOUT_MARKERS.replace("lamp.off()\n", "lamp.off()\n#> dark\n")
    assert parts(put_together(FILE, WITHOUT_MARKERS, updated)).region("dark") == "lamp.off()\n#> dark\n"

"""Transcripts: kept whole, masked by the named rules only, and compared line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from provendocs.errors import GuideError
from provendocs.transcript import (
    Transcript,
    compare,
    current_transcript,
    mask_output,
    read_transcript,
    transcript_path,
    write_text,
)
from tests.generator.conftest import put, read, told

HASH = "0123456789abcdef" * 4
FOLDER = Path("/tmp/run-ab12/work")


@pytest.mark.parametrize("stderr", ["", "bad\n", "bad", "\n", "a\n\nb"])
@pytest.mark.parametrize(
    "stdout", ["", "good\n", "good", "\n", "exit status 1\n", "Grüße 💡\n", "a\r\nb\rc\n", "a\fb\x1cc"]
)
def test_what_is_written_is_what_is_read(tmp_path: Path, stdout: str, stderr: str) -> None:
    transcript = Transcript(HASH, 1, stdout, stderr, requests=3)
    write_text(tmp_path / "a.txt", transcript.text)
    assert read_transcript(tmp_path / "a.txt") == transcript
    assert read_transcript(tmp_path / "a.txt").text == transcript.text


def test_a_transcript_can_be_read_by_people() -> None:
    assert Transcript(HASH, -9, "out\n", "err", 2).text == (
        f"snippet {HASH}\nexit status -9\nrequests 2\n---- stdout\nout\n---- stderr\nerr\n\\ no line end\n"
    )


@pytest.mark.parametrize(
    ("stdout", "stderr", "shown"),
    [
        ("out\n", "err\n", "out\nerr\n"),
        ("out", "", "out\n"),
        ("", "err", "err\n"),
        ("", "", ""),
        ("\nout\n\n", "err\n\n\n", "\nout\n\nerr\n"),
        ("out\n\n", "", "out\n"),
        ("\n", "\n\n", ""),
    ],
)
def test_a_page_shows_both_streams_without_the_empty_lines_at_the_end(stdout: str, stderr: str, shown: str) -> None:
    assert Transcript(HASH, 0, stdout, stderr).shown == shown


def test_a_transcript_has_its_place_below_the_task(tmp_path: Path) -> None:
    snippet = read(tmp_path).snippets.snippet("list-things/list_things.py")
    path = transcript_path(snippet, "wrong-key")
    assert path == tmp_path / "snippets/list-things/output/wrong-key/list_things.py.txt"


def test_a_missing_transcript_is_told(tmp_path: Path) -> None:
    line = told(lambda: read_transcript(tmp_path / "output/ok/a.py.txt"))
    assert line == "output/ok/a.py.txt: there is no such transcript. Run make update."


@pytest.mark.parametrize("text", ["", "hello\n", "exit status 0\nhello\n", "exit status x\n---- stdout\n---- stderr\n"])
def test_what_is_not_a_transcript_is_told(tmp_path: Path, text: str) -> None:
    put(tmp_path / "a.txt", text)
    line = told(lambda: read_transcript(tmp_path / "a.txt"))
    assert line == "a.txt: this is not a transcript. Run make update; do not edit it by hand."


def test_a_transcript_that_was_edited_by_hand_is_told_with_its_line(tmp_path: Path) -> None:
    now = Transcript(HASH, 0, "one\ntwo\nthree\n", "")
    path = put(tmp_path / "a.txt", now.text.replace("two", "2"))
    with pytest.raises(GuideError) as error:
        compare(path, read_transcript(path).text, now.text, "the snippet prints")
    first, *diff = str(error.value).splitlines()
    fix = "Correct the snippet, or run make update if this is right:"
    assert first == f"a.txt:6: the snippet prints something else now. {fix}"
    assert diff[2:] == ["@@ -5,3 +5,3 @@", " one", "-2", "+two", " three", "."]


@pytest.mark.parametrize(
    ("kept", "now", "line"),
    [("a\n", "a\nb\n", 2), ("a\nb\n", "a\n", 2), ("", "a\n", 1), ("a\n", "a", 2)],
)
def test_what_is_longer_or_shorter_is_told_with_the_line_after_the_last(kept: str, now: str, line: int) -> None:
    with pytest.raises(GuideError) as error:
        compare(Path("a.txt"), kept, now, "the snippet prints")
    assert error.value.line == line


def test_a_transcript_of_another_version_of_the_snippet_is_told(tmp_path: Path) -> None:
    files = {
        "snippets/list-things/list_things.py": "print('on')\n",
        "snippets/list-things/output/ok/list_things.py.txt": Transcript(HASH, 0, "on\n", "").text,
    }
    snippet = read(tmp_path, **files).snippets.snippet("list-things/list_things.py")
    line = told(lambda: current_transcript(snippet, "ok"))
    assert line == (
        "snippets/list-things/output/ok/list_things.py.txt: this is what another version of the snippet printed. "
        "Run make update."
    )
    now = Transcript(snippet.sha256, 0, "on\n", "")
    write_text(transcript_path(snippet, "ok"), now.text)
    assert current_transcript(snippet, "ok") == now


OTHER = "12ab" * 16


def test_a_run_of_another_version_that_prints_the_same_is_told_so() -> None:
    kept, now = Transcript(HASH, 0, "on\n", "").text, Transcript(OTHER, 0, "on\n", "").text
    line = told(lambda: compare(Path("a.txt"), kept, now, "the snippet prints"))
    assert line == "a.txt: this is of another version of the snippet, which prints the same. Run make update."


@pytest.mark.parametrize("now", [Transcript(OTHER, 1, "on\n", ""), Transcript(OTHER, 0, "off\n", "")])
def test_a_run_of_another_version_that_ends_or_prints_otherwise_is_compared(now: Transcript) -> None:
    with pytest.raises(GuideError, match="the snippet prints something else now"):
        compare(Path("a.txt"), Transcript(HASH, 0, "on\n", "").text, now.text, "the snippet prints")


def test_what_is_the_same_passes() -> None:
    compare(Path("a.txt"), "a\n", "a\n", "the snippet prints")


def test_a_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    write_text(tmp_path / "output/ok/a.txt", "new\n")
    assert (tmp_path / "output/ok/a.txt").read_bytes() == b"new\n"
    assert [path.name for path in (tmp_path / "output/ok").iterdir()] == ["a.txt"]
    assert (tmp_path / "output/ok/a.txt").stat().st_mode & 0o777 == 0o644


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", "old\n")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "new\n" * 10_000 + "\udcff")
    assert path.read_text("utf-8") == "old\n"


def test_a_file_that_cannot_be_put_in_its_place_leaves_what_is_there(tmp_path: Path) -> None:
    put(tmp_path / "a.txt/inside.txt", "old\n")
    with pytest.raises(GuideError, match=r"a\.txt"):
        write_text(tmp_path / "a.txt", "new\n")
    assert (tmp_path / "a.txt/inside.txt").read_text("utf-8") == "old\n"


# The rules.


def test_output_that_no_rule_names_stays_byte_for_byte() -> None:
    text = (
        "  File stays\n  at home\nTraceback of a parcel\n/usr/bin/python\n  \tx\r  \n"
        "tomorrow at 10:30\n\n/tmp/run-cd34/work/a\nno line end"
    )
    assert mask_output(text, FOLDER) == text


def test_a_line_end_of_windows_is_kept_as_one_of_unix() -> None:
    assert mask_output("HTTP/1.1 200 OK\r\n\r\n50 %\r100 %\n", FOLDER) == "HTTP/1.1 200 OK\n\n50 %\r100 %\n"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"{FOLDER}/a.py\n", "a.py\n"),
        (f"file://{FOLDER}/a.mjs:3\n", "a.mjs:3\n"),
        (f"in {FOLDER}\n", "in .\n"),
    ],
)
def test_the_work_folder_is_hidden(text: str, masked: str) -> None:
    assert mask_output(text, FOLDER) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("file:///home/me/guide/node_modules/lamp/index.mjs:3\n", "node_modules/lamp/index.mjs:3\n"),
        ("no '/home/me/node_modules/lamp/on.mjs' here\n", "no 'node_modules/lamp/on.mjs' here\n"),
        ("not in /home/me/guide/node_modules/lamp/package.json\n", "not in node_modules/lamp/package.json\n"),
        ("https://example.com/a/node_modules/b\n", "https://example.com/a/node_modules/b\n"),
        ("/usr/local/bin/node: bad option: --lamp\n", "node: bad option: --lamp\n"),
        ("see /usr/local/bin/node: there\n", "see /usr/local/bin/node: there\n"),
    ],
)
def test_the_paths_of_node_are_hidden(text: str, masked: str) -> None:
    assert mask_output(text, FOLDER) == masked


PYTHON = """\
before
Traceback (most recent call last):
  File "/usr/lib/python3.11/site-packages/lamp/core.py", line 10, in send
    return wire.send(
           ^^^^^^^^^^
  File "<frozen importlib>", line 2, in load
lamp.Dark: no light

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/tmp/run-ab12/work/hello.py", line 3, in <module>
    lamp.on()
    ~~~~~~~^^
  File "/usr/lib/python3.11/site-packages/lamp/core.py", line 20, in on
    raise Off(
  File "/tmp/run-ab12/work/hello.py", line 7, in handler
    raise Off("x")
lamp.Off: the lamp is off
and a second line
after
"""

PYTHON_MASKED = """\
before
Traceback (most recent call last):
    ...
lamp.Dark: no light

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "hello.py", line 3, in <module>
  File "hello.py", line 7, in handler
    ...
lamp.Off: the lamp is off
and a second line
after
"""


def test_a_chain_of_python_tracebacks_keeps_the_places_in_the_snippet_and_the_errors() -> None:
    assert mask_output(PYTHON, FOLDER) == PYTHON_MASKED


NODE = """\
file:///tmp/run-ab12/work/hello.mjs:3
lamp.on();
     ^

Off: the lamp is off
    at Lamp.on (file:///home/me/guide/node_modules/lamp/index.mjs:10:11)
    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)
    at async file:///tmp/run-ab12/work/hello.mjs:3:6
    at new Lamp (node:lamp:1:2) {
  status: 401,
  cause: Error: dark
      at stays (in:a:message)
      at Wire.cut (node:wire:3:4)
      at Wire.end (node:wire:5:6) {
    localPort: 43830,
    bytesRead: 2207
  }
}

Node.js v24.1.0
"""

NODE_MASKED = """\
hello.mjs:3
lamp.on();
     ^

Off: the lamp is off
    at ...
    at async hello.mjs:3:6
    at ... {
  status: 401,
  cause: Error: dark
      at stays (in:a:message)
      at ... {
    localPort: ...,
    bytesRead: ...
  }
}

Node.js v24.1.0
"""


@pytest.mark.parametrize(
    ("printed", "masked"),
    [
        ("curl: (7) Failed to connect after 13 ms: No\n", "curl: (7) Failed to connect after ... ms: No\n"),
        ("curl: (28) Timed out after 5001 milliseconds\n", "curl: (28) Timed out after ... milliseconds\n"),
        ("certificate verify failed (_ssl.c:1006)\n", "certificate verify failed (_ssl.c:...)\n"),
        ("thereafter 13 msg, after 13 minutes\n", "thereafter 13 msg, after 13 minutes\n"),
    ],
)
def test_times_and_lines_of_c_code_are_hidden(printed: str, masked: str) -> None:
    assert mask_output(printed, FOLDER) == masked


@pytest.mark.parametrize(
    ("printed", "masked"),
    [
        ("  bytesWritten: 312,\n  remotePort: 443\n", "  bytesWritten: ...,\n  remotePort: ...\n"),
        ("    localPort: undefined,\n", "    localPort: undefined,\n"),
        ("bytesRead: 3\n  read: bytesRead: 3\n", "bytesRead: 3\n  read: bytesRead: 3\n"),
    ],
)
def test_the_numbers_of_a_connection_of_node_are_hidden(printed: str, masked: str) -> None:
    assert mask_output(printed, FOLDER) == masked


def test_a_node_stack_keeps_the_places_in_the_snippet_and_one_line_for_the_others() -> None:
    assert mask_output(NODE, FOLDER) == NODE_MASKED


def test_the_last_of_several_hidden_frames_keeps_the_brace_that_opens_the_fields() -> None:
    text = "Off: x\n    at a (node:a:1:1)\n    at b (node:b:1:1) {\n  status: 401\n}\n"
    assert mask_output(text, FOLDER) == "Off: x\n    at ... {\n  status: 401\n}\n"


def test_a_place_in_a_function_of_the_snippet_is_kept() -> None:
    stack = "Error: no\n    at main (hello.mjs:3:5)\n    at Module._compile (node:internal/modules/cjs/loader:1:2)\n"
    assert mask_output(stack, FOLDER) == "Error: no\n    at main (hello.mjs:3:5)\n    at ...\n"


def test_a_folder_with_a_space_in_its_name_is_hidden_in_paths_and_in_addresses() -> None:
    folder = Path("/tmp/run-ab12/a folder")
    text = "/tmp/run-ab12/a folder/hello.py:3\nfile:///tmp/run-ab12/a%20folder/hello.mjs:3\n/tmp/run-ab12/a folder\n"
    assert mask_output(text, folder) == "hello.py:3\nhello.mjs:3\n.\n"

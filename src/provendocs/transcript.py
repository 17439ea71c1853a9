"""Transcripts: what one snippet printed in one case, kept in a file that every test run compares with.

    snippet 3f0c... (the SHA-256 of what ran)
    exit status 1
    requests 2
    ---- stdout
    ---- stderr
    Error: no key

Only the rules named here hide anything of what was printed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from provendocs.errors import GuideError
from provendocs.find import Snippet

_FORM = re.compile(
    r"snippet (?P<snippet>[0-9a-f]{64})\nexit status (?P<status>0|-?[1-9]\d*)\nrequests (?P<requests>\d+)\n"
    r"---- stdout\n(?P<stdout>.*)---- stderr\n(?P<stderr>.*)",
    re.DOTALL,
)

#: The line of a transcript that differs between versions of a snippet which print the same.
_OF_SNIPPET = re.compile(r"\Asnippet [0-9a-f]{64}\n")

#: Beside the transcripts of a task: the request that all its snippets send.
REQUEST_FILE = "request.http"

_UNENDED = "\\ no line end\n"


@dataclass(frozen=True)
class Transcript:
    """What a run printed.

    Args:
        snippet: The SHA-256 of the snippet that ran, in hexadecimal.
        status: Its exit status.
        stdout: Standard output.
        stderr: Standard error.
        requests: How many requests reached the API, repeated ones included.
    """

    snippet: str
    status: int
    stdout: str
    stderr: str
    requests: int = 0

    @property
    def shown(self) -> str:
        """What a page shows: standard output, then standard error, without empty lines at the end."""
        both = (self.stdout + self.stderr).rstrip("\n")
        return f"{both}\n" if both else ""

    @property
    def text(self) -> str:
        """What its file holds."""
        head = f"snippet {self.snippet}\nexit status {self.status}\nrequests {self.requests}"
        return f"{head}\n---- stdout\n{_kept(self.stdout)}---- stderr\n{_kept(self.stderr)}"


def transcript_path(snippet: Snippet, case: str) -> Path:
    """Return where the transcript of a snippet in a case is kept."""
    return snippet.output / case / f"{snippet.path.name}.txt"


def read_transcript(path: Path) -> Transcript:
    """Read a transcript.

    Raises:
        GuideError: There is none, or it was not written by a run.
    """
    try:
        text = path.read_bytes().decode("utf-8", "backslashreplace")
    except FileNotFoundError:
        raise GuideError(path, "there is no such transcript", "Run make update") from None
    except OSError as error:
        raise GuideError(path, f"this cannot be read: {error.strerror}", "Remove it and run make update") from None
    match = _FORM.fullmatch(text)
    if match is None:
        raise GuideError(path, "this is not a transcript", "Run make update; do not edit it by hand")
    stdout, stderr = (match[name].removesuffix(_UNENDED) for name in ("stdout", "stderr"))
    if match["stdout"].endswith(_UNENDED):
        stdout = stdout.removesuffix("\n")
    if match["stderr"].endswith(_UNENDED):
        stderr = stderr.removesuffix("\n")
    return Transcript(match["snippet"], int(match["status"]), stdout, stderr, int(match["requests"]))


def current_transcript(snippet: Snippet, case: str) -> Transcript:
    """Read the transcript of a snippet in a case, if it is of the snippet as it is now.

    Raises:
        GuideError: There is none, or the snippet was edited since.
    """
    path = transcript_path(snippet, case)
    transcript = read_transcript(path)
    if transcript.snippet != snippet.sha256:
        raise GuideError(path, "this is what another version of the snippet printed", "Run make update")
    return transcript


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises:
        GuideError: It cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, delete=False) as new:
            try:
                new.write(text)
                new.flush()
                Path(new.name).chmod(0o644)
                Path(new.name).replace(path)
            except BaseException:
                Path(new.name).unlink()
                raise
    except OSError as error:
        raise GuideError(path, f"this cannot be written: {error.strerror}", "Make way for it") from None


def compare(path: Path, kept: str, now: str, what: str) -> None:
    """Demand that a run gave what a file says.

    Args:
        path: The file.
        kept: What it holds.
        now: What the run gave.
        what: What the run did, as in "the snippet prints".

    Raises:
        GuideError: They differ; the message names the first line that does and ends with the difference. Where only
            the snippet's SHA-256 does, it says that instead.
    """
    if kept == now:
        return
    old, new = kept.splitlines(), now.splitlines()
    if _OF_SNIPPET.sub("snippet\n", kept) == _OF_SNIPPET.sub("snippet\n", now):
        raise GuideError(path, "this is of another version of the snippet, which prints the same", "Run make update")
    line = next((n for n, (a, b) in enumerate(zip(old, new, strict=False), 1) if a != b), min(len(old), len(new)) + 1)
    diff = "\n".join(difflib.unified_diff(old, new, "kept", "now", lineterm="", n=1))
    fix = f"Correct the snippet, or run make update if this is right:\n{diff}\n"
    raise GuideError(path, f"{what} something else now", fix, line=line)


def mask_output(text: str, folder: Path) -> str:
    """Hide what differs from machine to machine, by the named rules of this module and no others.

    Args:
        text: What was printed on a stream.
        folder: The working folder of the run.

    Returns:
        The text with every rule applied.
    """
    for _, rule in RULES:
        text = rule(text, folder)
    return text


def _kept(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n{_UNENDED}"


def _line_ends(text: str, _folder: Path) -> str:
    return text.replace("\r\n", "\n")


def _work_folder(text: str, folder: Path) -> str:
    return text.replace(f"{folder.as_uri()}/", "").replace(f"{folder}/", "").replace(str(folder), ".")


def _node_paths(text: str, _folder: Path) -> str:
    text = re.sub(r"(?:file://|(?<![^\s'\"]))/\S*?/node_modules/", "node_modules/", text)
    return re.sub(r"^/\S*/node: ", "node: ", text, flags=re.MULTILINE)


def _python_frames(text: str, _folder: Path) -> str:
    """Keep of each Python traceback its first line, the places in the snippet, and the error."""
    kept: list[str] = []
    inside = False
    for line in text.splitlines(keepends=True):
        if line == "Traceback (most recent call last):\n":
            inside = True
        elif inside and not line.startswith(" "):
            kept.append("    ...\n")
            inside = False
        elif inside and not re.match(r'  File "[^/<]', line):
            continue
        kept.append(line)
    return "".join(kept)


def _node_frames(text: str, _folder: Path) -> str:
    """Keep of each Node.js stack the places in the snippet, and one line for each run of others."""
    kept: list[str] = []
    for line in text.splitlines(keepends=True):
        frame = re.match(r" {4,}at (?!(async )?([^()]+ \()?[^ ()/:]+\.mjs:\d).*:\d+:\d+\)?(?: \{)?$", line)
        if frame:
            margin = line[: line.index("at ")]
            if kept and kept[-1] == f"{margin}at ...\n":
                kept.pop()
            kept.append(f"{margin}at ... {{\n" if line.endswith(" {\n") else f"{margin}at ...\n")
        else:
            kept.append(line)
    return "".join(kept)


def _times(text: str, _folder: Path) -> str:
    return re.sub(r"\bafter \d+ (ms|milliseconds)\b", r"after ... \1", text)


def _connections(text: str, _folder: Path) -> str:
    """Hide what Node.js tells of a broken connection that is another each time."""
    return re.sub(r"^( +(?:localPort|remotePort|bytesWritten|bytesRead)): \d+", r"\1: ...", text, flags=re.MULTILINE)


def _c_lines(text: str, _folder: Path) -> str:
    """Hide the line of Python's own C code that an error of TLS names."""
    return re.sub(r"\(_ssl\.c:\d+\)", "(_ssl.c:...)", text)


#: Name and function of every rule, in the order in which they apply.
RULES: tuple[tuple[str, Callable[[str, Path], str]], ...] = (
    ("line ends", _line_ends),
    ("work folder", _work_folder),
    ("Node.js paths", _node_paths),
    ("Python frames", _python_frames),
    ("Node.js frames", _node_frames),
    ("times", _times),
    ("connections", _connections),
    ("lines in C", _c_lines),
)

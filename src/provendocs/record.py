"""The record: what ran, on what, with which result. The test run writes it; the build reads it.

It is a file of its own machine, `build/record.json`, and no part of the project: a machine that ran nothing has none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal

from provendocs.errors import GuideError

Result = Literal["passed", "failed", "not run"]


@dataclass(frozen=True)
class Entry:
    """One snippet in one case.

    Args:
        snippet: The snippet's path below `snippets/`.
        case: The case.
        sha256: The SHA-256 of the snippet's text.
        result: How the run ended, against its transcript.
        date: The day of the run, such as `2026-01-31`.
        ran_on: What it ran on, such as `Python 3.13.1`; the system comes last.
        status: The exit status of a run that passed.
        reason: Why it did not run, or did not pass.
        shown: What else pages show of the run: the SHA-256 of each transcript, request and reply, by path below
            `snippets/`.
        basis: The fingerprint of what the run rested on besides the replies.
    """

    snippet: str
    case: str
    sha256: str
    result: Result
    date: str
    ran_on: tuple[str, ...] = ()
    status: int = 0
    reason: str = ""
    shown: dict[str, str] = field(default_factory=dict)
    basis: str = field(default="", compare=False)


@dataclass(frozen=True)
class Record:
    """All that is known of runs on this machine.

    Args:
        entries: The newest entry of each snippet in each case.
    """

    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)

    def entry(self, snippet: str, case: str) -> Entry | None:
        """Return the entry of a snippet in a case, if there is one."""
        return self.entries.get((snippet, case))


def record_path(root: Path) -> Path:
    """Return where the record of a guide is kept."""
    return root / "build" / "record.json"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return sha256(path.read_bytes()).hexdigest()


def read_record(path: Path) -> Record:
    """Read a record; where there is none, nothing ran.

    Raises:
        GuideError: The file was not written by a test run.
    """
    try:
        rows = json.loads(path.read_text("utf-8"))
        entries = [Entry(**{**row, "ran_on": tuple(row["ran_on"]), "shown": dict(row["shown"])}) for row in rows]
        return Record({(entry.snippet, entry.case): entry for entry in entries})
    except FileNotFoundError:
        return Record()
    except (OSError, ValueError, TypeError, KeyError):
        raise GuideError(path, "this is not the record of a test run", "Remove it and run make test") from None

"""What `mkdocs serve` builds again for: edits and the record of a test run, not what programs leave about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers.polling import PollingObserver

#: Names of files that are no edit: what Python compiles, backups and swap files of editors, files half-written.
_PASSING = re.compile(
    r"\.#.*|#.*#|.*~|4913|\.?tmp\w{8}|.*\.(sw[a-z]|tmp|bak|pyc)|\.goutputstream-.*|.*___jb_(old|tmp)___"
)

#: How often the files are looked at, in seconds. To look takes a hundredth of a second for a thousand files.
INTERVAL = 0.2


def is_edit(path: Path, record: Path) -> bool:
    """Say whether a change of a file may change a page.

    Args:
        path: The file.
        record: The record, which is the only file of its folder that pages tell of.
    """
    if path.parent == record.parent:
        return path == record
    return "__pycache__" not in path.parts and not _PASSING.fullmatch(path.name)


def watch(server: LiveReloadServer, watched: Sequence[str], record: Path) -> None:
    """Let a server watch the record, pass over what is no edit in all that it watches, and look often.

    Args:
        server: The server, before it starts.
        watched: What it watches already: the folder of the pages, and the settings.
        record: Where test runs write what they ran.
    """
    for path in watched:
        server.unwatch(path)
    # Still by looking, as MkDocs does: no system tells of edits that are made on the other side of a mounted folder.
    server.observer = PollingObserver(timeout=INTERVAL)
    server.build_delay = INTERVAL / 10  # for how long nothing more may change before it builds
    schedule = server.observer.schedule

    def edits_only(handler: FileSystemEventHandler, path: str, **options: Any) -> object:
        build = handler.on_any_event

        def on_any_event(event: FileSystemEvent) -> None:
            # A file that is written beside its place and then moved there has both names.
            if any(name and is_edit(Path(str(name)), record) for name in (event.src_path, event.dest_path)):
                build(event)

        handler.on_any_event = on_any_event  # type: ignore[method-assign]
        return schedule(handler, path, **options)

    server.observer.schedule = edits_only  # type: ignore[assignment]
    for path in watched:
        server.watch(path)
    # The folder and not the file: what is watched must be there, and a test run puts a new file in the old one's place.
    record.parent.mkdir(exist_ok=True)
    server.watch(str(record.parent), recursive=False)

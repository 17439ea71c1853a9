"""Watching: `mkdocs serve` builds again for edits and test runs only."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from mkdocs.livereload import LiveReloadServer
from watchdog.events import (
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)

from provendocs.watching import is_edit, watch

RECORD = Path("/guide/build/record.json")


@pytest.mark.parametrize(
    "name",
    [
        "docs/index.md",
        "docs/.nav.yml",
        "snippets/a/.env.example",
        "snippets/a/template.sh",
        "src/tmp.py",
        "build/record.json",
    ],
)
def test_an_edit_and_a_test_run_are_built_for(name: str) -> None:
    assert is_edit(Path("/guide", name), RECORD)


@pytest.mark.parametrize(
    "name",
    [
        "src/__pycache__/plugin.cpython-311.pyc",
        "src/__pycache__/plugin.cpython-311.pyc.140213",
        "docs/index.md~",
        "docs/.index.md.swp",
        "docs/.#index.md",
        "docs/#index.md#",
        "docs/4913",
        "docs/.goutputstream-X1Y2Z3",
        "docs/index.md___jb_tmp___",
        "snippets/a/output/ok/tmpk3_x9ab1",
        "build/record.lock",
        "build/tmpk3_x9ab1",
        "build/site.txt",
    ],
)
def test_what_programs_leave_about_is_not_built_for(name: str) -> None:
    assert not is_edit(Path("/guide", name), RECORD)


@pytest.mark.parametrize(
    ("event", "builds"),
    [
        (FileModifiedEvent("/guide/docs/index.md"), 1),
        (FileModifiedEvent("/guide/docs/index.md~"), 0),
        (FileDeletedEvent("/guide/docs/index.md"), 1),
        (FileMovedEvent("/guide/docs/index.md~", "/guide/docs/index.md"), 1),
        (FileMovedEvent("/guide/docs/index.md", "/guide/docs/index.md~"), 1),
        (FileMovedEvent("/guide/docs/4913", "/guide/docs/index.md~"), 0),
    ],
)
def test_a_file_that_is_moved_into_its_place_is_built_for(tmp_path: Path, event: FileSystemEvent, builds: int) -> None:
    built: list[FileSystemEvent] = []
    docs = tmp_path / "docs"
    docs.mkdir()

    def watch_a_path(path: str, *, recursive: bool = True) -> None:
        handler = FileSystemEventHandler()
        handler.on_any_event = built.append  # type: ignore[assignment, method-assign]
        server.observer.schedule(handler, path, recursive=recursive)

    server = SimpleNamespace(watch=watch_a_path, unwatch=lambda _: None)
    watch(cast("LiveReloadServer", server), [str(docs)], tmp_path / "build/record.json")
    [emitter] = [one for one in server.observer.emitters if one.watch.path == str(docs)]
    server.observer.event_queue.put((event, emitter.watch))
    server.observer.dispatch_events(server.observer.event_queue)
    assert len(built) == builds

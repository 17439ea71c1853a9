"""How long an edit takes to show on the page that `make serve` serves: from the write to the answer that has it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from tests.bench.clock import line
from tests.conftest import ROOT

#: What is edited, a text in it, and the page that shows it. `MARK` stands for what is another each time.
EDITS = {
    "a page": ("docs/request/stream.md", r"^# .*", "# MARK", "request/stream/"),
    "a snippet": ("snippets/first-request/first_request.py", r"\Z", "# MARK\n", "request/first-request/"),
    "a reply": ("snippets/cases/rate-limit.http", r"^x-request-id: .*", "x-request-id: MARK", "errors/rate-limit/"),
    "a fact": ("docs/facts.toml", r'(?<=^value = ")gpt-6-luna.*(?=")', "gpt-6-luna-MARK", "request/first-request/"),
}
ROUNDS = 3


def measure(scratch: Path) -> list[str]:
    """Measure, and return the lines of the table."""
    copy = scratch / "served"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv", "build", "site", ".*_cache", "__pycache__"))
    if (ROOT / "build/record.json").exists():
        (copy / "build").mkdir()
        shutil.copy(ROOT / "build/record.json", copy / "build")
    os.sync()  # or the first builds share the disk with the copy that is still being written
    lines = ["From an edit to the page that shows it, on the real site: the shortest and the longest of several"]
    with served(copy) as address:
        for what, (file, old, new, page) in EDITS.items():
            times = []
            for _ in range(ROUNDS):
                mark = f"mark{time.monotonic_ns()}"
                text = (copy / file).read_text("utf-8")
                edited = re.sub(old, new.replace("MARK", mark), text, count=1, flags=re.MULTILINE)
                if edited == text:
                    sys.exit(f"{file}: what the benchmark edits is not there any more. Correct EDITS.")
                start = time.perf_counter()
                (copy / file).write_text(edited, "utf-8")
                wait_for(address + page, mark)
                times.append(time.perf_counter() - start)
            lines.append(line(what, min(times)) + f" to{max(times) * 1000:10.1f} ms")
    return lines


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a copy of the project, as `make serve` does, and give the address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--no-strict", "--dev-addr", address]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://{address}/", "</html>")
            yield f"http://{address}/"
        finally:
            server.kill()


def wait_for(address: str, mark: str) -> None:
    """Ask for a page until it has a mark, now and then: the server answers with the time that it has for building.

    Raises:
        TimeoutError: It has none after a minute.
    """
    opener = build_opener(ProxyHandler({}))
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with opener.open(address, timeout=60) as answer:
                if mark in answer.read().decode():
                    return
        except URLError:
            pass
        time.sleep(0.05)
    raise TimeoutError(f"{address} does not show {mark!r}")

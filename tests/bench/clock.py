"""Measure how long something takes, and write it down."""

from __future__ import annotations

import time
from collections.abc import Callable


def least(call: Callable[[], object], rounds: int) -> float:
    """Return the shortest wall time of several calls, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def line(what: str, seconds: float, beside: float = 0) -> str:
    """Write a line of a table: what, how long, and how many times what it stands beside."""
    times = f"{seconds / beside:8.2f} x" if beside else ""
    return f"  {what:<60}{seconds * 1000:10.1f} ms{times}"

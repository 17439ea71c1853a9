"""Measure how long something takes, and write it down."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence


def least(call: Callable[[], object], rounds: int) -> float:
    """Return the shortest wall time of several calls, in seconds."""
    return least_in_turn([call], rounds)[0]


def least_in_turn(calls: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Return the shortest wall time of each call, in seconds; made in turn, so that all meet the same machine."""
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, its_times in zip(calls, times, strict=True):
            start = time.perf_counter()
            call()
            its_times.append(time.perf_counter() - start)
    return [min(its_times) for its_times in times]


def line(what: str, seconds: float, beside: float = 0) -> str:
    """Write a line of a table: what, how long, and how many times what it stands beside."""
    times = f"{seconds / beside:8.2f} x" if beside else ""
    return f"  {what:<60}{seconds * 1000:10.1f} ms{times}"

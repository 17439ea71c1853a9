"""Which models OpenAI runs, as the installed SDK knows it.

Source: `openai/types/shared/chat_model.py`, whose list of names is followed by a text that gives the shutdown dates.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

from openai.types import ChatModel

_ENTRY = re.compile(r'^- (?P<names>"[^:]*):\s(?P<fate>.*?)(?=^- |^""")', re.DOTALL | re.MULTILINE)


@cache
def shutdown_dates() -> dict[str, date]:
    """Return the day on which each deprecated model ends or ended.

    A name that was never a supported model has the earliest day there is.
    """
    module = find_spec("openai.types.shared.chat_model")
    assert module is not None
    return read_shutdown_dates(Path(str(module.origin)))


def read_shutdown_dates(module: Path) -> dict[str, date]:
    """Read the same from the module of any version of the SDK."""
    text = module.read_text("utf-8")
    ends: dict[str, date] = {}
    for entry in _ENTRY.finditer(text):
        told = re.search(r"\d{4}-\d\d-\d\d", entry["fate"])
        for name in re.findall(r'"([^"]+)"', entry["names"]):
            ends[name] = date.fromisoformat(told[0]) if told else date.min
    return ends


def running_models(today: date) -> set[str]:
    """Return the models that a request may name on a day."""
    ends = shutdown_dates()
    return {name for name in get_args(ChatModel) if name not in ends or ends[name] > today}

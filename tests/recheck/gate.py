"""The gate of today: which models that a checked-out version teaches have ended, as the newest SDK knows it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.openai_models import read_shutdown_dates

#: Where a guide keeps what it teaches: its programs, and the request that its pages show answers for.
_TAUGHT = ("snippets/*/*.*", "pyproject.toml")

#: What the API answers, which may be that a model has ended.
_ANSWERS = "cases"


def ended_models(folder: Path, ends: Mapping[str, date], today: date) -> Iterator[str]:
    """Yield a line for each place where a version names a model that has ended.

    Args:
        folder: The version's folder.
        ends: The day on which each model ends, by name.
        today: The day that it is.
    """
    over = {name: day for name, day in ends.items() if day <= today}
    for pattern in _TAUGHT:
        for file in sorted(file for file in folder.glob(pattern) if file.parent.name != _ANSWERS):
            for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), start=1):
                for name in re.findall(r"[\"']([\w.:-]+)\\?[\"']", line):
                    if name in over:
                        told = "was never a supported model" if over[name] == date.min else f"ended on {over[name]}"
                        yield f'{file.relative_to(folder)}:{number}: it names the model "{name}", which {told}.'


def newest_shutdown_dates(sdk: str) -> dict[str, date]:
    """Fetch the newest SDK, without what it depends on, and read which models end when.

    Args:
        sdk: The name of its package.

    Raises:
        subprocess.CalledProcessError: The registry does not give it.
    """
    with TemporaryDirectory(prefix="newest-") as scratch:
        uv = str(Path(sys.executable).parent / "uv")
        command = [uv, "pip", "install", "--quiet", "--no-deps", "--target", scratch, sdk]
        subprocess.run(command, capture_output=True, text=True, check=True)
        return read_shutdown_dates(Path(scratch, *sdk.split("."), "types", "shared", "chat_model.py"))

"""The machine's own browser, for what is measured in one."""

from __future__ import annotations

import shutil
import sys

from tests.browser.conftest import CHROMIUM


def chromium() -> str:
    """Return the path of the browser, or end with what to do."""
    for name in CHROMIUM:
        if path := shutil.which(name):
            return path
    sys.exit("tests.bench: there is no Chromium here. Install it, or leave out weight and lighthouse.")

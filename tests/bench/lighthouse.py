"""What Lighthouse says of three pages on a phone: the home page, a long page and the page of an error.

Lighthouse slows down the network and the processor to those of a phone; it comes from npm, and drives the machine's own
Chromium.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.bench.chromium import chromium
from tests.bench.host import hosted
from tests.bench.rivals import PACKAGES, build_ours, run

PAGES = ("", "store/store-the-key/", "errors/invalid-key/")
#: The best of them counts: a machine that does something else besides is slower than it can be.
ROUNDS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"


def measure(scratch: Path) -> list[str]:
    """Measure, and return the lines of the table, and below them what cost points."""
    lines = ["Lighthouse on a phone: performance, accessibility, best practices, SEO"]
    with hosted(build_ours(scratch / "lighthouse")) as host:
        for page in PAGES:
            reports = [_report(host.address + page, scratch / "report.json") for _ in range(ROUNDS)]
            report = max(reports, key=lambda report: report["categories"]["performance"]["score"])
            scores = [round(100 * (category["score"] or 0)) for category in report["categories"].values()]
            lines.append(f"  /{page:<40}{' / '.join(map(str, scores))}")
            lines += [f"    {line}" for line in _lost(report)]
    return lines


def _report(address: str, file: Path) -> dict[str, Any]:
    program = PACKAGES / "node_modules/lighthouse/cli/index.js"
    options = [
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--output-path={file}",
        f"--chrome-flags={_FLAGS}",
    ]
    run(["node", str(program), address, *options], file.parent, CHROME_PATH=chromium())
    report: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return report


def _lost(report: dict[str, Any]) -> list[str]:
    """Say which audits cost points."""
    lost = []
    for category in report["categories"].values():
        for part in category["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                lost.append(f"{category['id']}: {audit['title']} {audit.get('displayValue', '')}".rstrip())
    return lost

"""Keep one issue about what of the published versions no longer holds, by GitHub's own command, gh.

    python3 tests/recheck/issue.py < report.txt

It is opened where there is none, brought up to date where there is one, and closed when everything holds: that is, when
the report is empty. The workflow runs it without the project's environment, so that it needs nothing but Python and gh.
"""

from __future__ import annotations

import json
import subprocess
import sys

TITLE = "Published versions no longer hold"
#: In characters. GitHub takes 65,536 in an issue.
LONGEST = 60_000
_BODY = """\
A weekly run looked at each published version, from its tag, with its own lock. This no longer holds:

```
{report}
```

Each line begins with the version. `make recheck VERSION=...` shows the same.
"""


def main() -> None:
    """Bring the issue in line with the report on standard input."""
    report = _short(sys.stdin.read().strip())
    number = _open_issue()
    if report and number:
        _gh("issue", "edit", number, "--body", _BODY.format(report=report))
    elif report:
        _gh("issue", "create", "--title", TITLE, "--body", _BODY.format(report=report))
    elif number:
        _gh("issue", "close", number, "--comment", "Every published version holds again.")


def _short(report: str) -> str:
    """Cut a report after the last line that an issue has room for."""
    if len(report) <= LONGEST:
        return report
    kept = report[: report.rfind("\n", 0, LONGEST)]
    return f"{kept}\n... and {report.count(chr(10)) - kept.count(chr(10))} more lines"


def _open_issue() -> str:
    """Return the number of the open issue; empty, where there is none."""
    search = ("--state", "open", "--search", f'in:title "{TITLE}"', "--json", "number,title")
    found = json.loads(_gh("issue", "list", *search))
    return next((str(issue["number"]) for issue in found if issue["title"] == TITLE), "")


def _gh(*arguments: str) -> str:
    return subprocess.run(["gh", *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()

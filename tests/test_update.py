"""`make update` writes down what is right for all languages of a task, or nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.bench.tree import run_pytest, tree_with
from tests.conftest import ROOT


def test_update_writes_no_request_that_only_one_language_sends(tmp_path: Path) -> None:
    root = tree_with(tmp_path / "guide", 1, "first_request.py")
    task = root / "snippets/task-0000"
    for name in ("first_request.sh", "output/ok/first_request.sh.txt"):
        shutil.copy(ROOT / "snippets/first-request" / name, task / name)
    kept = (task / "output/request.http").read_text("utf-8")
    snippet = task / "first_request.py"
    snippet.write_text(snippet.read_text("utf-8").replace("Say hello.", "Say hi there."), "utf-8")

    told = "snippets/task-0000/first_request.py: it does not send what first_request.sh sends. Let both send the same"
    with pytest.raises(RuntimeError, match=told):
        run_pytest(root, "--update-examples", "tests/test_snippets.py", "-k", "sends_its_request")
    assert (task / "output/request.http").read_text("utf-8") == kept

    other = task / "first_request.sh"
    other.write_text(other.read_text("utf-8").replace("Say hello.", "Say hi there."), "utf-8")
    run_pytest(root, "--update-examples", "tests/test_snippets.py", "-k", "sends_its_request")
    assert (task / "output/request.http").read_text("utf-8") == kept.replace("Say hello.", "Say hi there.")

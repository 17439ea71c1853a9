"""Which versions of the SDK the footer names."""

from __future__ import annotations

from pathlib import Path

from provendocs.ran_with import ran_with
from tests.generator.conftest import MJS, PY, SETTINGS, SH, a_run, read, with_runs

WITH_SDK = SETTINGS.replace("timeout", 'sdk = "thing"\ntimeout')
FILES = {"pyproject.toml": WITH_SDK, MJS: "// nothing\n"}


def test_each_version_that_runs_were_made_with_is_named_with_its_language(tmp_path: Path) -> None:
    guide = read(tmp_path, **FILES)
    py, sh, mjs = (guide.snippets.snippet(path.removeprefix("snippets/")) for path in (PY, SH, MJS))
    runs = [
        a_run(py, "ok", ran_on=("Python 3.13.1", "thing 3.54.0", "Linux")),
        a_run(py, "wrong-key", ran_on=("Python 3.13.1", "thing 3.54.0", "Linux")),
        a_run(mjs, "ok", ran_on=("Node.js 24.1.0", "thing 7.57.0", "Linux")),
        a_run(sh, "ok", ran_on=("bash 5.2", "thingy 1.0", "Linux")),
    ]
    assert ran_with(with_runs(guide, *runs)) == ["thing 3.54.0 for Python", "thing 7.57.0 for Node.js"]


def test_a_run_that_failed_or_stands_no_more_counts_for_nothing(tmp_path: Path) -> None:
    guide = read(tmp_path, **FILES)
    snippet = guide.snippets.snippet(PY.removeprefix("snippets/"))
    ran_on = ("Python 3.13.1", "thing 3.54.0", "Linux")
    failed = a_run(snippet, "ok", ran_on=ran_on, result="failed")
    older = a_run(snippet, "wrong-key", ran_on=ran_on, sha256="of what it was")
    assert ran_with(with_runs(guide, failed, older)) == []


def test_a_guide_without_an_sdk_names_none(tmp_path: Path) -> None:
    guide = read(tmp_path)
    snippet = guide.snippets.snippet(PY.removeprefix("snippets/"))
    assert ran_with(with_runs(guide, a_run(snippet, ran_on=("Python 3.13.1", " 1", "Linux")))) == []

"""The first version with which a snippet works is found among all that are out."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from provendocs.errors import GuideError
from provendocs.find import Snippet
from provendocs.guide import Guide, load_guide
from provendocs.matrix_rows import stale
from tests.generator.test_matrix import NAME, with_matrix
from tests.matrix import since
from tests.matrix.registries import releases, resolved

OUT = ["0.9.0", "1.9.0", "2.0.0", "2.1.0", "2.10.0", "3.0.0", "3.1.0", "3.2.0", "3.10.0"]
PIP = "sdk (3.10.0)\nAvailable versions: 3.10.0, 3.9.0, 3.9.0rc1, 2.1.0\n  INSTALLED: 3.9.0\n"


def told(monkeypatch: pytest.MonkeyPatch, output: str, status: int = 0) -> None:
    """Let every registry answer a text."""

    def answer(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        if status:
            raise subprocess.CalledProcessError(status, command)
        return subprocess.CompletedProcess(command, 0, output, "")

    monkeypatch.setattr("subprocess.run", answer)


@pytest.mark.parametrize("first", OUT[2:7])
def test_the_first_version_that_works_is_written_down(
    first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    guide = with_matrix(tmp_path, since="")
    asked = tmp_path / "asked"

    def works(_guide: Guide, snippet: Snippet, version: str) -> bool:
        with asked.open("a") as log:
            log.write(f"{version}\n")
        assert snippet.name == NAME
        return OUT.index(version) >= OUT.index(first)

    monkeypatch.setattr(since, "_works", works)
    monkeypatch.setattr(since, "_releases", lambda _suffix, _sdk: OUT)
    assert since.write_since(guide) == [NAME]
    assert load_guide(tmp_path).matrix.rows[NAME].since == first
    assert list(stale(load_guide(tmp_path))) == []
    assert set(asked.read_text("utf-8").split()) <= set(OUT[2:6])
    assert since.write_since(load_guide(tmp_path)) == []


def test_what_ends_the_search_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def works(_guide: Guide, snippet: Snippet, _version: str) -> bool:
        raise GuideError(snippet.path, "it never ends", "Correct it")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(since, "_works", works)
    monkeypatch.setattr(since, "_releases", lambda _suffix, _sdk: OUT)
    with pytest.raises(GuideError, match=r"list_things\.py: it never ends\. Run make matrix again"):
        since.write_since(with_matrix(tmp_path, since=""))


def test_versions_are_those_that_are_out_from_old_to_new(monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, PIP)
    assert releases(".py", "sdk") == ["2.1.0", "3.9.0", "3.10.0"]
    told(monkeypatch, json.dumps(["6.9.0", "6.10.0", "7.0.0-beta.1"]))
    assert releases(".mjs", "sdk") == ["6.9.0", "6.10.0"]


@pytest.mark.parametrize(("output", "status"), [("nothing", 0), ("", 1)])
def test_a_registry_that_does_not_tell_is_one_line(output: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, output, status)
    for suffix in (".py", ".mjs"):
        with pytest.raises(GuideError, match=f"no registry tells of sdk for {suffix}"):
            releases(suffix, "sdk")


def test_a_specifier_means_the_newest_version_that_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    guide = with_matrix(tmp_path)
    told(monkeypatch, "Available versions: 3.12.0, 3.2.0, 3.1.0, 2.5.0, 1.10.0, 1.9.0")
    assert resolved(guide) == {".py": {"<2": "1.10.0", ">=3": "3.12.0", "==3.1.0": "3.1.0", "==3.2.0": "3.2.0"}}
    told(monkeypatch, "Available versions: 3.12.0")
    with pytest.raises(GuideError, match='there is no version "<2" of httpx2'):
        resolved(guide)

"""The guide as a whole: no file without a use, no fact without a source, no key."""

from __future__ import annotations

import re
import subprocess
from datetime import date

from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.transcript import REQUEST_FILE, current_transcript, transcript_path
from tests.conftest import ROOT
from tests.openai_models import running_models, shutdown_dates

#: What a key looks like, whatever its kind. A masked one has stars, which no key has.
KEY_SHAPE = re.compile(r"sk-(?:proj|svcacct|admin)?-?[A-Za-z0-9_-]{20,}")


def tracked_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def runs(guide: Guide) -> list[tuple[Snippet, str]]:
    """Every snippet that is run, with each case it is run in."""
    return [
        (snippet, case)
        for snippet in guide.snippets.files.values()
        for case in guide.cases.cases
        if snippet.runs and (snippet.task.calls_api or case in snippet.task.cases)
    ]


def test_every_transcript_belongs_to_a_run(guide: Guide) -> None:
    known = {transcript_path(snippet, case) for snippet, case in runs(guide)}
    known |= {task.folder / "output" / REQUEST_FILE for task in guide.snippets.tasks.values() if task.calls_api}
    kept = {path for path in guide.snippets.folder.glob("*/output/**/*") if path.is_file()}
    assert kept - known == set()


def test_every_transcript_is_of_the_snippet_as_it_is(guide: Guide) -> None:
    for snippet, case in runs(guide):
        if snippet.language.everywhere or transcript_path(snippet, case).exists():
            assert current_transcript(snippet, case).snippet == snippet.sha256


def test_every_reply_is_given_in_some_case(guide: Guide) -> None:
    given = {case.reply for case in guide.cases.cases.values()} | {"ok", "missing-key", "invalid-key"}
    assert {name.split("/")[0] for name in guide.cases.replies} - given == set()


def test_every_error_code_has_a_line_in_the_index(guide: Guide) -> None:
    index = (guide.settings.docs / "errors" / "index.md").read_text("utf-8")
    for name in guide.cases.replies:
        if not name.startswith("ok/"):
            assert f'field("{name}", "error.' in index, name


def test_addresses_of_others_stand_in_the_facts_and_nowhere_in_the_pages(guide: Guide) -> None:
    for page in guide.settings.docs.rglob("*.md"):
        assert not re.search(r"https?://", page.read_text("utf-8")), page


def test_the_sdk_says_when_models_end() -> None:
    ends = shutdown_dates()
    assert ends["gpt-4o"] == date(2027, 1, 14)
    assert ends["gpt-4"] == date(2026, 10, 23)
    assert len(ends) > 60


def test_the_model_that_the_guide_teaches_has_no_announced_end(guide: Guide) -> None:
    taught = guide.settings.example_request["model"]
    assert taught == guide.facts.fact("model.name").value
    assert taught in running_models(date.max)


def test_nothing_that_looks_like_a_key_is_in_the_project() -> None:
    for name in tracked_files():
        content = (ROOT / name).read_bytes()
        found = KEY_SHAPE.search(content.decode("utf-8", "replace"))
        assert found is None, f"{name}: {found[0][:12]}..."


def test_what_is_never_run_is_what_installs_from_the_network_and_nothing_else(guide: Guide) -> None:
    """This list may only shrink."""
    excused = {name for name, task in guide.snippets.tasks.items() if task.not_run}
    assert excused == {"install-python", "install-node", "install-dotenv"}


def test_a_page_about_an_error_shows_its_own_case_and_no_other(guide: Guide) -> None:
    others = {"ok", "quoted-key"}
    for page in (guide.settings.docs / "errors").glob("*.md"):
        if page.stem != "index":
            cases = set(re.findall(r'case="([^"]+)"', page.read_text("utf-8")))
            assert cases - others == {page.stem}, page

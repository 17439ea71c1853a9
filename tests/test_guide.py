"""The guide as a whole: no file without a use, no fact without a source, no key."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from importlib.metadata import metadata

from openai import DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT

from provendocs.find import Snippet
from provendocs.guide import Guide
from provendocs.languages import LANGUAGES
from provendocs.matrix import words_path
from provendocs.matrix_rows import matrix_versions
from provendocs.transcript import REQUEST_FILE, current_transcript, read_transcript, transcript_path
from tests.conftest import ROOT
from tests.openai_models import running_models, shutdown_dates

#: What a key looks like, whatever its kind. A masked one has stars, which no key has.
KEY_SHAPE = re.compile(r"sk-(?:proj|svcacct|admin)?-?[A-Za-z0-9_-]{20,}")


def tracked_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def runs(guide: Guide) -> list[tuple[Snippet, str]]:
    """Every snippet that is run, with each case it is run in."""
    return [(snippet, case.name) for snippet in guide.snippets.files.values() for case in guide.cases_of(snippet)]


def test_every_transcript_belongs_to_a_run(guide: Guide) -> None:
    known = {transcript_path(snippet, case) for snippet, case in runs(guide)}
    known |= {task.folder / "output" / REQUEST_FILE for task in guide.snippets.tasks.values() if task.calls_api}
    known |= {
        words_path(snippet, case, version)
        for snippet, case in runs(guide)
        if snippet.name in guide.settings.matrix.words
        for version in matrix_versions(guide, snippet)
    }
    kept = {path for path in guide.snippets.folder.glob("*/output/**/*") if path.is_file()}
    assert kept - known == set()


def test_every_transcript_is_of_the_snippet_as_it_is(guide: Guide) -> None:
    for snippet, case in runs(guide):
        if snippet.language.everywhere or transcript_path(snippet, case).exists():
            assert current_transcript(snippet, case).snippet == snippet.sha256


def test_every_reply_is_given_in_some_case(guide: Guide) -> None:
    given = {case.reply for case in guide.cases.cases.values()} | {"ok", "missing-key", "invalid-key"}
    assert {name.split("/")[0] for name in guide.cases.replies} - given == set()


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


def test_what_is_never_run_is_what_installs_from_the_network_or_needs_an_account(guide: Guide) -> None:
    """This list may only shrink."""
    excused = {name for name, task in guide.snippets.tasks.items() if task.not_run}
    assert excused == {
        "install-python",
        "install-node",
        "install-dotenv",
        "install-keyring",
        "install-dotenv-command",
        "run-with-1password",
        "store-in-aws",
        "store-in-azure",
        "read-azure-secret",
        "store-in-google",
        "read-google-secret",
        "store-in-vault",
        "compose-secret",
        "kubernetes-secret",
        "actions-secret",
        "colab-key",
        "run-container",
        "upgrade-python",
        "upgrade-node",
    }


def test_what_may_be_published_without_a_run_is_what_needs_windows_or_sends_no_key(guide: Guide) -> None:
    """This list may only shrink."""
    assert guide.settings.unproven.keys() == {
        "cases/missing-key/models.http",
        "cases/missing-key/responses.http",
        "check-key/check_key.ps1",
        "first-request/first_request.ps1",
        "handle-errors/handle_errors.ps1",
        "keep-key/keep_key.bat",
        "keep-key/keep_key.ps1",
        "see-key/see_key.ps1",
        "set-key/set_key.ps1",
        "write-dotenv/write_dotenv.ps1",
        "list-models/list_models.ps1",
        "count-cost/count_cost.ps1",
        "set-start-time/set_start_time.ps1",
    }


def test_a_page_about_an_error_shows_its_own_case_and_no_other(guide: Guide) -> None:
    others = {"ok", "quoted-key"}
    of_no_case = {"index", "check-script", "does-not-start", "local-mistakes"}
    for page in (guide.settings.docs / "errors").glob("*.md"):
        if page.stem not in of_no_case:
            cases = set(re.findall(r'case="([^"]+)"', page.read_text("utf-8")))
            assert cases - others == {page.stem}, page


def test_what_an_error_page_says_it_is_about_stands_in_what_it_shows(guide: Guide) -> None:
    """Readers search for it. Three dots stand for what varies; what OpenAI no longer says is no longer printed."""
    no_longer_said = {"insufficient_quota", "You exceeded your current quota"}
    for page in (guide.settings.docs / "errors").glob("*.md"):
        lead, _, rest = page.read_text("utf-8").partition("\n## What you see\n")
        shown = ""
        for name, case in re.findall(r'transcript\("([^"]+)", case="([^"]+)"\)', rest):
            task, _, file = name.partition("/")
            for path in (guide.snippets.tasks[task].folder / "output" / case).glob(f"{file or '*'}.txt"):
                transcript = read_transcript(path)
                shown += f"{transcript.stdout}\n{transcript.stderr}\n"
        for reply in re.findall(r'reply\("([^"]+)"\)', rest):
            shown += guide.cases.reply(reply).path.read_text("utf-8")
        for bold, code in re.findall(r"\*\*(.+?)\*\*|`(.+?)`", lead) if rest else []:
            parts = (bold or code).split("...")
            assert all(part.strip() in shown for part in parts) or bold + code in no_longer_said, (
                f"{page}: {bold}{code}"
            )


def test_a_repaired_error_is_shown_as_repaired(guide: Guide) -> None:
    for page in (guide.settings.docs / "errors").glob("*.md"):
        _, _, repaired = page.read_text("utf-8").partition("## See that it is fixed")
        assert set(re.findall(r'case="([^"]+)"', repaired)) <= {"ok"}, page


def test_a_page_shows_errors_only_where_it_speaks_of_errors(guide: Guide) -> None:
    """Elsewhere than in the chapter about errors, the words before an error say that something is amiss."""
    for page in guide.settings.docs.rglob("*.md"):
        sections = re.split(r"^#+ ", page.read_text("utf-8"), flags=re.MULTILINE)
        for section in sections if page.parent.name != "errors" else []:
            before, *_ = re.split(r'case="(?!ok")', section)
            if before != section:
                before = re.sub(r"\[[^]]*\]\([^)]*\)", "", before)  # A link speaks of another page.
                assert re.search(r"\b(without|wrong|fails?|does not work|errors?)\b", before, re.IGNORECASE), page


def tabs(text: str) -> Iterator[tuple[str, str]]:
    """The title of each tab that a page writes itself, and what is in it."""
    _, *parts = re.split(r'^( *)===!? "(.+)"$', text, flags=re.MULTILINE)
    for margin, title, rest in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        yield title, re.split(rf"^ {{0,{len(margin)}}}\S", rest, maxsplit=1, flags=re.MULTILINE)[0]


def test_a_tab_that_shows_an_error_has_the_title_of_its_page(guide: Guide) -> None:
    errors = guide.settings.docs / "errors"
    shown = [
        (title, *re.findall(r'case="([^"]+)"', text)) for title, text in tabs((errors / "index.md").read_text("utf-8"))
    ]
    assert shown
    for title, case in shown:
        # A page's title may go on with the words that readers search for.
        assert re.search(rf"^# {title}(: |$)", (errors / f"{case}.md").read_text("utf-8"), re.MULTILINE), case


def test_a_page_about_an_error_opens_with_its_status_and_its_code(guide: Guide) -> None:
    for page in (guide.settings.docs / "errors").glob("*.md"):
        opening = re.search(r"^\*\*(\d+)\*\*, `(\w+)`", page.read_text("utf-8"), re.MULTILINE)
        if opening:
            reply = guide.cases.reply(page.stem)
            assert opening.groups() == (str(reply.status), json.loads(reply.body)["error"]["code"]), page


def test_a_row_of_the_index_of_errors_is_about_one_reply(guide: Guide) -> None:
    for row in (guide.settings.docs / "errors" / "index.md").read_text("utf-8").splitlines():
        assert len(set(re.findall(r'field\("([^"]+)"', row))) <= 1, row


def test_a_tab_with_the_name_of_a_language_shows_that_language(guide: Guide) -> None:
    labels = {language.label for language in LANGUAGES}
    for page in guide.settings.docs.rglob("*.md"):
        for title, text in tabs(page.read_text("utf-8")):
            shown = {guide.snippets.snippet(name).label for name in re.findall(r'snippet\("([^"]+)"', text)}
            assert not shown or title not in labels or title in shown, f"{page}: {title} shows {shown}"


def test_a_page_names_no_file_of_a_snippet_that_there_is_not(guide: Guide) -> None:
    known = {snippet.path.name for snippet in guide.snippets.files.values()}
    for page in guide.settings.docs.rglob("*.md"):
        for name in re.findall(r"(?:python|bash|node|-File|pwsh) ([\w.-]+\.\w+)`", page.read_text("utf-8")):
            assert name in known, f"{page}: {name}"


def test_the_list_of_pages_calls_no_page_by_the_name_of_another(guide: Guide) -> None:
    listed = re.findall(r"^ +- (.+): (\S+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    texts = {name: (guide.settings.docs / name).read_text("utf-8") for _, name in listed}
    assert len(dict(listed)) == len(listed) > 10
    for listed_as, name in listed:
        for other, text in texts.items():
            assert other == name or f"\n# {listed_as}\n" not in text, name


def test_every_variable_that_a_snippet_names_is_a_secret_of_the_guide(guide: Guide) -> None:
    secrets = guide.settings.secrets.values()
    known = {secret.variable for secret in secrets} | {secret.placeholder for secret in secrets}
    for name, snippet in guide.snippets.files.items():
        unknown = set(re.findall(r"\b[A-Z_]*KEY\b", snippet.text)) - known
        assert not unknown, f"{name}: {unknown}"


def test_a_key_that_a_task_brings_in_a_file_is_not_in_the_environment_too(guide: Guide) -> None:
    """There it would be the one that is used, and the file might hold anything."""
    brought = [
        (task, guide.snippets.snippet(name)) for task in guide.snippets.tasks.values() for name in task.bring.values()
    ]
    for secret in guide.settings.secrets.values():
        tasks = [task for task, file in brought if secret.placeholder in file.text and not file.language.command]
        for task in tasks:
            assert secret.variable in task.unset, task.name


def test_addresses_in_the_facts_are_openai_s(guide: Guide) -> None:
    for fact in guide.facts.facts.values():
        if fact.name.startswith("address."):
            assert re.match(r"https://(platform|developers|help|status)\.openai\.com(/|$)", fact.value), fact.name


def test_the_facts_about_the_sdks_are_those_of_the_installed_ones(guide: Guide) -> None:
    def fact(name: str) -> str:
        return guide.facts.fact(name).value

    assert metadata("openai")["Version"] == fact("sdk.version-python")
    assert metadata("openai")["Requires-Python"] == f">={fact('sdk.python')}"
    assert int(fact("sdk.retries")) == DEFAULT_MAX_RETRIES
    assert fact("sdk.timeout") == f"{(DEFAULT_TIMEOUT.read or 0) / 60:.0f} minutes"
    client = (ROOT / "build/packages/node_modules/openai/client.mjs").read_text("utf-8")
    assert f"OpenAI.DEFAULT_TIMEOUT = 600000; // {fact('sdk.timeout')}" in client
    assert shutdown_dates()["gpt-3.5-turbo"].isoformat() == fact("model.retired-on")
    node = json.loads((ROOT / "build/packages/node_modules/openai/package.json").read_text("utf-8"))
    assert node["version"] == fact("sdk.version-node")
    assert node["engines"]["node"] == f">={fact('sdk.node')}.0.0"


def test_a_stream_shows_each_piece_at_once(guide: Guide) -> None:
    """What a run prints does not tell when it was printed."""
    assert ", flush=True)" in guide.snippets.snippet("stream-answer/stream_answer.py").text
    assert " --no-buffer " in guide.snippets.snippet("stream-answer/stream_answer.sh").text


def test_tabs_that_mean_the_same_are_called_the_same(guide: Guide) -> None:
    """A tab that is called otherwise does not follow the others when a reader chooses."""
    places: dict[str, list[str]] = {}
    for page in sorted(guide.settings.docs.rglob("*.md")):
        for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
            if found := re.match(r' *=== "(.+)"', line):
                places.setdefault(found[1], []).append(f"{page.relative_to(guide.settings.root)}:{number}")
    seldom_first = sorted(places, key=lambda label: len(places[label]))
    for index, label in enumerate(seldom_first):
        near = get_close_matches(
            label.casefold(), [other.casefold() for other in seldom_first[index + 1 :]], cutoff=0.85
        )
        assert not near, f'{places[label][0]}: the tab "{label}" is nearly called as another. Call both the same.'

"""Three published versions side by side, as a host serves them below a path: what a reader sees of them."""

from __future__ import annotations

import filecmp
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from provendocs.guide import load_guide
from provendocs.record import record_path
from provendocs.recorder import add_to_record
from tests.conftest import ROOT
from tests.generator.conftest import PY, SETTINGS, a_guide, a_run, resting
from tests.publish.conftest import Project, set_git_up

#: The address that the versions are built for. Its port becomes that of the server.
ADDRESS = "http://127.0.0.1:65000/guide/"

CHANGELOG = """\
# Changelog

## Unreleased

Lamps are blue.

## 1.0

Lamps are red.

## 0.9

The first lamps.
"""


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return a folder with what is on the published branch; published once for all processes of the test run."""
    alone = worker_id == "master"
    folder = (tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent) / "versions"
    folder.mkdir(exist_ok=True)
    done = folder / "done"
    with (folder / "lock").open("w") as lock, pytest.MonkeyPatch.context() as patch:
        flock(lock, LOCK_EX)
        if not done.exists():
            set_git_up(patch)
            patch.setenv("SITE_URL", ADDRESS)
            _publish_three(Project(folder / "project", folder / "remote.git"))
            done.touch()
    return folder / "remote.git"


def _publish_three(project: Project) -> None:
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(project.remote)], check=True)
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(project.root)], check=True)
    project.git("remote", "add", "origin", str(project.remote))
    settings = SETTINGS.replace("timeout", 'sdk = "thing"\ntimeout')
    a_guide(project.root)
    (project.root / "docs" / "assets").symlink_to(ROOT / "docs" / "assets")
    files = {"mkdocs.yml": _mkdocs(), ".gitignore": "build/\nsite/\n", "CHANGELOG.md": CHANGELOG}
    project.commit(**files, **{f"docs__{name}.md": text for name, text in PAGES.items()})
    for version, own in (("0.9", "old"), ("1.0", ""), ("dev", "new")):
        pyproject = settings if version == "dev" else f'[project]\nversion = "{version}.0"\n\n{settings}'
        first = f"# First request\n\n## A section\n\nWritten for {version}: word{version.replace('.', 'x')}.\n"
        extra = {f"docs__{own}.md": f"# The {own} page\n\nOnly here.\n"} if own else {}
        project.commit(**{"pyproject.toml": pyproject, "docs__request__first.md": first, **extra})
        if version != "dev":
            project.git("tag", version)
        project.git("push", "--quiet", "--tags", "origin", "main")
        _record(project.root)
        project.publish(version, build=f"{sys.executable} -m mkdocs build --quiet --site-dir site")
        if own and version != "dev":
            (project.root / "docs" / f"{own}.md").unlink()


PAGES = {
    "index": "# Lamps\n\n[First request](request/first.md)\n",
    "about__changelog": "# Changelog\n\n## Unreleased\n\nLamps are blue.\n",
}


def _mkdocs() -> str:
    """Return the guide's own configuration, but for its pages."""
    theme = {"custom_dir": str(ROOT / "docs" / "overrides")}
    pages = [{"Lamps": "index.md"}, {"First request": "request/first.md"}, {"Changelog": "about/changelog.md"}]
    return json.dumps({"INHERIT": str(ROOT / "mkdocs.yml"), "theme": theme, "nav": pages})


def _record(root: Path) -> None:
    """Tell of a run of the small guide's snippet, as a test run does."""
    guide = load_guide(root)
    snippet = guide.snippets.snippet(PY.removeprefix("snippets/"))
    run = a_run(snippet, ran_on=("Python 3.13.1", "thing 3.54.0", "Linux"))
    add_to_record(record_path(root), [resting(guide, run)], guide.runs())


@pytest.fixture(scope="session")
def base_url(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve what is published below a path, in a process of its own."""
    host = tmp_path_factory.mktemp("host")
    subprocess.run(["git", "clone", "--quiet", "--branch=gh-pages", str(published), str(host / "guide")], check=True)
    command = [sys.executable, "-m", "tests.browser.serve", str(host)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = f"http://127.0.0.1:{server.stdout.readline().strip()}/guide/"
        for file in [*host.rglob("*.html"), *host.rglob("sitemap.xml")]:
            file.write_text(file.read_text("utf-8").replace(ADDRESS, address), "utf-8")
        yield address
        server.kill()


@pytest.fixture
def complaints(complaints: list[str]) -> Iterator[list[str]]:
    """See that the browser has nothing to complain of, and asks no other host."""
    yield complaints
    assert complaints == []


pytestmark = pytest.mark.usefixtures("complaints")


def choose(page: Page, version: str) -> None:
    page.locator(".md-version__current").focus()
    page.locator(".md-version__link", has_text=version).click()


def test_the_root_leads_to_the_latest_release(page: Page, base_url: str) -> None:
    page.goto(base_url)
    expect(page).to_have_url(f"{base_url}latest/")
    expect(page.locator("h1")).to_contain_text("Lamps")


def test_every_page_lists_the_versions_and_names_its_own(page: Page, base_url: str) -> None:
    for path, own in (("dev/new/", "dev"), ("latest/", "1.0"), ("1.0/request/first/", "1.0"), ("0.9/old/", "0.9")):
        page.goto(base_url + path)
        expect(page.locator(".md-version__current")).to_contain_text(own)
        expect(page.locator(".md-version__link")).to_have_text(["dev", "1.0latest", "0.9"])


def test_on_a_phone_the_name_of_the_site_comes_before_what_else_the_version_is_called(
    page: Page, base_url: str
) -> None:
    alias = page.locator(".md-version__current .md-version__alias")
    page.goto(f"{base_url}latest/")
    expect(alias).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".md-version__current")).to_be_visible()
    expect(alias).to_be_hidden()


def test_the_browser_remembers_for_the_session_whether_a_version_is_outdated_and_nothing_else_of_it(
    page: Page, base_url: str
) -> None:
    page.goto(f"{base_url}0.9/")
    expect(page.locator(".version-banner")).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage)") == ["/guide/0.9/.__outdated"]
    assert set(page.evaluate("Object.keys(localStorage)")) <= {"/guide/0.9/.__palette"}


def test_another_version_opens_at_the_same_page(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}latest/request/first/#a-section")
    choose(page, "0.9")
    expect(page).to_have_url(f"{base_url}0.9/request/first/#a-section")
    choose(page, "dev")
    expect(page).to_have_url(f"{base_url}dev/request/first/#a-section")


def test_a_page_that_another_version_lacks_leads_to_its_home(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}0.9/old/")
    choose(page, "1.0")
    expect(page).to_have_url(f"{base_url}1.0/")


def test_a_version_that_is_outdated_says_what_changed_and_leads_to_the_same_page(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}0.9/request/first/")
    told = page.locator(".version-banner")
    expect(told.locator("p").first).to_have_text("You are reading 0.9, of 2026-01-31. The current version is 1.0.")
    expect(told.locator("li")).to_have_text(["New in 1.0: Lamps are red."])
    expect(told.get_by_role("link", name="See all that changed")).to_have_js_property(
        "href", f"{base_url}latest/about/changelog/"
    )
    told.get_by_role("link", name="Read this page in 1.0").click()
    expect(page).to_have_url(f"{base_url}latest/request/first/")
    expect(page.locator("article")).to_contain_text("Written for 1.0")
    expect(page.locator(".version-banner")).to_be_hidden()


def test_the_version_in_development_says_so_and_leads_to_the_same_page(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}dev/request/first/")
    told = page.locator(".version-banner")
    expect(told.locator("p").first).to_have_text(
        "You are reading dev, which is being written. The current version is 1.0."
    )
    expect(told.locator("li")).to_have_text(["New in dev: Lamps are blue."])
    expect(told.get_by_role("link", name="See all that changed")).to_have_js_property(
        "href", f"{base_url}dev/about/changelog/"
    )
    expect(told.get_by_role("link", name="Read this page in 1.0")).to_have_js_property(
        "href", f"{base_url}latest/request/first/"
    )


def test_the_banner_of_a_page_that_the_latest_lacks_leads_home(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}dev/new/")
    page.get_by_role("link", name="Go to 1.0, which has no such page").click()
    expect(page).to_have_url(f"{base_url}latest/")


def test_the_latest_release_has_no_banner_under_either_of_its_names(page: Page, base_url: str) -> None:
    for path in ("latest/request/first/", "1.0/request/first/"):
        page.goto(base_url + path)
        expect(page.locator(".md-version__current")).to_be_visible()
        expect(page.locator(".version-banner")).to_be_hidden()


def test_the_banner_follows_from_page_to_page(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}0.9/")
    page.locator("article").get_by_role("link", name="First request").click()
    expect(page).to_have_url(f"{base_url}0.9/request/first/")
    expect(page.get_by_role("link", name="Read this page in 1.0")).to_have_js_property(
        "href", f"{base_url}latest/request/first/"
    )


def test_pages_of_the_latest_release_open_without_a_reload(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}latest/")
    expect(page.locator(".md-version__current")).to_be_visible()
    page.evaluate("window.kept = true")
    page.locator("article").get_by_role("link", name="First request").click()
    expect(page.locator("article")).to_contain_text("Written for 1.0")
    assert page.evaluate("window.kept")
    expect(page.locator(".version-banner")).to_be_hidden()


def _tell(context: BrowserContext, aliases: dict[str, list[str]]) -> None:
    """Have the host tell of these versions, and of no more than their names."""
    told = [{"version": name, "title": name, "aliases": others} for name, others in aliases.items()]
    context.route("**/versions.json", lambda route: route.fulfill(json=told))


def test_after_a_rollback_the_newer_release_leads_to_the_one_before(
    page: Page, context: BrowserContext, base_url: str
) -> None:
    rolled_back = [
        {"version": "1.0", "title": "1.0", "aliases": []},
        {"version": "0.9", "title": "0.9", "aliases": ["latest"]},
    ]
    context.route("**/versions.json", lambda route: route.fulfill(json=rolled_back))
    page.goto(f"{base_url}1.0/request/first/")
    told = page.locator(".version-banner")
    expect(told.locator("p").first).to_have_text("You are reading 1.0. The current version is 0.9.")
    expect(told.locator("li")).to_have_count(0)
    expect(told.get_by_role("link", name="Read this page in 0.9")).to_be_visible()


def test_before_the_first_release_the_banner_leads_nowhere(page: Page, context: BrowserContext, base_url: str) -> None:
    context.route(
        "**/versions.json", lambda route: route.fulfill(json=[{"version": "dev", "title": "dev", "aliases": []}])
    )
    page.goto(f"{base_url}dev/")
    told = page.locator(".version-banner")
    expect(told.locator("p").first).to_have_text(
        "You are reading dev, which is being written. No version is released yet."
    )
    expect(told.get_by_role("link")).to_have_text(["See all that changed"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_the_banner(page: Page, base_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a literal
    page.goto(f"{base_url}0.9/request/first/")
    expect(page.locator(".version-banner li")).to_be_visible()
    found = Axe().run(page, context="[data-md-component=outdated]")
    assert found.response["violations"] == []


def test_every_version_names_the_latest_as_its_own_address(page: Page, base_url: str) -> None:
    for version in ("dev", "1.0", "0.9", "latest"):
        page.goto(f"{base_url}{version}/request/first/")
        expect(page.locator("link[rel=canonical]")).to_have_attribute("href", f"{base_url}latest/request/first/")


def test_search_finds_what_its_own_version_says(page: Page, base_url: str) -> None:
    for version, other in (("0.9", "dev"), ("dev", "1.0"), ("latest", "0.9")):
        own = "1.0" if version == "latest" else version
        page.goto(f"{base_url}{version}/")
        page.keyboard.press("/")
        page.keyboard.type(f"word{own.replace('.', 'x')}")
        expect(page.locator(".md-search-result__link").first).to_have_attribute(
            "href", re.compile(f"{re.escape(base_url)}{version}/request/first/")
        )
        page.keyboard.press("Control+A")
        page.keyboard.type(f"word{other.replace('.', 'x')}")
        expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")


def test_each_version_lists_its_own_pages(page: Page, base_url: str) -> None:
    def listed(version: str) -> set[str]:
        text = page.request.get(f"{base_url}{version}/sitemap.xml").text()
        return {place.removeprefix(f"{base_url}latest/") for place in re.findall("<loc>(.*?)</loc>", text)}

    common = {"", "request/first/", "about/changelog/"}
    assert listed("dev") == common | {"new/"}
    assert listed("0.9") == common | {"old/"}
    assert listed("latest") == listed("1.0") == common
    assert page.request.get(f"{base_url}sitemap.xml").text() == page.request.get(f"{base_url}latest/sitemap.xml").text()


def test_an_address_that_no_version_has_leads_back_to_the_latest(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}404.html")  # what the host shows for it
    expect(page.locator("#__search")).to_be_checked()  # the search for the words of the address
    page.keyboard.press("Escape")
    page.locator(".md-header a.md-logo").click()
    expect(page).to_have_url(f"{base_url}latest/")


def test_the_footer_names_what_the_code_was_run_with(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}latest/")
    expect(page.locator(".md-copyright")).to_contain_text("Its code was run with thing 3.54.0 for Python.")


def test_the_same_commit_gives_the_same_bytes_on_any_day(published: Path) -> None:
    built = published.parent / "project" / "site"
    project = Project(published.parent / "project", published)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(published.parent / "again")]
    told = {"MIKE_DOCS_VERSION": "dev", "SITE_URL": ADDRESS, "SOURCE_DATE_EPOCH": "1769860800"}
    subprocess.run(command, cwd=project.root, env={**os.environ, **told}, check=True)
    compared = filecmp.dircmp(built, published.parent / "again")
    assert (compared.left_only, compared.right_only, compared.diff_files) == ([], [], [])
    assert set(re.findall("<lastmod>(.*?)</lastmod>", (built / "sitemap.xml").read_text("utf-8"))) == {"2026-01-31"}

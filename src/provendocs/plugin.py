"""The MkDocs side of the generator: what one build needs and where its mistakes go.

While serving, a mistake is shown on the page and the server lives on. A build ends with all mistakes, a line each.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mike.mkdocs_utils import docs_version_var
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority

from provendocs.again import Rendered
from provendocs.overwrite import Overwritten, last_written

if TYPE_CHECKING:
    import jinja2
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from provendocs.guide import Guide
    from provendocs.policy import Protection

#: Where the generator's own files are.
_PACKAGE = Path(__file__).parent
#: At how many places the same mistake is told.
_PLACES = 3


class ProvenDocs(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # BasePlugin is generic in its options; this has none
    """Reads the guide anew for each build. The macros find it by its name in the list of plugins."""

    def __init__(self) -> None:
        self.serving = False
        self.root = Path()
        #: The mistakes that were met: where, and what is wrong.
        self.mistakes: list[tuple[str, str]] = []
        self._guide: Guide | None = None
        self._rendered = Rendered()
        self._site = Overwritten()
        self._code = last_written(_PACKAGE, "*.py")
        self._protection: Protection

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002
        """Learn which command runs. A plugin that has this event lives as long as the server."""
        self.serving = command == "serve"

    @event_priority(100)  # before mkdocs-macros reads its options and imports the macros
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Start a build: forget what was read, and let mkdocs-macros fail or go on as the command wants."""
        _keep_memory()
        self.root = Path(config.config_file_path).parent
        self.mistakes = []
        self._guide = None
        config.plugins["macros"].config["on_error_fail"] = not self.serving
        if docs_version_var not in os.environ:
            config.extra.pop("version", None)  # A site that is no version of several has none to choose from.
        if not self.serving:
            self._must_be_readable()
        else:
            config.watch += [str(self.root / name) for name in ("snippets", "pyproject.toml")] + [str(_PACKAGE)]
            self._take_edits_of_the_generator()
            self._rendered.spare_listing(config)
            self._site.spare(Path(config.site_dir))
        return config

    def _take_edits_of_the_generator(self) -> None:
        code = last_written(_PACKAGE, "*.py")
        if code != self._code:
            _forget_modules()
        self._code = code

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> None:  # noqa: ARG002
        """Have the pages built again after a test run, and not for what editors and Python leave about."""
        gc.collect()
        gc.freeze()  # What the first build left stays for good: the later ones need not look for garbage in it.
        from provendocs.record import record_path  # noqa: PLC0415
        from provendocs.watching import watch  # noqa: PLC0415

        watch(server, [config.docs_dir, config.config_file_path], record_path(self.root.resolve()))

    def guide(self) -> Guide:
        """Return the guide, read once in a build.

        Raises:
            GuideError: It cannot be read.
        """
        if self._guide is None:
            # Imported here: after an edit of the generator this is another module than when this one was loaded.
            from provendocs.guide import load_guide  # noqa: PLC0415

            self._guide = load_guide(self.root, building=True)
        return self._guide

    def _must_be_readable(self) -> None:
        with _told():
            self.guide()

    @event_priority(-100)  # when the list is complete
    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        """Let a server know what its pages rest on."""
        if self.serving:
            self._site.restore()
            self._rendered.begin(config, files)
            self._rendered.spare_compiling(config.plugins["macros"].env)  # type: ignore[attr-defined]

    @event_priority(-100)  # when the macros are done
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Let a server render a page only if its text has changed."""
        if self.serving:
            self._rendered.spare(page, markdown)

    def on_page_content(self, html: str, *, page: object, config: MkDocsConfig, files: object) -> str:  # noqa: ARG002
        """Keep what stands folded below code blocks out of the search, as the theme wants it said."""
        return html.replace('<details class="proof">', '<details class="proof" data-search-exclude>')

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> None:
        """End a build that met mistakes before any page is written; get ready for the pages.

        The footer learns what the code was run with.
        A server does nothing again that it has done.

        Raises:
            PluginError: There were some; the text has a line for each.
        """
        if self.mistakes and not self.serving:
            raise PluginError("\n".join(_lines(self.mistakes)))
        if self.serving:
            env.bytecode_cache = self._rendered
            if search := config.plugins.get("material/search"):
                self._rendered.spare_search(search.search_index)
        from provendocs.errors import GuideError  # noqa: PLC0415
        from provendocs.ran_with import ran_with  # noqa: PLC0415

        with suppress(GuideError):  # while serving, the pages tell
            env.globals["ran_with"] = ran_with(self.guide())
        if self.serving:
            self._rendered.spare_templates(env, files, Path(config.theme.custom_dir or config.docs_dir))
        self._protection = self._protection_for(config)

    def _protection_for(self, config: MkDocsConfig) -> Protection:
        from provendocs.policy import Protection  # noqa: PLC0415

        offline = config.plugins.get("material/offline")
        on_a_host = not self.serving and not (offline and offline.config.enabled)
        return Protection(config.site_url or "", policy=on_a_host)

    @event_priority(-100)  # when other plugins are done with it
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Have a page that is no page of the guide, such as that of a missing address, keep to itself as the others do.

        Raises:
            PluginError: It could not.
        """
        if not template_name.endswith(".html"):
            return output_content
        with _told():
            return self._protection.protect(output_content, Path(template_name))

    @event_priority(-100)  # when other plugins are done with it
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Have a page keep what it runs, asks and tells to itself.

        Raises:
            PluginError: It could not.
        """
        with _told():
            return self._protection.protect(output, Path(page.file.dest_uri))

    @event_priority(-100)  # when every page is written, those of other plugins too
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Have the pages that no event showed keep to themselves, too.

        Raises:
            PluginError: One could not.
        """
        site = Path(config.site_dir)
        if self.serving:
            self._site.remove_leftovers(site)
        with _told():
            self._protection.finish(site)


def _lines(mistakes: list[tuple[str, str]]) -> list[str]:
    """Tell each mistake by a line for each place, but only for the first few: one edit may be seen on many pages."""
    places: dict[str, list[str]] = {}
    for place, problem in dict.fromkeys(mistakes):
        places.setdefault(problem, []).append(place)
    lines = []
    for place, problem in dict.fromkeys(mistakes):
        number, others = places[problem].index(place), len(places[problem]) - _PLACES
        more = f" {others} more {'place has' if others == 1 else 'places have'} the same."
        if number < _PLACES:
            lines.append(f"{place}: {problem}{more if number == _PLACES - 1 and others > 0 else ''}")
    return lines


@contextmanager
def _told() -> Iterator[None]:
    """Turn a mistake into an error that ends the build."""
    from provendocs.errors import GuideError  # noqa: PLC0415

    try:
        yield
    except GuideError as error:
        raise PluginError(str(error)) from None


def _keep_memory() -> None:
    """Have the C library keep what a page took for the next one, instead of giving it back and asking for it anew.

    A page of a large site takes a few blocks of a third of a megabyte. glibc learns from a larger block that is freed
    that such sizes come and go: `M_MMAP_THRESHOLD` and `M_TRIM_THRESHOLD` in mallopt(3). Elsewhere this does nothing.
    """
    bytes(16 * 2**20)


def _forget_modules() -> None:
    """Let an edit of the generator show without a restart: all its modules but this one are read again."""
    for name in list(sys.modules):
        if name.partition(".")[0] == __package__ and name != __name__:
            del sys.modules[name]

"""The content security policy of a built site: its pages run their own scripts, ask their own site, and nothing else.

A static site sends no headers of its own, so each page says its policy in a `<meta http-equiv>`. Such a policy holds
for what comes after it, and browsers ignore three directives in it: `frame-ancestors`, `report-uri` and `sandbox`.
Who may show the site in a frame is for the host's own headers to say.

The theme needs a few inline scripts. Each is allowed by its hash, so that a script which somebody smuggles into a page
does not run. With instant navigation the policy of the page that was opened first stays in force while the next ones
take its place; so all pages that load script files have the same policy, with the hashes of them all. A page that loads
none, such as a redirect, is never put in another's place, and has a policy of its own.

Specification: https://www.w3.org/TR/CSP3/, and https://html.spec.whatwg.org/ on `http-equiv`, on scripts and on rel.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

from provendocs.errors import GuideError
from provendocs.lists import Lists
from provendocs.outbound import ATTRIBUTES, mark_links_out

_SCRIPT = re.compile(rf"<script\b({ATTRIBUTES})>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_FILE = re.compile(r"(?:^|\s)src\s*=", re.IGNORECASE)
_TYPE = re.compile(r"""(?:^|\s)type\s*=\s*["']?([^"'\s]+)""", re.IGNORECASE)
#: Types of scripts that a policy judges. The content of another type, such as JSON, is data and does not run.
_RUNS = re.compile(r"module|importmap|speculationrules|(text|application)/(x-)?(java|ecma)script", re.IGNORECASE)

#: Whoever follows a link out does not tell the other site where they come from.
_REFERRER = '<meta name="referrer" content="no-referrer">'
_POLICY = '<meta http-equiv="Content-Security-Policy" content="{}">'
_EARLIER = re.compile(f"{_REFERRER}(?:{_POLICY.format('[^>]*')})?")
#: Where a page takes both, the best place first: a policy holds for what follows it.
_PLACES = (r"<meta\s+charset[^>]*>", r"<head\b[^>]*>", r"<!doctype[^>]*>", r"^")

#: Attributes that a policy refuses, as a page in small letters may have them: found fast, and perhaps where none is.
#: Each begins with what the search can leap to, and only then looks back: six times as fast as the other way round.
_SUSPECTS = [
    re.compile(r"style(?<=[\s/\"']style)\s*="),
    re.compile(r"on(?<=[\s/\"']on)[a-z]+\s*="),
]


class Protection:
    """What the pages of one build get: their policy, their referrer policy, and `rel` on links out.

    Args:
        site_url: The address that the site is published at; empty if it is not known.
        policy: Whether pages get a content security policy. One would stop the script by which `mkdocs serve` loads
            a page anew, and everything on the file system, where a page has no site of its own.
    """

    def __init__(self, site_url: str, *, policy: bool) -> None:
        self._site_url = site_url
        self._policy = policy
        self._lists = Lists(_is_plain)
        self._shared: set[str] = set()
        #: The metas of each page that is done. Those of a page that loads files lack the hashes of the pages after it.
        self._metas: dict[Path, str] = {}
        self._sharing: set[Path] = set()

    def protect(self, text: str, page: Path) -> str:
        """Return a page with what it gets, as far as it is known before the pages that are still to come.

        Args:
            text: The page.
            page: Where it will be, seen from the folder of the site.

        Raises:
            GuideError: It has something inline that its policy would refuse.
        """
        rest, put_back = self._lists.leave_out(text)
        rest = mark_links_out(rest, self._site_url)
        metas = _REFERRER
        if self._policy:
            if _may_need_an_exception(rest):
                _Inline(page).feed(text)
            loads_files, hashes = scripts_of(rest)
            if loads_files:
                self._shared |= hashes
                self._sharing.add(page)
            metas += _POLICY.format(policy_for(self._shared if loads_files else hashes))
        self._metas[page] = metas
        return put_back(_with_metas(rest, metas))

    def finish(self, site: Path) -> None:
        """Protect what was written without being shown, and give the pages that share a policy the whole of it.

        Args:
            site: The folder of the site, with every page in it written.

        Raises:
            GuideError: A page has something inline that its policy would refuse; then none is changed.
        """
        others = [page for path in sorted(site.rglob("*.html")) if (page := path.relative_to(site)) not in self._metas]
        written = {page: self.protect(_read(site / page), page) for page in others}
        whole = _REFERRER + _POLICY.format(policy_for(self._shared))
        for page in self._sharing:
            if self._metas[page] != whole:
                written[page] = _with_metas(written.get(page) or _read(site / page), whole)
        for page, text in written.items():
            (site / page).write_bytes(text.encode("utf-8"))


def policy_for(hashes: set[str]) -> str:
    """Return the policy of pages whose inline scripts have these hashes, each as `sha256-...`.

    Images may be `data:`, for so the theme's stylesheet brings its icons.
    """
    scripts = sorted(f"'{value}'" for value in hashes)
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *scripts]),
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "object-src 'none'",
        ]
    )


def scripts_of(text: str) -> tuple[bool, set[str]]:
    """Say whether a page loads script files, and return the hashes of its inline scripts, as a policy writes them."""
    loads_files = False
    hashes = set()
    for attributes, content in _SCRIPT.findall(text):
        kind = _TYPE.search(attributes)
        if _FILE.search(attributes):
            loads_files = True
        elif kind is None or _RUNS.fullmatch(kind[1]):
            # A browser reads each line end as a line feed, and then takes the hash.
            read = content.replace("\r\n", "\n").replace("\r", "\n")
            hashes.add("sha256-" + b64encode(sha256(read.encode()).digest()).decode())
    return loads_files, hashes


def _read(page: Path) -> str:
    """Read a page as it is, with its line ends."""
    return page.read_bytes().decode("utf-8")


def _with_metas(text: str, metas: str) -> str:
    """Put the metas into a page, in place of those that it has already."""
    start = next(found.end() for place in _PLACES if (found := re.search(place, text, re.IGNORECASE)))
    earlier = _EARLIER.match(text, start)
    return "".join([text[:start], metas, text[earlier.end() if earlier else start :]])


def _is_plain(part: str) -> bool:
    """Say whether a part of a page has no script, nothing that a policy could refuse, and no link out."""
    return "//" not in part and "script" not in part.lower() and not _may_need_an_exception(part)


def _may_need_an_exception(text: str) -> bool:
    small = text.lower()
    return "<style" in small or "javascript:" in small or any(suspect.search(small) for suspect in _SUSPECTS)


class _Inline(HTMLParser):
    """Refuses what is inline in a page and no hash can allow."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style":
            self._refuse("a <style> element", "Write it in a stylesheet")
        for name, value in attrs:
            if name == "style":
                self._refuse(f"a style attribute on <{tag}>", "Write it in a stylesheet")
            if name.startswith("on"):
                self._refuse(f"an {name} attribute on <{tag}>", "Write it in a script file")
            if value and value.strip().lower().startswith("javascript:"):
                self._refuse(f"a javascript: address on <{tag}>", "Write it in a script file")

    def _refuse(self, what: str, fix: str) -> None:
        raise GuideError(
            self.page, f"{what} does nothing under the content security policy", fix, line=self.getpos()[0]
        )

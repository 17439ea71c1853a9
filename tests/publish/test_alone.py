"""A site that is built alone, and not as one of several versions, offers no others and asks for none."""

from __future__ import annotations

import json
from pathlib import Path

from bs4 import BeautifulSoup


def test_a_site_that_is_no_version_offers_no_others(site: Path) -> None:
    soup = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser")
    config = soup.find(id="__config")
    assert config is not None
    assert json.loads(config.get_text())["version"] is None
    assert soup.select("[data-md-component=outdated], script[src*=versions], link[href*=versions]") == []

"""Let a site work from the file system: what the theme does by requests does not work there."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files


def is_offline(config: MkDocsConfig) -> bool:
    """Say whether the theme's plugin for this is on."""
    plugin: Any = config.plugins.get("material/offline")
    return bool(plugin and plugin.config.enabled)


def prepare(config: MkDocsConfig, scripts: list[str]) -> None:
    """Bring the scripts along that the theme's plugin would fetch from elsewhere, and switch off what cannot work."""
    config.theme["features"] = [name for name in config.theme["features"] if "instant" not in name]
    config.extra["polyfills"] = [*scripts, *config.extra.get("polyfills", [])]


def leave_out(files: Files, scripts: list[str]) -> None:
    """Leave out of a site for a server the scripts that only the file system needs."""
    for name in scripts:
        file = files.get_file_from_path(name)
        if file is not None:
            files.remove(file)

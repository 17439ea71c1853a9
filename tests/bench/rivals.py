"""Build the site of the guide, and beside it the same text as a default Material and a default Starlight site."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from provendocs.environment import search_path
from tests.bench.plain import export
from tests.conftest import ROOT

#: Where `make bench` installs what comes from npm.
PACKAGES = ROOT / "build/bench-sites"

_MATERIAL = """\
site_name: Guide
site_url: https://guide.example/
theme:
  name: material
  font: false
markdown_extensions: [tables, pymdownx.highlight, pymdownx.superfences]
"""

_STARLIGHT = """\
import {{ defineConfig, passthroughImageService }} from "astro/config";
import starlight from "@astrojs/starlight";

export default defineConfig({{
  site: "https://guide.example/",
  image: {{ service: passthroughImageService() }},
  integrations: [starlight({{ title: "Guide", sidebar: {sidebar} }})],
}});
"""

_CONTENT = """\
import { defineCollection } from "astro:content";
import { docsLoader } from "@astrojs/starlight/loaders";
import { docsSchema } from "@astrojs/starlight/schema";

export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
"""


def build_ours(folder: Path, address: str = "https://guide.example/") -> Path:
    """Build the guide for an address, and return the folder of the site."""
    run([sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)], ROOT, SITE_URL=address)
    return folder


def build_material(folder: Path) -> Path:
    """Build the plain text with Material as it comes, but for the fonts of another site."""
    export(folder / "docs")
    (folder / "mkdocs.yml").write_text(_MATERIAL, "utf-8")
    run([sys.executable, "-m", "mkdocs", "build", "--quiet"], folder)
    return folder / "site"


def build_starlight(folder: Path) -> Path:
    """Build the plain text with Starlight as it comes, which tells nobody of it.

    It is built where its packages are, for Astro finds nothing in a folder that shares no parent with them.
    """
    shutil.rmtree(PACKAGES / "src", ignore_errors=True)
    docs = export(PACKAGES / "src/content/docs")
    for page in docs.rglob("*.md"):
        # Starlight shows the title by itself.
        page.write_text(page.read_text("utf-8").replace("\n# ", "\n<!-- title --> ", 1), "utf-8")
    chapters = sorted(path.name for path in docs.iterdir() if path.is_dir())
    sidebar = json.dumps([{"label": name, "items": [{"autogenerate": {"directory": name}}]} for name in chapters])
    (PACKAGES / "astro.config.mjs").write_text(_STARLIGHT.format(sidebar=sidebar), "utf-8")
    (PACKAGES / "src/content.config.ts").write_text(_CONTENT, "utf-8")
    command = ["node", "node_modules/astro/bin/astro.mjs", "build", "--outDir", str(folder)]
    run(command, PACKAGES, ASTRO_TELEMETRY_DISABLED="1")
    return folder


def run(command: list[str], folder: Path, **variables: str) -> None:
    """Run a program, with the project's own node, and wait for it.

    Raises:
        RuntimeError: It failed; the text is what it said last.
    """
    path = os.pathsep.join([search_path(), os.environ["PATH"]])
    environment = os.environ | {"PATH": path} | variables
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])

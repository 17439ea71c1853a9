"""An environment for each version of the SDK, made on demand, and the snippets run with it: `make matrix`."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

import nox

ROOT = Path(__file__).parent
SDK = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["provendocs"]["sdk"]
MATRIX = ROOT / "snippets" / "matrix.toml"
VERSIONS = tomllib.loads(MATRIX.read_text("utf-8"))["versions"] if MATRIX.exists() else {}

#: What the snippets of the matrix import besides the SDK.
PYTHON_PACKAGES = ["python-dotenv[cli]"]
NODE_PACKAGES = ["dotenv"]

nox.needs_version = ">=2026.4"
nox.options.default_venv_backend = "uv"
nox.options.reuse_venv = "yes"
nox.options.envdir = "build/nox"


def versions(suffix: str) -> list[str]:
    """Return the versions of the SDK for a language that are on record, from old to new."""
    return sorted(set(VERSIONS.get(suffix, {}).values()), key=lambda one: [int(part) for part in one.split(".")])


@nox.session
@nox.parametrize("sdk", versions(".py"))
def python(session: nox.Session, sdk: str) -> None:
    """Run the snippets of Python with a version of the SDK; all other packages are those of the lock."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pins = re.findall(r"^[\w.-]+==[^\s;]+", lock, re.MULTILINE)
    constraints = Path(session.create_tmp()) / "constraints.txt"
    constraints.write_text("".join(f"{pin}\n" for pin in pins if not pin.startswith(f"{SDK}==")), "utf-8")
    session.install(f"{SDK}=={sdk}", *PYTHON_PACKAGES, "--constraint", str(constraints))
    run(session, ".py", sdk, "--python", str(Path(session.bin, "python")))


@nox.session(venv_backend="none")
@nox.parametrize("sdk", versions(".mjs"))
def node(session: nox.Session, sdk: str) -> None:
    """Run the snippets of Node.js with a version of the SDK; all other packages are those of the lock."""
    folder = ROOT / "build" / "nox" / f"node-{sdk}"
    folder.mkdir(parents=True, exist_ok=True)
    lock = json.loads((ROOT / "snippets" / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = [f"{SDK}@{sdk}", *(f"{name}@{lock[f'node_modules/{name}']['version']}" for name in NODE_PACKAGES)]
    session.run("npm", "install", "--prefix", str(folder), "--no-save", "--loglevel=error", *wanted, external=True)
    run(session, ".mjs", sdk, "--packages", str(folder / "node_modules"))


def run(session: nox.Session, suffix: str, sdk: str, *where: str) -> None:
    """Run the snippets of a language from this environment, which no key of the caller's own enters."""
    options = [one for one in session.posargs if one.startswith("--")]
    words = [one for one in session.posargs if one not in options]
    command = [sys.executable, "-m", "tests.matrix", "run", *where, *options, suffix, sdk, *words]
    session.run(*command, external=True, env={"OPENAI_API_KEY": None})

"""An environment for each version of the SDK, made on demand, and kept: uv makes those of Python, npm those of Node.js.

Where the guide's own locks have a package, it is the one that they name; the SDK itself is not.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from fcntl import LOCK_EX, flock
from hashlib import sha256
from pathlib import Path

from provendocs.errors import GuideError
from provendocs.guide import Guide
from provendocs.run import Installed
from tests.matrix.registries import BIN

#: What the snippets of the matrix import besides the SDK.
_PYTHON_PACKAGES = ("python-dotenv",)
_NODE_PACKAGES = ("dotenv",)


def environment(guide: Guide, suffix: str, version: str) -> Installed:
    """Return where a version of the SDK is installed; install it first, if it is not.

    Args:
        guide: The guide.
        suffix: The suffix of the language.
        version: The version.

    Raises:
        GuideError: It cannot be installed.
    """
    folder = guide.settings.root / "build" / "matrix" / f"{guide.settings.sdk}{suffix}-{version}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        made, wanted = folder / ".made", _locked(guide)
        if not made.exists() or made.read_text("utf-8") != wanted:
            made.unlink(missing_ok=True)
            try:
                _MAKE[suffix](guide, folder, version)
            except subprocess.CalledProcessError as error:
                told = (error.stderr or error.stdout).strip().splitlines()[-1:]
                problem = f"{guide.settings.sdk} {version} cannot be installed: {' '.join(told)}"
                raise GuideError(folder, problem, "Run make matrix again") from None
            made.write_text(wanted, "utf-8")
    return Installed(folder / "bin" / "python", folder / "node_modules")


def _locked(guide: Guide) -> str:
    """Return a fingerprint of the locks that environments rest on."""
    locks = (guide.settings.root / "requirements.lock", guide.settings.snippets / "package-lock.json")
    return sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()


def _make_python(guide: Guide, folder: Path, version: str) -> None:
    sdk = guide.settings.sdk
    lock = (guide.settings.root / "requirements.lock").read_text("utf-8")
    pins = re.findall(r"^[\w.-]+==[^\s;]+", lock, re.MULTILINE)
    _run(str(BIN / "uv"), "venv", "--quiet", "--clear", "--python", sys.executable, str(folder))
    constraints = folder / "constraints.txt"
    constraints.write_text("".join(f"{pin}\n" for pin in pins if not pin.startswith(f"{sdk}==")), "utf-8")
    python = ("--python", str(folder / "bin" / "python"))
    wanted = (f"{sdk}=={version}", *_PYTHON_PACKAGES)
    _run(str(BIN / "uv"), "pip", "install", "--quiet", *python, "--constraint", str(constraints), *wanted)


def _make_node(guide: Guide, folder: Path, version: str) -> None:
    lock = json.loads((guide.settings.snippets / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = [f"{name}@{lock[f'node_modules/{name}']['version']}" for name in _NODE_PACKAGES]
    folder.mkdir(exist_ok=True)
    options = ("--prefix", str(folder), "--no-save", "--no-audit", "--no-fund", "--loglevel=error")
    _run(str(BIN / "npm"), "install", *options, f"{guide.settings.sdk}@{version}", *wanted)


def _run(*command: str) -> None:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    subprocess.run(command, env=environment, capture_output=True, text=True, check=True)


_MAKE: dict[str, Callable[[Guide, Path, str], None]] = {".py": _make_python, ".mjs": _make_node}

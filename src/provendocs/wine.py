"""Run Command Prompt files where there is no Windows: by the cmd of Wine, each in a Windows folder of its own.

Wine's cmd treats variables and quotation marks as Windows does. What it is known to get wrong is not run by it at all,
rather than run wrongly (seen with Wine 8.0): `setx` does nothing and says so to nobody, `&&` and `||` ignore the exit
status.

    python -m provendocs.wine build/wine    makes the folder that runs copy, in some ten seconds
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

#: What Wine itself says on standard error when it breaks down, which it does now and then on a busy machine. That is
#: no word of the snippet: such a run is not one, and is begun again.
BROKE_DOWN = "wine: Unhandled page fault"

#: How often a run is begun when Wine breaks down.
TRIES = 3

#: What Wine's cmd cannot be trusted with, and why.
UNFAITHFUL: dict[str, str] = {
    "setx": "Wine's setx does nothing",
    "&&": "Wine's cmd runs what follows && whatever the exit status",
    "||": "Wine's cmd runs what follows || whatever the exit status",
}

#: Runs cmd itself, where `wine cmd` would start a helper that outlives it.
CMD = r"C:\windows\system32\cmd.exe"

_COPIED = ("system.reg", "user.reg", "userdef.reg", ".update-timestamp")


def make_template(template: Path) -> None:
    """Make the Windows folder that runs copy, if this machine has Wine and the folder is not there."""
    if template.exists() or shutil.which("wine") is None:
        return
    new = template.with_name(f"{template.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    environment = {"PATH": os.environ["PATH"], **_environment(new), "HOME": str(new)}
    made = _quietly(["wine", "wineboot", "-i"], environment)
    _quietly(["wineserver", "-w"], environment)
    _remove_socket(new)
    if made == 0:
        new.replace(template)


@contextmanager
def windows(template: Path, scratch: Path, environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Make a Windows folder for one run, with a server for its programs, and end that server.

    Args:
        template: What `make_template` made.
        scratch: Where the folder goes.
        environment: The run's environment.

    Yields:
        The environment with what Wine needs.
    """
    prefix = scratch / "wine"
    whole = {**environment, **_environment(prefix)}
    # The folder is made already: to look whether it needs an update, and to start services, takes half of a run.
    whole["WINEDLLOVERRIDES"] += ";wineboot.exe=d"
    with _alone():
        _copy(template, prefix)
        try:
            # Its server is started here: one that the run starts inherits the run's output, and holds it open for half
            # a second longer. Once a client has left it alone for ten seconds, it ends by itself.
            _quietly(["wineserver", "-p10"], whole)
            yield whole
        finally:
            # What the run left was ended with it. The server ends at once, for nobody reads what it would write first.
            _quietly(["wineserver", "-k9"], whole)
            _quietly(["wineserver", "-w"], whole)
            _remove_socket(prefix)


@contextmanager
def _alone() -> Iterator[None]:
    """Let one Wine run at a time on a machine: several that start at once have crashed now and then.

    What is locked is the program's own file: it is there for all who share the machine, and no one else can make it.
    """
    with Path(shutil.which("wine") or os.devnull).open("rb") as program:
        flock(program, LOCK_EX)
        yield


def _copy(template: Path, prefix: Path) -> None:
    """Copy the registry and the user's folders; link to the programs, which no run changes."""
    (prefix / "dosdevices").mkdir(parents=True)
    (prefix / "dosdevices/c:").symlink_to("../drive_c")
    (prefix / "dosdevices/z:").symlink_to("/")
    for name in _COPIED:
        shutil.copy2(template / name, prefix / name)
    (prefix / "drive_c").mkdir()
    for entry in (template / "drive_c").iterdir():
        target = prefix / "drive_c" / entry.name
        if entry.name == "users":
            shutil.copytree(entry, target, symlinks=True)
        else:
            target.symlink_to(entry.resolve())


def _environment(prefix: Path) -> dict[str, str]:
    return {
        "WINEPREFIX": str(prefix.resolve()),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        # No offers to download anything, no menus.
        "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
        "LC_ALL": "C.UTF-8",
    }


def _quietly(command: list[str], environment: Mapping[str, str]) -> int:
    return subprocess.run(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=180,
        check=False,
    ).returncode


def _remove_socket(prefix: Path) -> None:
    """Remove the folder in /tmp whose name Debian's wineserver notes down, and leaves behind."""
    noted = prefix / "wineserver"
    name = noted.read_text("utf-8").strip() if noted.exists() else ""
    if name.startswith("wine-") and "/" not in name:
        shutil.rmtree(Path("/tmp", name), ignore_errors=True)


if __name__ == "__main__":
    make_template(Path(sys.argv[1]))

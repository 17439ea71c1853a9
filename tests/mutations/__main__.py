"""Break the project in small ways, one at a time, and demand that its checks notice.

    python -m tests.mutations            all breakages
    python -m tests.mutations curl path  those whose name or file holds one of these texts

A snippet's transcripts begin with its fingerprint, so that the slightest edit is red. That would prove nothing here:
the fingerprints are brought up to date with each breakage, and only what the snippet does can give it away.
"""

from __future__ import annotations

import queue
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from provendocs.errors import GuideError
from provendocs.find import find_snippets
from tests.mutations.breakage import Breakage, Stale, read_breakages
from tests.mutations.checks import Checks, checks_for, complaint

ROOT = Path(__file__).parent.parent.parent
WORKERS = 2


def copy_project(target: Path) -> Path:
    """Copy what git knows of the project, as it stands, and link to what was installed for it."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in listed.stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    (target / "build").mkdir()
    for name in ("packages", "wine"):
        if (ROOT / "build" / name).exists():
            (target / "build" / name).symlink_to((ROOT / "build" / name).resolve())
    # A test asks git which files there are.
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *command], cwd=target, check=True)
    return target


@contextmanager
def broken(breakage: Breakage, root: Path) -> Iterator[None]:
    """Keep a breakage in a copy of the project, for as long as the block lasts."""
    file = root / breakage.file
    before = {file: file.read_text("utf-8")}
    prints_before = fingerprints(root)
    try:
        file.write_text(breakage.applied_to(before[file]), "utf-8")
        prints_after = fingerprints(root)
        for name, old in prints_before.items():
            new = prints_after.get(name, old)
            if new != old:
                task, _, script = name.partition("/")
                for transcript in (root / "snippets" / task / "output").glob(f"*/{script}.txt"):
                    before[transcript] = transcript.read_text("utf-8")
                    transcript.write_text(before[transcript].replace(old, new), "utf-8")
        yield
    finally:
        for changed, text in before.items():
            changed.write_text(text, "utf-8")


def fingerprints(root: Path) -> dict[str, str]:
    """Return the fingerprint of each snippet; none, where they cannot be read."""
    try:
        return {name: snippet.sha256 for name, snippet in find_snippets(root / "snippets").files.items()}
    except GuideError:
        return {}


def can_be_tried(breakage: Breakage) -> bool:
    """Say whether this machine has what runs the file."""
    return not breakage.file.endswith(".bat") or (ROOT / "build/wine").exists()


def verdict(breakage: Breakage, root: Path) -> tuple[str, str]:
    """Try one breakage; return what came of it, in a word, and why."""
    if not can_be_tried(breakage):
        return "not tried", "this machine has no Wine"
    try:
        with broken(breakage, root):
            told = complaint(checks_for(breakage.file, breakage.run), root)
    except Stale as stale:
        return "STALE", str(stale)
    if breakage.harmless:
        return ("HARMLESS, YET CAUGHT", told) if told else ("harmless", breakage.harmless)
    return ("caught", told) if told else ("NOT CAUGHT", breakage.file)


def must_be_green(breakages: list[Breakage], root: Path) -> None:
    """End the program if the checks complain of the project as it is: then they would prove nothing."""
    found = [checks_for(breakage.file, breakage.run) for breakage in breakages]
    select = {name for checks in found for name in checks.select}
    lint = {command for checks in found for command in checks.lint}
    told = complaint(Checks(tuple(sorted(select)), tuple(sorted(lint))), root, WORKERS)
    if told:
        sys.exit(f"The project is red before anything is broken: {told}")


def try_all(breakages: list[Breakage], roots: list[Path]) -> Counter[str]:
    """Try each breakage in whichever copy is free, print a line for each, and count what came of them."""
    free: queue.Queue[Path] = queue.Queue()
    for root in roots:
        free.put(root)

    def try_one(breakage: Breakage) -> tuple[str, str]:
        root = free.get()
        try:
            return verdict(breakage, root)
        finally:
            free.put(root)

    counts: Counter[str] = Counter()
    with ThreadPoolExecutor(len(roots)) as pool:
        for breakage, (word, why) in zip(breakages, pool.map(try_one, breakages), strict=True):
            print(f"{word}: {breakage.name} ({why})", flush=True)
            counts[word] += 1
    return counts


def main() -> None:
    """Try the breakages that the command line names, and end with 1 if one is not caught or the list is wrong."""
    start = time.monotonic()
    wanted = sys.argv[1:] or [""]
    breakages = [one for one in read_breakages() if any(text in f"{one.name} {one.file}" for text in wanted)]
    if not breakages:
        sys.exit("No breakage is called so.")
    with TemporaryDirectory(prefix="mutations-") as scratch:
        roots = [copy_project(Path(scratch, str(number)).resolve()) for number in range(WORKERS)]
        must_be_green(breakages, roots[0])
        counts = try_all(breakages, roots)
    print(", ".join(f"{count} {word}" for word, count in counts.items()), f"in {time.monotonic() - start:.0f} s")
    sys.exit(1 if counts.keys() - {"caught", "harmless", "not tried"} else 0)


if __name__ == "__main__":
    main()

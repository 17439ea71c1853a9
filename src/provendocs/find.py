"""Find the tasks of a guide and the snippets in them."""

from __future__ import annotations

import json
import os
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from provendocs.errors import GuideError, did_you_mean
from provendocs.languages import BY_SUFFIX, CURL_LABEL, LANGUAGES, Language
from provendocs.regions import Marked, take_apart
from provendocs.toml_lines import line_of

#: Folders beside the tasks that hold no snippets.
_NOT_TASKS = {"cases"}
_TASK_FILE = "task.toml"
_OUTPUT_FOLDER = "output"
#: Unicode's categories of controls, of marks that only direct how text is shown, and of its line ends.
_UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
#: What a brought file may be called: it stands in the working folder, and nowhere else.
_PLAIN_NAME = re.compile(r"\.?\w[\w.-]*")


#: The kinds of what task.toml says; lists of names are looked at apart.
_KINDS = {"title": str, "calls_api": bool, "bring": dict, "variables": dict, "answers": str, "not_run": str}


#: What a task says that no run can tell.
_OF_NO_MATTER = {"folder", "title", "cases", "not_run"}


@dataclass(frozen=True)
class Task:
    """One thing the reader wants done.

    Args:
        name: The folder's name.
        folder: The folder.
        title: What the reader wants, in a few words.
        calls_api: Whether its snippets call the API.
        cases: The cases in which they run; if empty, every case for those that call the API, the good one for others.
        bring: Files put into the working folder of a run: the name there, and the path below `snippets/`.
        secrets: The secrets that the environment of a run holds; the first of the guide, if empty.
        variables: What else the environment of a run holds, by name.
        unset: Secrets that the environment of a run lacks because a brought file holds them.
        answers: What a run finds on standard input; `${NAME}` stands for a secret. The environment lacks it then.
        not_run: Why its snippets are not run, where they cannot be.
    """

    name: str
    folder: Path
    title: str
    calls_api: bool = False
    cases: tuple[str, ...] = ()
    bring: dict[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)
    unset: tuple[str, ...] = ()
    answers: str = ""
    not_run: str = ""

    @cached_property
    def basis(self) -> str:
        """What a run of its snippets rests on, as JSON."""
        return json.dumps(
            {name: value for name, value in asdict(self).items() if name not in _OF_NO_MATTER}, sort_keys=True
        )


@dataclass(frozen=True)
class Snippet:
    """A file that a reader saves and runs as it is.

    Args:
        task: The task it serves.
        path: The file.
        language: Its language.
        marked: Its lines and regions.
    """

    task: Task
    path: Path
    language: Language
    marked: Marked

    @property
    def name(self) -> str:
        """Its path below `snippets/`, such as `first-request/first_request.py`."""
        return f"{self.task.name}/{self.path.name}"

    @property
    def text(self) -> str:
        """What readers copy and what tests run: the file without its region markers."""
        return self.marked.text

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of its text, in hexadecimal."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def runs(self) -> bool:
        """Whether it is a program that tests run; a settings file, or what the task excuses, is not."""
        return bool(self.language.command) and not self.task.not_run

    @cached_property
    def label(self) -> str:
        """The label of its tab."""
        if self.language.suffix == ".sh" and re.search(r"\bcurl ", self.text):
            return CURL_LABEL
        return self.language.label

    @property
    def output(self) -> Path:
        """The folder of its task's transcripts."""
        return self.task.folder / _OUTPUT_FOLDER


@dataclass(frozen=True)
class Snippets:
    """All tasks and snippets of a guide, by name.

    Args:
        folder: The folder they are in.
        tasks: The tasks by folder name.
        files: The snippets by path below `folder`, in tab order within a task.
    """

    folder: Path
    tasks: dict[str, Task]
    files: dict[str, Snippet]

    def snippet(self, name: str) -> Snippet:
        """Return the snippet of that path.

        Raises:
            GuideError: There is none.
        """
        if name not in self.files:
            raise GuideError(self.folder / name, "there is no such snippet", did_you_mean(name, self.files))
        return self.files[name]

    def of_task(self, name: str) -> list[Snippet]:
        """Return the snippets of a task in tab order.

        Raises:
            GuideError: There is no such task.
        """
        if name not in self.tasks:
            raise GuideError(self.folder / name, "there is no such task", did_you_mean(name, self.tasks))
        return [snippet for snippet in self.files.values() if snippet.task.name == name]


def find_snippets(folder: Path) -> Snippets:
    """Read every task below a folder.

    Args:
        folder: The guide's `snippets/`.

    Returns:
        The tasks and their snippets.

    Raises:
        GuideError: A task has no `task.toml` or no snippet, or a file is of no known language or not plain text, or a
            link leads out of the folder.
    """
    tasks: dict[str, Task] = {}
    files: dict[str, Snippet] = {}
    if not folder.is_dir():
        raise GuideError(folder, "there is no such folder", "Make it, or correct pyproject.toml")
    _check_links(folder)
    for task_folder in sorted(path for path in folder.iterdir() if path.is_dir()):
        if task_folder.name in _NOT_TASKS or task_folder.name.startswith("."):
            continue
        task = _read_task(task_folder)
        tasks[task.name] = task
        snippets = [_read_snippet(task, path) for path in _snippet_files(task_folder)]
        if not snippets:
            raise GuideError(task_folder, "this task has no snippet", "Add one or remove the folder")
        snippets.sort(key=lambda snippet: (LANGUAGES.index(snippet.language), snippet.path.name))
        files |= {snippet.name: snippet for snippet in snippets}
    return Snippets(folder, tasks, files)


def read_text(path: Path) -> str:
    """Read a text file that pages show byte for byte.

    Raises:
        GuideError: It is not a file, is not UTF-8, has Windows line ends, tabs or characters that nobody sees, or does
            not end with a line end. Markdown would not keep tabs, so no snippet may have one.
    """
    try:
        if not path.is_file():  # Reading a named pipe would wait for ever.
            raise GuideError(path, "this is not a file", "Put a text file here, or remove it")
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise GuideError(path, f"this cannot be read: {error.strerror}", "Correct it") from None
    except UnicodeDecodeError as error:
        raise GuideError(path, f"this is not UTF-8 (byte {error.start})", "Save it as UTF-8") from None
    for character, name in (("\r", "a carriage return"), ("\t", "a tab")):
        if character in text:
            line = text[: text.index(character)].count("\n") + 1
            raise GuideError(path, f"there is {name} here", "Use line feeds and spaces only", line=line)
    for number, line_text in enumerate(text.split("\n"), start=1):
        for character in "" if line_text.isprintable() else line_text:  # What is printable is seen.
            if unicodedata.category(character) in _UNSEEN:
                problem = f"there is a character here that nobody sees, U+{ord(character):04X}"
                raise GuideError(path, problem, "Remove it or write an escape", line=number)
    if not text.strip():
        raise GuideError(path, "this file is empty", "Fill it or remove it")
    if not text.endswith("\n"):
        raise GuideError(path, "the last line has no line end", "Add one", line=text.count("\n") + 1)
    return text


def _read_task(folder: Path) -> Task:
    file = folder / _TASK_FILE
    try:
        table: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
        known = {one.name for one in fields(Task)} - {"name", "folder"}
        if unknown := sorted(table.keys() - known):
            line, fix = line_of(file, unknown[0]), did_you_mean(unknown[0], known)
            raise GuideError(file, f'there is no field "{unknown[0]}"', fix, line=line)
        for name in ("cases", "secrets", "unset"):
            if name in table:
                table[name] = _names(file, name, table[name])
        if not str(table.get("title", "")).strip():
            raise ValueError("it has no title")
        if table.get("cases") == ():
            raise _unreadable(file, "cases is empty; not_run says why nothing runs", "cases")
        task = Task(name=folder.name, folder=folder, **table)
        for name, kind in _KINDS.items():
            if not isinstance(getattr(task, name), kind):
                raise _unreadable(file, f"{name} is not a {kind.__name__}", name)
        _names(file, "bring", list(task.bring.values()))
        _names(file, "variables", list(task.variables.values()))
    except FileNotFoundError:
        raise GuideError(file, "this task has no task.toml", "Add one that gives its title") from None
    except (OSError, ValueError) as error:
        problem = error.strerror if isinstance(error, OSError) else str(error)
        raise _unreadable(file, problem) from None
    for target in task.bring:
        if not _PLAIN_NAME.fullmatch(target):
            problem = f'this task brings "{target}", which is no plain name'
            raise GuideError(file, problem, "Name a file, no folder", line=line_of(file, "bring", target))
    return task


def _unreadable(file: Path, problem: str | None, field: str = "") -> GuideError:
    return GuideError(
        file, f"this task cannot be read: {problem}", "Correct it", line=line_of(file, field) if field else 0
    )


def _names(file: Path, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise _unreadable(file, f"{key} holds something else than names", key)
    return tuple(value)


def _check_links(folder: Path) -> None:
    """Demand that every link leads to what stands in the same folder: a clone of the guide has nothing else."""
    inside = folder.resolve()
    for path in sorted(_links(folder)):
        if path.name.startswith(".#") and not path.exists():  # Emacs locks files so.
            continue
        if not path.exists():
            raise GuideError(path, "this link leads nowhere", "Correct it or remove it")
        if not path.resolve().is_relative_to(inside):
            raise GuideError(path, f"this link leads out of {folder.name}/", "Put the file itself here")


def _links(folder: Path) -> Iterator[Path]:
    """Find the links in a folder and those below it, as far as it can be read."""
    with suppress(OSError), os.scandir(folder) as entries:  # which tells what is a link without a look at each file
        for entry in entries:
            if entry.is_symlink():
                yield Path(entry)
            elif entry.is_dir():
                yield from _links(Path(entry))


def _snippet_files(folder: Path) -> list[Path]:
    """List the files of a task, without those that editors and systems leave about, such as `.name.swp`."""
    return sorted(
        path
        for path in folder.iterdir()
        if not (path.is_dir() and path.suffix not in BY_SUFFIX)
        and path.name != _TASK_FILE
        and not path.name.startswith(".#")
        and not (path.name.startswith(".") and path.suffix not in BY_SUFFIX)
    )


def _read_snippet(task: Task, path: Path) -> Snippet:
    language = BY_SUFFIX.get(path.suffix)
    if language is None:
        known = ", ".join(BY_SUFFIX)
        raise GuideError(path, f'no language has the suffix "{path.suffix}"', f"Use one of {known}")
    if path.name in task.bring:
        file = task.folder / _TASK_FILE
        problem, line = f'this task brings "{path.name}" in place of its own snippet', line_of(file, "bring", path.name)
        raise GuideError(file, problem, "Rename one", line=line)
    text = read_text(path)
    if language.suffix == ".py":
        _check_output_comments(path, text)
    return Snippet(task, path, language, take_apart(path, text, language))


def _check_output_comments(path: Path, text: str) -> None:
    """Demand the space in `#> printed`: without it pytest-examples takes the line for an ordinary comment."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(r" *#>\S", line):
            raise GuideError(
                path, "no space follows #> here", "Write #> and a space before what is printed", line=number
            )

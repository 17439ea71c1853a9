"""Cases: the situations at the API in which every snippet that calls it runs."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from provendocs.errors import GuideError, did_you_mean
from provendocs.replies import Reply, read_reply
from provendocs.settings import Endpoint, Secret
from provendocs.toml_lines import line_of

State = Literal["right", "none", "wrong", "quoted", "typographic", "newline", "placeholder"]
_STATES: tuple[str, ...] = get_args(State)

#: What the way to the API is like: in order; nothing listens (`refused`); somebody else's certificate (`untrusted`);
#: the answer breaks off half-way (`cut-off`); no answer ever comes (`silent`).
Network = Literal["in-order", "refused", "untrusted", "cut-off", "silent"]
_NETWORKS: tuple[str, ...] = get_args(Network)

#: The case in which all is well; every guide has it.
GOOD_CASE = "ok"


@dataclass(frozen=True)
class Case:
    """One situation.

    Args:
        name: Its name.
        title: What has happened, as a heading.
        secrets: The state of each secret that is not right: `none` (not set), `wrong`, `quoted` (in straight quotation
            marks), `typographic` (in others), `newline` (with a line end behind it) or `placeholder`.
        reply: The reply that the API gives whatever is asked; without it, the endpoint's reply in the good case.
        endpoints: The endpoints that `reply` is for; all, if empty.
        network: What the way to the API is like.
        tasks: The tasks that run in it; all that call the API, if empty.
    """

    name: str
    title: str
    secrets: dict[str, State] = field(default_factory=dict)
    reply: str = ""
    endpoints: tuple[str, ...] = ()
    network: Network = "in-order"
    tasks: tuple[str, ...] = ()

    @cached_property
    def basis(self) -> str:
        """What a run in it rests on besides its reply, as JSON."""
        fields = {name: value for name, value in asdict(self).items() if name not in {"title", "tasks"}}
        return json.dumps(fields, sort_keys=True)

    @property
    def fails_on_the_wire(self) -> bool:
        """Whether a request must be written to a connection to fail as it does for readers."""
        # HTTP clients look for line ends in headers only then.
        return self.network != "in-order" or "newline" in self.secrets.values()

    def secret_value(self, secret: Secret) -> str | None:
        """Return what an environment variable holds in this case, or None where it is not set."""
        state = self.secrets.get(secret.variable, "right")
        return {
            "right": secret.value,
            "none": None,
            "wrong": secret.value.replace("fake", "gone"),
            "quoted": f'"{secret.value}"',
            "typographic": f"\N{LEFT DOUBLE QUOTATION MARK}{secret.value}\N{RIGHT DOUBLE QUOTATION MARK}",
            "newline": f"{secret.value}\n",
            "placeholder": secret.placeholder,
        }[state]


@dataclass(frozen=True)
class Cases:
    """All cases and replies of a guide.

    Args:
        folder: The folder they are in.
        cases: The cases by name, in the order of `cases.toml`.
        replies: The replies by path below `folder`, without the suffix.
    """

    folder: Path
    cases: dict[str, Case]
    replies: dict[str, Reply]

    def case(self, name: str) -> Case:
        """Return the case of that name.

        Raises:
            GuideError: There is none.
        """
        if name not in self.cases:
            raise GuideError(self.folder / "cases.toml", f'there is no case "{name}"', did_you_mean(name, self.cases))
        return self.cases[name]

    def reply(self, name: str, endpoint: Endpoint | None = None) -> Reply:
        """Return a reply: the endpoint's own where there is one, else the one for all endpoints.

        Raises:
            GuideError: There is neither.
        """
        own = [f"{name}/{one}" for one in endpoint.names] if endpoint else []
        for candidate in (*own, name):
            if candidate in self.replies:
                return self.replies[candidate]
        wanted = own[0] if own else name
        raise GuideError(self.folder / f"{wanted}.http", "there is no such reply", did_you_mean(wanted, self.replies))

    def name_of(self, reply: Reply) -> str:
        """Return the name of a reply: its path below the folder, without the suffix."""
        return reply.path.relative_to(self.folder).with_suffix("").as_posix()

    def reply_in(self, case: Case, endpoint: Endpoint) -> Reply:
        """Return what an endpoint answers in a case when the request is in order."""
        affected = case.reply and (not case.endpoints or not set(case.endpoints).isdisjoint(endpoint.names))
        return self.reply(case.reply if affected else GOOD_CASE, endpoint)


def read_cases(folder: Path, secrets: Mapping[str, Secret] | None = None) -> Cases:
    """Read `cases.toml` and every reply beside it.

    Args:
        folder: The guide's `snippets/cases/`.
        secrets: The secrets that replies may hand out, by environment variable.

    Returns:
        The cases and replies.

    Raises:
        GuideError: A file is malformed, or a case names a reply that does not exist.
    """
    file = folder / "cases.toml"
    replies = {
        path.relative_to(folder).with_suffix("").as_posix(): read_reply(path, secrets)
        for path in sorted(folder.rglob("*.http"))
    }
    try:
        tables: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
        cases = {name: _case(name, table, file) for name, table in tables.items()}
    except FileNotFoundError:
        raise GuideError(file, "there is no such file", "Add it; it lists the cases") from None
    except (OSError, ValueError) as error:
        problem = error.strerror if isinstance(error, OSError) else error
        raise GuideError(file, f"this cannot be read: {problem}", "Correct it") from None
    found = Cases(folder, cases, replies)
    _check(found, file)
    return found


def _check_one_cause(case: Case, file: Path) -> None:
    """Demand that one thing is wrong in a case, so that what it shows has one reason."""
    causes = ["secrets"] if set(case.secrets.values()) - {"right"} else []
    causes += ["reply"] if case.reply else []
    causes += ["network"] if case.network != "in-order" else []
    if not causes and case.name != GOOD_CASE:
        line = line_of(file, case.name)
        raise GuideError(
            file, f'nothing is wrong in case "{case.name}"', "Add a reply, secrets or a network", line=line
        )
    if len(causes) > 1:
        problem = f'case "{case.name}" has {" and ".join(causes)}'
        line = line_of(file, case.name, causes[-1])
        raise GuideError(file, problem, "Keep one; make a case of the other", line=line)
    if case.endpoints and not case.reply:
        problem = f'case "{case.name}" has endpoints but no reply for them'
        raise GuideError(file, problem, "Name the reply", line=line_of(file, case.name, "endpoints"))


def _case(name: str, table: Any, file: Path) -> Case:
    """Read one case. Whatever is wrong with it is told with its name."""

    def wrong(problem: str, fix: str, *field: str) -> GuideError:
        return GuideError(file, problem, fix, line=line_of(file, name, *field))

    if not isinstance(table, dict):
        raise wrong(f'case "{name}" is no table', f"Write [{name}]")
    if "title" not in table:
        raise wrong(f'case "{name}" has no title', "Add one")
    known = {one.name for one in fields(Case)} - {"name"}
    if unknown := sorted(table.keys() - known):
        raise wrong(f'case "{name}" has no field "{unknown[0]}"', did_you_mean(unknown[0], known), unknown[0])
    values = {**table}
    for key in ("endpoints", "tasks"):
        names = table.get(key, [])
        if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
            raise wrong(f'the {key} of case "{name}" are no list of names', 'Write ["one", "two"]', key)
        values[key] = tuple(names)
    for key in ("title", "reply"):
        if not isinstance(table.get(key, ""), str):
            raise wrong(f'the {key} of case "{name}" is no text', "Put it in quotes", key)
    return Case(name=name, **values)


def _check(found: Cases, file: Path) -> None:
    if GOOD_CASE not in found.cases:
        raise GuideError(file, f'there is no case "{GOOD_CASE}"', "Add it")
    for case in found.cases.values():
        if not isinstance(case.secrets, dict):
            problem, line = f'the secrets of case "{case.name}" are no table', line_of(file, case.name, "secrets")
            raise GuideError(file, problem, 'Write { NAME = "none" }', line=line)
        for variable, state in case.secrets.items():
            if state not in _STATES:
                problem = f'case "{case.name}" has {variable} "{state}"'
                line = line_of(file, case.name, "secrets", variable)
                raise GuideError(file, problem, f"Use one of {', '.join(_STATES)}", line=line)
        if case.network not in _NETWORKS:
            problem = f'case "{case.name}" has the network "{case.network}"'
            line = line_of(file, case.name, "network")
            raise GuideError(file, problem, f"Use one of {', '.join(_NETWORKS)}", line=line)
        # Transcripts of a case stand in a folder of its name.
        if not re.fullmatch(r"\w[\w-]*", case.name):
            problem, line = f'case "{case.name}" has no plain name', line_of(file, case.name)
            raise GuideError(file, problem, "Use letters, digits and hyphens", line=line)
        if case.name == GOOD_CASE and (case.secrets or case.reply or case.network != "in-order"):
            problem = f'case "{GOOD_CASE}" is the one in which all is well'
            raise GuideError(file, problem, "Move what is wrong in it to another case", line=line_of(file, GOOD_CASE))
        _check_one_cause(case, file)
        if case.reply and not any(name.split("/")[0] == case.reply for name in found.replies):
            problem = f'case "{case.name}" names the reply "{case.reply}", which is not there'
            near = did_you_mean(case.reply, {name.split("/")[0] for name in found.replies})
            fix = near if near.endswith("?") else f"Add {case.reply}.http"
            raise GuideError(file, problem, fix, line=line_of(file, case.name, "reply"))

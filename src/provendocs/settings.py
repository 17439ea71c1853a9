"""The settings of a guide: `[tool.provendocs]` in its `pyproject.toml`."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from provendocs.errors import GuideError, did_you_mean
from provendocs.matrix_plan import MatrixPlan, read_plan
from provendocs.toml_lines import line_of

#: The names that lead to the settings in `pyproject.toml`.
TABLE = ("tool", "provendocs")


@dataclass(frozen=True)
class Endpoint:
    """One operation of the API that the guide uses.

    Args:
        name: The name that replies are filed under, such as `responses`.
        method: The HTTP method.
        url: The whole address, without a query. `{id}`, or any other name in braces, stands for a part of the path.
        of: The endpoint that it is a variant of: at the same address, with the same replies where it has none.
        body: Fields of the JSON request that tell it from that one.
    """

    name: str
    method: str
    url: str
    of: str = ""
    body: dict[str, object] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Its name, and that of the endpoint that it is a variant of."""
        return (self.name, self.of) if self.of else (self.name,)

    def is_at(self, address: str) -> bool:
        """Say whether an address without a query is its own."""
        return _address_pattern(self.url).fullmatch(address) is not None

    def is_meant(self, fields: Mapping[str, object]) -> bool:
        """Say whether a request to its address with these JSON fields is for it."""
        return all(fields.get(name) == value for name, value in self.body.items())


@cache
def _address_pattern(url: str) -> re.Pattern[str]:
    return re.compile("[^/]+".join(re.escape(part) for part in re.split(r"\{\w+\}", url)))


@dataclass(frozen=True)
class Secret:
    """An environment variable that holds a secret, and how to make a worthless stand-in for it.

    Args:
        variable: The name of the environment variable.
        prefix: What the secret begins with.
        length: How many characters it has.
        placeholder: What stands for it in files that pages show.
    """

    variable: str
    prefix: str
    length: int
    placeholder: str

    @property
    def value(self) -> str:
        """The stand-in: shaped like the secret, made when asked for, the same each time.

        It is computed because a string of that shape must not stand in any file.
        """
        filler = "NotARealKey" * self.length
        return self.prefix + filler[: self.length - len(self.prefix) - 4] + "fake"


@dataclass(frozen=True)
class Settings:
    """What a guide says of itself.

    Args:
        root: The folder that holds `pyproject.toml`.
        snippets: The folder of the tasks.
        docs: The folder of the pages.
        origin: Scheme and host of the API, without a slash at the end.
        endpoints: The operations the guide uses, by name.
        sdk: The name of the SDK's package, which is the same in all languages that have one; may be empty.
        unproven: Why a page may show what no run has proven here, by path below `snippets/`.
        secrets: The secrets that snippets read, by environment variable.
        example_request: Fields of a request, with which pages show the replies that echo them.
        timeout: Seconds after which a run is ended.
        output_limit: Bytes that a run may print on each stream.
        matrix: The versions of the SDK that snippets are run with besides the installed one.
    """

    root: Path
    snippets: Path
    docs: Path
    origin: str
    endpoints: dict[str, Endpoint]
    sdk: str
    unproven: dict[str, str]
    secrets: dict[str, Secret]
    example_request: dict[str, str]
    timeout: float
    output_limit: int
    matrix: MatrixPlan = field(default_factory=MatrixPlan)


def load_settings(root: Path) -> Settings:
    """Read the settings of the guide in a folder.

    Args:
        root: The folder that holds `pyproject.toml`.

    Returns:
        The settings, with absolute paths.

    Raises:
        GuideError: The file or one of its settings is missing or malformed.
    """
    file = root / "pyproject.toml"
    try:
        table: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))["tool"]["provendocs"]
        known = {one.name for one in fields(Settings)} - {"root"}
        if unknown := sorted(table.keys() - known):
            line, fix = line_of(file, *TABLE, unknown[0]), did_you_mean(unknown[0], known)
            raise GuideError(file, f'[tool.provendocs] knows no "{unknown[0]}"', fix, line=line)
        origin: str = table["origin"]
        return Settings(
            root=root,
            snippets=root / table["snippets"],
            docs=root / table["docs"],
            origin=origin,
            endpoints=_endpoints(table["endpoints"], origin),
            secrets={name: Secret(name, **secret) for name, secret in table["secrets"].items()},
            sdk=_text("sdk", table.get("sdk", "")),
            unproven={path: _reason(file, path, why) for path, why in table.get("unproven", {}).items()},
            example_request=table["example_request"],
            timeout=float(_limit("timeout", table["timeout"])),
            output_limit=int(_limit("output_limit", table["output_limit"])),
            matrix=read_plan(table.get("matrix", {})),
        )
    except FileNotFoundError:
        raise GuideError(file, "there is no such file", "Run the command in the project's folder") from None
    except KeyError as missing:
        raise GuideError(file, f"[tool.provendocs] lacks {missing}", "Add it", line=line_of(file, *TABLE)) from None
    except (OSError, TypeError, ValueError, OverflowError, AttributeError) as error:
        problem = error.strerror if isinstance(error, OSError) else error
        raise GuideError(file, f"[tool.provendocs] cannot be read: {problem}", "Correct it") from None


def _limit(name: str, value: object) -> float:
    if not isinstance(value, int | float) or not 0 < value < math.inf:
        raise ValueError(f"{name} is {value!r}, not a number above 0")
    return value


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} is {value}, not a text")
    return value


def _reason(file: Path, path: str, why: object) -> str:
    reason = _text("unproven", why)
    if not reason.strip():
        problem, line = f'unproven gives no reason for "{path}"', line_of(file, *TABLE, "unproven", path)
        raise GuideError(file, problem, "Say why no run need prove it, or remove it", line=line)
    return reason


def _is_variant(entry: dict[str, Any]) -> bool:
    if entry.keys() != {"of", "body"}:
        return False
    return isinstance(entry["of"], str) and isinstance(entry["body"], dict) and bool(entry["body"])


def _endpoints(table: dict[str, str | dict[str, Any]], origin: str) -> dict[str, Endpoint]:
    """Read endpoints.

    `"GET /v1/things"`, at another host `"GET https://..."`, or `{ of = "things", body = { old = true } }` for a variant
    of that one.
    """
    found: dict[str, Endpoint] = {}
    for name, entry in table.items():
        if isinstance(entry, dict):
            if not _is_variant(entry):
                raise ValueError(f'endpoint {name} is no variant like {{ of = "things", body = {{ old = true }} }}')
            if entry["of"] not in found or found[entry["of"]].of:
                raise ValueError(f'endpoint {name} is a variant of "{entry["of"]}", no whole endpoint above it')
            found[name] = replace(found[entry["of"]], name=name, of=entry["of"], body=dict(entry["body"]))
            continue
        method, _, path = entry.partition(" ")
        if method.isupper() and path.startswith("https://"):
            found[name] = Endpoint(name, method, path)
            continue
        if not method.isupper() or not path.startswith("/"):
            raise ValueError(f'endpoint {name} is "{entry}", not a method and a path like "GET /v1/things"')
        found[name] = Endpoint(name, method, origin + path)
    return found

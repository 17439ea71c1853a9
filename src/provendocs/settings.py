"""The settings of a guide: `[tool.provendocs]` in its `pyproject.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provendocs.errors import GuideError


@dataclass(frozen=True)
class Endpoint:
    """One operation of the API that the guide uses.

    Args:
        name: The name that replies are filed under, such as `responses`.
        method: The HTTP method.
        url: The whole address, without a query.
    """

    name: str
    method: str
    url: str


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
        secrets: The secrets that snippets read, by environment variable.
        example_request: Fields of a request, with which pages show the replies that echo them.
        timeout: Seconds after which a run is ended.
        output_limit: Bytes that a run may print on each stream.
    """

    root: Path
    snippets: Path
    docs: Path
    origin: str
    endpoints: dict[str, Endpoint]
    secrets: dict[str, Secret]
    example_request: dict[str, str]
    timeout: float
    output_limit: int


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
        origin: str = table["origin"]
        return Settings(
            root=root,
            snippets=root / table["snippets"],
            docs=root / table["docs"],
            origin=origin,
            endpoints={name: _endpoint(name, text, origin) for name, text in table["endpoints"].items()},
            secrets={name: Secret(name, **fields) for name, fields in table["secrets"].items()},
            example_request=table["example_request"],
            timeout=float(table["timeout"]),
            output_limit=int(table["output_limit"]),
        )
    except FileNotFoundError:
        raise GuideError(file, "there is no such file", "Run the command in the project's folder") from None
    except KeyError as missing:
        raise GuideError(file, f"[tool.provendocs] lacks {missing}", "Add it") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise GuideError(file, f"[tool.provendocs] cannot be read: {error}", "Correct it") from None


def _endpoint(name: str, text: str, origin: str) -> Endpoint:
    method, _, path = text.partition(" ")
    if not method.isupper() or not path.startswith("/"):
        raise ValueError(f'endpoint {name} is "{text}", not a method and a path like "GET /v1/things"')
    return Endpoint(name, method, origin + path)

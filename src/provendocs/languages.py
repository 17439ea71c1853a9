"""The languages a snippet can be written in, told by its suffix."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language.

    Args:
        suffix: The file suffix, with its dot.
        label: The name of its tab on pages. Readers' tabs stay in step by this text, so it never varies.
        lexer: The name Pygments knows it by.
        comments: What may open a comment line.
        command: The command that runs a file, without the file; empty for a file that is only read.
        everywhere: Whether every machine that tests the guide must have the interpreter.
    """

    suffix: str
    label: str
    lexer: str
    comments: tuple[str, ...]
    command: tuple[str, ...]
    everywhere: bool = True


#: In the order in which tabs stand on a page.
LANGUAGES: tuple[Language, ...] = (
    Language(".py", "Python", "python", ("#",), ("python",)),
    Language(".sh", "macOS and Linux", "bash", ("#",), ("bash",)),
    Language(".mjs", "Node.js", "javascript", ("//",), ("node",)),
    Language(".ps1", "PowerShell", "powershell", ("#",), ("pwsh", "-NoProfile", "-File"), everywhere=False),
    Language(".bat", "Command Prompt", "batch", ("REM", "rem", "::"), ("cmd", "/d", "/q", "/c"), everywhere=False),
    Language(".example", "Settings file", "properties", ("#",), ()),
    Language(".yml", "YAML", "yaml", ("#",), ()),
    Language(".Dockerfile", "Dockerfile", "docker", ("#",), ()),
    Language(".yaml", "YAML", "yaml", ("#",), ()),
)

#: The label of a shell snippet that calls curl.
CURL_LABEL = "curl"

BY_SUFFIX: dict[str, Language] = {language.suffix: language for language in LANGUAGES}

"""Settings: read from pyproject.toml, refused in one line when one is missing or wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from provendocs.settings import Endpoint, load_settings
from tests.generator.conftest import KEY, SETTINGS, a_guide, told


def told_of(root: Path, text: str | bytes | None) -> str:
    a_guide(root, **{"pyproject.toml": text})
    return told(lambda: load_settings(root))


def test_settings_are_read_with_absolute_paths(tmp_path: Path) -> None:
    settings = load_settings(a_guide(tmp_path))
    assert (settings.root, settings.docs, settings.snippets) == (tmp_path, tmp_path / "docs", tmp_path / "snippets")
    assert (settings.timeout, settings.output_limit) == (20.0, 100_000)
    assert settings.endpoints == {"things": Endpoint("things", "GET", "https://api.example.com/v1/things")}
    assert settings.secrets == {"THING_KEY": KEY}
    assert settings.example_request == {"color": "red"}
    assert (settings.sdk, settings.unproven) == ("", {})


def test_a_guide_may_name_an_sdk_and_what_it_lets_stand_unproven(tmp_path: Path) -> None:
    text = SETTINGS.replace("timeout", 'sdk = "lamp"\ntimeout') + '[tool.provendocs.unproven]\n"a/a.py" = "It hurts."\n'
    settings = load_settings(a_guide(tmp_path, **{"pyproject.toml": text}))
    assert (settings.sdk, settings.unproven) == ("lamp", {"a/a.py": "It hurts."})


OLD = 'old-things = { of = "things", body = { old = true, color = "red" } }\n'


def test_a_variant_of_an_endpoint_has_its_address_and_is_told_by_fields_of_the_request(tmp_path: Path) -> None:
    text = SETTINGS.replace('"GET /v1/things"\n', f'"GET /v1/things"\n{OLD}')
    things, old = load_settings(a_guide(tmp_path, **{"pyproject.toml": text})).endpoints.values()
    url = "https://api.example.com/v1/things"
    assert old == Endpoint("old-things", "GET", url, of="things", body={"old": True, "color": "red"})
    assert (things.names, old.names) == (("things",), ("old-things", "things"))
    assert things.is_meant({})
    assert old.is_meant({"old": True, "color": "red", "size": 1})
    assert not old.is_meant({"old": True})
    assert not old.is_meant({"old": False, "color": "red"})


def test_a_stand_in_has_the_shape_of_the_secret_and_is_the_same_each_time() -> None:
    assert KEY.value == "thing-NotARealKeyNotARealKeyNotARealfake"
    assert len(KEY.value) == KEY.length


def test_a_folder_without_settings_is_told(tmp_path: Path) -> None:
    line = told_of(tmp_path, None)
    assert line == "pyproject.toml: there is no such file. Run the command in the project's folder."


@pytest.mark.parametrize("name", ["docs", "snippets", "origin", "timeout", "output_limit"])
def test_a_missing_setting_is_told_by_its_name(tmp_path: Path, name: str) -> None:
    text = "".join(line for line in SETTINGS.splitlines(keepends=True) if not line.startswith(f"{name} "))
    assert told_of(tmp_path, text) == f"pyproject.toml:1: [tool.provendocs] lacks '{name}'. Add it."


@pytest.mark.parametrize("name", ["example_request", "endpoints", "secrets"])
def test_a_missing_table_is_told_by_its_name(tmp_path: Path, name: str) -> None:
    text = SETTINGS.replace(f"[tool.provendocs.{name}", f"[tool.other.{name}")
    assert told_of(tmp_path, text) == f"pyproject.toml:1: [tool.provendocs] lacks '{name}'. Add it."


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param("timeout = 20", "timeout = soon", "Invalid value (at line 5, column 11)", id="not TOML"),
        pytest.param(
            "timeout = 20", 'timeout = "soon"', "timeout is 'soon', not a number above 0", id="a time in words"
        ),
        pytest.param(
            "100_000",
            '"much"',
            "output_limit is 'much', not a number above 0",
            id="a limit in words",
        ),
        pytest.param(
            "GET /v1/things",
            "/v1/things",
            'endpoint things is "/v1/things", not a method and a path like "GET /v1/things"',
            id="an endpoint without a method",
        ),
        pytest.param(
            "GET /v1/things",
            "get /v1/things",
            'endpoint things is "get /v1/things", not a method and a path like "GET /v1/things"',
            id="a method in lower case",
        ),
        pytest.param(
            "GET /v1/things",
            "GET things",
            'endpoint things is "GET things", not a method and a path like "GET /v1/things"',
            id="a path without a slash",
        ),
        pytest.param(
            '"GET /v1/things"', "1", "'int' object has no attribute 'partition'", id="an endpoint that is a number"
        ),
        pytest.param(
            "things =",
            f"{OLD}things =",
            'endpoint old-things is a variant of "things", no whole endpoint above it',
            id="a variant above its endpoint",
        ),
        pytest.param(
            '"GET /v1/things"',
            '{ of = "thing", body = { old = true } }',
            'endpoint things is a variant of "thing", no whole endpoint above it',
            id="a variant of nothing",
        ),
        *(
            pytest.param(
                '"GET /v1/things"\n',
                f'"GET /v1/things"\nold = {variant}\n',
                'endpoint old is no variant like { of = "things", body = { old = true } }',
                id=f"a variant {what}",
            )
            for what, variant in {
                "of nothing at all": "{ body = { old = true } }",
                "without fields": '{ of = "things" }',
                "with empty fields": '{ of = "things", body = {} }',
                "whose fields are a number": '{ of = "things", body = 1 }',
                "of a list": '{ of = ["things"], body = { old = true } }',
                "with more": '{ of = "things", body = { old = true }, method = "GET" }',
            }.items()
        ),
        pytest.param("timeout = 20", 'timeout = "20"', "timeout is '20', not a number above 0", id="a limit in quotes"),
        pytest.param("timeout = 20", "timeout = 20\nsdk = 1", "sdk is 1, not a text", id="an SDK that is a number"),
        pytest.param(
            "timeout = 20",
            'timeout = 20\nunproven = { "a/a.py" = 1 }',
            "unproven is 1, not a text",
            id="a number for a reason",
        ),
        pytest.param(
            "timeout = 20",
            'timeout = 20\nunproven = ["a/a.py"]',
            "'list' object has no attribute 'items'",
            id="no reasons",
        ),
        pytest.param(
            "length = 40\n",
            "",
            "Secret.__init__() missing 1 required positional argument: 'length'",
            id="a secret without a length",
        ),
        pytest.param(
            "length = 40\n",
            "length = 40\nsuffix = 'x'\n",
            "Secret.__init__() got an unexpected keyword argument 'suffix'",
            id="a secret with more",
        ),
    ],
)
def test_a_wrong_setting_is_told(tmp_path: Path, old: str, new: str, problem: str) -> None:
    line = told_of(tmp_path, SETTINGS.replace(old, new))
    assert line == f"pyproject.toml: [tool.provendocs] cannot be read: {problem}. Correct it."


def test_an_unknown_setting_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    line = told_of(tmp_path, SETTINGS.replace("output_limit", "output_limt"))
    assert line == 'pyproject.toml:6: [tool.provendocs] knows no "output_limt". Did you mean "output_limit"?'


@pytest.mark.parametrize("reason", ["", " "])
def test_what_stands_unproven_without_a_reason_is_told(tmp_path: Path, reason: str) -> None:
    line = told_of(tmp_path, f'{SETTINGS}[tool.provendocs.unproven]\n"a/a.py" = "{reason}"\n')
    assert line == (
        'pyproject.toml:19: unproven gives no reason for "a/a.py". Say why no run need prove it, or remove it.'
    )


def test_settings_that_are_not_utf_8_are_told(tmp_path: Path) -> None:
    line = told_of(tmp_path, b"\xff\n")
    assert line == (
        "pyproject.toml: [tool.provendocs] cannot be read: "
        "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte. Correct it."
    )


def test_an_endpoint_can_be_at_another_host(tmp_path: Path) -> None:
    text = SETTINGS.replace('"GET /v1/things"', '"POST https://auth.example.com/token"')
    endpoint = load_settings(a_guide(tmp_path, **{"pyproject.toml": text})).endpoints["things"]
    assert (endpoint.method, endpoint.url) == ("POST", "https://auth.example.com/token")

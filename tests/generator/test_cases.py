"""Cases: read from cases.toml, joined with the replies beside it, refused in one line when they do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from provendocs.cases import Cases, read_cases
from tests.generator.conftest import CASES, KEY, OK_REPLY, WRONG_KEY_REPLY, a_guide, read, told

FILE = "snippets/cases/cases.toml"


def found(root: Path, **files: str | bytes | None) -> Cases:
    return read(root, **files).cases


def told_of(root: Path, text: str | bytes | None) -> str:
    a_guide(root, **{FILE: text})
    return told(lambda: read_cases(root / "snippets/cases"))


def test_cases_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    cases = found(tmp_path, **{FILE: '[z]\ntitle = "Last"\n[ok]\ntitle = "Good"\n[a]\ntitle = "First"\n'})
    assert [(name, case.title) for name, case in cases.cases.items()] == [("z", "Last"), ("ok", "Good"), ("a", "First")]


@pytest.mark.parametrize(
    ("state", "value"),
    [
        ("right", "thing-NotARealKeyNotARealKeyNotARealfake"),
        ("none", None),
        ("wrong", "thing-NotARealKeyNotARealKeyNotARealgone"),
        ("quoted", '"thing-NotARealKeyNotARealKeyNotARealfake"'),
    ],
)
def test_a_case_says_what_the_variable_of_a_secret_holds(tmp_path: Path, state: str, value: str | None) -> None:
    cases = found(tmp_path, **{FILE: f'{CASES}[x]\ntitle = "X"\nsecrets = {{ THING_KEY = "{state}" }}\n'})
    assert cases.case("x").secret_value(KEY) == value


def test_a_secret_that_a_case_does_not_name_is_right(tmp_path: Path) -> None:
    assert found(tmp_path).case("ok").secret_value(KEY) == KEY.value


def test_the_endpoint_s_own_reply_comes_before_the_one_for_all(tmp_path: Path) -> None:
    own = WRONG_KEY_REPLY.replace("401 Unauthorized", "403 Forbidden")
    cases = found(tmp_path, **{"snippets/cases/wrong-key/things.http": own})
    assert cases.reply("wrong-key", "things").status == 403
    assert cases.reply("wrong-key", "others").status == 401
    assert cases.reply("wrong-key").status == 401


def test_a_case_with_a_reply_gives_it_to_the_endpoints_it_names_and_to_no_other(tmp_path: Path) -> None:
    settings = a_guide(tmp_path).joinpath("pyproject.toml").read_text("utf-8")
    guide = read(
        tmp_path,
        **{
            "pyproject.toml": settings.replace('"GET /v1/things"', '"GET /v1/things"\nboxes = "GET /v1/boxes"'),
            "snippets/cases/ok/boxes.http": OK_REPLY,
            "snippets/cases/full.http": OK_REPLY.replace("200 OK", "507 Full"),
            FILE: f'{CASES}[full]\ntitle = "Full"\nreply = "full"\nendpoints = ["boxes"]\n'
            '[all-full]\ntitle = "All full"\nreply = "full"\n',
        },
    )
    endpoints = guide.settings.endpoints
    statuses = {
        (case, name): guide.cases.reply_in(guide.cases.case(case), endpoint).status
        for case in ("ok", "full", "all-full")
        for name, endpoint in endpoints.items()
    }
    assert statuses == {
        ("ok", "things"): 200,
        ("ok", "boxes"): 200,
        ("full", "things"): 200,
        ("full", "boxes"): 507,
        ("all-full", "things"): 507,
        ("all-full", "boxes"): 507,
    }


def test_a_missing_case_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    cases = found(tmp_path)
    assert told(lambda: cases.case("wrong-kay")) == f'{FILE}: there is no case "wrong-kay". Did you mean "wrong-key"?'


def test_a_missing_reply_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    cases = found(tmp_path)
    line = told(lambda: cases.reply("wrong-kay"))
    assert line == 'snippets/cases/wrong-kay.http: there is no such reply. Did you mean "wrong-key"?'


def test_a_missing_reply_of_an_endpoint_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    cases = found(tmp_path)
    line = told(lambda: cases.reply("ok", "thing"))
    assert line == 'snippets/cases/ok/thing.http: there is no such reply. Did you mean "ok/things"?'


def test_a_malformed_reply_is_told_with_its_path(tmp_path: Path) -> None:
    a_guide(tmp_path, **{"snippets/cases/ok/things.http": "things\n"})
    line = told(lambda: read_cases(tmp_path / "snippets/cases"))
    assert line.startswith("snippets/cases/ok/things.http:1: this is not the status line of a reply. ")


def test_a_guide_without_cases_is_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, None) == f"{FILE}: there is no such file. Add it; it lists the cases."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("[ok]\ntitle = Good\n", "this cannot be read: Invalid value (at line 2, column 9)", id="not TOML"),
        pytest.param(
            "[ok]\n", "this cannot be read: missing 1 required positional argument: 'title'", id="without a title"
        ),
        pytest.param(
            '[ok]\ntitle = "Good"\nsecret = {}\n',
            "this cannot be read: got an unexpected keyword argument 'secret'",
            id="an unknown key",
        ),
        pytest.param(
            '[ok]\ntitle = "Good"\nendpoints = 1\n',
            "this cannot be read: 'int' object is not iterable",
            id="endpoints that are no list",
        ),
        pytest.param(
            'ok = "Good"\n', "this cannot be read: 'str' object is not a mapping", id="a case that is no table"
        ),
        pytest.param(
            b'[ok]\ntitle = "\xff"\n',
            "this cannot be read: 'utf-8' codec can't decode byte 0xff in position 14: invalid start byte",
            id="not UTF-8",
        ),
    ],
)
def test_a_malformed_file_is_told(tmp_path: Path, text: str | bytes, problem: str) -> None:
    assert told_of(tmp_path, text) == f"{FILE}: {problem}. Correct it."


def test_a_file_without_the_good_case_is_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, '[bad]\ntitle = "Bad"\n') == f'{FILE}: there is no case "ok". Add it.'


def test_an_unknown_state_of_a_secret_is_told(tmp_path: Path) -> None:
    line = told_of(tmp_path, f'{CASES}[x]\ntitle = "X"\nsecrets = {{ THING_KEY = "unset" }}\n')
    assert line == f'{FILE}: case "x" has THING_KEY "unset". Use one of right, none, wrong, quoted.'


def test_a_case_that_names_a_missing_reply_is_told(tmp_path: Path) -> None:
    line = told_of(tmp_path, f'{CASES}[x]\ntitle = "X"\nreply = "full"\n')
    assert line == f'{FILE}: case "x" names the reply "full", which is not there. Add full.http.'

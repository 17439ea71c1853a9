"""Cases: read from cases.toml, joined with the replies beside it, refused in one line when they do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from provendocs.cases import Cases, read_cases
from provendocs.guide import Guide
from provendocs.settings import Endpoint
from tests.generator.conftest import CASES, KEY, OK_REPLY, SETTINGS, WRONG_KEY_REPLY, a_guide, read, told

FILE = "snippets/cases/cases.toml"

# What may be wrong in a case.
REFUSED = 'network = "refused"\n'
NO_KEY = 'secrets = { THING_KEY = "none" }\n'
RIGHT_KEY = 'secrets = { THING_KEY = "right" }\n'
REPLY = 'reply = "wrong-key"\n'


def found(root: Path, **files: str | bytes | None) -> Cases:
    return read(root, **files).cases


def told_of(root: Path, text: str | bytes | None) -> str:
    a_guide(root, **{FILE: text})
    return told(lambda: read_cases(root / "snippets/cases"))


def test_cases_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    cases = found(
        tmp_path, **{FILE: f'[z]\ntitle = "Last"\n{NO_KEY}[ok]\ntitle = "Good"\n[a]\ntitle = "First"\n{REFUSED}'}
    )
    assert [(name, case.title) for name, case in cases.cases.items()] == [("z", "Last"), ("ok", "Good"), ("a", "First")]


@pytest.mark.parametrize(
    ("state", "value"),
    [
        ("right", "thing-NotARealKeyNotARealKeyNotARealfake"),
        ("none", None),
        ("wrong", "thing-NotARealKeyNotARealKeyNotARealgone"),
        ("quoted", '"thing-NotARealKeyNotARealKeyNotARealfake"'),
        ("typographic", "\u201cthing-NotARealKeyNotARealKeyNotARealfake\u201d"),
        ("newline", "thing-NotARealKeyNotARealKeyNotARealfake\n"),
        ("placeholder", "YOUR_THING_KEY"),
    ],
)
def test_a_case_says_what_the_variable_of_a_secret_holds(tmp_path: Path, state: str, value: str | None) -> None:
    reply = REPLY if state == "right" else ""
    cases = found(tmp_path, **{FILE: f'{CASES}[x]\ntitle = "X"\nsecrets = {{ THING_KEY = "{state}" }}\n{reply}'})
    assert cases.case("x").secret_value(KEY) == value


@pytest.mark.parametrize(
    ("cause", "on_the_wire"),
    [
        ('secrets = { THING_KEY = "newline" }', True),
        ('secrets = { THING_KEY = "typographic" }', False),
        ('network = "untrusted"', True),
        (REPLY.strip(), False),
    ],
)
def test_a_case_says_whether_it_fails_only_where_a_request_is_written(
    tmp_path: Path, cause: str, on_the_wire: bool
) -> None:
    cases = found(tmp_path, **{FILE: f'{CASES}[x]\ntitle = "X"\n{cause}\n'})
    assert cases.case("x").fails_on_the_wire is on_the_wire


def test_a_secret_that_a_case_does_not_name_is_right(tmp_path: Path) -> None:
    assert found(tmp_path).case("ok").secret_value(KEY) == KEY.value


def test_the_endpoint_s_own_reply_comes_before_the_one_for_all(tmp_path: Path) -> None:
    own = WRONG_KEY_REPLY.replace("401 Unauthorized", "403 Forbidden")
    cases = found(tmp_path, **{"snippets/cases/wrong-key/things.http": own})
    assert cases.reply("wrong-key", Endpoint("things", "GET", "")).status == 403
    assert cases.reply("wrong-key", Endpoint("others", "GET", "")).status == 401
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


def with_old_things(root: Path) -> Guide:
    """Read a guide whose endpoint "things" has a variant, and cases with a reply for each of the two."""
    settings = SETTINGS.replace(
        '"GET /v1/things"', '"GET /v1/things"\nold-things = { of = "things", body = { old = true } }'
    )
    cases = "".join(
        f'[{one}]\ntitle = "X"\nreply = "full"\nendpoints = ["{one}"]\n' for one in ("things", "old-things")
    )
    files = {"pyproject.toml": settings, FILE: CASES + cases, "snippets/cases/full.http": FULL}
    return read(root, **files)


FULL = OK_REPLY.replace("200 OK", "507 Full")


def test_a_variant_of_an_endpoint_has_its_own_reply_or_else_that_of_the_endpoint(tmp_path: Path) -> None:
    guide = with_old_things(tmp_path)
    old = guide.settings.endpoints["old-things"]
    assert guide.cases.name_of(guide.cases.reply("ok", old)) == "ok/things"
    (tmp_path / "snippets/cases/ok/old-things.http").write_text(FULL, "utf-8")
    cases = read_cases(tmp_path / "snippets/cases")
    assert cases.name_of(cases.reply("ok", old)) == "ok/old-things"
    assert cases.name_of(cases.reply("ok", guide.settings.endpoints["things"])) == "ok/things"


def test_a_case_for_an_endpoint_is_for_its_variants_and_one_for_a_variant_is_for_no_other(tmp_path: Path) -> None:
    guide = with_old_things(tmp_path)
    replies = {
        (case, name): guide.cases.name_of(guide.cases.reply_in(guide.cases.case(case), endpoint))
        for case in ("things", "old-things")
        for name, endpoint in guide.settings.endpoints.items()
    }
    assert replies == {
        ("things", "things"): "full",
        ("things", "old-things"): "full",
        ("old-things", "things"): "ok/things",
        ("old-things", "old-things"): "full",
    }


def test_a_missing_reply_of_a_variant_is_told_with_its_own_path(tmp_path: Path) -> None:
    guide = with_old_things(tmp_path)
    old = guide.settings.endpoints["old-things"]
    line = told(lambda: guide.cases.reply("okay", old))
    assert line == 'snippets/cases/okay/old-things.http: there is no such reply. Did you mean "ok/things"?'


@pytest.mark.parametrize("network", ["refused", "untrusted", "cut-off", "silent"])
def test_a_case_says_what_the_network_is_like(tmp_path: Path, network: str) -> None:
    cases = found(tmp_path, **{FILE: f'{CASES}[x]\ntitle = "X"\nnetwork = "{network}"\n'})
    assert (cases.case("x").network, cases.case("ok").network) == (network, "in-order")


@pytest.mark.parametrize("network", ["slow", ""])
def test_an_unknown_network_is_told(tmp_path: Path, network: str) -> None:
    line = told_of(tmp_path, f'{CASES}[x]\ntitle = "X"\nnetwork = "{network}"\n')
    assert line == (
        f'{FILE}:9: case "x" has the network "{network}". Use one of in-order, refused, untrusted, cut-off, silent.'
    )


@pytest.mark.parametrize(
    ("causes", "names", "line"),
    [
        (f"{REFUSED}{REPLY}", "reply and network", 9),
        (f"{REFUSED}{NO_KEY}", "secrets and network", 9),
        (f"{REPLY}{REFUSED}{NO_KEY}", "secrets and reply and network", 10),
    ],
)
def test_a_case_with_more_than_one_cause_is_told(tmp_path: Path, causes: str, names: str, line: int) -> None:
    told = told_of(tmp_path, f'{CASES}[x]\ntitle = "X"\n{causes}')
    assert told == f'{FILE}:{line}: case "x" has {names}. Keep one; make a case of the other.'


@pytest.mark.parametrize("rest", ["", 'tasks = ["list-things"]\n', 'network = "in-order"\n', RIGHT_KEY])
def test_a_case_in_which_nothing_is_wrong_is_told(tmp_path: Path, rest: str) -> None:
    line = told_of(tmp_path, f'{CASES}[x]\ntitle = "X"\n{rest}')
    assert line == f'{FILE}:7: nothing is wrong in case "x". Add a reply, secrets or a network.'


@pytest.mark.parametrize("cause", [REFUSED, NO_KEY, REPLY])
def test_the_good_case_has_no_cause(tmp_path: Path, cause: str) -> None:
    line = told_of(tmp_path, f'[ok]\ntitle = "Good"\n{cause}')
    assert line == f'{FILE}:1: case "ok" is the one in which all is well. Move what is wrong in it to another case.'


def test_a_case_names_the_tasks_that_run_in_it(tmp_path: Path) -> None:
    cases = found(tmp_path, **{FILE: f'{CASES}[x]\ntitle = "X"\n{REPLY}tasks = ["list-things"]\n'})
    assert (cases.case("x").tasks, cases.case("ok").tasks) == (("list-things",), ())


def test_secrets_that_are_no_table_are_told(tmp_path: Path) -> None:
    line = told_of(tmp_path, f'{CASES}[x]\ntitle = "X"\nsecrets = ["THING_KEY"]\n')
    assert line == f'{FILE}:9: the secrets of case "x" are no table. Write {{ NAME = "none" }}.'


def test_a_missing_case_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    cases = found(tmp_path)
    assert told(lambda: cases.case("wrong-kay")) == f'{FILE}: there is no case "wrong-kay". Did you mean "wrong-key"?'


def test_a_missing_reply_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    cases = found(tmp_path)
    line = told(lambda: cases.reply("wrong-kay"))
    assert line == 'snippets/cases/wrong-kay.http: there is no such reply. Did you mean "wrong-key"?'


def test_a_missing_reply_of_an_endpoint_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    cases = found(tmp_path)
    line = told(lambda: cases.reply("ok", Endpoint("thing", "GET", "")))
    assert line == 'snippets/cases/ok/thing.http: there is no such reply. Did you mean "ok/things"?'


def test_a_malformed_reply_is_told_with_its_path(tmp_path: Path) -> None:
    a_guide(tmp_path, **{"snippets/cases/ok/things.http": "things\n"})
    line = told(lambda: read_cases(tmp_path / "snippets/cases"))
    assert line.startswith("snippets/cases/ok/things.http:1: this is not the status line of a reply. ")


def test_a_guide_without_cases_is_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, None) == f"{FILE}: there is no such file. Add it; it lists the cases."


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        pytest.param(
            "[ok]\ntitle = Good\n",
            ": this cannot be read: Invalid value (at line 2, column 9). Correct it.",
            id="not TOML",
        ),
        pytest.param(
            '[ok]\ntitle = "Good"\n[x]\nreply = "x"\n',
            ':3: case "x" has no title. Add one.',
            id="without a title",
        ),
        pytest.param(
            '[ok]\ntitle = "Good"\nendpoints = 1\n',
            ':3: the endpoints of case "ok" are no list of names. Write ["one", "two"].',
            id="endpoints that are no list",
        ),
        pytest.param(
            '[ok]\ntitle = "Good"\nendpoints = "things"\n',
            ':3: the endpoints of case "ok" are no list of names. Write ["one", "two"].',
            id="endpoints that are a text",
        ),
        pytest.param(
            '[ok]\ntitle = "Good"\ntasks = "list-things"\n',
            ':3: the tasks of case "ok" are no list of names. Write ["one", "two"].',
            id="tasks that are a text",
        ),
        pytest.param(
            '[ok]\ntitle = "Good"\ntasks = [1]\n',
            ':3: the tasks of case "ok" are no list of names. Write ["one", "two"].',
            id="tasks that are numbers",
        ),
        pytest.param('ok = "Good"\n', ':1: case "ok" is no table. Write [ok].', id="a case that is no table"),
        pytest.param(
            b'[ok]\ntitle = "\xff"\n',
            ": this cannot be read: 'utf-8' codec can't decode byte 0xff in position 14: invalid start byte. "
            "Correct it.",
            id="not UTF-8",
        ),
    ],
)
def test_a_malformed_file_is_told(tmp_path: Path, text: str | bytes, rest: str) -> None:
    assert told_of(tmp_path, text) == f"{FILE}{rest}"


def test_an_unknown_field_of_a_case_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    line = told_of(tmp_path, '[ok]\ntitle = "Good"\nsecret = {}\n')
    assert line == f'{FILE}:3: case "ok" has no field "secret". Did you mean "secrets"?'


def test_a_file_without_the_good_case_is_told(tmp_path: Path) -> None:
    assert told_of(tmp_path, '[bad]\ntitle = "Bad"\n') == f'{FILE}: there is no case "ok". Add it.'


def test_an_unknown_state_of_a_secret_is_told(tmp_path: Path) -> None:
    line = told_of(tmp_path, f'{CASES}[x]\ntitle = "X"\nsecrets = {{ THING_KEY = "unset" }}\n')
    states = "right, none, wrong, quoted, typographic, newline, placeholder"
    assert line == f'{FILE}:9: case "x" has THING_KEY "unset". Use one of {states}.'


def test_a_case_that_names_a_missing_reply_is_told(tmp_path: Path) -> None:
    line = told_of(tmp_path, f'{CASES}[x]\ntitle = "X"\nreply = "full"\n')
    assert line == f'{FILE}:9: case "x" names the reply "full", which is not there. Add full.http.'


def test_a_case_that_misspells_a_reply_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    line = told_of(tmp_path, f'{CASES}[x]\ntitle = "X"\nreply = "wrong-kay"\n')
    assert line == f'{FILE}:9: case "x" names the reply "wrong-kay", which is not there. Did you mean "wrong-key"?'

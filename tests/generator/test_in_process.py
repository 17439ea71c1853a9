"""What answers the requests of this process: the mock that is at work, and nobody else."""

from __future__ import annotations

import json
from pathlib import Path

import httpcore2
import pytest

from provendocs.in_process import IN_PROCESS
from tests.generator.conftest import KEY, a_mock, read

THINGS = "https://api.example.com/v1/things"
NOBODY = "http://127.0.0.1:9"


def test_the_mock_at_work_answers_and_notes_the_request(tmp_path: Path) -> None:
    mock = a_mock(read(tmp_path))
    with IN_PROCESS.answering(mock):
        response = httpcore2.request("GET", THINGS, headers={"authorization": f"Bearer {KEY.value}"})
    assert json.loads(response.content) == {"things": ["lamp"]}
    assert [sent.url for sent in mock.sent] == [THINGS]


def test_the_next_mock_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    first, second = a_mock(read(tmp_path)), a_mock(read(tmp_path))
    for mock in (first, second):
        with IN_PROCESS.answering(mock):
            httpcore2.request("GET", THINGS)
    assert (len(first.sent), len(second.sent)) == (1, 1)


def test_an_outer_mock_goes_on_where_an_inner_one_ends(tmp_path: Path) -> None:
    outer, inner = a_mock(read(tmp_path)), a_mock(read(tmp_path))
    with IN_PROCESS.answering(outer):
        with IN_PROCESS.answering(inner):
            pass
        httpcore2.request("GET", THINGS)
    assert (len(outer.sent), len(inner.sent)) == (1, 0)


def test_a_request_while_no_mock_is_at_work_goes_where_it_says(tmp_path: Path) -> None:
    mock = a_mock(read(tmp_path))
    with pytest.raises(ZeroDivisionError), IN_PROCESS.answering(mock):
        raise ZeroDivisionError
    with pytest.raises(httpcore2.ConnectError):
        httpcore2.request("GET", NOBODY)
    assert mock.sent == []


def test_the_http_library_is_given_back_as_it_was(tmp_path: Path) -> None:
    IN_PROCESS.stop()
    real = httpcore2.ConnectionPool.handle_request
    with IN_PROCESS.answering(a_mock(read(tmp_path))):
        assert httpcore2.ConnectionPool.handle_request is not real
    IN_PROCESS.stop()
    assert httpcore2.ConnectionPool.handle_request is real

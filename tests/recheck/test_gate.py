"""A version that teaches a model which has ended by now no longer holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.openai_models import shutdown_dates
from tests.recheck.conftest import Repository
from tests.recheck.gate import ended_models
from tests.recheck.tags import checked_out

ENDS = {"gpt-old": date(2026, 11, 1), "gpt-older": date.min, "gpt-later": date(2027, 1, 1)}
FILES = {
    "pyproject.toml": '[tool.provendocs.example_request]\nmodel = "gpt-old"\n',
    "snippets__ask__ask.py": 'import sdk\n\nsdk.ask(model="gpt-older")\n',
    "snippets__ask__ask.sh": 'curl --data \'{"model": "gpt-later"}\'\n',
    "snippets__ask__ask.bat": 'curl --data "{\\"model\\": \\"gpt-older\\"}"\n',
    "snippets__ask__task.toml": 'title = "Ask what became of gpt-old"\n',
    "snippets__cases__model-not-found.http": '{"error": {"message": "There is no \'gpt-old\'."}}\n',
}


def told(repository: Repository, today: date) -> list[str]:
    repository.commit(**FILES)
    repository.git("tag", "--force", "0.1.0")
    with checked_out("0.1.0", repository.root) as folder:
        return list(ended_models(folder, ENDS, today))


def test_each_place_that_names_a_model_which_has_ended_is_a_line(repository: Repository) -> None:
    assert told(repository, date(2026, 11, 1)) == [
        'snippets/ask/ask.bat:1: it names the model "gpt-older", which was never a supported model.',
        'snippets/ask/ask.py:3: it names the model "gpt-older", which was never a supported model.',
        'pyproject.toml:2: it names the model "gpt-old", which ended on 2026-11-01.',
    ]


def test_a_model_is_taught_until_the_day_on_which_it_ends(repository: Repository) -> None:
    assert [line.partition(":")[0] for line in told(repository, date(2026, 10, 31))] == [
        "snippets/ask/ask.bat",
        "snippets/ask/ask.py",
    ]
    assert 'snippets/ask/ask.sh:1: it names the model "gpt-later", which ended on 2027-01-01.' in told(
        repository, date(2027, 1, 1)
    )


def test_this_guide_names_no_model_that_has_ended_on_the_day_it_was_last_checked(guide: object) -> None:
    root = Path(__file__).parent.parent.parent
    today = guide.facts.fact("model.name").checked  # type: ignore[attr-defined]
    assert list(ended_models(root, shutdown_dates(), today)) == []

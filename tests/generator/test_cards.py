"""Cards: the size that Open Graph wants, light, legible, and drawn once."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from provendocs import cards
from provendocs.cards import Card, Look, card, draw

SAID = Card("Things", "Start", "List the things", "Which things there are, and how a program finds out.")
LOOK = Look("#0b3b39", "#ffffff", "#3fc9b5")


def opened(drawn: bytes) -> Image.Image:
    return Image.open(io.BytesIO(drawn))


def test_a_card_has_the_colors_of_its_look() -> None:
    picture = opened(draw(SAID, LOOK))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    colors = [color for _, color in sorted(picture.convert("RGB").getcolors(1 << 16) or [], reverse=True)]
    assert colors[0] == (0x0B, 0x3B, 0x39)
    assert {(255, 255, 255), (0x3F, 0xC9, 0xB5)} <= set(colors[:5])


def test_words_stay_on_the_card_however_many_there_are() -> None:
    long = replace(SAID, title="A title of many words " * 8, description="A description of many words. " * 8)
    picture = opened(draw(long, LOOK)).convert("RGB")
    background = picture.getpixel((1199, 0))
    for box in ((1140, 0, 1200, 630), (20, 590, 1200, 630), (20, 0, 1200, 60)):
        assert picture.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), background)], box
    assert len(draw(long, LOOK)) < 40_000


@pytest.mark.parametrize("field", ["site", "chapter", "title", "description"])
def test_a_card_shows_each_of_its_words(field: str) -> None:
    assert draw(replace(SAID, **{field: "Another"}), LOOK) != draw(SAID, LOOK)


def test_a_card_is_drawn_again_only_if_its_words_or_colors_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Card] = []

    def count(said: Card, look: Look) -> bytes:
        drawn.append(said)
        return draw(said, look)

    monkeypatch.setattr(cards, "draw", count)
    first = card(SAID, LOOK, tmp_path / "kept")
    assert card(SAID, LOOK, tmp_path / "kept") == first
    assert len(drawn) == 1
    assert card(replace(SAID, title="Another"), LOOK, tmp_path / "kept") != first
    assert card(SAID, replace(LOOK, accent="#ff0000"), tmp_path / "kept") != first
    assert len(drawn) == 3

"""Draw the picture that stands beside a link to a page where people share it: 1200 by 630 pixels, as Open Graph has it.

The font is the one that Pillow brings along, so that a card looks the same on every machine and nothing is fetched.
"""

from __future__ import annotations

import io
from dataclasses import astuple, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont

SIZE = (1200, 630)
_MARGIN = 84
#: A card's colors are this many steps from the background to the color of the text, then as many to the accent.
_STEPS = 64
_FULL, _QUIET = _STEPS - 1, 44


@dataclass(frozen=True)
class Look:
    """The colors of all cards, as CSS writes them.

    Args:
        background: What everything stands on.
        text: The color of the title; quieter text lies between it and the background.
        accent: The color of the chapter and of the bar.
    """

    background: str
    text: str
    accent: str


@dataclass(frozen=True)
class Card:
    """What a card says.

    Args:
        site: The name of the site.
        chapter: The chapter of the page; may be empty.
        title: The title of the page.
        description: What the page is about.
    """

    site: str
    chapter: str
    title: str
    description: str


def card(said: Card, look: Look, cache_folder: Path) -> bytes:
    """Return a card as a PNG file, drawn once for the same words and colors.

    Args:
        said: What it says.
        look: Its colors.
        cache_folder: Where drawn cards are kept.
    """
    drawn_by = sha256(Path(__file__).read_bytes()).hexdigest()
    name = sha256("\0".join([drawn_by, *astuple(said), *astuple(look)]).encode()).hexdigest()
    kept = cache_folder / f"{name}.png"
    if not kept.exists():
        cache_folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=cache_folder, delete=False) as whole:  # another build may draw the same
            whole.write(draw(said, look))
        Path(whole.name).replace(kept)
    return kept.read_bytes()


def draw(said: Card, look: Look) -> bytes:
    """Draw a card."""
    plain, accented = Image.new("L", SIZE, 0), Image.new("L", SIZE, 0)
    canvas, width = ImageDraw.Draw(plain), SIZE[0] - 2 * _MARGIN
    marks = ImageDraw.Draw(accented)
    marks.rectangle((0, 0, 15, SIZE[1]), fill=_FULL)
    marks.text((_MARGIN, 70), said.chapter, font=_font(36), fill=_FULL)
    top = 132
    font, title = _fitting(said.title, width)
    for line in title:
        canvas.text((_MARGIN, top), line, font=font, fill=_FULL, stroke_width=1, stroke_fill=_FULL)
        top += round(font.size * 1.22)
    for line in _lines(said.description, _font(32), width)[:3]:
        canvas.text((_MARGIN, top + 28), line, font=_font(32), fill=_QUIET)
        top += 42
    canvas.text((_MARGIN, SIZE[1] - 100), said.site, font=_font(34), fill=_FULL)
    return _png(ImageChops.add(plain, accented.point([0, *(min(step + _STEPS, 255) for step in range(1, 256))])), look)


def _png(image: Image.Image, look: Look) -> bytes:
    """Write the steps as the colors between the background and the text, and the accent."""
    background, *others = (ImageColor.getrgb(color)[:3] for color in (look.background, look.text, look.accent))
    palette = [
        round(start + (end - start) * step / _FULL)
        for color in others
        for step in range(_STEPS)
        for start, end in zip(background, color, strict=True)
    ]
    colored = Image.frombytes("P", image.size, image.tobytes())
    colored.putpalette(palette)
    file = io.BytesIO()
    colored.save(file, "PNG", compress_level=6)
    return file.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


def _fitting(title: str, width: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the largest font in which a title takes two lines, and these."""
    for size in (84, 76, 68, 60):
        lines = _lines(title, _font(size), width)
        if len(lines) <= 2:
            break
    return _font(size), lines[:3]


def _lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break a text at spaces into lines that are no wider than `width` pixels."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines

"""Logos of people and businesses that do not exist, drawn here."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_SIZE = 480
_FINER = 3  # drawn larger and made smaller, for smooth edges


def hotel_logo() -> bytes:
    """A sun over three waves."""

    def draw(on: ImageDraw, unit: float) -> None:
        on.ellipse(_box(unit, 30, 14, 70, 54), fill="#e0a33a")
        for place, top in enumerate((46, 60, 74)):
            for start in range(-4, 100, 24):
                shift = 12 if place % 2 else 0
                on.arc(_box(unit, start + shift, top, start + shift + 26, top + 24), 200, 340, "#1f5f8b", int(6 * unit))

    return _drawn(draw)


def shop_logo() -> bytes:
    """A flame over a candle."""

    def draw(on: ImageDraw, unit: float) -> None:
        on.rounded_rectangle(_box(unit, 36, 50, 64, 92), int(4 * unit), fill="#3d2c4f")
        on.line([(50 * unit, 50 * unit), (50 * unit, 42 * unit)], "#3d2c4f", int(3 * unit))
        flame = [(50, 6), (60, 20), (62, 31), (56, 40), (44, 40), (38, 31), (40, 20)]
        on.polygon([(x * unit, y * unit) for x, y in flame], fill="#d9822b")
        on.ellipse(_box(unit, 45, 26, 55, 39), fill="#f6d9a8")

    return _drawn(draw)


def practice_logo() -> bytes:
    """A smile within a ring."""

    def draw(on: ImageDraw, unit: float) -> None:
        on.ellipse(_box(unit, 8, 8, 92, 92), outline="#2f7d6b", width=int(7 * unit))
        on.arc(_box(unit, 26, 18, 74, 72), 25, 155, "#2f7d6b", int(8 * unit))

    return _drawn(draw)


def studio_logo() -> bytes:
    """An R of two strokes and a quarter circle."""

    def draw(on: ImageDraw, unit: float) -> None:
        on.rounded_rectangle(_box(unit, 6, 6, 94, 94), int(18 * unit), fill="#0f766e")
        on.line([(36 * unit, 24 * unit), (36 * unit, 78 * unit)], "white", int(9 * unit))
        on.arc(_box(unit, 30, 24, 68, 56), -90, 90, "white", int(9 * unit))
        on.line([(34 * unit, 28 * unit), (50 * unit, 28 * unit)], "white", int(9 * unit))
        on.line([(46 * unit, 54 * unit), (66 * unit, 78 * unit)], "white", int(9 * unit))

    return _drawn(draw)


def _box(unit: float, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    return (left * unit, top * unit, right * unit, bottom * unit)


def _drawn(draw: Callable[[ImageDraw, float], None]) -> bytes:
    from PIL import Image, ImageDraw

    large = Image.new("RGBA", (_SIZE * _FINER, _SIZE * _FINER), (255, 255, 255, 0))
    draw(ImageDraw.Draw(large), _SIZE * _FINER / 100)
    picture = large.resize((_SIZE, _SIZE), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()

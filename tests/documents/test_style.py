"""Colours of the paper: whatever the brand, text can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmdesk.documents.style import (
    AREA_CONTRAST,
    INK,
    MUTED,
    OUR_TEAL,
    TEXT_CONTRAST,
    WHITE,
    WIDTH,
    Palette,
    columns,
    contrast,
    darkened,
    rgb_of,
)


@given(st.integers(0, 0xFFFFFF))
def test_text_can_be_read_on_and_in_any_brand_colour(number: int) -> None:
    palette = Palette.of(f"#{number:06x}")
    assert contrast(palette.band, palette.on_brand) >= TEXT_CONTRAST
    assert contrast(palette.accent, WHITE) >= TEXT_CONTRAST
    assert contrast(palette.data, WHITE) >= AREA_CONTRAST
    assert contrast(palette.accent, palette.tint) >= 4


@pytest.mark.parametrize("text", ["", "teal", "#12", "#gggggg", "<b>"])
def test_without_a_brand_it_is_our_teal(text: str) -> None:
    assert Palette.of(text).brand == rgb_of(OUR_TEAL)


def test_yellow_keeps_its_band_and_flips_its_text() -> None:
    palette = Palette.of("#ffdd00")
    assert palette.band == rgb_of("#fd0")
    assert palette.on_brand == INK


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast(WHITE, (0, 0, 0)) == pytest.approx(21)
    assert contrast(MUTED, WHITE) >= TEXT_CONTRAST
    assert darkened((0, 0, 0), WHITE, 21) == (0, 0, 0)


def test_columns_fill_the_width() -> None:
    assert columns(6) == pytest.approx(WIDTH)

"""Fonts of the paper: any text becomes printable, other scripts find their font, right-to-left text its order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmdesk.core.paths import resource_path
from smmdesk.documents import fonts


@pytest.fixture(autouse=True)
def registered() -> None:
    fonts.register()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Łódź & Ω", "Łódź & Ω"),
        ("a\x00b\x1bc\u202ed\u200be", "abcde"),
        ("one\r\ntwo\tthree", "one two three"),
        ("👍🏽 ❤️ 1️⃣", "👍 ❤ 1"),
        ("🇮🇹", "IT"),
        ("𝓗𝓮𝓵𝓵𝓸", "Hello"),
        ("e\u0301", "é"),
        ("\ud83d", ""),
        ("\U0010fffe", ""),
        ("አ", "?"),
    ],
)
def test_clean(typed: str, printed: str) -> None:
    assert fonts.clean(typed) == printed


def test_clean_keeps_lines_where_they_are_wanted() -> None:
    assert fonts.clean("one\r\ntwo\rthree\u2028four", lines=True) == "one\ntwo\nthree\nfour"


@given(st.text())
def test_every_cleaned_character_has_a_glyph(typed: str) -> None:
    for name, piece in fonts.runs(fonts.clean(typed)):
        glyphs = fonts.font(name).face.charToGlyph
        assert all(ord(character) in glyphs for character in piece)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ciao", fonts.REGULAR),
        ("日本", "Desk-Han"),
        ("한글", "Desk-Hangul"),
        ("😀", "Desk-Emoji"),
        ("שלום", "Desk-Hebrew"),
        ("مرحبا", "Desk-Arabic"),
        ("●◐▲■▤□◌", "Desk-Shapes"),
    ],
)
def test_each_script_finds_its_font(text: str, name: str) -> None:
    assert [found for found, _piece in fonts.runs(text)] == [name]


def test_markup_is_escaped() -> None:
    assert fonts.safe("<b> & 😀") == '&lt;b&gt; &amp; <font name="Desk-Emoji">😀</font>'


@pytest.mark.parametrize(
    ("read", "joined"),
    [
        ("مرحبا", "\ufee3\ufeae\ufea3\ufe92\ufe8e"),
        ("لا", "\ufefb"),
        ("سلام", "\ufeb3\ufefc\ufee1"),
        ("hotel", "hotel"),
        ("שלום", "שלום"),
    ],
)
def test_arabic_letters_are_joined(read: str, joined: str) -> None:
    assert fonts.joined(read) == joined


def test_visual_order() -> None:
    assert fonts.in_visual_order("שלום 25", "R") == "25 םולש"
    assert fonts.is_right_to_left("12 שלום")
    assert not fonts.is_right_to_left("Hotel שלום")


def test_digits_are_tabular() -> None:
    for name in (fonts.REGULAR, fonts.SEMIBOLD, fonts.BOLD):
        assert len({fonts.width_of(digit, name, 10) for digit in "0123456789"}) == 1


def test_cut_fits_its_width() -> None:
    shown = fonts.cut("a very long name of a client", fonts.REGULAR, 10, 60)
    assert shown.endswith("…")
    assert fonts.width_of(shown, fonts.REGULAR, 10) <= 60


def test_fonts_are_small_and_licensed() -> None:
    folder = resource_path("fonts")
    files = list(folder.glob("*.ttf"))
    assert sum(file.stat().st_size for file in files) < 12_000_000
    told = (folder / "README.md").read_text(encoding="utf-8")
    for file in files:
        family = file.stem.split("-")[0].removesuffix("Full")
        licence = "NotoSans" if family.startswith("NotoSans") else family
        assert (folder / f"LICENSE-{licence}.txt").is_file(), file.name
        assert f"-{family.removeprefix('NotoSans')}" in told or family in told

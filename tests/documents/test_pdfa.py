"""The archive pass: what does not conform is refused, characters past U+FFFF read back."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from pikepdf import pdfa
from reportlab.pdfgen.canvas import Canvas

from smmdesk.documents import fonts
from smmdesk.documents.pdfa import archived
from tests.documents.reading import text


def drawn(said: str, name: str = fonts.REGULAR) -> bytes:
    fonts.register()
    written = BytesIO()
    settings: dict[str, object] = {"initialFontName": fonts.REGULAR, "invariant": 1, "lang": "en"}
    canvas = Canvas(written, **settings)  # type: ignore[arg-type]
    canvas.setTitle("A title")
    canvas.setFont(name, 12)
    canvas.drawString(50, 700, said)
    canvas.save()
    return written.getvalue()


def test_it_conforms_and_does_not_change_between_runs() -> None:
    first = archived(drawn("Ciao"), date(2026, 7, 4))
    assert first == archived(drawn("Ciao"), date(2026, 7, 4))
    assert pdfa.validate_written(BytesIO(first), "3b").passed


def test_a_character_without_a_glyph_is_refused() -> None:
    with pytest.raises(pdfa.PdfaError):
        archived(drawn("日"), date(2026, 7, 4))


def test_emoji_and_joined_letters_read_back() -> None:
    fonts.font("Desk-Emoji")
    assert "😀" in text(archived(drawn("😀", "Desk-Emoji"), date(2026, 7, 4)))
    fonts.font("Desk-Arabic")
    said = text(archived(drawn("\ufefc", "Desk-Arabic"), date(2026, 7, 4)))
    assert "لا" in said or "ال" in said


def test_every_date_is_the_given_day() -> None:
    with pikepdf.open(BytesIO(archived(drawn("x"), date(2026, 7, 4)))) as document:
        assert str(document.docinfo["/ModDate"]) == "D:20260704120000+00'00'"
        assert str(document.docinfo["/Producer"]) == "SMM Desk"

"""A PDF inside the window: pages, zoom, saving a copy whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtPdfWidgets import QPdfView

from smmdesk.core.errors import UserError
from smmdesk.ui.widgets.pdf_view import PdfView
from smmdesk.ui.widgets.text import Text


def a_pdf(pages: int) -> bytes:
    made = pikepdf.new()
    for _page in range(pages):
        made.add_blank_page(page_size=(595, 842))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.fixture
def view(qtbot: Any) -> PdfView:
    made = PdfView()
    qtbot.addWidget(made)
    made.resize(700, 800)
    made.show()
    return made


def says(view: PdfView, text: str) -> bool:
    return any(one.text() == text for one in view.findChildren(Text))


def test_pages_are_shown_and_turned(view: PdfView) -> None:
    view.show_pdf(a_pdf(3), "hotel-2026-06.pdf")
    assert says(view, "Page 1 of 3")
    view._turn(1)
    assert says(view, "Page 2 of 3")
    view._turn(5)
    assert says(view, "Page 2 of 3")
    view.go_to(2)
    assert says(view, "Page 3 of 3")


def test_another_pdf_takes_its_place(view: PdfView) -> None:
    view.show_pdf(a_pdf(3), "one.pdf")
    view.show_pdf(a_pdf(1), "two.pdf")
    assert says(view, "Page 1 of 1")


def test_zoom(view: PdfView) -> None:
    view.show_pdf(a_pdf(1), "one.pdf")
    view.zoom(1.25)
    first = view.view.zoomFactor()
    view.zoom(1.25)
    assert view.view.zoomFactor() == pytest.approx(first * 1.25)
    for _step in range(20):
        view.zoom(1.25)
    assert view.view.zoomFactor() == 4.0
    view.fit_page()
    assert view.view.zoomMode() == QPdfView.ZoomMode.FitInView
    view.fit_width()
    assert view.view.zoomMode() == QPdfView.ZoomMode.FitToWidth


@pytest.mark.parametrize("content", [b"", b"no pdf at all"])
def test_what_is_no_pdf_is_refused_in_words(view: PdfView, content: bytes) -> None:
    with pytest.raises(UserError, match="The PDF cannot be shown"):
        view.show_pdf(content, "broken.pdf")


def test_a_copy_is_saved_whole(view: PdfView, tmp_path: Path) -> None:
    saved: list[Any] = []
    view.saved.connect(saved.append)
    content = a_pdf(1)
    view.show_pdf(content, "one.pdf")
    target = tmp_path / "copy.pdf"
    target.write_bytes(b"older")
    view.save(target)
    assert target.read_bytes() == content
    assert saved == [target]
    assert [path.name for path in tmp_path.iterdir()] == ["copy.pdf"]


def test_a_copy_that_cannot_be_saved_is_told(view: PdfView, tmp_path: Path) -> None:
    failed: list[UserError] = []
    view.failed.connect(failed.append)
    view.show_pdf(a_pdf(1), "one.pdf")
    view.save(tmp_path / "missing" / "copy.pdf")
    assert [error.title for error in failed] == ["The copy could not be saved."]

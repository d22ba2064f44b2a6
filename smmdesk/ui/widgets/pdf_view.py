"""A PDF inside the window: pages, zoom and saving a copy."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.ui import theme
from smmdesk.ui.widgets.text import Button, Text

ZOOM_STEP = 1.25
SMALLEST_ZOOM, LARGEST_ZOOM = 0.25, 4.0


class PdfView(QWidget):
    """Shows a PDF from its bytes. `saved` tells the path of a copy, `failed` a UserError."""

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._content = b""
        self._name = ""
        self._buffer: QBuffer | None = None
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setFrameShape(QPdfView.Shape.NoFrame)
        self.view.setAccessibleName(_("The report"))
        self._pages = Text("", "body", "muted")
        self._save = Button(_("Save a copy …"), self.ask_where, icon="save")
        line = QHBoxLayout()
        line.setSpacing(theme.XS)
        line.addWidget(self._tool("previous", _("The page before"), lambda: self._turn(-1)))
        line.addWidget(self._pages)
        line.addWidget(self._tool("next", _("The next page"), lambda: self._turn(1)))
        line.addSpacing(theme.M)
        line.addWidget(self._tool("zoom_out", _("Smaller (Ctrl+-)"), lambda: self.zoom(1 / ZOOM_STEP), "Ctrl+-"))
        line.addWidget(self._tool("zoom_in", _("Larger (Ctrl++)"), lambda: self.zoom(ZOOM_STEP), "Ctrl++"))
        line.addWidget(Button(_("Whole page"), self.fit_page, kind="link"))
        line.addWidget(Button(_("Page width"), self.fit_width, kind="link"))
        line.addStretch(1)
        line.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addLayout(line)
        column.addWidget(self.view, 1)
        self.view.pageNavigator().currentPageChanged.connect(lambda _page: self._show_page())

    def _tool(self, icon: str, tip: str, act: Callable[[], object], keys: str = "") -> Button:
        button = Button("", act, icon=icon, kind="bare", tip=tip)
        if keys:
            button.setShortcut(keys)
        return button

    # ------------------------------------------------------------------------------------------------- showing

    def show_pdf(self, content: bytes, name: str) -> None:
        """Show a PDF; `name` is proposed where a copy is saved. Raises UserError for what is no PDF."""
        self._content, self._name = content, name
        self.document.close()
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        if self.document.error() != QPdfDocument.Error.None_:
            raise UserError(_("The PDF cannot be shown."), _("It is damaged or empty."), _("Make the report again."))
        self.go_to(0)
        self._show_page()

    def go_to(self, page: int) -> None:
        """Show a page, counted from 0."""
        self.view.pageNavigator().jump(page, QPointF())

    def _turn(self, pages: int) -> None:
        page = self.view.pageNavigator().currentPage() + pages
        if 0 <= page < self.document.pageCount():
            self.go_to(page)

    def _show_page(self) -> None:
        page, pages = self.view.pageNavigator().currentPage() + 1, self.document.pageCount()
        self._pages.setText(_("Page {page} of {pages}").format(page=page, pages=pages))

    # ------------------------------------------------------------------------------------------------- zoom

    def zoom(self, factor: float) -> None:
        """Show it larger or smaller."""
        present = self.view.zoomFactor()
        if self.view.zoomMode() != QPdfView.ZoomMode.Custom:
            width = self.document.pagePointSize(self.view.pageNavigator().currentPage()).width()
            dots = self.view.logicalDpiX() / 72
            present = self.view.viewport().width() / (width * dots) if width else 1.0
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(present * factor, SMALLEST_ZOOM), LARGEST_ZOOM))

    def fit_page(self) -> None:
        """Show whole pages."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)

    def fit_width(self) -> None:
        """Show pages as wide as the view."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    # ------------------------------------------------------------------------------------------------- saving

    def ask_where(self) -> None:
        """Ask for a place and save a copy there."""
        path, _kind = QFileDialog.getSaveFileName(self, _("Save a copy"), self._name, "PDF (*.pdf)")
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        """Save a copy whole or not at all; tells `saved` or `failed`."""
        temporary = path.with_name(f".{path.name}.new")
        try:
            temporary.write_bytes(self._content)
            os.replace(temporary, path)
        except OSError as failure:
            temporary.unlink(missing_ok=True)
            self.failed.emit(
                UserError(
                    _("The copy could not be saved."),
                    str(failure.strerror or failure),
                    _("Choose another folder, or free some space. The report itself is kept."),
                )
            )
            return
        self.saved.emit(path)

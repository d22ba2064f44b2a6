"""A place to drop files on, which can also be clicked or pressed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout

from smmdesk.core.i18n import _
from smmdesk.ui import theme
from smmdesk.ui.widgets.states import IconLabel
from smmdesk.ui.widgets.text import Text, restyle


class DropArea(QFrame):
    """Takes files by drop, click, Enter or Space. `dropped` tells the list of paths."""

    dropped = Signal(object)

    def __init__(self, text: str, *, kinds: str = "", several: bool = True, icon: str = "import") -> None:
        super().__init__()
        self.setObjectName("drop")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(text)
        self._kinds = kinds
        self._several = several
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        line.setSpacing(theme.S)
        line.addStretch(1)
        line.addWidget(IconLabel(icon))
        self._text = Text("", "body", "muted", wrap=True)
        line.addWidget(self._text, 100)
        line.addStretch(1)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Say something else inside."""
        self._text.setText(text)
        # In the middle while it fits into one line; a narrow panel is not made wider by it.
        self._text.setMaximumWidth(theme.text_width(text) + theme.XS)
        self.setAccessibleName(text)

    def ask(self) -> None:
        """Open the system's dialog to choose files."""
        if self._several:
            chosen, _kind = QFileDialog.getOpenFileNames(self, _("Choose files"), "", self._kinds)
        else:
            one, _kind = QFileDialog.getOpenFileName(self, _("Choose a file"), "", self._kinds)
            chosen = [one] if one else []
        if chosen:
            self.dropped.emit([Path(path) for path in chosen])

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:
        if dropped_paths(event):
            event.acceptProposedAction()
            self._mark(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent, /) -> None:
        self._mark(False)

    def dropEvent(self, event: QDropEvent, /) -> None:
        self._mark(False)
        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths if self._several else paths[:1])

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.ask()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.ask()
        else:
            super().keyPressEvent(event)

    def _mark(self, is_over: bool) -> None:
        self.setProperty("over", "true" if is_over else "false")
        restyle(self)


def dropped_paths(event: QDropEvent) -> list[Path]:
    """Return the local files of a drag or drop."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]

"""Find anything (Ctrl+K): clients, accounts, deliverables, posts and reports by a few letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit

from smmdesk.core.i18n import _
from smmdesk.ui import icons, theme

if TYPE_CHECKING:
    from smmdesk.ui.widgets.findings_list import Finding, FindingsList

PAUSE_MS = 150


class SearchBox(QLineEdit):
    """A line with a list below. `asked` tells what to look for (after a pause in typing), `picked` a Finding."""

    asked = Signal(str)
    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setPlaceholderText(_("Find anything"))
        self.setAccessibleName(_("Find anything"))
        self.setToolTip(theme.plain_tip(_("Clients, accounts, deliverables, posts and reports")))
        self._glass = QAction(self)
        icons.put(self._glass, "search", "muted")
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._key = QLabel("Ctrl K", self)
        self._key.setObjectName("key")
        self._key.setFont(theme.font("caption"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self.asked.emit(self.text().strip()))
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(lambda text: self._key.setVisible(not text))
        self._found: FindingsList | None = None
        self.setMinimumWidth(theme.characters(36))
        self.setMaximumWidth(theme.characters(60))

    def show_findings(self, asked: str, findings: Sequence[Finding]) -> None:
        """Show what was found for a text; nothing where the text is another by now."""
        if asked != self.text().strip() or not asked:
            return
        if self._found is None:
            from smmdesk.ui.widgets.findings_list import FindingsList  # loaded with the first finding

            self._found = FindingsList(self)
            self._found.taken.connect(self._pick)
        self._found.open_below(self, findings)

    def _on_edited(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._close()

    def _pick(self, finding: object) -> None:
        self._close()
        self.clear()
        self.picked.emit(finding)

    def _close(self) -> None:
        self._pause.stop()
        if self._found is not None:
            self._found.hide()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        key = event.key()
        found = self._found if self._found is not None and self._found.isVisible() else None
        if found is not None and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            found.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif found is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            found.take()
        elif key == Qt.Key.Key_Escape:
            self._close()
            self.clear()
            if (window := self.window()) is not None:
                window.setFocus()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._close()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._key.adjustSize()
        self._key.move(self.width() - self._key.width() - theme.S, (self.height() - self._key.height()) // 2)

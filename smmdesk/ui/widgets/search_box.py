"""Find anything (Ctrl+K): clients, accounts, deliverables, posts and reports by a few letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QLineEdit, QListView, QVBoxLayout

from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.ui import icons, theme

PAUSE_MS = 150
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: the icon's role, what it is called, where it belongs, and what opens it."""

    icon: str
    text: str
    where: str
    client_id: int | None
    month: Month | None
    word: str
    item: object


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
        self._popup = QFrame(self, Qt.WindowType.ToolTip)
        self._popup.setObjectName("popup")
        self._model = QStandardItemModel(self)
        self._list = QListView()
        self._list.setObjectName("choices")
        self._list.setModel(self._model)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setAccessibleName(_("What was found"))
        self._list.clicked.connect(lambda index: self._pick(index.row()))
        column = QVBoxLayout(self._popup)
        column.setContentsMargins(theme.XS, theme.XS, theme.XS, theme.XS)
        column.addWidget(self._list)
        self.setMinimumWidth(theme.characters(36))
        self.setMaximumWidth(theme.characters(60))

    def show_findings(self, asked: str, findings: Sequence[Finding]) -> None:
        """Show what was found for a text; nothing where the text is another by now."""
        if asked != self.text().strip() or not asked:
            return
        self._model.clear()
        for finding in findings[:SHOWN]:
            item = QStandardItem(f"{finding.text}   ·  {finding.where}" if finding.where else finding.text)
            item.setIcon(icons.icon(finding.icon, "muted"))
            item.setData(finding, Qt.ItemDataRole.UserRole)
            item.setToolTip(theme.plain_tip(item.text()))
            self._add(item)
        if not findings:
            item = QStandardItem(_("Nothing found."))
            item.setSelectable(False)
            item.setEnabled(False)
            self._add(item)
        height = (theme.line_height() + 2 * theme.S) * self._model.rowCount() + theme.S
        self._list.setFixedHeight(height)
        width = max(self.width(), theme.characters(64))
        self._popup.setFixedWidth(width)
        self._popup.adjustSize()
        self._popup.move(self.mapToGlobal(QPoint(self.width() - width, self.height() + theme.XS)))
        self._popup.show()
        if findings:
            self._list.setCurrentIndex(self._model.index(0, 0))

    def _add(self, item: QStandardItem) -> None:
        item.setSizeHint(QSize(0, theme.line_height() + 2 * theme.S))
        self._model.appendRow(item)

    def _on_edited(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._close()

    def _pick(self, place: int) -> None:
        item = self._model.item(place)
        finding = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if finding is not None:
            self._close()
            self.clear()
            self.picked.emit(finding)

    def _close(self) -> None:
        self._pause.stop()
        self._popup.hide()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        key = event.key()
        rows = self._model.rowCount() if self._popup.isVisible() else 0
        if rows and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentIndex(self._model.index((self._list.currentIndex().row() + step) % rows, 0))
        elif rows and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self._list.currentIndex().row())
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

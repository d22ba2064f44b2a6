"""The list below the search line: what was found, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout, QWidget

from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.ui import icons, theme

SHOWN = 14
LONGEST_NAME = 48  # so that where it belongs can be seen


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


class FindingsList(QFrame):
    """Drops down below the search line, which keeps the focus. `taken` tells the Finding."""

    taken = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setObjectName("popup")
        self._model = QStandardItemModel(self)
        self._list = QListView()
        self._list.setObjectName("choices")
        self._list.setModel(self._model)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setTextElideMode(theme.ELIDE)
        self._list.setIconSize(QSize(theme.icon_size(), theme.icon_size()))
        self._list.setAccessibleName(_("What was found"))
        self._list.clicked.connect(lambda _index: self.take())
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XS, theme.XS, theme.XS, theme.XS)
        column.addWidget(self._list)

    def open_below(self, anchor: QWidget, findings: Sequence[Finding]) -> None:
        """Show findings below a widget, the first one chosen; a sentence where there are none."""
        self._model.clear()
        for finding in findings[:SHOWN]:
            name = finding.text if len(finding.text) <= LONGEST_NAME else finding.text[: LONGEST_NAME - 1] + "…"
            text = f"{name}   ·   {finding.where}"
            item = QStandardItem(icons.icon(finding.icon, "muted"), text)
            item.setData(finding, Qt.ItemDataRole.UserRole)
            item.setToolTip(theme.plain_tip(f"{finding.text}\n{finding.where}"))
            self._add(item)
        if not findings:
            item = QStandardItem(_("Nothing found."))
            item.setEnabled(False)
            self._add(item)
        row = theme.line_height() + 2 * theme.S
        self._list.setFixedHeight(row * self._model.rowCount() + theme.S)
        width = max(anchor.width(), theme.characters(72))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(anchor.mapToGlobal(QPoint(anchor.width() - width, anchor.height() + theme.XS)))
        self.show()
        if findings:
            self._list.setCurrentIndex(self._model.index(0, 0))

    def move_by(self, step: int) -> None:
        """Choose the next or the one before."""
        place = (self._list.currentIndex().row() + step) % max(self._model.rowCount(), 1)
        self._list.setCurrentIndex(self._model.index(place, 0))

    def take(self) -> None:
        """Take the chosen one."""
        finding = self._list.currentIndex().data(Qt.ItemDataRole.UserRole)
        if finding is not None:
            self.hide()
            self.taken.emit(finding)

    def _add(self, item: QStandardItem) -> None:
        item.setSizeHint(QSize(0, theme.line_height() + 2 * theme.S))
        self._model.appendRow(item)

"""The table of metrics by months: its titles stay in sight, a change of definition is a rule between two months."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from smmdesk.core import formats
from smmdesk.core.periods import Month
from smmdesk.ui import theme
from smmdesk.ui.pages.results.months_reading import CellWords, MonthsLine
from smmdesk.ui.pages.results.whole_months import WholeMonths, title_lines

LEAST_CELL = 7

Index = QModelIndex | QPersistentModelIndex


class MonthsModel(QAbstractTableModel):
    """Metrics as rows, months as columns, oldest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.months: tuple[Month, ...] = ()
        self.lines: tuple[MonthsLine, ...] = ()

    def set_lines(self, months: tuple[Month, ...], lines: tuple[MonthsLine, ...]) -> None:
        """Show these metrics of these months."""
        self.beginResetModel()
        self.months, self.lines = months, lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.months)

    def cell(self, index: Index) -> CellWords:
        """Return what stands in a cell."""
        return self.lines[index.row()].cells[index.column()]

    def told(self, index: Index) -> str:
        """Return what a cell says in sentences: its number, its state, its reason, and the change before it."""
        line = self.lines[index.row()]
        return " ".join(part for part in (self.cell(index).told, line.breaks.get(index.column(), "")) if part)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{cell.mark} {cell.text}" if cell.mark else cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.color("muted") if cell.is_missing else None
        if role == Qt.ItemDataRole.FontRole:
            return tabular("strong" if index.column() == len(self.months) - 1 and not cell.is_missing else "body")
        if role == Qt.ItemDataRole.ToolTipRole:
            return theme.plain_tip(self.told(index))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.told(index)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        count = len(self.months) if orientation == Qt.Orientation.Horizontal else len(self.lines)
        if not 0 <= section < count:
            return None
        if orientation == Qt.Orientation.Vertical:
            line = self.lines[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return "\n".join(title_lines(line.title))
            if role == Qt.ItemDataRole.ToolTipRole:
                return theme.plain_tip("\n".join(part for part in (line.title, line.meaning) if part))
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            return None
        month = self.months[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return formats.short_month(month, year=section == 0 or month.number == 1)
        if role == Qt.ItemDataRole.ToolTipRole:
            return theme.plain_tip(formats.month_name(month))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class MonthsTable(QTableView):
    """The table. `chosen` tells the metric's line that is current, `told` what the current cell says in sentences."""

    chosen = Signal(object)
    told = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.cells = MonthsModel(self)
        self.setModel(self.cells)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        titles = self.verticalHeader()
        titles.setObjectName("titles")
        titles.setDefaultSectionSize(theme.row_height())
        titles.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        titles.setHighlightSections(False)
        self.horizontalHeader().setHighlightSections(False)
        self._whole = WholeMonths(self)
        self.selectionModel().currentChanged.connect(self._on_current)
        theme.signals.changed.connect(self.viewport().update)

    def set_lines(self, months: tuple[Month, ...], lines: tuple[MonthsLine, ...]) -> None:
        """Show these metrics; the current metric and month stay current where they are still there."""
        before = self.currentIndex()
        key = self.cells.lines[before.row()].key if before.isValid() else ""
        month = self.cells.months[before.column()] if before.isValid() else None
        right = self._whole.right if months == self.cells.months else None
        self.cells.set_lines(months, lines)
        self._whole.right = right
        self._whole.fit([line.title for line in lines], self._needed())
        if not lines:
            return
        # At first what most people were shown, not the bare count of posts.
        usual = 1 if len(lines) > 1 else 0
        row = next((number for number, line in enumerate(lines) if line.key == key), usual)
        column = months.index(month) if month in months else len(months) - 1
        self.setCurrentIndex(self.cells.index(row, column))
        self.scrollTo(self.currentIndex())

    def _needed(self) -> int:
        """Return the width in which every cell and every month's name can be read."""
        model = self.cells
        places = range(model.columnCount())
        texts = [model.data(model.index(row, place)) for row in range(model.rowCount()) for place in places]
        names = [str(model.headerData(place, Qt.Orientation.Horizontal)) for place in places]
        widest = max((theme.text_width(text, "strong") for text in texts), default=0)
        named = max((theme.text_width(name, "caption") for name in names), default=0)
        return max(widest, named, theme.characters(LEAST_CELL)) + 2 * theme.CELL

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._whole.share()

    def choose(self, key: str) -> None:
        """Make a metric the current one."""
        for row, line in enumerate(self.cells.lines):
            if line.key == key:
                self.setCurrentIndex(self.cells.index(row, max(self.currentIndex().column(), 0)))

    def _on_current(self, current: QModelIndex, before: QModelIndex) -> None:
        if not current.isValid():
            return
        self.told.emit(self.cells.told(current))
        if current.row() != before.row():
            self.chosen.emit(self.cells.lines[current.row()])

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.currentIndex().isValid():
            line = self.cells.lines[self.currentIndex().row()]
            QGuiApplication.clipboard().setText("\t".join([line.title, *(cell.text for cell in line.cells)]))
        else:
            super().keyPressEvent(event)


class _Cells(QStyledItemDelegate):
    """Paints a cell, the rule of a change of definition before it, and the ring around the current one."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        super().paint(painter, option, index)
        if not isinstance(model, MonthsModel):
            return
        area: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        if index.column() in model.lines[index.row()].breaks:
            painter.setPen(QPen(theme.color("bad"), theme.RING))
            painter.drawLine(area.left() + 1, area.top() + 3, area.left() + 1, area.bottom() - 3)
        state: Any = option.state  # pyright: ignore[reportAttributeAccessIssue]
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("accent"), theme.RING))
            painter.drawRoundedRect(area.adjusted(1, 1, -2, -2), theme.XS, theme.XS)


def tabular(role: str) -> QFont:
    """Return a font whose digits are all of one width."""
    chosen = theme.font(role)
    chosen.setFeature(QFont.Tag("tnum"), 1)
    return chosen

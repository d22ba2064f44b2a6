"""The table of a page: sortable, filterable, kept at the same row when its rows are read anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QTextLayout
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from smmdesk.ui import theme
from smmdesk.ui.widgets.rows_model import Column, Index, RowsModel, RowsProxy

MEASURED_ROWS = 100  # widths come from the first rows: measuring all of a long list would be felt


class _KeepsEnds(QStyledItemDelegate):
    """Cuts a text that is too long in its middle."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index, /) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle  # type: ignore[attr-defined]


class RowsTable(QTableView):
    """A table of rows. `chosen` tells the row that the user selected (None: none); `opened` Enter or a double click.

    `identity(row)` says which row is which across readings; by default its `id`. `heights_changed`: rows of a table
    whose texts wrap are as high as they need to be now.
    """

    chosen = Signal(object)
    opened = Signal(object)
    heights_changed = Signal()

    def __init__(
        self, columns: Sequence[Column], name: str, *, identity: Callable[[Any], object] | None = None
    ) -> None:
        super().__init__()
        self.rows = RowsModel(columns, self)
        self.proxy = RowsProxy(self.rows, self)
        self._identity = identity or (lambda row: row.id)
        self._is_filling = False
        self._widths: dict[int, int] = {}
        self._unwanted: set[int] = set()
        self._is_blank: dict[int, bool] = {}
        self.setModel(self.proxy)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self._wrapping = [place for place, column in enumerate(columns) if column.wraps]
        self._is_wrapping = False
        self._lines: dict[tuple[str, int], int] = {}  # of a text in a width
        self.setWordWrap(bool(self._wrapping))
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(theme.characters(5))
        for place, column in enumerate(columns):
            stretches = QHeaderView.ResizeMode.Stretch if column.stretches else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(place, stretches)
            if column.keeps_ends:
                self.setItemDelegateForColumn(place, _KeepsEnds(self))
        if self._wrapping:
            header.sectionResized.connect(self._on_section)
            self.proxy.layoutChanged.connect(self._wrap)
            self.proxy.modelReset.connect(self._wrap)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.doubleClicked.connect(self._on_opened)
        theme.signals.changed.connect(self._on_theme)

    # ------------------------------------------------------------------------------------------------- rows

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows; the selected one stays selected where it is still there."""
        current = self.current_row()
        wanted = None if current is None else self._identity(current)
        self._is_filling = True
        self.rows.set_rows(rows)
        self._fit_columns()
        found = self.select(wanted) if wanted is not None else False
        self._is_filling = False
        if self._wrapping:
            self._wrap()
        if wanted is not None:
            self.chosen.emit(self.current_row() if found else None)

    def current_row(self) -> Any | None:
        """Return the selected row."""
        index = self.currentIndex()
        return self.proxy.row_at(index.row()) if index.isValid() else None

    def select(self, identity: object) -> bool:
        """Select the row of an identity and bring it into view. Returns False where it is not shown."""
        for place, row in enumerate(self.proxy.shown_rows()):
            if self._identity(row) == identity:
                index = self.proxy.index(place, 0)
                flags = QItemSelectionModel.SelectionFlag
                self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
                self.scrollTo(index)
                return True
        return False

    def clear_choice(self) -> None:
        """Select nothing, without telling `chosen`."""
        self._is_filling = True
        self.selectionModel().clear()
        self._is_filling = False

    def filter_words(self, text: str) -> None:
        """Show only rows that hold every word."""
        self._refiltered(lambda: self.proxy.set_words(text))

    def filter_rows(self, test: Callable[[Any], bool] | None) -> None:
        """Show only rows that pass a test."""
        self._refiltered(lambda: self.proxy.set_test(test))

    def _refiltered(self, change: Callable[[], None]) -> None:
        current = self.current_row()
        wanted = None if current is None else self._identity(current)
        self._is_filling = True
        change()
        found = wanted is not None and self.select(wanted)
        self._is_filling = False
        if wanted is not None and not found:
            self.chosen.emit(None)

    # ------------------------------------------------------------------------------------------------- inside

    def _fit_columns(self) -> None:
        sample = self.rows.rows[:MEASURED_ROWS]
        for place, column in enumerate(self.rows.columns):
            if column.stretches and column.least is not None:
                self._widths[place] = theme.characters(column.least) + 2 * theme.CELL
                continue
            role = "strong" if column.is_strong else "body"
            texts = [column.text(row) for row in sample]
            widest = max((theme.text_width(text[: column.most], role) for text in texts), default=0)
            if column.icon is not None:
                widest += theme.icon_size() + theme.S
            self._is_blank[place] = bool(sample) and not any(texts) and column.icon is None
            mark = theme.L if self.isSortingEnabled() else 0
            title = theme.text_width(column.title, "caption") + mark
            width = min(max(widest, title), theme.characters(column.most))
            self._widths[place] = width + 2 * theme.CELL
            if not column.stretches:
                self.setColumnWidth(place, self._widths[place])
        self._leave_out()

    def want_column(self, place: int, is_wanted: bool) -> None:
        """Show a column, where there is room for it, or never."""
        (self._unwanted.discard if is_wanted else self._unwanted.add)(place)
        self.setColumnHidden(place, not is_wanted)
        if is_wanted:
            self.setColumnWidth(place, self._widths.get(place, self.columnWidth(place)))
        self._leave_out()

    def _leave_out(self) -> None:
        """Hide the columns that may leave, the last first, until the others fit; and those with nothing in them."""
        columns = self.rows.columns
        if not any(column.can_leave for column in columns):
            return
        # Asking for the viewport itself would cost the window's start: PySide then looks at every class of widget.
        room = self.maximumViewportSize().width()
        if self.proxy.rowCount() * theme.row_height() > self.maximumViewportSize().height():
            room -= theme.M  # the scroll bar
        leaving = [place for place in range(len(columns)) if columns[place].can_leave and place not in self._unwanted]
        blank = {place for place in leaving if self._is_blank.get(place, False)}
        wanted = sum(
            self._widths.get(place, 0)
            for place in range(len(columns))
            if place not in blank and (place in leaving or not self.isColumnHidden(place))
        )
        for place in reversed(leaving):
            is_left_out = place in blank or wanted > room
            if is_left_out and place not in blank:
                wanted -= self._widths.get(place, 0)
            if is_left_out != self.isColumnHidden(place):
                self.setColumnHidden(place, is_left_out)
                if not is_left_out:
                    self.setColumnWidth(place, self._widths.get(place, 0))

    def _on_section(self, _place: int, _before: int, _now: int) -> None:
        self._wrap()

    def _wrap(self) -> None:
        """Give each row the lines that its longest text needs."""
        if self._is_filling or self._is_wrapping:
            return  # the columns get their widths first
        self._is_wrapping = True
        is_other = False
        for line, row in enumerate(self.proxy.shown_rows()):
            needed = max((self._lines_of(row, place) for place in self._wrapping), default=1)
            height = theme.row_height() + (needed - 1) * theme.line_height("body")
            is_other = is_other or height != self.rowHeight(line)
            self.setRowHeight(line, height)
        self._is_wrapping = False
        if is_other:
            self.heights_changed.emit()

    def _lines_of(self, row: Any, place: int) -> int:
        column = self.rows.columns[place]
        text, room = " ".join(column.text(row).split()), self.columnWidth(place) - 2 * theme.CELL
        if (text, room) not in self._lines:
            self._lines[text, room] = _lines(text, room, "strong" if column.is_strong else "body")
        return self._lines[text, room]

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._leave_out()

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        # Qt goes to the first row without selecting it: its details would be shown, and the row not marked.
        if event.reason() != Qt.FocusReason.MouseFocusReason and not self.currentIndex().isValid():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(self.proxy.index(0, 0), flags.ClearAndSelect | flags.Rows)
        super().focusInEvent(event)

    def _on_theme(self) -> None:
        self.viewport().update()

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._is_filling:
            self.chosen.emit(self.proxy.row_at(current.row()) if current.isValid() else None)

    def _on_opened(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.proxy.row_at(index.row()))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._copied())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_opened(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _copied(self) -> str:
        row = self.current_row()
        if row is None:
            return ""
        return "\t".join(" ".join(column.text(row).split()) for column in self.rows.columns)


def _lines(text: str, width: int, role: str) -> int:
    """Return how many lines a text takes, wrapped at its words into a width as cells wrap it."""
    if width <= 0 or theme.text_width(text, role) <= width:
        return 1
    layout = QTextLayout(text, theme.font(role))
    layout.beginLayout()
    count = 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        count += 1
    layout.endLayout()
    return max(count, 1)

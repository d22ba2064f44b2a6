"""The one table model: rows of plain data, columns of functions, and one proxy that sorts and filters.

    model = RowsModel([
        Column(_("Date"), lambda row: formats.short_day(row.date), key=lambda row: row.date),
        Column(_("Amount"), lambda row: formats.money(row.amount, "EUR"), key=lambda row: row.amount, is_number=True),
    ])
    model.set_rows(rows)

Display text, sort key (`SORT_ROLE`) and the row itself (`ROW_ROLE`) are three roles. A key of None sorts last,
whatever the direction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractProxyModel, QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from smmdesk.core.formats import folded
from smmdesk.ui import theme

LEAST_STRETCHED = 16
ROW_ROLE = Qt.ItemDataRole.UserRole
SORT_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, the text of a row, and what it sorts by (the text where no key is given).

    `is_number` sets it to the right; `tone` names a colour of the theme for a row's text; `tip` is shown under the
    pointer; `stretches` gives it the width that is left, and `least` so many characters before others leave (None: as
    many as its longest text has, so that none is cut); `is_strong` sets it semibold; `most` limits its width to so
    many characters; `icon` puts a picture before the text; `can_leave` leaves it out where the table is too narrow;
    `keeps_ends` cuts a long text in its middle: names of files differ at both ends; `wraps` cuts none: the row grows
    (for short tables, as every row is measured).
    """

    title: str
    text: Callable[[Any], str]
    key: Callable[[Any], Any] | None = None
    is_number: bool = False
    tone: Callable[[Any], str] | None = None
    tip: Callable[[Any], str] | None = None
    icon: Callable[[Any], QIcon | None] | None = None
    stretches: bool = False
    least: int | None = LEAST_STRETCHED
    is_strong: bool = False
    most: int = 40
    can_leave: bool = False
    keeps_ends: bool = False
    wraps: bool = False

    def sort_key(self, row: Any) -> Any:
        """Return what a row sorts by in this column."""
        return self.key(row) if self.key is not None else folded(self.text(row))


class RowsModel(QAbstractTableModel):
    """Rows of plain data (row dataclasses) shown through columns."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: list[Any] = []

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows instead of the present ones."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            # One line per row, whatever a user or a platform put into a name.
            return " ".join(column.text(row).split())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = column.tone(row) if column.tone is not None else ""
            return theme.color(tone) if tone else None
        if role == Qt.ItemDataRole.FontRole:
            return theme.font("strong") if column.is_strong else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return theme.plain_tip(column.tip(row) if column.tip is not None else column.text(row))
        if role == Qt.ItemDataRole.DecorationRole:
            return column.icon(row) if column.icon is not None else None
        if role == SORT_ROLE:
            return column.sort_key(row)
        if role == ROW_ROLE:
            return row
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class RowsProxy(QAbstractProxyModel):
    """Sorts and filters a `RowsModel` in Python at once: 100,000 rows take a fraction of a second.

    (Qt's own proxy asks the model for each comparison, which costs seconds from Python.)
    """

    def __init__(self, model: RowsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._shown: list[int] = []
        self._place: dict[int, int] = {}
        self._column = -1
        self._order = Qt.SortOrder.AscendingOrder
        self._words: tuple[str, ...] = ()
        self._test: Callable[[Any], bool] | None = None
        self.setSourceModel(model)
        model.modelAboutToBeReset.connect(self.beginResetModel)
        model.modelReset.connect(self._on_reset)
        self._arrange()

    # ------------------------------------------------------------------------------------------------- what is shown

    def set_words(self, text: str) -> None:
        """Show only rows in which every word of `text` stands in some column."""
        words = tuple(folded(text).split())
        if words != self._words:
            self._words = words
            self._refilter()

    def set_test(self, test: Callable[[Any], bool] | None) -> None:
        """Show only rows that pass a test as well; None shows all."""
        self._test = test
        self._refilter()

    def row_at(self, place: int) -> Any:
        """Return the row that is shown at a place."""
        return self._rows.rows[self._shown[place]]

    def shown_rows(self) -> list[Any]:
        """Return the rows as they are shown, from the top."""
        return [self._rows.rows[number] for number in self._shown]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if (column, order) == (self._column, self._order):
            return
        self._column, self._order = column, order
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        sources = [self._shown[index.row()] for index in before]
        self._arrange()
        after = [
            self.createIndex(self._place[source], index.column()) if source in self._place else QModelIndex()
            for source, index in zip(sources, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _refilter(self) -> None:
        self.beginResetModel()
        self._arrange()
        self.endResetModel()

    def _on_reset(self) -> None:
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        rows = self._rows.rows
        numbers = [number for number, row in enumerate(rows) if self._passes(row)]
        if 0 <= self._column < len(self._rows.columns):
            sort_key = self._rows.columns[self._column].sort_key
            keys = {number: sort_key(rows[number]) for number in numbers}
            known = [number for number in numbers if keys[number] is not None]
            known.sort(key=keys.__getitem__, reverse=self._order == Qt.SortOrder.DescendingOrder)
            numbers = known + [number for number in numbers if keys[number] is None]
        self._shown = numbers
        self._place = {number: place for place, number in enumerate(numbers)}

    def _passes(self, row: Any) -> bool:
        if self._test is not None and not self._test(row):
            return False
        if not self._words:
            return True
        text = folded(" ".join(column.text(row) for column in self._rows.columns))
        return all(word in text for word in self._words)

    # ------------------------------------------------------------------------------------------------- Qt's questions

    def mapToSource(self, index: Index) -> QModelIndex:
        if not index.isValid() or index.row() >= len(self._shown):
            return QModelIndex()
        return self._rows.index(self._shown[index.row()], index.column())

    def mapFromSource(self, index: Index) -> QModelIndex:
        if not index.isValid() or index.row() not in self._place:
            return QModelIndex()
        return self.createIndex(self._place[index.row()], index.column())

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        return self.createIndex(row, column) if self.hasIndex(row, column, parent) else QModelIndex()

    def parent(self, child: Index | None = None) -> Any:  # type: ignore[override]
        # Qt gives one name to two questions: the parent of an index, and the object that owns the model.
        return QObject.parent(self) if child is None else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._rows.headerData(section, orientation, role)

"""The rows of the table of posts: ids of all of them, and of a few blocks what stands in them."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from smmdesk.core import formats
from smmdesk.core.i18n import _
from smmdesk.core.readings import Metric
from smmdesk.domain.results.post_list import DAY, FORMAT, TEXT, ListedPost
from smmdesk.ui import theme
from smmdesk.ui.pages.results.months_table import tabular
from smmdesk.ui.pages.results.post_words import value_told, value_words

BLOCK = 100  # posts that are read together
KEPT_BLOCKS = 60
TAGS = "tags"

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PostColumn:
    """A column: day, text, format, tags or a metric."""

    key: str
    title: str
    metric: Metric | None = None

    @property
    def can_sort(self) -> bool:
        """Tell whether posts can be put in this order."""
        return self.key != TAGS


def fixed_columns() -> list[PostColumn]:
    """Return the columns that every platform has."""
    return [
        PostColumn(DAY, _("Day")),
        PostColumn(TEXT, _("Post")),
        PostColumn(FORMAT, _("Format")),
        PostColumn(TAGS, _("Tags")),
    ]


class PostsModel(QAbstractTableModel):
    """Posts by their ids; the rows of a block come when they are asked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids: array[int] = array("q")
        self.columns: tuple[PostColumn, ...] = tuple(fixed_columns())
        self.currency = ""
        self._blocks: OrderedDict[int, list[ListedPost]] = OrderedDict()
        self._asked: set[int] = set()
        self._pictures: dict[int, QPixmap] = {}

    def set_ids(self, ids: array[int]) -> None:
        """Show other posts, or the same in another order."""
        self.beginResetModel()
        self.ids = ids
        self._blocks.clear()
        self._asked.clear()
        self.endResetModel()

    def set_columns(self, columns: Sequence[PostColumn], currency: str) -> None:
        """Show other columns of the same posts."""
        self.beginResetModel()
        self.columns, self.currency = tuple(columns), currency
        self.endResetModel()

    def missing_blocks(self, first: int, last: int) -> list[int]:
        """Return the blocks of rows that are needed and neither here nor asked for; they count as asked for now."""
        wanted = range(max(first, 0) // BLOCK, max(last, 0) // BLOCK + 1)
        missing = [
            block
            for block in wanted
            if block not in self._blocks and block not in self._asked and block * BLOCK < len(self.ids)
        ]
        self._asked.update(missing)
        return missing

    def ids_of(self, block: int) -> list[int]:
        """Return the ids of a block."""
        return list(self.ids[block * BLOCK : (block + 1) * BLOCK])

    def put(self, block: int, rows: Sequence[ListedPost], pictures: dict[int, QPixmap]) -> None:
        """Take the rows of a block that was asked for; one of an order that is gone is dropped."""
        self._asked.discard(block)
        if [row.id for row in rows] != self.ids_of(block):
            return
        self._pictures |= pictures
        self._blocks[block] = list(rows)
        self._blocks.move_to_end(block)
        while len(self._blocks) > KEPT_BLOCKS:
            self._blocks.popitem(last=False)
        first = block * BLOCK
        self.dataChanged.emit(self.index(first, 0), self.index(first + len(rows) - 1, len(self.columns) - 1))

    def give_up(self, block: int) -> None:
        """Forget that a block was asked for."""
        self._asked.discard(block)

    def forget_rows(self) -> None:
        """Read the rows anew when they come into sight; what is shown stays until then."""
        self._blocks.clear()
        self._asked.clear()

    def row_at(self, place: int) -> ListedPost | None:
        """Return the post of a row, None while it is not read."""
        rows = self._blocks.get(place // BLOCK)
        return None if rows is None else rows[place % BLOCK]

    def sample(self) -> Iterable[ListedPost]:
        """Return some posts that are here, to measure columns by."""
        return next(iter(self._blocks.values()), ())

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def text(self, row: ListedPost, column: PostColumn) -> str:
        """Return what stands in a cell."""
        post = row.post
        if column.metric is not None:
            return value_words(post.values.get(column.key), column.metric, self.currency)
        if column.key == DAY:
            return formats.short_day(post.published_on, year=True) if post.published_on is not None else "–"
        if column.key == TAGS:
            return ", ".join(row.tags)
        # The report's own words; they load the printing library, so not before posts are read.
        from smmdesk.documents.monthly_report.words import post_format
        from smmdesk.domain.reports.channels import post_title

        return " ".join(post_title(post).split()) if column.key == TEXT else post_format(post.kind)

    def tip(self, row: ListedPost, column: PostColumn) -> str:
        """Return what is said under the pointer."""
        if column.metric is not None:
            return value_told(row.post.values.get(column.key), column.metric, self.currency)
        if column.key == TEXT:
            return "\n".join(part for part in (row.post.title.strip(), row.post.text.strip()) if part)[:600]
        return self.text(row, column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        row = self.row_at(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.metric is not None else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if row is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and column.key == TEXT else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.FontRole:
            return tabular("body") if column.metric is not None or column.key == DAY else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return theme.plain_tip(self.tip(row, column))
        if role == Qt.ItemDataRole.ForegroundRole:
            if column.metric is not None:
                current = row.post.values.get(column.key)
                return theme.color("muted") if current is None or current.value is None else None
            return theme.color("muted") if column.key in (FORMAT, TAGS) else None
        if role == Qt.ItemDataRole.DecorationRole and column.key == TEXT and row.picture_id is not None:
            return self._pictures.get(row.picture_id)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return theme.plain_tip(_(column.metric.meaning)) if column.metric is not None else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.metric is not None else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

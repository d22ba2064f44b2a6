"""The table of posts: 100,000 rows of which only those in sight are read, sorted where they are kept."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from smmdesk.domain.results.post_list import DAY, FORMAT, TEXT, ListedPost
from smmdesk.ui import theme
from smmdesk.ui.pages.results.posts_model import BLOCK, KEPT_BLOCKS, TAGS, PostColumn, PostsModel
from smmdesk.ui.widgets.drop_area import dropped_paths
from smmdesk.ui.widgets.rows_model import Index

PAUSE_MS = 40  # after a movement, before what came into sight is read
LEAST_TEXT = 26  # characters of a post's words that stay in sight before other columns leave
TIGHT_TEXT = 18  # of them where figures have to be scrolled to


class _WholeOrNothing(QStyledItemDelegate):
    """Shows dots in a cell that reaches out of sight: a number whose end is cut reads as another one."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index, /) -> None:
        super().initStyleOption(option, index)
        table = self.parent()
        assert isinstance(table, PostsTable)
        column = table.posts.columns[index.column()]
        if column.metric is not None and option.rect.right() >= table.viewport().width():  # type: ignore[attr-defined]
            option.text = "…"  # type: ignore[attr-defined]
            option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter  # type: ignore[attr-defined]


class PostsTable(QTableView):
    """The table. Signals tell what the user wants; the view reads and writes.

    `wanted(blocks)` rows came into sight, `chosen()` the selection changed, `sorted_by(key, descending)`, `opened()`
    Enter or a double click, `dropped(row, paths)` and `pasted()` a picture.
    """

    wanted = Signal(object)
    chosen = Signal()
    sorted_by = Signal(str, bool)
    opened = Signal()
    dropped = Signal(int, object)
    pasted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.posts = PostsModel(self)
        self.setModel(self.posts)
        self._order: tuple[str, bool] = (DAY, True)
        self._takes_pictures = True
        self._widths: dict[str, int] = {}
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_WholeOrNothing(self))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setAcceptDrops(True)
        side = theme.row_height() - 2 * theme.XS
        self.setIconSize(QSize(side, side))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setMinimumSectionSize(theme.characters(5))
        header.sectionClicked.connect(self._on_header)
        # Painting a title Qt asks for every row whether the whole column is chosen: seconds, of 100,000 chosen posts.
        header.setSelectionModel(QItemSelectionModel(self.posts, header))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._want)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._pause.start())
        self.posts.modelReset.connect(self._on_reset)
        self.selectionModel().selectionChanged.connect(lambda _new, _old: self.chosen.emit())
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        theme.signals.changed.connect(self.viewport().update)

    # ------------------------------------------------------------------------------------------------- showing

    def show_posts(
        self, ids: array[int], columns: Sequence[PostColumn], order: tuple[str, bool], currency: str
    ) -> None:
        """Show posts in their order; those that were chosen stay chosen where they are still there."""
        chosen = self.chosen_ids() if self.selectionModel().hasSelection() else []
        self._order = order
        if tuple(columns) != self.posts.columns or currency != self.posts.currency:
            self.posts.set_columns(columns, currency)
        self.posts.set_ids(ids)
        if not 0 < len(chosen) <= BLOCK or not self.select(chosen):
            self.scrollToTop()

    def show_columns(self, columns: Sequence[PostColumn]) -> None:
        """Show other columns of the same posts; what is chosen stays chosen."""
        current, spans = self.currentIndex().row(), self._spans()
        self.posts.set_columns(columns, self.posts.currency)
        flags = QItemSelectionModel.SelectionFlag
        chosen = QItemSelection()
        for top, bottom in spans:
            chosen.select(self.posts.index(top, 0), self.posts.index(bottom, len(self.posts.columns) - 1))
        if current >= 0:
            self.selectionModel().setCurrentIndex(self.posts.index(current, 0), flags.NoUpdate)
        self.selectionModel().select(chosen, flags.ClearAndSelect)

    def read_again(self) -> None:
        """Read the rows in sight anew."""
        self.posts.forget_rows()
        self._want()

    def put(self, block: int, rows: Sequence[ListedPost], pictures: dict[int, QPixmap]) -> None:
        """Take rows that were wanted."""
        is_first = not any(True for _row in self.posts.sample())
        self.posts.put(block, rows, pictures)
        if is_first:
            self._fit_columns()

    def set_takes_pictures(self, takes: bool) -> None:
        """Let pictures be dropped and pasted, or not."""
        self._takes_pictures = takes
        self.setAcceptDrops(takes)

    # ------------------------------------------------------------------------------------------------- choosing

    def chosen_ids(self) -> list[int]:
        """Return the ids of the chosen posts, from the top."""
        ids: list[int] = []
        for top, bottom in self._spans():
            ids.extend(self.posts.ids[top : bottom + 1])
        return list(dict.fromkeys(ids))

    def _spans(self) -> list[tuple[int, int]]:
        """Return the first and the last row of each run of chosen rows."""
        chosen = self.selectionModel().selection()
        return sorted({(one.top(), one.bottom()) for one in (chosen.at(place) for place in range(chosen.count()))})

    def current_post(self) -> ListedPost | None:
        """Return the current post, where it is read."""
        index = self.currentIndex()
        return self.posts.row_at(index.row()) if index.isValid() else None

    def select(self, ids: Sequence[int]) -> bool:
        """Choose posts and bring the first into view. Returns False where none of them is shown."""
        places = {post_id: place for place, post_id in enumerate(self.posts.ids)} if len(ids) > 3 else {}
        found = sorted(
            place for post_id in ids if (place := places.get(post_id, -1) if places else self._place_of(post_id)) >= 0
        )
        if not found:
            return False
        selection = QItemSelection()
        for place in found:
            selection.select(self.posts.index(place, 0), self.posts.index(place, len(self.posts.columns) - 1))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.posts.index(found[0], 0), flags.NoUpdate)
        self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(self.posts.index(found[0], 0))
        return True

    def _place_of(self, post_id: int) -> int:
        try:
            return self.posts.ids.index(post_id)
        except ValueError:
            return -1

    # ------------------------------------------------------------------------------------------------- inside

    def _on_reset(self) -> None:
        places = [column.key for column in self.posts.columns]
        key, descending = self._order
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(places.index(key) if key in places else -1, order)
        self._fit_columns()
        self._pause.start(0)

    def _want(self) -> None:
        if not len(self.posts.ids):
            return
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        first = max(first, 0)
        last = last if last >= 0 else min(first + 2 * BLOCK, len(self.posts.ids) - 1)
        blocks = self.posts.missing_blocks(first, last)
        if blocks:
            self.wanted.emit(blocks)

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        sample = list(self.posts.sample())
        for place, column in enumerate(self.posts.columns):
            # Not stretched by Qt, which does that later and leaves gaps where columns were hidden meanwhile.
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
            self.setColumnHidden(place, False)
            if column.key == TEXT:
                continue
            most = 22 if column.key == TAGS else 18
            texts = [self.posts.text(row, column)[:most] for row in sample]
            widest = max((theme.text_width(text) for text in texts), default=theme.characters(8))
            title = theme.text_width(column.title, "caption") + theme.L
            self._widths[column.key] = min(max(widest, title), theme.characters(24)) + 2 * theme.CELL
            self.setColumnWidth(place, self._widths[column.key])
        self._make_room()

    def _make_room(self) -> None:
        """Let the words keep their least width: tags and format leave first, then the table scrolls sideways.

        Where it scrolls the words take what is left beside the figures that fit: none of those is cut.
        """
        keys = [column.key for column in self.posts.columns]
        if TEXT not in keys:
            return
        room = self.viewport().width()
        least = theme.characters(LEAST_TEXT) + 2 * theme.CELL
        wanted = least + sum(self._widths.get(key, 0) for key in keys if key != TEXT)
        for key in (FORMAT, TAGS):
            if key in keys:
                leaves = wanted > room
                wanted -= self._widths.get(key, 0) if leaves else 0
                self.setColumnHidden(keys.index(key), leaves)
                if not leaves:
                    self.setColumnWidth(keys.index(key), self._widths.get(key, 0))
        if wanted <= room:
            self.setColumnWidth(keys.index(TEXT), room - wanted + least)
            return
        taken, least = 0, theme.characters(TIGHT_TEXT) + 2 * theme.CELL
        for place, key in enumerate(keys):
            if key == TEXT or self.isColumnHidden(place):
                continue
            if taken + self._widths.get(key, 0) > room - least:
                break
            taken += self._widths.get(key, 0)
        self.setColumnWidth(keys.index(TEXT), max(room - taken, least))

    def _on_header(self, place: int) -> None:
        column = self.posts.columns[place]
        if not column.can_sort:
            return
        key, descending = self._order
        # Numbers and days begin with the most and the newest, words with A.
        wanted = not descending if key == column.key else column.key not in (TEXT, FORMAT)
        self.sorted_by.emit(column.key, wanted)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._make_room()
        self._pause.start()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._copied())
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Home and not event.modifiers():
            self._go_to(0)
        elif event.key() == Qt.Key.Key_End and not event.modifiers():
            self._go_to(len(self.posts.ids) - 1)
        else:
            super().keyPressEvent(event)

    def _go_to(self, place: int) -> None:
        if 0 <= place < len(self.posts.ids):
            self.setCurrentIndex(self.posts.index(place, max(self.currentIndex().column(), 0)))

    def _copied(self) -> str:
        lines = []
        for post_id in self.chosen_ids()[:KEPT_BLOCKS]:
            row = self.posts.row_at(self._place_of(post_id))
            if row is not None:
                lines.append("\t".join(self.posts.text(row, column) for column in self.posts.columns))
        return "\n".join(lines)

    # ------------------------------------------------------------------------------------------------- pictures

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:
        if self._takes_pictures and are_pictures(dropped_paths(event)):
            event.acceptProposedAction()
        else:
            event.ignore()  # the window takes export files

    def dragMoveEvent(self, event: QDragMoveEvent, /) -> None:
        if self._takes_pictures and are_pictures(dropped_paths(event)):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent, /) -> None:
        paths = dropped_paths(event)
        point: QPoint = event.position().toPoint()
        row = self.rowAt(point.y())
        if self._takes_pictures and are_pictures(paths) and row >= 0:
            event.acceptProposedAction()
            self.dropped.emit(row, paths)


def are_pictures(paths: Sequence[Path]) -> bool:
    """Tell whether what is dropped is one picture by its name."""
    return len(paths) == 1 and paths[0].suffix.lower() in (".png", ".jpg", ".jpeg", ".webp", ".gif")

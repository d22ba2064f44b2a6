"""The grid as a spreadsheet: arrows, Enter, Tab, F2, Delete, copy and paste, and a menu for states."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from smmdesk.ui import theme
from smmdesk.ui.pages.results.typed.model import GridModel, Index, row_title
from smmdesk.ui.pages.results.whole_months import WholeMonths

LEAST_CHARACTERS = 10
_STEPS = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}
_SIDEWAYS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}


class _CellEditor(QStyledItemDelegate):
    """The line in which a cell is typed; what was not touched changes nothing."""

    def __init__(self, table: GridTable) -> None:
        super().__init__(table)
        self._table = table
        self.line: QLineEdit | None = None
        self.is_quick = False  # begun by typing: the arrows then leave the cell

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setObjectName("cell")
        line.setFrame(False)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setAccessibleName(self._table.grid.name(index))
        line.setMaxLength(60)
        self.line = line
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():
            editor.setText(self._table.grid.typing_text(index))

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if editor.isModified():
            self._table.grid.set_text(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QLineEdit):
            key = Qt.Key(event.key())
            step = _STEPS.get(key) or (_SIDEWAYS.get(key) if self.is_quick else None)
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                step = (-1, 0)
            if step is not None:
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
                self._table.step(*step)
                return True
            if key == Qt.Key.Key_Escape:
                self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.RevertModelCache)
                return True
        return super().eventFilter(watched, event)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)
        if index == self._table.currentIndex():
            width = theme.RING if self._table.hasFocus() else theme.HAIRLINE
            painter.setPen(QPen(theme.color("accent"), width))
            painter.drawRect(option.rect.adjusted(width // 2, width // 2, -1 - width // 2, -1 - width // 2))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme.row_height())


class GridTable(QTableView):
    """The cells. `locked` tells that somebody began to type over a file's number; `pasted` a block at a cell.

    `states_asked` asks for the menu of states at a point, `left` that the keyboard wants to go elsewhere.
    """

    locked = Signal(object)
    pasted = Signal(object, str)
    states_asked = Signal(object, QPoint)
    moved = Signal(object)
    left = Signal()

    def __init__(self, model: GridModel, name: str) -> None:
        super().__init__()
        self.grid = model
        self.setModel(model)
        self.setObjectName("numbers")
        self.setAccessibleName(name)
        self._editor = _CellEditor(self)
        self.setItemDelegate(self._editor)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setShowGrid(True)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self._whole = WholeMonths(self)
        self.setTextElideMode(theme.ELIDE)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side = self.verticalHeader()
        side.setObjectName("titles")
        side.setDefaultSectionSize(theme.row_height())
        self.selectionModel().currentChanged.connect(lambda current, _before: self.moved.emit(current))
        self.doubleClicked.connect(self.type_over)
        model.modelReset.connect(self._fit)
        theme.signals.changed.connect(self._on_theme)

    def _on_theme(self) -> None:
        self.viewport().update()

    # ------------------------------------------------------------------------------------------------- sizes

    def _fit(self) -> None:
        grid = self.grid.grid
        titles = [] if grid is None else [row_title(row.metric, grid.currency) for row in grid.rows]
        places = range(self.grid.columnCount())
        texts = [self.grid.shown(self.grid.index(row, place)) for row in range(len(titles)) for place in places]
        widest = max((theme.text_width(text, "strong") for text in texts), default=0)
        least = max(widest, theme.characters(LEAST_CHARACTERS)) + 2 * theme.CELL
        right = self._whole.right
        self._whole.fit(titles, least)
        self._whole.right = right

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._whole.share()

    def show_latest(self) -> None:
        """Bring the latest months into view and stand on the first cell of the last of them."""
        last = self.grid.columnCount() - 1
        if last >= 0 and self.grid.rowCount():
            self.setCurrentIndex(self.grid.index(0, last))
            self._whole.show_latest()

    # ------------------------------------------------------------------------------------------------- moving

    def step(self, down: int, right: int) -> None:
        """Go to the cell beside; Tab wraps at a line's end and leaves the table at its last cell."""
        current = self.currentIndex()
        row, column = current.row() + down, current.column() + right
        if right and not 0 <= column < self.grid.columnCount():
            row, column = row + right, 0 if right > 0 else self.grid.columnCount() - 1
            if not 0 <= row < self.grid.rowCount():
                self.left.emit()
                return
        row = min(max(row, 0), self.grid.rowCount() - 1)
        index = self.grid.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()

    def finish_typing(self) -> None:
        """Take what stands in an open cell as typed."""
        line = self._editor.line
        if self.state() == QAbstractItemView.State.EditingState and line is not None:
            self._editor.commitData.emit(line)
            self._editor.closeEditor.emit(line, QAbstractItemDelegate.EndEditHint.NoHint)

    # ------------------------------------------------------------------------------------------------- typing

    def type_over(self, index: Index) -> None:
        """Open a cell for typing, one with a file's number too: it was asked for."""
        if index.isValid() and self.grid.is_writable:
            if self.grid.is_locked(index):
                self.grid.open_cells([index])
            self._open(index, "")

    def _begin(self, index: Index, text: str) -> None:
        if not index.isValid() or not self.grid.is_writable or self.state() == QAbstractItemView.State.EditingState:
            return
        if self.grid.is_locked(index):
            self.locked.emit(index)
            return
        self._open(index, text)

    def _open(self, index: Index, text: str) -> None:
        self._editor.is_quick = bool(text)
        self.edit(self.grid.index(index.row(), index.column()))
        line = self._editor.line
        if line is not None and text:
            line.setText(text)
            line.setModified(True)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        key, index, text = Qt.Key(event.key()), self.currentIndex(), event.text()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        actions: Sequence[tuple[bool, Callable[[], object]]] = (
            (event.matches(QKeySequence.StandardKey.Copy), self.copy),
            (event.matches(QKeySequence.StandardKey.Paste), self._paste),
            (event.matches(QKeySequence.StandardKey.Undo), self.grid.step_back),
            (event.matches(QKeySequence.StandardKey.Redo), self.grid.step_forward),
            (key == Qt.Key.Key_F2, lambda: self.type_over(index)),
            (key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace), self._clear),
            (key in (Qt.Key.Key_Return, Qt.Key.Key_Enter), lambda: self.step(-1 if shift else 1, 0)),
            (key == Qt.Key.Key_Tab, lambda: self.step(0, 1)),
            (key == Qt.Key.Key_Backtab, lambda: self.step(0, -1)),
            (key == Qt.Key.Key_Escape, self.left.emit),
            (key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and _has_alt(event)), self._ask_states),
        )
        for is_meant, act in actions:
            if is_meant:
                act()
                return
        is_plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if is_plain and text and (text.isdigit() or text in "-+.,~≈−"):
            self._begin(index, text)
        elif is_plain and text and text.isprintable() and not text.isspace():
            event.accept()  # no jumping to what begins with a letter
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next_: bool, /) -> bool:
        return False  # Tab goes from cell to cell; at the end, or by Esc, it leaves

    def contextMenuEvent(self, event: QContextMenuEvent, /) -> None:
        index = self.indexAt(event.pos()) if event.reason() == QContextMenuEvent.Reason.Mouse else self.currentIndex()
        if index.isValid():
            self.setCurrentIndex(index)
            self._ask_states()

    def _ask_states(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.states_asked.emit(index, below)

    def _clear(self) -> None:
        if not self.grid.is_writable:
            return
        chosen = self.selectedIndexes() or [self.currentIndex()]
        free = [index for index in chosen if index.isValid() and not self.grid.is_locked(index)]
        if free:
            self.grid.clear(free)
        elif chosen and chosen[0].isValid():
            self.locked.emit(chosen[0])

    # ------------------------------------------------------------------------------------------------- clipboard

    def copy(self) -> None:
        """Put the chosen block on the clipboard as a spreadsheet does."""
        chosen = self.selectedIndexes() or [self.currentIndex()]
        cells = {(index.row(), index.column()): self.grid.typing_text(index) for index in chosen if index.isValid()}
        rows, columns = sorted({row for row, _c in cells}), sorted({column for _r, column in cells})
        lines = ["\t".join(cells.get((row, column), "") for column in columns) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _paste(self) -> None:
        chosen = self.selectedIndexes() or [self.currentIndex()]
        text = QGuiApplication.clipboard().text()
        if text and self.grid.is_writable and chosen and chosen[0].isValid():
            first = min(chosen, key=lambda index: (index.row(), index.column()))
            self.pasted.emit(first, text)


def _has_alt(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)

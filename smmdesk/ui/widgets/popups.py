"""What drops down from the choosers: a list that can be searched, and the months of a year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QGridLayout, QHBoxLayout, QListView, QVBoxLayout, QWidget

from smmdesk.core.formats import folded
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.ui import dates, theme
from smmdesk.ui.widgets.cards import clear
from smmdesk.ui.widgets.search_field import SearchField
from smmdesk.ui.widgets.text import Button, Text

SHOWN_CHOICES = 10


class ChoiceList(QFrame):
    """A list that drops down and can be searched by typing: arrows move, Enter takes, Escape closes."""

    taken = Signal(object)

    def __init__(self, parent: QWidget, placeholder: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._all: list[tuple[object, str, QIcon | None]] = []
        self.line = SearchField(placeholder)
        self.list = QListView()
        self.list.setObjectName("choices")
        self.list.setAccessibleName(placeholder)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(theme.icon_size(), theme.icon_size()))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        column.setSpacing(theme.S)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.line.textChanged.connect(self._fill)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.line.installEventFilter(self)

    def open_below(self, anchor: QWidget, choices: Sequence[tuple[object, str, QIcon | None]], current: object) -> None:
        """Drop down below a widget with (value, text, icon) choices."""
        self._all = list(choices)
        self.line.clear()
        self._fill("")
        values = [value for value, _text, _icon in self._all]
        if current in values:
            self.list.setCurrentIndex(self._model.index(values.index(current), 0))
        width = max(anchor.width(), theme.characters(44))
        rows = min(max(len(self._all), 1), SHOWN_CHOICES)
        self.list.setFixedHeight(rows * (theme.line_height() + 2 * theme.S) + theme.XS)
        self.setFixedWidth(width)
        self.move(anchor.mapToGlobal(QPoint(0, anchor.height() + theme.XS)))
        self.show()
        self.line.setFocus()

    def _fill(self, text: str) -> None:
        words = folded(text).split()
        self._model.clear()
        for value, name, icon in self._all:
            if all(word in folded(name) for word in words):
                item = QStandardItem(name)
                item.setData(value, Qt.ItemDataRole.UserRole)
                item.setSizeHint(QSize(0, theme.line_height() + 2 * theme.S))
                if icon is not None:
                    item.setIcon(icon)
                self._model.appendRow(item)
        if self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(0, 0))

    def _take(self, place: int) -> None:
        item = self._model.item(place)
        if item is not None:
            self.hide()
            self.taken.emit(item.data(Qt.ItemDataRole.UserRole))

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self._model.rowCount():
                place = (self.list.currentIndex().row() + step) % self._model.rowCount()
                self.list.setCurrentIndex(self._model.index(place, 0))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentIndex().row())
                return True
        return super().eventFilter(watched, event)


class YearPopup(QFrame):
    """The months of a year to choose from; the arrows beside the year turn it. `taken` tells the month."""

    taken = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._month = Month(2000, 1)
        self._year = 2000
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        head = QHBoxLayout()
        self._title = Text("", "strong")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head.addWidget(Button("", lambda: self._turn(-1), icon="previous", kind="bare", tip=_("The year before")))
        head.addWidget(self._title, 1)
        head.addWidget(Button("", lambda: self._turn(1), icon="next", kind="bare", tip=_("The year after")))
        column.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.XS)
        column.addLayout(self._grid)

    def open_below(self, anchor: QWidget, month: Month) -> None:
        self._month, self._year = month, month.year
        self._fill()
        self.move(anchor.mapToGlobal(QPoint(0, anchor.height() + theme.XS)))
        self.show()

    def _turn(self, years: int) -> None:
        self._year = min(max(self._year + years, 2000), 2100)
        self._fill()

    def _fill(self) -> None:
        self._title.setText(str(self._year))
        clear(self._grid)
        for number in range(1, 13):
            month = Month(self._year, number)
            button = Button(dates.short_month(month), kind="pill")
            button.setCheckable(True)
            button.setChecked(month == self._month)
            button.setAccessibleName(dates.month_name(month))
            button.clicked.connect(lambda _checked, month=month: self._take(month))
            self._grid.addWidget(button, (number - 1) // 3, (number - 1) % 3)
            if month == self._month:
                button.setFocus()

    def _take(self, month: Month) -> None:
        self.hide()
        self.taken.emit(month)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        moves = {Qt.Key.Key_Down: self.focusNextChild, Qt.Key.Key_Up: self.focusPreviousChild}
        move = moves.get(Qt.Key(event.key()))
        if move is not None:
            move()
        else:
            super().keyPressEvent(event)

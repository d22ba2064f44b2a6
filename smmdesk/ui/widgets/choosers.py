"""The two choices at the top of the window: which client, and which month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QGridLayout, QHBoxLayout, QListView, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.ui import icons, theme
from smmdesk.ui.widgets.cards import clear
from smmdesk.ui.widgets.color_chip import color_chip
from smmdesk.ui.widgets.search_field import SearchField
from smmdesk.ui.widgets.text import Button, Text

SHOWN_CHOICES = 10


@dataclass(frozen=True, slots=True)
class ClientChoice:
    """A client as the chooser offers it; id None is "All clients"."""

    id: int | None
    name: str
    color: str = ""


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
        words = formats.folded(text).split()
        self._model.clear()
        for value, name, icon in self._all:
            if all(word in formats.folded(name) for word in words):
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


class ClientChooser(Button):
    """Shows the chosen client with its colour; opens a list that can be searched. `chosen` tells the id or None."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("All clients"), self._open, kind="chooser", tip=_("Choose a client (Alt+C)"))
        self.setFont(theme.font("strong"))
        self._choices: list[ClientChoice] = []
        self._current: int | None = None
        self._list: ChoiceList | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, theme.M, 0)
        line.addStretch(1)
        self._arrow = Button("", kind="bare", icon="open")
        self._arrow.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line.addWidget(self._arrow)
        side = theme.icon_size()
        self.setIconSize(QSize(side, side))
        self.setMinimumWidth(theme.characters(34))
        self.setMaximumWidth(theme.characters(48))
        theme.signals.changed.connect(self._show)

    def set_choices(self, clients: Sequence[ClientChoice], current: int | None) -> None:
        """Offer these clients and show the chosen one."""
        self._choices = [ClientChoice(None, _("All clients")), *clients]
        self.show_choice(current)

    def show_choice(self, current: int | None) -> None:
        """Show which client is chosen."""
        self._current = current
        self._show()

    def _show(self) -> None:
        found = next((choice for choice in self._choices if choice.id == self._current), None)
        name = found.name if found is not None else _("All clients")
        room = self.maximumWidth() - 2 * theme.M - theme.XXL - theme.icon_size()
        self.setText(" " + self.fontMetrics().elidedText(" ".join(name.split()), theme.ELIDE, room).replace("&", "&&"))
        self.setAccessibleName(_("Client: {name}").format(name=name))
        self.setIcon(_choice_icon(found))

    def _open(self) -> None:
        choices: list[tuple[object, str, QIcon | None]] = [
            (choice.id, " ".join(choice.name.split()), _choice_icon(choice)) for choice in self._choices
        ]
        if self._list is None:
            self._list = ChoiceList(self, _("Find a client"))
            self._list.taken.connect(self.chosen.emit)
        self._list.open_below(self, choices, self._current)


def _choice_icon(choice: ClientChoice | None) -> QIcon:
    if choice is None or choice.id is None:
        return icons.icon("clients", "muted")
    return QIcon(color_chip(choice.color, theme.icon_size()))


class MonthChooser(QWidget):
    """◂ June 2026 ▸; a click on the month opens the year. `chosen` tells the month."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._month = Month(2000, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.XS)
        self._back = Button("", self.go_back, icon="previous", kind="bare", tip=_("The month before (Alt+Left)"))
        self._button = Button("", self._open, kind="chooser", tip=_("Choose a month (Alt+M)"))
        self._button.setFont(theme.font("strong"))
        self._on = Button("", self.go_on, icon="next", kind="bare", tip=_("The month after (Alt+Right)"))
        for widget in (self._back, self._button, self._on):
            line.addWidget(widget)
        # As wide as the longest name, so that nothing moves from month to month.
        names = [formats.month_name(Month(2026, number)) for number in range(1, 13)]
        self._button.setMinimumWidth(max(theme.text_width(name, "strong") for name in names) + 2 * theme.L)
        self._year: _YearPopup | None = None

    def show_month(self, month: Month) -> None:
        """Show which month is chosen."""
        self._month = month
        name = formats.month_name(month)
        self._button.setText(name[:1].upper() + name[1:])
        self._button.setAccessibleName(_("Month: {month}").format(month=name))

    def go_back(self) -> None:
        """Choose the month before."""
        self.chosen.emit(self._month.previous)

    def go_on(self) -> None:
        """Choose the month after."""
        self.chosen.emit(self._month.next)

    def open(self) -> None:
        """Open the year."""
        self._open()

    def _open(self) -> None:
        if self._year is None:
            self._year = _YearPopup(self)
            self._year.taken.connect(self.chosen.emit)
        self._year.open_below(self._button, self._month)


class _YearPopup(QFrame):
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
            button = Button(formats.short_month(month), kind="pill")
            button.setCheckable(True)
            button.setChecked(month == self._month)
            button.setAccessibleName(formats.month_name(month))
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

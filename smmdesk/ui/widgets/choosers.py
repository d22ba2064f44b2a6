"""The two choices at the top of the window: which client, and which month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QWidget

from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.ui import dates, icons, theme
from smmdesk.ui.widgets.color_chip import color_chip
from smmdesk.ui.widgets.text import Button

if TYPE_CHECKING:
    from smmdesk.ui.widgets.popups import ChoiceList, YearPopup


@dataclass(frozen=True, slots=True)
class ClientChoice:
    """A client as the chooser offers it; id None is "All clients"."""

    id: int | None
    name: str
    color: str = ""


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
            from smmdesk.ui.widgets.popups import ChoiceList  # loaded when it first drops down

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
        names = [dates.month_name(Month(2026, number)) for number in range(1, 13)]
        self._button.setMinimumWidth(max(theme.text_width(name, "strong") for name in names) + 2 * theme.L)
        self._year: YearPopup | None = None

    def show_month(self, month: Month) -> None:
        """Show which month is chosen."""
        self._month = month
        name = dates.month_name(month)
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
            from smmdesk.ui.widgets.popups import YearPopup

            self._year = YearPopup(self)
            self._year.taken.connect(self.chosen.emit)
        self._year.open_below(self._button, self._month)

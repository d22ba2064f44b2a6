"""The calendar that drops down from a field of a day, in the window's language and colours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from smmdesk.core.i18n import _
from smmdesk.ui import dates, icons, theme


class DayPopup(QFrame):
    """A month of days: arrows move, Page Up and Page Down turn the month, Enter takes, Escape closes."""

    def __init__(self, parent: QWidget, day: date, taken: Callable[[date], object]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._taken = taken
        self.calendar = QCalendarWidget(self)
        self.calendar.setAccessibleName(_("Pick a day"))
        self.calendar.setLocale(dates.locale())
        self.calendar.setGridVisible(False)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        plain, head = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(theme.color("text"))
        head.setForeground(theme.color("text"))
        head.setBackground(theme.color("surface"))
        self.calendar.setHeaderTextFormat(head)
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):  # by Qt red, on white and on black alike
            self.calendar.setWeekdayTextFormat(weekday, plain)
        for name, icon, tip in (
            ("qt_calendar_prevmonth", "previous", _("The month before")),
            ("qt_calendar_nextmonth", "next", _("The month after")),
        ):
            button = self.calendar.findChild(QToolButton, name)
            assert isinstance(button, QToolButton)
            button.setIcon(icons.icon(icon, "muted"))
            button.setToolTip(theme.plain_tip(tip))
            button.setAccessibleName(tip)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.clicked.connect(self._take)
        self.calendar.activated.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XS, theme.XS, theme.XS, theme.XS)
        column.addWidget(self.calendar)

    def open_below(self, anchor: QWidget) -> None:
        """Drop down below a widget."""
        self.place_below(anchor)
        self.show()
        self.calendar.setFocus()

    def place_below(self, anchor: QWidget) -> None:
        """Stand below a widget and not over the right edge of its window; above it where the screen ends."""
        self.adjustSize()
        window, screen = anchor.window(), anchor.screen().availableGeometry()
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + theme.XS))
        right = min(window.mapToGlobal(QPoint(window.width(), 0)).x() - theme.S, screen.right())
        left = max(min(place.x(), right - self.width()), screen.left())
        top = place.y()
        if top + self.height() > screen.bottom():
            top = anchor.mapToGlobal(QPoint(0, 0)).y() - self.height() - theme.XS
        self.move(left, top)

    def _take(self, chosen: QDate) -> None:
        self.close()
        self._taken(date(chosen.year(), chosen.month(), chosen.day()))

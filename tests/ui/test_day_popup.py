"""The calendar of a day field: its days can be read, in the window's language, and stay inside the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView, QToolButton, QVBoxLayout, QWidget

from smmdesk.core import i18n
from smmdesk.ui import theme
from smmdesk.ui.widgets.day_popup import DayPopup
from smmdesk.ui.widgets.fields import DayField


@pytest.fixture
def field(qtbot: Any, style: None) -> Iterator[DayField]:
    """Show a field of a day at the right edge of a window."""
    i18n.use_language("it")
    theme.apply("light")
    window = QWidget()
    qtbot.addWidget(window)
    made = DayField()
    made.set_value(date(2026, 10, 12))
    column = QVBoxLayout(window)
    column.addWidget(made, 0, Qt.AlignmentFlag.AlignRight)
    window.resize(600, 500)
    window.show()
    yield made
    window.close()


def opened(field: DayField) -> DayPopup:
    """Show the calendar inside the window: the screen that is not there opens no popups."""
    popup = DayPopup(field.window(), date(2026, 10, 12), field._on_picked)
    popup.setWindowFlags(Qt.WindowType.Widget)
    popup.show()
    return popup


def test_every_day_can_be_read_in_the_window_s_language(field: DayField) -> None:
    popup = opened(field)
    month = popup.findChild(QToolButton, "qt_calendar_monthbutton")
    assert isinstance(month, QToolButton) and month.text() == "ottobre"
    days = popup.findChild(QTableView)
    assert isinstance(days, QTableView)
    assert days.model().data(days.model().index(0, 0)).lower().startswith("lun")
    for row in range(1, days.model().rowCount()):
        for column in range(days.model().columnCount()):
            index = days.model().index(row, column)
            option = QStyleOptionViewItem()
            days.initViewItemOption(option)
            option.rect = days.visualRect(index)
            option.text = str(index.data())
            option.features = QStyleOptionViewItem.ViewItemFeature.HasDisplay
            room = days.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, days)
            # Qt keeps a small margin on both sides.
            assert room.width() - 2 * theme.RING >= option.fontMetrics.horizontalAdvance(option.text), option.text


def test_it_stays_inside_the_window(field: DayField) -> None:
    popup = DayPopup(field, date(2026, 10, 12), field._on_picked)
    popup.place_below(field)
    window = field.window()
    inside = QRect(window.mapToGlobal(window.rect().topLeft()), window.size())
    assert inside.left() <= popup.x() and popup.x() + popup.width() <= inside.right()


def test_the_keyboard_picks_a_day(field: DayField, qtbot: Any) -> None:
    popup = opened(field)
    days = popup.findChild(QTableView)
    assert isinstance(days, QTableView)
    edited = []
    field.edited.connect(lambda: edited.append(True))
    QTest.keyClick(days, Qt.Key.Key_Right)
    QTest.keyClick(days, Qt.Key.Key_Return)
    assert field.value() == date(2026, 10, 13)
    assert edited

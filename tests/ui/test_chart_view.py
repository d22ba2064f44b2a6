"""The report's charts in the window: painted in the theme's tones, with the value under the pointer and by keyboard."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from smmdesk.core.periods import Month
from smmdesk.documents.charts import Drawing, HistoryChart, Measure, Point, RangePart, Texture, history, range_bar
from smmdesk.ui import theme
from smmdesk.ui.widgets.chart_view import ChartView

POINTS = tuple(
    Point(Month(2026, number), None if number == 3 else Fraction(number * 100), str(number * 100))
    for number in range(1, 7)
)


def of_history(width: float, height: float, measure: Measure) -> Drawing:
    return history(HistoryChart(POINTS), width, height, measure)


def of_tiers(width: float, _height: float, measure: Measure) -> Drawing:
    parts = [
        RangePart(120_000, Texture.SOLID, "Measured"),
        RangePart(60_000, Texture.STRIPED, "Confirmed"),
        RangePart(30_000, Texture.OUTLINED, "Estimated"),
    ]
    return range_bar(parts, 100_000, "Invested", width, measure)


@pytest.fixture
def chart(qtbot: Any) -> ChartView:
    theme.apply("light")
    made = ChartView("Views")
    qtbot.addWidget(made)
    made.resize(480, 200)
    made.show()
    return made


def colors(chart: ChartView) -> set[str]:
    image = chart.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


def test_it_is_painted_in_the_tones_of_the_theme(chart: ChartView) -> None:
    chart.set_chart(of_history)
    assert {theme.LIGHT.accent, theme.LIGHT.pale} <= colors(chart)
    theme.apply("dark")
    assert theme.DARK.accent in colors(chart)
    theme.apply("light")


def test_every_texture_is_painted(chart: ChartView) -> None:
    chart.set_chart(of_tiers)
    assert {theme.LIGHT.accent, theme.LIGHT.surface, theme.LIGHT.bad} <= colors(chart)


def test_the_value_stands_under_the_pointer(chart: ChartView) -> None:
    chart.set_chart(of_history)
    slot = chart.width() / len(POINTS)
    assert chart.hint_at(slot / 2, chart.height() / 2) == "January 2026: 100"
    assert chart.hint_at(chart.width() - slot / 2, chart.height() / 2) == "June 2026: 600"
    assert chart.hint_at(2.5 * slot, chart.height() / 2) == ""  # March has no value
    assert "February 2026: 200" in chart.accessibleDescription()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a tip cannot be raised without a screen
def test_the_arrows_go_from_value_to_value(chart: ChartView) -> None:
    chart.set_chart(of_history)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleName() == "Views: January 2026: 100"
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.accessibleName() == "Views: June 2026: 600"


def test_without_a_chart_nothing_is_painted_or_said(chart: ChartView) -> None:
    chart.set_chart(of_history)
    chart.set_chart(None)
    assert chart.hint_at(10, 10) == ""
    assert chart.accessibleDescription() == ""
    assert theme.LIGHT.accent not in colors(chart)

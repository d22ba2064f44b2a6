"""Thirteen months of an account in the window: each cell with its state, breaks as rules, events on the chart."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from smmdesk.core.periods import Month
from smmdesk.domain.accounts import account_rows
from smmdesk.domain.events import EventDraft, add_event
from smmdesk.domain.imports.tables import Import, ImportAccount
from smmdesk.domain.results.tables import AccountReading, MetricName
from smmdesk.ui.pages.results.months_table import MonthsModel
from tests.ui.results_hands import MONTHS, a_hotel, open_view

LINES = [
    ("2026-06-20", "Terrazza al tramonto", 3000, 120),
    ("2026-06-11", "Colazione", 1500, 80),
    ("2026-05-05", "Quiet rooms", 1000, 40),
    ("2026-03-05", "Winter", 0, 0),
]


@pytest.fixture
def hotel(desk: Any, tmp_path: Path) -> int:
    return a_hotel(desk, tmp_path, LINES, date(2026, 7, 5))


def cells(view: Any) -> dict[str, list[str]]:
    model = view.table.cells
    return {
        line.title: [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row, line in enumerate(model.lines)
    }


def test_each_metric_has_thirteen_months_oldest_first(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, MONTHS)
    assert view.table.cells.months[0] == Month(2025, 6)
    assert view.table.cells.months[-1] == Month(2026, 6)
    shown = cells(view)
    assert shown["Views"][-2:] == ["1,000", "4,500"]
    assert shown["Views"][9] == "◔ 0"  # March: the platform said 0, but the file begins on the 5th
    assert shown["Views"][10] == "n/a"  # April: the file covers it and holds no post
    assert shown["Views"][0] == "–"
    assert shown["Posts published"][-4:] == ["1", "0", "1", "2"]
    assert shown["Engagement rate on reach"][-1] == "9.4%"
    assert desk.sees("not added up over posts: Reach")


def test_the_current_cell_says_its_state_and_reason(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, MONTHS)
    view.table.choose("instagram.post.views.v1")
    assert desk.sees("Views, June 2026: 4,500.")
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Left)
    QTest.keyClick(view.table, Qt.Key.Key_Left)
    assert desk.sees("Views, April 2026: nothing was published.")
    QTest.keyClick(view.table, Qt.Key.Key_Home)
    assert view.told.text() == "Views, June 2025: the export starts on 5 March 2026."


def test_the_arrows_lead_to_another_metric_and_its_chart(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, MONTHS)
    view.table.choose("instagram.post.views.v1")
    assert "June 2026: 4,500" in view.chart.accessibleDescription()
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    assert view.card.title.text() == "Likes"
    assert "June 2026: 200" in view.chart.accessibleDescription()


def test_a_month_read_too_early_is_marked(desk: Any, tmp_path: Path) -> None:
    client = a_hotel(desk, tmp_path, LINES, date(2026, 7, 2))
    view = open_view(desk, client, MONTHS)
    view.table.choose("instagram.post.views.v1")
    assert cells(view)["Views"][-1] == "◔ 4,500"
    assert cells(view)["Views"][-2] == "1,000"
    assert desk.sees("Views, June 2026: 4,500 (read on 2 July, before the month settles on 4 July).")
    assert desk.sees("◔ will still change")


def test_an_event_is_marked_on_the_chart(desk: Any, hotel: int) -> None:
    with desk.domain():
        account = account_rows(hotel)[0].id
        add_event(hotel, EventDraft("press", "Sul giornale", date(2026, 5, 10), date(2026, 5, 10), account))
        add_event(hotel, EventDraft("giveaway", "Concorso", date(2026, 5, 30), date(2026, 6, 2)))
    view = open_view(desk, hotel, MONTHS)
    view.table.choose("instagram.post.views.v1")
    told = view.chart.accessibleDescription()
    assert "May 2026: Sul giornale (Press or television, 10 May 2026)" in told
    assert "June 2026: Concorso (Giveaway, 30 May – 2 Jun 2026)" in told


def test_a_change_of_definition_is_a_rule_with_its_sentence(desk: Any, hotel: int) -> None:
    """Instagram changed its views in August 2024: the months around it."""
    with desk.prepared():
        account = account_rows(hotel)[0].id
        source = Import.create(
            client=hotel, file_name="old.csv", sha256="9", format="x", state="done", imported_at=1,
            read_on=date(2024, 10, 5), first_day=date(2024, 7, 1), last_day=date(2024, 9, 30),
        ).id  # fmt: skip
        ImportAccount.create(source=source, account=account)
        metric = MetricName.create(key="youtube.views.v1").id
        for month, value in ((2, 10), (4, 20)):
            for day in range(1, 29):
                AccountReading.create(
                    account=account, metric=metric, day=date(2025, month, day), source=source, value=value,
                    state="value",
                )  # fmt: skip
    view = open_view(desk, hotel, MONTHS, month=Month(2025, 5))
    line = next(line for line in view.table.cells.lines if line.key == "youtube.views.v1")
    place = view.table.cells.months.index(Month(2025, 3))
    assert set(line.breaks) == {place}
    assert line.breaks[place].startswith("YouTube changed on 31 March 2025 what counts as a view of a Short")
    view.table.choose("youtube.views.v1")
    assert "YouTube changed on 31 March 2025" in view.chart.accessibleDescription()
    assert desk.sees("red rule: counted otherwise from here on")


def test_an_account_without_any_number_says_so(desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, MONTHS, month=Month(2027, 1))
    assert cells(view)["Views"][-1] == "–"
    assert view.told.text().endswith("the export ends on 20 June 2026.")


def test_qt_finds_no_fault_with_the_model(qapp: Any, desk: Any, hotel: int) -> None:
    view = open_view(desk, hotel, MONTHS)
    model = MonthsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_lines(view.table.cells.months, view.table.cells.lines)
    assert model.rowCount() > 3
    model.set_lines((), ())
    assert model.rowCount() == 0
    del tester

"""The one table model and its proxy: held to Qt's own rules, sorted, filtered, kept at the same row."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest

from smmdesk.ui import theme
from smmdesk.ui.widgets.rows_model import ROW_ROLE, SORT_ROLE, Column, RowsModel, RowsProxy
from smmdesk.ui.widgets.table import RowsTable


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    amount: int | None


ROWS = [Row(1, "Città", 30), Row(2, "albero", None), Row(3, "Zebra\nnera", 4), Row(4, "<b>Bar</b>", 200)]
UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def columns() -> list[Column]:
    return [
        Column("Name", lambda row: row.name, stretches=True),
        Column(
            "Amount",
            lambda row: "–" if row.amount is None else str(row.amount),
            key=lambda row: row.amount,
            is_number=True,
            tone=lambda row: "bad" if row.amount is None else "",
        ),
    ]


@pytest.fixture
def pair(qapp: Any) -> tuple[RowsModel, RowsProxy]:
    model = RowsModel(columns())
    return model, RowsProxy(model)


def names(proxy: RowsProxy) -> list[str]:
    return [row.name for row in proxy.shown_rows()]


def test_qt_finds_no_fault_with_model_and_proxy(pair: tuple[RowsModel, RowsProxy]) -> None:
    model, proxy = pair
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, mode), QAbstractItemModelTester(proxy, mode)]
    model.set_rows(ROWS)
    proxy.sort(1, DOWN)
    proxy.set_words("a")
    proxy.set_words("")
    proxy.set_test(lambda row: row.id > 2)
    model.set_rows(ROWS[:1])
    model.set_rows([])
    model.set_rows(ROWS)
    del testers
    gc.collect()


def test_three_roles(pair: tuple[RowsModel, RowsProxy]) -> None:
    model, _proxy = pair
    model.set_rows(ROWS)
    index = model.index(2, 0)
    assert model.data(index) == "Zebra nera"  # one line, whatever was typed
    assert model.data(model.index(0, 1), SORT_ROLE) == 30
    assert model.data(index, ROW_ROLE) is ROWS[2]
    assert model.data(model.index(1, 1), Qt.ItemDataRole.ForegroundRole) == theme.color("bad")
    assert "&lt;b&gt;" in model.data(model.index(3, 0), Qt.ItemDataRole.ToolTipRole)
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Amount"
    assert model.data(QModelIndex()) is None


@pytest.mark.parametrize(
    ("column", "order", "expected"),
    [
        (0, UP, [4, 2, 1, 3]),
        (0, DOWN, [3, 1, 2, 4]),
        (1, UP, [3, 1, 4, 2]),
        (1, DOWN, [4, 1, 3, 2]),  # what has no value comes last either way
    ],
)
def test_sorting(pair: tuple[RowsModel, RowsProxy], column: int, order: Qt.SortOrder, expected: list[int]) -> None:
    model, proxy = pair
    model.set_rows(ROWS)
    proxy.sort(column, order)
    assert [row.id for row in proxy.shown_rows()] == expected


def test_sorting_keeps_indexes_on_their_rows(pair: tuple[RowsModel, RowsProxy]) -> None:
    model, proxy = pair
    model.set_rows(ROWS)
    kept = QPersistentModelIndex(proxy.index(3, 1))
    proxy.sort(0, UP)
    assert kept.row() == 0
    assert proxy.data(kept, ROW_ROLE) is ROWS[3]


def test_filtering_ignores_case_and_accents(pair: tuple[RowsModel, RowsProxy]) -> None:
    model, proxy = pair
    model.set_rows(ROWS)
    proxy.set_words("citta 30")
    assert names(proxy) == ["Città"]
    proxy.set_words("nothing like it")
    assert names(proxy) == []
    proxy.set_words("")
    proxy.set_test(lambda row: row.amount is None)
    assert names(proxy) == ["albero"]


def test_a_hundred_thousand_rows_sort_and_filter_at_once(pair: tuple[RowsModel, RowsProxy]) -> None:
    model, proxy = pair
    model.set_rows([Row(number, f"post {number * 7919 % 100_003}", number % 977) for number in range(100_000)])
    proxy.sort(1, DOWN)
    assert proxy.row_at(0).amount == 976
    proxy.set_words("post 99")
    assert 0 < proxy.rowCount() < 100_000


class TestTable:
    @pytest.fixture
    def table(self, qtbot: Any) -> RowsTable:
        made = RowsTable(columns(), "Animals")
        qtbot.addWidget(made)
        made.resize(600, 300)
        made.show()
        made.set_rows(ROWS)
        return made

    def test_the_selected_row_stays_when_rows_are_read_anew(self, table: RowsTable) -> None:
        chosen: list[Any] = []
        assert table.select(3)
        table.chosen.connect(chosen.append)
        table.set_rows([Row(9, "new", 1), Row(3, "Zebra", 5)])
        assert table.current_row() == Row(3, "Zebra", 5)
        assert chosen == [Row(3, "Zebra", 5)]
        table.set_rows([Row(9, "new", 1)])
        assert chosen[-1] is None

    def test_a_filter_that_hides_the_row_tells_it(self, table: RowsTable) -> None:
        chosen: list[Any] = []
        table.select(1)
        table.chosen.connect(chosen.append)
        table.filter_words("zebra")
        assert chosen == [None]

    def test_enter_opens_and_copying_takes_the_row(self, table: RowsTable) -> None:
        opened: list[Any] = []
        table.opened.connect(opened.append)
        table.select(3)
        QTest.keyClick(table, Qt.Key.Key_Return)
        assert opened == [ROWS[2]]
        QTest.keySequence(table, "Ctrl+C")
        assert QGuiApplication.clipboard().text() == "Zebra nera\t4"

    def test_a_column_that_may_leave_leaves_when_it_is_empty_or_in_the_way(self, qtbot: Any) -> None:
        made = RowsTable(
            [
                Column("Name", lambda row: row.name, stretches=True),
                Column("Nothing", lambda _row: "", can_leave=True),
                Column("Much", lambda _row: "x" * 30, can_leave=True),
            ],
            "Animals",
        )
        qtbot.addWidget(made)
        made.resize(theme.characters(120), 300)
        made.show()
        made.set_rows(ROWS)
        assert made.isColumnHidden(1)
        assert not made.isColumnHidden(2)
        made.resize(theme.characters(30), 300)
        assert made.isColumnHidden(2)

"""Thirteen months of every metric of an account, with the chosen one's chart below."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from smmdesk.core.i18n import _
from smmdesk.ui import theme
from smmdesk.ui.pages.results.chart_card import ChartCard
from smmdesk.ui.pages.results.months_reading import (
    ESTIMATED_MARK,
    NOT_COMPLETE,
    MonthsData,
    MonthsLine,
    read_months,
    read_rate,
)
from smmdesk.ui.pages.results.months_table import MonthsTable
from smmdesk.ui.pages.results.reading import Scope
from smmdesk.ui.pages.results.view import View, roomy, take_height
from smmdesk.ui.widgets.cards import Card
from smmdesk.ui.widgets.text import Text, rule

LEAST_ROWS = 5  # metrics that stay in sight beside the chart
TABLE_ROWS, CHART_ROWS = 9, 7  # how the height is shared at first


class MonthsView(View):
    """The table of months, what the current cell says, and the chart of its metric."""

    def build(self) -> None:
        self.table = MonthsTable(_("13 months of the account"))
        self.table.told.connect(self._on_told)
        self.table.chosen.connect(self._on_line)
        self.told = Text("", "body", wrap=True)
        self.legend = Text("", "caption", "muted", wrap=True)
        card = Card(flush=True)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(rule())
        self.below = _Below(self.told, self.legend)
        card.body.addWidget(self.below)
        self.card = ChartCard(keeps_height=True)
        self.chart = self.card.chart
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(theme.M)
        self.split.addWidget(card)
        self.split.addWidget(self.card)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setSizes([TABLE_ROWS * theme.row_height(), CHART_ROWS * theme.row_height()])
        self.column.addWidget(roomy(self.split), 1)
        self.table.setMinimumHeight((LEAST_ROWS + 1) * theme.row_height() + theme.L)

    def show_scope(self, scope: Scope) -> None:
        super().show_scope(scope)
        self.ask(partial(read_months, scope.account.id, scope.client, scope.month), self._on_read)

    def _on_read(self, data: MonthsData) -> None:
        self._show(data)
        scope = self.scope
        if scope is not None and scope.account.id == data.account_id:
            # The rate reads every post of these months: it comes after the rest.
            self.context.tasks.read(
                partial(read_rate, scope.account.row, scope.client, scope.month),
                partial(self._on_rate, scope, data),
                owner=self,
            )

    def _on_rate(self, scope: Scope, data: MonthsData, line: MonthsLine | None) -> None:
        if line is not None and self.scope is scope:
            self._show(replace(data, lines=(*data.lines, line)))

    def _show(self, data: MonthsData) -> None:
        self.table.set_lines(data.months, data.lines)
        self.legend.setText(_legend(data))
        self.legend.setVisible(bool(self.legend.text()))
        self.told.setVisible(bool(data.lines))
        take_height(self.below)
        if not data.lines:
            self.card.show_nothing(_("No figures"), _("Nothing was imported for these 13 months."))
            return
        current = self.table.currentIndex()
        self._on_line(data.lines[current.row() if current.isValid() else 0])
        if current.isValid():
            self._on_told(self.table.cells.told(current))

    def _on_told(self, text: str) -> None:
        self.told.setText(text)
        take_height(self.below)
        self.table.setAccessibleDescription(text)

    def _on_line(self, line: MonthsLine) -> None:
        if self.scope is not None:
            self.card.show_metric(line.title, line, self.scope.account.figure(line.key))


class _Below(QWidget):
    """Sentences under the table: as high as they are when wrapped, which a splitter does not ask."""

    def __init__(self, *texts: Text) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        column.setSpacing(theme.XS)
        for text in texts:
            column.addWidget(text)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            take_height(self)


def _legend(data: MonthsData) -> str:
    """Explain the marks that stand in the table, and say what was not added up."""
    cells = [cell for line in data.lines for cell in line.cells]
    parts = []
    if any(cell.is_missing for cell in cells):
        parts.append(_("– no value, the line above says why"))
    if any(cell.mark == NOT_COMPLETE for cell in cells):
        parts.append(_("{mark} will still change").format(mark=NOT_COMPLETE))
    if any(cell.mark == ESTIMATED_MARK for cell in cells):
        parts.append(_("{mark} estimated by the platform").format(mark=ESTIMATED_MARK))
    if any("–" in cell.text and not cell.is_missing for cell in cells):
        parts.append(_("a–b: somewhere between the two"))
    if any(line.breaks for line in data.lines):
        parts.append(_("red rule: counted otherwise from here on"))
    if data.not_added:
        names = ", ".join(data.not_added[:4]) + ("…" if len(data.not_added) > 4 else "")
        parts.append(_("not added up over posts: {names}").format(names=names))
    return "   ·   ".join(parts)

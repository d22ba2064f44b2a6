"""The month of an account: its figures beside the month that they are held against, and the past of the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from smmdesk.core.i18n import _
from smmdesk.ui import theme
from smmdesk.ui.pages.results.chart_card import ChartCard
from smmdesk.ui.pages.results.months_reading import MonthsLine, read_history
from smmdesk.ui.pages.results.reading import FigureLine, MonthMore, Scope, read_more
from smmdesk.ui.pages.results.view import View
from smmdesk.ui.widgets.cards import Card
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.states import Notice
from smmdesk.ui.widgets.table import RowsTable

LONGEST_NAME = 60  # characters


class MonthView(View):
    """The figures of the month as a list, and the chosen one's history."""

    def build(self) -> None:
        self.figures = RowsTable(
            [
                Column(
                    _("Figure"),
                    lambda row: row.title,
                    stretches=True,
                    least=None,  # a name without its end may be another figure's
                    most=LONGEST_NAME,
                    tip=lambda row: "\n".join(part for part in (row.meaning, row.note) if part),
                ),
                Column(
                    _("This month"),
                    lambda row: row.value,
                    key=lambda row: row.sort,
                    is_number=True,
                    is_strong=True,
                    most=24,
                ),
                Column(_("Verdict"), lambda row: row.verdict, tone=lambda row: row.tone, can_leave=True),
                Column(_("Change"), lambda row: row.change, is_number=True, can_leave=True),
                Column(_("Before"), lambda row: row.before, is_number=True, tone=lambda _row: "muted", can_leave=True),
            ],
            _("Figures of the account"),
        )
        self.figures.chosen.connect(self._on_figure)
        card = Card(flush=True)
        card.body.addWidget(self.figures)
        self.card = ChartCard()
        self.card.setMinimumWidth(theme.characters(36))
        self.chart = self.card.chart
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.L)
        split.addWidget(card)
        split.addWidget(self.card)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.characters(100), theme.characters(60)])
        self.growth = Notice("warn")
        self.column.addWidget(self.growth)
        self.column.addWidget(split, 1)
        self._more: MonthMore | None = None

    def show_scope(self, scope: Scope) -> None:
        super().show_scope(scope)
        figures = scope.account.figures
        # What takes longer to read stays while the same month is read again.
        if self._more is None or (self._more.account_id, self._more.month) != (scope.account.id, scope.month):
            self._more = None
            self.growth.tell("")
        self.figures.set_rows(self._with_rate(figures))
        self.context.tasks.read(
            partial(read_more, scope.account.row, scope.client, scope.month), partial(self._on_more, scope), owner=self
        )
        if not figures:
            self.forget()
            words = (
                _("The posts have been read; of the account itself nothing was.")
                if scope.account.posts
                else _("Nothing was imported for this month. The view of 13 months shows what is there.")
            )
            self.card.show_nothing(_("No figures"), words)
        elif self.figures.current_row() is None:
            self.figures.select(figures[0].id)

    def _on_figure(self, row: FigureLine | None) -> None:
        if row is None or self.scope is None:
            return
        self.card.title.setText(row.title)
        scope = self.scope
        read = partial(read_history, scope.account.id, row.id, scope.month, scope.client)
        self.ask(read, partial(self._on_history, row))

    def _on_history(self, row: FigureLine, line: MonthsLine | None) -> None:
        self.card.show_metric(row.title, line, row)

    def _on_more(self, scope: Scope, more: MonthMore) -> None:
        """Add the engagement rate to the figures, and say what the growth asks."""
        if self.scope is not scope:
            return
        self._more = more
        self.growth.tell(" ".join(more.growth))
        self.figures.set_rows(self._with_rate(scope.account.figures))
        if more.rate is not None and self.figures.current_row() is None:
            self.figures.select(more.rate.id)

    def _with_rate(self, figures: Sequence[FigureLine]) -> list[FigureLine]:
        rate = self._more.rate if self._more is not None else None
        return [*figures, *([rate] if rate is not None else [])]

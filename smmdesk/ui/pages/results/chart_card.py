"""The card that shows one metric's past: its title, the comparison in a sentence, the report's own chart, its notes."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent

from smmdesk.core.i18n import _
from smmdesk.documents.charts import Drawing, HistoryChart, Measure, history
from smmdesk.ui.pages.results.months_reading import MonthsLine
from smmdesk.ui.pages.results.reading import FigureLine
from smmdesk.ui.pages.results.view import take_height
from smmdesk.ui.widgets.cards import Card
from smmdesk.ui.widgets.chart_view import ChartView, Draw
from smmdesk.ui.widgets.text import Elided, Text

CHART_HEIGHT = 128.0


class ChartCard(Card):
    """One metric over thirteen months; with `keeps_height` it is never lower than its texts, wrapped, and its chart."""

    def __init__(self, *, keeps_height: bool = False) -> None:
        super().__init__()
        self._keeps_height = keeps_height
        self.title = Elided("", "strong")
        self.compared = Text("", "body", "muted", wrap=True)
        self.chart = ChartView(_("History"), CHART_HEIGHT)
        self.note = Text("", "caption", "muted", wrap=True)
        self.body.addWidget(self.title)
        self.body.addWidget(self.compared)
        self.body.addWidget(self.chart, 100)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    def show_nothing(self, title: str, note: str) -> None:
        """Say why there is no chart."""
        self.title.setText(title)
        self.compared.hide()
        self.chart.hide()
        self.chart.set_chart(None)
        self.note.setText(note)
        self._take_height()

    def show_metric(self, title: str, line: MonthsLine | None, figure: FigureLine | None) -> None:
        """Show a metric; `figure` is its month with the comparison, where the month has one."""
        self.title.setText(title)
        said = figure.compared if figure is not None else ""
        self.compared.setText(said)
        self.compared.setVisible(bool(said))
        chart = line.chart if line is not None else None
        self.chart.setVisible(chart is not None)
        notes = [line.meaning if line is not None else "", figure.note if figure is not None else ""]
        if chart is None:
            self.chart.set_chart(None)
            notes.append(_("A history needs two months with a value."))
        else:
            self.chart.set_chart(_drawn(chart))
            notes += line.notes if line is not None else ()
            if any(point.value is None for point in chart.points):
                notes.append(_("–: no value in that month."))
            if chart.events:
                notes.append(_("●: something happened; point at it to read what."))
        self.note.setText(" ".join(f"{note[:1].upper()}{note[1:].rstrip('.')}." for note in notes if note))
        self._take_height()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._take_height()

    def _take_height(self) -> None:
        if self._keeps_height:
            take_height(self)


def _drawn(chart: HistoryChart) -> Draw:
    def draw(width: float, height: float, measure: Measure) -> Drawing:
        return history(chart, width, height, measure)

    return draw

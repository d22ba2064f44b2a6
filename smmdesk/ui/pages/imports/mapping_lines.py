"""The lines of the mapping: each column with its first cells and what it is; and the form of a metric of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core.i18n import _
from smmdesk.core.readings import Additivity, Direction, Metric, Unit
from smmdesk.domain.results.own_metrics import CLASS_WORDS, DIRECTION_WORDS, UNIT_WORDS, add_own_metric
from smmdesk.importers.mapping.guessing import likely_writing
from smmdesk.importers.mapping.outline import ColumnOutline
from smmdesk.importers.mapping.spec import ColumnUse, Role, Writing
from smmdesk.importers.registry import METRICS
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.pages.imports.mapping_words import NEW_METRIC, column_name, column_words
from smmdesk.ui.widgets.cards import clear
from smmdesk.ui.widgets.editor import Editor
from smmdesk.ui.widgets.fields import ChoiceField, TextField
from smmdesk.ui.widgets.text import Elided, rule

_CHOOSER = 30  # characters
_BY_WRITING = (Unit.SHARE, Unit.SECONDS, Unit.HOURS, Unit.DECIMAL)


class ColumnLine(QWidget):
    """One column: its title, first cells and what they prove on the left, the chooser of what it is on the right."""

    edited = Signal()
    asks_metric = Signal()

    def __init__(self, column: ColumnOutline) -> None:
        super().__init__()
        self.column = column
        self._before: object = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, theme.S, 0, theme.S)
        line.setSpacing(theme.L)
        words = QVBoxLayout()
        words.setSpacing(theme.XS)
        words.addWidget(Elided(column_name(column), "strong"))
        cells = " · ".join(" ".join(cell.split()) for cell in column.first_cells) or _("no filled cell")
        words.addWidget(Elided(cells, "body"))
        words.addWidget(Elided(column_words(column), "caption", "muted"))
        line.addLayout(words, 1)
        choosers = QVBoxLayout()
        choosers.setSpacing(theme.XS)
        self.meaning = ChoiceField()
        self.meaning.set_name(_("What “{column}” is").format(column=column_name(column)))
        self.meaning.setFixedWidth(theme.characters(_CHOOSER))
        self.writing = ChoiceField(
            [
                (Writing.PLAIN, _("written as it is")),
                (Writing.PERCENT, _("written in percent")),
                (Writing.CLOCK, _("written as h:mm:ss")),
            ]
        )
        self.writing.set_name(_("How “{column}” is written").format(column=column_name(column)))
        self.writing.setFixedWidth(theme.characters(_CHOOSER))
        choosers.addWidget(self.meaning)
        choosers.addWidget(self.writing)
        line.addLayout(choosers)
        line.setAlignment(choosers, Qt.AlignmentFlag.AlignTop)
        self.meaning.edited.connect(self._on_meaning)
        self.writing.edited.connect(self.edited.emit)

    def offer(self, choices: Sequence[tuple[object, str]], use: ColumnUse | None) -> None:
        """Offer what the column may be, and show what it is."""
        value: object = None
        if use is not None:
            value = use.metric if use.role is Role.METRIC else use.role
        self.meaning.set_choices(choices)
        self.meaning.set_value(value)
        self._before = self.meaning.value()
        self.writing.set_value(use.writing if use is not None else Writing.PLAIN)
        self._show_writing()

    def use(self) -> ColumnUse | None:
        """Return what the column is; None where it is left out."""
        value = self.meaning.value()
        if value is None or value == NEW_METRIC:
            return None
        if isinstance(value, Role):
            return ColumnUse(self.column.title, value, nth=self.column.nth)
        writing = self.writing.value() if not self.writing.isHidden() else likely_writing(self.column, None)
        return ColumnUse(self.column.title, Role.METRIC, str(value), writing, self.column.nth)

    def put_back(self) -> None:
        """Show what the column was before a new metric was asked for."""
        self.meaning.set_value(self._before)
        self._show_writing()

    def _on_meaning(self) -> None:
        value = self.meaning.value()
        if value == NEW_METRIC:
            self.asks_metric.emit()
            return
        self._before = value
        metric = METRICS.get(value) if isinstance(value, str) and not isinstance(value, Role) else None
        self.writing.set_value(likely_writing(self.column, metric))
        self._show_writing()
        self.edited.emit()

    def _show_writing(self) -> None:
        value = self.meaning.value()
        metric = METRICS.get(value) if isinstance(value, str) and not isinstance(value, Role) else None
        is_special = bool(self.column.percents or self.column.clocks)
        self.writing.setVisible(metric is not None and (metric.unit in _BY_WRITING or is_special))


class ColumnLines(QWidget):
    """All columns of a table under one another. `asks_metric` tells the column that a new metric is wanted for."""

    edited = Signal()
    asks_metric = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[ColumnLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_columns(self, columns: Sequence[ColumnOutline]) -> None:
        """Show the columns of another table."""
        clear(self._column)
        self.lines = []
        for column in columns:
            line = ColumnLine(column)
            line.edited.connect(self.edited.emit)
            line.asks_metric.connect(lambda line=line: self.asks_metric.emit(line))
            if self.lines:
                self._column.addWidget(rule())
            self._column.addWidget(line)
            self.lines.append(line)

    def offer(self, choices: Sequence[tuple[object, str]], uses: Sequence[ColumnUse]) -> None:
        """Offer in each line what its column may be, and show what it is."""
        by_place = {one.place_key: one for one in uses}
        for line in self.lines:
            line.offer(choices, by_place.get(ColumnUse(line.column.title, Role.DAY, nth=line.column.nth).place_key))

    def uses(self) -> tuple[ColumnUse, ...]:
        """Return what the columns are, those left out missing."""
        return tuple(use for line in self.lines if (use := line.use()) is not None)


class OwnMetricForm(Editor):
    """Names a metric that the program lacks, in place; `made` tells it once it is kept, `left` that none is wanted."""

    made = Signal(object)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(_("Keep this metric"))
        self.context = context
        self._platform, self._of_posts = "other", False
        self.add("title", _("What it is called"), TextField(longest=80), is_needed=True)
        self.add("additivity", _("How it counts"), ChoiceField([(one, _(text)) for one, text in CLASS_WORDS.items()]))
        self.add_row(
            ("unit", _("What it is"), ChoiceField([(one, _(text)) for one, text in UNIT_WORDS.items()])),
            ("direction", _("Good or bad"), ChoiceField([(one, _(text)) for one, text in DIRECTION_WORDS.items()])),
        )
        self.add_buttons()
        self.saved.connect(self._on_saved)
        self.dropped.connect(self.left.emit)

    def ask(self, title: str, platform: str, *, of_posts: bool, is_share: bool) -> None:
        """Ask for a metric named like a column."""
        self._platform, self._of_posts = platform, of_posts
        self.set_values(
            {
                "title": title[:80],
                "additivity": Additivity.RATIO if is_share else Additivity.FLOW,
                "unit": Unit.SHARE if is_share else Unit.COUNT,
                "direction": Direction.UP_IS_GOOD,
            }
        )
        self._on_edited(self._fields["title"])  # so that Cancel leads out of it

    def _on_saved(self) -> None:
        values = self.values()
        platform, of_posts = self._platform, self._of_posts

        def keep() -> Metric:
            return add_own_metric(platform, values["title"], of_posts=of_posts, unit=values["unit"],
                                  additivity=values["additivity"], direction=values["direction"])  # fmt: skip

        self.send(self.context, keep, self._on_kept)

    def _on_kept(self, metric: Metric) -> None:
        self.mark_clean()
        self.made.emit(metric)

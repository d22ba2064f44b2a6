"""Small pieces of the import's panels: facts in two columns, and tables as high as their rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.i18n import _
from smmdesk.core.money import cents_text
from smmdesk.importers.rows import RefusedRow
from smmdesk.ui import theme
from smmdesk.ui.pages.imports.words import day_words, metric_words, period_words, values_words
from smmdesk.ui.widgets.cards import clear
from smmdesk.ui.widgets.fields import Check
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Text

MOST_LINES = 8  # that a table shows before it scrolls
MOST_REFUSED = 1_000


class Facts(QWidget):
    """What is known, line by line: a muted label and its text."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.L)
        self._grid.setVerticalSpacing(theme.S)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these facts; those without a text are left out."""
        clear(self._grid)
        for line, (label, text) in enumerate((label, text) for label, text in facts if text):
            name = Text(label, "caption", "muted")
            told = Text(text, wrap=True)
            told.setAccessibleName(f"{label}: {text}")
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(told, line, 1, Qt.AlignmentFlag.AlignTop)


class OwnAccounts(QWidget):
    """The accounts that a file names, to be ticked where they are the client's own; `edited` when a person did."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._boxes: dict[str, Check] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.XS)
        self._column.addWidget(Text(_("Which of them are the client’s own?"), "caption", "muted"))
        self._list = QVBoxLayout()
        self._column.addLayout(self._list)
        note = _("The others are kept as guests, outside the pages of the channels.")
        self._column.addWidget(Text(note, "caption", "muted", wrap=True))

    def show_accounts(self, accounts: Sequence[tuple[str, str, bool]]) -> None:
        """Show accounts as (key, words, is own); the boxes stay where only their ticks change."""
        if list(self._boxes) != [key for key, _words, _own in accounts]:
            clear(self._list)
            self._boxes = {}
            for key, words, _own in accounts:
                box = self._boxes[key] = Check(words.replace("&", "&&"))
                box.clicked.connect(self.edited)
                self._list.addWidget(box)
        for key, _words, is_own in accounts:
            self._boxes[key].setChecked(is_own)
        self.setVisible(bool(accounts))

    def value(self) -> tuple[str, ...]:
        """Return the keys of those that are ticked."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())


class TitledTable(QWidget):
    """A table below its title, as high as its rows; gone while it has none."""

    def __init__(self, title: str, columns: Sequence[Column], name: str, *, read: str = "") -> None:
        """Take the title, the columns and the name; `read` is the title once the rows have been imported."""
        super().__init__()
        self._titles = (title, read or title)
        self.title = Text(title, "strong")
        self.note = Text("", "caption", "muted", wrap=True)
        self.table = RowsTable(columns, name, identity=id)
        self.table.setSortingEnabled(False)
        self.table.heights_changed.connect(self._fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.S, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(self.title)
        column.addWidget(self.note)
        column.addWidget(self.table)
        self.hide()

    def show_rows(self, rows: Sequence[Any], note: str = "", *, is_read: bool = False) -> None:
        """Show these rows; none hide the table with its title."""
        self.setVisible(bool(rows))
        self.title.setText(self._titles[is_read])
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.table.set_rows(rows)
        self._fit()

    def _fit(self) -> None:
        head = self.table.horizontalHeader().sizeHint().height()
        count = self.table.proxy.rowCount()
        lines = min(count, MOST_LINES)
        # Never by Qt's own judgement: with the bar rows wrap otherwise, and it might come and go without end.
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if count > lines else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.table.setVerticalScrollBarPolicy(policy)
        tall = sum(self.table.rowHeight(line) for line in range(lines))
        bar = self.table.horizontalScrollBar().sizeHint().height()
        self.table.setFixedHeight(head + tall + bar // 2 + theme.RING)


def refused_table(title: str = "") -> TitledTable:
    """Return the table of rows that are not kept: line, column, value, reason."""
    return TitledTable(
        title or _("Refused rows"),
        [
            Column(_("Line"), lambda row: formats.number(row.line), is_number=True),
            Column(_("Column"), lambda row: row.column or "–", most=13, wraps=True),
            Column(_("Value"), lambda row: row.value or "–", most=11, wraps=True),
            Column(_("Why"), lambda row: row.reason, stretches=True, wraps=True),
        ],
        title or _("Refused rows"),
    )


def posts_table() -> TitledTable:
    """Return the table of the first posts as they will be read."""
    return TitledTable(
        _("The first posts, as they will be read"),
        [
            Column(_("Date"), day_words, tone=lambda post: "warn" if post.source_day is not None else ""),
            Column(_("Post"), lambda post: post.title or post.text or post.permalink or "–", stretches=True),
            Column(_("Values"), values_words, most=26),
        ],
        _("The first posts"),
        read=_("The first posts, as they were read"),
    )


def days_table() -> TitledTable:
    """Return the table of the first days of an account as they will be read."""
    return TitledTable(
        _("The first days, as they will be read"),
        [
            Column(_("Day"), lambda row: formats.short_day(row.day, year=True)),
            Column(_("Values"), values_words, stretches=True),
        ],
        _("The first days"),
        read=_("The first days, as they were read"),
    )


def parts_table() -> TitledTable:
    """Return the table of the first parts of an account as they will be read."""
    return TitledTable(
        _("The first parts, as they will be read"),
        [
            Column(_("Part"), lambda row: row.title or "–", stretches=True),
            Column(_("Period"), lambda row: period_words(row.first_day, row.last_day), most=24, can_leave=True),
            Column(_("Values"), values_words, most=26),
        ],
        _("The first parts"),
        read=_("The first parts, as they were read"),
    )


def ledger_table() -> TitledTable:
    """Return the table of the first rows of a ledger sheet as they will be read."""
    return TitledTable(
        _("The first rows, as they will be read"),
        [
            Column(_("Date"), lambda row: formats.short_day(row.date, year=True)),
            Column(_("Row"), lambda row: row.id, most=18),
            Column(_("What for"), lambda row: row.description or row.note or row.source or "–", stretches=True),
            Column(
                _("Amount"), lambda row: f"{cents_text(row.amount)} {row.currency}".strip(), is_number=True, most=18
            ),
        ],
        _("The first rows"),
        read=_("The first rows, as they were read"),
    )


def changes_table() -> TitledTable:
    """Return the table of what reading again changes, metric by metric."""

    def number(name: str) -> Callable[[Any], str]:
        return lambda row: formats.number(getattr(row, name)) if getattr(row, name) else "–"

    return TitledTable(
        _("What would change"),
        [
            Column(_("Metric"), lambda row: metric_words(row.metric), stretches=True),
            Column(_("New"), number("added"), is_number=True),
            Column(_("Changed"), number("changed"), is_number=True),
            Column(_("Gone"), number("gone"), is_number=True),
            Column(_("As before"), number("unchanged"), is_number=True, can_leave=True),
        ],
        _("What would change"),
    )


def refused_note(rows: Sequence[RefusedRow], total: int) -> str:
    """Say that the others are kept, and where the list is cut off."""
    said = _("These rows are left out; every other row is kept.")
    if total > len(rows):
        said += " " + _("The first {count} are shown.").format(count=formats.number(len(rows)))
    return said

"""Thirteen months of an account written out: the table's cells, the charts, and what is marked on them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from smmdesk.core import formats
from smmdesk.core.i18n import _, pgettext
from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, Metric, State
from smmdesk.documents.charts import HistoryChart, Point
from smmdesk.domain.accounts import AccountRow
from smmdesk.domain.clients import ClientRow
from smmdesk.domain.events import EVENT_KINDS, EventRow
from smmdesk.domain.results.account_table import (
    AccountTable,
    MetricMonths,
    MonthCell,
    account_table,
    break_month,
    engagement_row,
)
from smmdesk.domain.results.engagement import ENGAGEMENT
from smmdesk.domain.results.gaps import break_sentence
from smmdesk.domain.results.rules import month_title

NOT_COMPLETE, ESTIMATED_MARK = "◔", "≈"


@dataclass(frozen=True, slots=True)
class CellWords:
    """A cell of the table of months, written out: `mark` stands before it, `told` says it in a sentence."""

    text: str
    told: str
    is_missing: bool = False
    mark: str = ""
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class MonthsLine:
    """A metric in the table of months, with what its chart needs; `breaks` by the place of their month."""

    key: str
    title: str
    meaning: str
    cells: tuple[CellWords, ...]
    breaks: dict[int, str]
    chart: HistoryChart | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthsData:
    """The table of thirteen months of an account, and what was not added up."""

    account_id: int
    months: tuple[Month, ...]
    lines: tuple[MonthsLine, ...]
    events: tuple[EventRow, ...]
    not_added: tuple[str, ...]


def read_months(account_id: int, client: ClientRow, month: Month) -> MonthsData:
    """Read thirteen months of every metric of an account."""
    table = account_table(account_id, client.id, month)
    return MonthsData(
        account_id,
        table.months,
        tuple(_months_line(row, table, client.currency) for row in table.rows),
        table.events,
        tuple(_(metric.title) for metric in table.not_added),
    )


def read_history(account_id: int, key: str, month: Month, client: ClientRow) -> MonthsLine | None:
    """Read thirteen months of one metric, or of an engagement rate, as the report's chart shows them."""
    table = account_table(account_id, client.id, month)
    rate = ENGAGEMENT.get(key)
    if rate is not None:
        row = engagement_row(account_id, rate.platform, client.engagement_base, month)
    else:
        row = table.row_of(key)
    return None if row is None else _months_line(row, table, client.currency)


def read_rate(row: AccountRow, client: ClientRow, month: Month) -> MonthsLine | None:
    """Read thirteen months of the engagement rate of an account."""
    found = engagement_row(row.id, row.platform, client.engagement_base, month)
    if found is None:
        return None
    table = account_table(row.id, client.id, month)
    return _months_line(found, table, client.currency)


def _months_line(row: MetricMonths, table: AccountTable, currency: str) -> MonthsLine:
    breaks: dict[int, str] = {}
    for one in row.breaks:
        place = table.months.index(break_month(one))
        breaks[place] = " ".join(part for part in (breaks.get(place, ""), break_sentence(one)) if part)
    chart = _chart(row, table.events, currency)
    notes = list(breaks.values())
    if any(not cell.is_whole for cell in row.cells if cell.has_number):
        notes.append(_("Striped: not complete yet, or estimated."))
    return MonthsLine(
        row.metric.key,
        month_title(row.metric),
        _(row.metric.meaning),
        tuple(cell_words(row.metric, cell, currency) for cell in row.cells),
        breaks,
        chart,
        tuple(notes),
    )


def cell_words(metric: Metric, cell: MonthCell, currency: str) -> CellWords:
    """Write a cell out: a zero is 0, what is missing is a dash or "n/a", what is uncertain has its mark."""
    from smmdesk.documents.monthly_report import words

    if cell.bounds is not None:
        text = f"{formats.number(cell.bounds[0])}–{formats.number(cell.bounds[1])}"
    elif cell.value is not None:
        text = words.value_text(cell.value, metric.unit, cell.currency or currency)
    else:
        text = pgettext("figure that does not apply", "n/a") if cell.state is State.NOT_APPLICABLE else words.DASH
    mark = ""
    if cell.has_number and cell.state is State.ESTIMATED:
        mark = ESTIMATED_MARK
    elif cell.has_number and not cell.is_whole:
        mark = NOT_COMPLETE
    month = formats.month_name(cell.month)
    told = f"{month_title(metric)}, {month}: {text if cell.has_number else ''}".rstrip(": ")
    for part in cell.parts:
        first, last = formats.short_day(part.first_day), formats.short_day(part.last_day)
        told += f"; {first} – {last}: {words.value_text(part.value, metric.unit, currency)}"
    if cell.reason:
        told += f": {cell.reason}" if not cell.has_number else f" ({cell.reason})"
    elif not cell.has_number:
        told += f": {words.missing_word(cell.state)}"
    return CellWords(text, f"{told}.", not cell.has_number, mark, cell.broken is not None)


def _chart(row: MetricMonths, events: tuple[EventRow, ...], currency: str) -> HistoryChart | None:
    """Return the report's chart of a metric; None where fewer than two months have a value."""
    from smmdesk.documents.monthly_report import words

    cells = list(row.cells)
    while cells and cells[0].value is None:
        cells.pop(0)
    if sum(cell.value is not None for cell in cells) < 2:
        return None
    points = tuple(
        Point(
            cell.month,
            None if cell.value is None else Fraction(cell.value),
            words.value_text(cell.value, row.metric.unit, cell.currency or currency),
            provisional=not cell.is_whole,
            reason="" if cell.value is not None else cell.reason,
        )
        for cell in cells
    )
    shown = {cell.month for cell in cells}
    marks = [
        (month, event_words(event))
        for event in events
        for month in shown
        if event.touches(month.first_day, month.last_day)
    ]
    return HistoryChart(
        points,
        row.metric.additivity in (Additivity.STOCK, Additivity.RATIO, Additivity.ROLLING),
        frozenset(break_month(one) for one in row.breaks),
        " ".join(break_sentence(one) for one in row.breaks),
        tuple(marks),
    )


def event_words(event: EventRow) -> str:
    """Return an event in a few words: what happened, of which kind, and when."""
    return f"{event.title} ({_(EVENT_KINDS[event.kind])}, {event_days(event)})"


def event_days(event: EventRow) -> str:
    """Write the days of an event."""
    if event.first_day == event.last_day:
        return formats.short_day(event.first_day, year=True)
    same = event.first_day.year == event.last_day.year
    return f"{formats.short_day(event.first_day, year=not same)} – {formats.short_day(event.last_day, year=True)}"

"""What the page Results shows, read and written out in a worker: the words and the charts are those of the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from smmdesk.core import formats
from smmdesk.core.comparison import Verdict
from smmdesk.core.i18n import _, ngettext, pgettext
from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, Metric, State
from smmdesk.documents.charts import HistoryChart, Point
from smmdesk.documents.data import Gap, MetricValue
from smmdesk.domain.accounts import AccountRow, account_rows
from smmdesk.domain.clients import ClientRow, client_row, client_rows
from smmdesk.domain.events import EVENT_KINDS, EventRow
from smmdesk.domain.imports.queries import running_import
from smmdesk.domain.results.account_month import AccountMonth
from smmdesk.domain.results.account_table import (
    AccountTable,
    MetricMonths,
    MonthCell,
    account_table,
    break_month,
    break_sentence,
)
from smmdesk.domain.results.compared import ComparedFigure, compared_metrics
from smmdesk.domain.results.overview import OverviewRow, results_overview
from smmdesk.domain.results.rows import MonthPosts
from smmdesk.domain.results.sums import PostTotal, post_months
from smmdesk.importers.registry import METRICS

Key = int | float | Fraction | Decimal | None
NOT_COMPLETE, ESTIMATED_MARK = "◔", "≈"


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One metric of an account in the month, written out; `compared` is its comparison in a sentence."""

    id: str  # the metric's key
    title: str
    meaning: str
    value: str
    sort: Key
    before: str
    change: str
    verdict: str
    tone: str
    note: str
    compared: str = ""


@dataclass(frozen=True, slots=True)
class AccountResults:
    """An account of the client: its figures of the month, how many posts, what is missing, when it was read."""

    row: AccountRow
    figures: tuple[FigureLine, ...]
    posts: int
    gaps: tuple[str, ...]
    read_on: date | None
    oldest_read_on: date | None

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def title(self) -> str:
        return self.row.title

    def figure(self, key: str) -> FigureLine | None:
        """Return the line of a metric."""
        return next((line for line in self.figures if line.id == key), None)


@dataclass(frozen=True, slots=True)
class ResultsData:
    """What the page shows: the client's accounts, or the overview of all clients."""

    month: Month
    client: ClientRow | None
    accounts: tuple[AccountResults, ...] = ()
    overview: tuple[OverviewRow, ...] = ()
    has_clients: bool = True
    has_accounts: bool = True
    has_any: bool = True  # something was ever imported for the client
    importing: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a view of the page is about: one account of a client, and the month."""

    client: ClientRow
    account: AccountResults
    accounts: tuple[AccountRow, ...]
    month: Month


def read_results(client_id: int | None, month: Month) -> ResultsData:
    """Read the page for a client, or the overview of all."""
    importing = running_import()
    if client_id is None:
        rows = tuple(results_overview(month))
        return ResultsData(month, None, (), rows, bool(client_rows()), bool(rows), importing=importing)
    client = client_row(client_id)
    rows_of_client = account_rows(client_id)
    accounts = tuple(_account(row, client, month) for row in rows_of_client)
    has_any = any(one.figures or one.posts for one in accounts) or any(
        _has_history(row.id, month) for row in rows_of_client
    )
    return ResultsData(
        month, client, accounts, has_accounts=bool(rows_of_client), has_any=has_any, importing=importing
    )


def _has_history(account_id: int, month: Month) -> bool:
    months = [month.plus(-back) for back in range(1, 13)]
    if any(one.posts for one in post_months(account_id, months).values()):
        return True
    from smmdesk.domain.results.months import account_metrics_of

    return any(account_metrics_of(account_id, months).values())


def _account(row: AccountRow, client: ClientRow, month: Month) -> AccountResults:
    # The report's own words; they load the printing library, so not before a page of results is read.
    from smmdesk.domain.reports.channels import account_gaps

    compared = tuple(compared_metrics(row.id, month, is_seasonal=client.is_seasonal))
    posts = post_months(row.id, [month])[month]
    figures = [_figure(figure, client.currency) for figure in compared]
    figures += [_post_total(total, client.currency) for total in posts.totals.values()]
    one = AccountMonth(row, compared, MonthPosts(posts.posts, ()))
    days = [*one.read_days(), *(total.oldest_read_on for total in posts.totals.values() if total.oldest_read_on)]
    newest = [figure.figure.read_on for figure in compared] + [total.read_on for total in posts.totals.values()]
    return AccountResults(
        row,
        tuple(figures),
        posts.posts,
        tuple(_gap_text(gap) for gap in account_gaps(one, month)),
        max((day for day in newest if day is not None), default=None),
        min(days, default=None),
    )


def _figure(one: ComparedFigure, currency: str) -> FigureLine:
    from smmdesk.documents.monthly_report import words
    from smmdesk.domain.reports.channels import paper_metric

    line = paper_metric(one)
    metric = line.metric
    missing = line.value is None and line.bounds is None
    note = ""
    if missing:
        note = words.missing_word(line.state)
    elif line.bounds is not None:
        note = _("largest day to sum of days")
    before = change = verdict = tone = ""
    comparison = line.comparison
    if comparison is not None and not missing:
        before = words.value_text(comparison.value, metric.unit, currency)
        before += f" ({formats.short_month(comparison.month)})"
        change = words.change_text(comparison, metric.unit, currency)
        verdict = f"{words.VERDICT_SHAPE[comparison.verdict]} {words.verdict_word(comparison.verdict)}"
        tone = {Verdict.BETTER: "good", Verdict.WORSE: "bad"}.get(comparison.verdict, "muted")
    sort: Key = line.value if line.value is not None else line.bounds[1] if line.bounds is not None else None
    return FigureLine(
        metric.key,
        _(metric.title),
        _(metric.meaning),
        words.DASH if missing else words.metric_value_text(line, currency),
        sort,
        before,
        change,
        verdict,
        tone,
        note,
        _compared_words(one, before, change, line, currency),
    )


def _compared_words(one: ComparedFigure, before: str, change: str, line: MetricValue, currency: str) -> str:
    """Say in a sentence what a figure is held against, how it changed, and what that is called."""
    from smmdesk.documents.monthly_report import words

    comparison = line.comparison
    if comparison is None or (line.value is None and line.bounds is None):
        if one.figure.value is None and one.figure.bounds is None:
            return ""
        return _("Nothing to compare it with yet.")
    month = formats.month_name(comparison.month)
    if one.other_definition is not None:
        return _("Not compared with {month}: the platform has changed what it counts.").format(month=month)
    against = _("{before} in {month}").format(
        before=words.value_text(comparison.value, line.metric.unit, currency), month=month
    )
    if one.days_compared is not None:
        words_of = ngettext("{against}, first {n} day only", "{against}, first {n} days only", one.days_compared)
        against = words_of.format(against=against, n=one.days_compared)
    parts = [against]
    if change:
        parts.append(change)
    parts.append(words.verdict_word(comparison.verdict))
    said = "; ".join(parts)
    if one.says_short_history:
        said += "; " + _("no figure of the year before")
    return f"{said}."


def _post_total(total: PostTotal, currency: str) -> FigureLine:
    from smmdesk.documents.monthly_report import words

    metric = METRICS[total.metric]
    note = _("Added up over the posts of the month, each since it was published")
    if total.broken is not None and total.value is None:
        note = break_sentence(total.broken)
    elif total.value is None:
        note = words.missing_word(total.state)
    elif total.without:
        without = ngettext("{n} post without a value", "{n} posts without a value", total.without)
        note += "; " + without.format(n=total.without)
    return FigureLine(
        total.metric,
        _(metric.title),
        _(metric.meaning),
        words.value_text(total.value, metric.unit, currency),
        total.value,
        "",
        "",
        "",
        "",
        note,
    )


def _gap_text(gap: Gap) -> str:
    if gap.reason:
        return f"{gap.what}: {gap.reason}"
    if gap.first_day is None or gap.last_day is None:
        return gap.what
    first, last = formats.short_day(gap.first_day), formats.short_day(gap.last_day)
    days = first if gap.first_day == gap.last_day else f"{first} – {last}"
    return _("{what}: no value for {days}").format(what=gap.what, days=days)


# ----------------------------------------------------------------------------------------------------- thirteen months


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
    """Read thirteen months of one metric as the report's chart shows them."""
    table = account_table(account_id, client.id, month)
    row = table.row_of(key)
    return None if row is None else _months_line(row, table, client.currency)


def _months_line(row: MetricMonths, table: AccountTable, currency: str) -> MonthsLine:
    breaks: dict[int, str] = {}
    for one in row.breaks:
        place = table.months.index(break_month(one))
        breaks[place] = " ".join(part for part in (breaks.get(place, ""), break_sentence(one)) if part)
    chart = _chart(row, table.events, currency)
    notes = list(breaks.values())
    if any(not cell.is_whole for cell in row.cells if cell.has_number):
        notes.append(_("Striped: not complete yet."))
    return MonthsLine(
        row.metric.key,
        _(row.metric.title),
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
    told = f"{_(metric.title)}, {month}: {text if cell.has_number else ''}".rstrip(": ")
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

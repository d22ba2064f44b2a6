"""What the page Results shows, read and written out in a worker: the words and the charts are those of the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from smmdesk.core import formats
from smmdesk.core.comparison import Verdict
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.periods import Month
from smmdesk.documents.data import Gap, MetricValue
from smmdesk.domain.accounts import AccountRow, account_rows
from smmdesk.domain.clients import ClientRow, client_row, client_rows
from smmdesk.domain.imports.queries import running_import
from smmdesk.domain.results.account_month import AccountMonth
from smmdesk.domain.results.compared import ComparedFigure, compared_months
from smmdesk.domain.results.compared_engagement import compared_engagement
from smmdesk.domain.results.gaps import break_sentence
from smmdesk.domain.results.growth import growth_of, growth_sentences
from smmdesk.domain.results.overview import OverviewRow, results_overview, was_imported
from smmdesk.domain.results.rows import MonthPosts
from smmdesk.domain.results.rules import month_title
from smmdesk.domain.results.sums import PostTotal, post_months
from smmdesk.importers.registry import METRICS

Key = int | float | Fraction | Decimal | None


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
    has_any = any(was_imported(row.id) for row in rows_of_client)
    return ResultsData(month, client, accounts, has_accounts=bool(rows_of_client), has_any=has_any, importing=importing)


def _account(row: AccountRow, client: ClientRow, month: Month) -> AccountResults:
    # The report's own words; they load the printing library, so not before a page of results is read.
    from smmdesk.domain.reports.channels import account_gaps

    compared = tuple(_compared(row, client, month)[0])
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


def _compared(row: AccountRow, client: ClientRow, month: Month) -> tuple[list[ComparedFigure], Any]:
    return compared_months(row.id, month, is_seasonal=client.is_seasonal, compares_weekdays=client.compares_weekdays)


@dataclass(frozen=True, slots=True)
class MonthMore:
    """What takes longer to read of a month: the engagement rate, and what there is to say of the growth."""

    account_id: int
    month: Month
    rate: FigureLine | None
    growth: tuple[str, ...]
    asks: bool = False  # the growth still needs its reason


def read_more(row: AccountRow, client: ClientRow, month: Month) -> MonthMore:
    """Read the engagement rate of an account's month, and its growth check."""
    _figures, known = _compared(row, client, month)
    rate = compared_engagement(
        row.id, row.platform, month, client.engagement_base, known, is_seasonal=client.is_seasonal
    )
    growth = None if row.is_guest else growth_of(row.id, month)
    return MonthMore(
        row.id,
        month,
        None if rate is None else _figure(rate, client.currency),
        growth_sentences(growth) if growth is not None and growth.has_something_to_say else (),
        growth is not None and growth.asks,
    )


def _figure(one: ComparedFigure, currency: str) -> FigureLine:
    from smmdesk.documents.monthly_report import words
    from smmdesk.domain.reports.channels import paper_metric

    line = paper_metric(one)
    metric = line.metric
    missing = line.value is None and line.bounds is None
    notes = words.figure_notes(line, currency, average=True)
    if line.broken is not None:
        notes.insert(0, line.broken.note)
    elif missing:
        notes.insert(0, words.missing_word(line.state))
    elif line.bounds is not None:
        notes.insert(0, _("largest day to sum of days"))
    before = change = tone = ""
    comparison, verdict = line.comparison, words.verdict_text(line)
    if comparison is not None and not missing:
        if comparison.value is not None:
            before = words.value_text(comparison.value, metric.unit, currency)
            before += f" ({words.month_beside(comparison.month, one.figure.month)})"
        change = words.change_text(comparison, metric.unit, currency)
        tone = {Verdict.BETTER: "good", Verdict.WORSE: "bad"}.get(comparison.verdict, "muted")
    sort: Key = line.value if line.value is not None else line.bounds[1] if line.bounds is not None else None
    return FigureLine(
        metric.key,
        words.line_title(line),
        _(metric.meaning),
        words.DASH if missing else words.metric_value_text(line, currency),
        sort,
        before,
        change,
        verdict,
        tone,
        "; ".join(notes),
        _compared_words(change, line, currency),
    )


def _compared_words(change: str, line: MetricValue, currency: str) -> str:
    """Say in a sentence what a figure is held against, how it changed, and what that is called."""
    from smmdesk.documents.monthly_report import words

    comparison = line.comparison
    if line.value is None and line.bounds is None:
        return ""
    if comparison is None:
        return _("Nothing to compare it with yet.")
    month = formats.month_name(comparison.month)
    if comparison.value is None:
        notes = words.comparison_notes(comparison, line.metric.unit, currency)
        if notes:
            return words.note_text(notes)
        return _("Not compared with {month}: the platform has changed what it counts.").format(month=month)
    against = _("{before} in {month}").format(
        before=words.value_text(comparison.value, line.metric.unit, currency), month=month
    )
    judged = words.verdict_word(comparison.verdict) if words.verdict_text(line) else ""
    return words.note_text([against, change, judged])


def _post_total(total: PostTotal, currency: str) -> FigureLine:
    from smmdesk.documents.monthly_report import words

    metric = METRICS[total.metric]
    notes = [_("Added up over the posts of the month, each since it was published")]
    if total.broken is not None and total.value is None:
        notes = [break_sentence(total.broken)]
    elif total.value is None:
        notes = [words.missing_word(total.state)]
    elif total.without:
        without = ngettext("{n} post without a value", "{n} posts without a value", total.without)
        notes.append(without.format(n=total.without))
    return FigureLine(
        total.metric,
        month_title(metric),
        _(metric.meaning),
        words.value_text(total.value, metric.unit, currency),
        total.value,
        "",
        "",
        "",
        "",
        "; ".join(notes),
    )


def _gap_text(gap: Gap) -> str:
    if gap.reason:
        return f"{gap.what}: {gap.reason}"
    if gap.first_day is None or gap.last_day is None:
        return gap.what
    first, last = formats.short_day(gap.first_day), formats.short_day(gap.last_day)
    days = first if gap.first_day == gap.last_day else f"{first} – {last}"
    return _("{what}: no value for {days}").format(what=gap.what, days=days)

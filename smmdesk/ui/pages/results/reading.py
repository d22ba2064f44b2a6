"""What the page Results shows, read and written out in a worker: the words and the charts are those of the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from smmdesk.core import formats
from smmdesk.core.comparison import Verdict
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, State
from smmdesk.documents.charts import HistoryChart, Point
from smmdesk.documents.data import Gap
from smmdesk.domain.accounts import account_rows
from smmdesk.domain.clients import ClientRow, client_row, client_rows
from smmdesk.domain.imports.queries import running_import
from smmdesk.domain.results.account_month import AccountMonth, account_months
from smmdesk.domain.results.compared import ComparedFigure
from smmdesk.domain.results.histories import metric_history
from smmdesk.domain.results.overview import OverviewRow, results_overview
from smmdesk.domain.results.queries import posts_of_month
from smmdesk.domain.results.rows import PostLine, PostSum
from smmdesk.importers.registry import METRICS

Key = int | float | Fraction | Decimal | None


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One metric of an account in the month, written out."""

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


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post of the month; `values` are written out in the order of the columns, `keys` what they sort by."""

    id: int
    day: date | None
    title: str
    text: str
    format: str
    link: str
    values: tuple[str, ...]
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class AccountResults:
    """An account of the client: its figures, its posts, what is missing, when it was read."""

    id: int
    title: str
    is_guest: bool
    figures: tuple[FigureLine, ...]
    columns: tuple[str, ...]
    posts: tuple[PostRow, ...]
    gaps: tuple[str, ...]
    read_on: date | None
    first_metric: str


@dataclass(frozen=True, slots=True)
class ResultsData:
    """What the page shows: the client's accounts, or the overview of all clients."""

    month: Month
    client: ClientRow | None
    accounts: tuple[AccountResults, ...] = ()
    overview: tuple[OverviewRow, ...] = ()
    has_clients: bool = True
    has_accounts: bool = True
    importing: str | None = None


def read_results(client_id: int | None, month: Month) -> ResultsData:
    """Read the page for a client, or the overview of all."""
    importing = running_import()
    if client_id is None:
        rows = tuple(results_overview(month))
        return ResultsData(month, None, (), rows, bool(client_rows()), bool(rows), importing)
    client = client_row(client_id)
    months = account_months(client_id, month)
    accounts = tuple(_account(one, client, month) for one in months)
    return ResultsData(month, client, accounts, has_accounts=bool(account_rows(client_id)), importing=importing)


def _account(one: AccountMonth, client: ClientRow, month: Month) -> AccountResults:
    # The report's own words; they load the printing library, so not before a page of results is read.
    from smmdesk.documents.monthly_report import words
    from smmdesk.domain.reports.channels import account_gaps, post_title, shown_metrics

    rate = one.engagement
    figures = [_figure(figure, client.currency) for figure in one.metrics if figure is not rate]
    figures += [_post_sum(added, client.currency) for added in one.posts.sums]
    figures += [_figure(rate, client.currency)] if rate is not None else []
    posts = posts_of_month(one.account.id, month)
    columns = shown_metrics(posts)
    rows = []
    for post in posts:
        values, keys = [], []
        for metric in columns:
            current = post.values.get(metric.key)
            known = current is not None and current.value is not None
            written = (
                words.value_text(current.value, metric.unit, client.currency)
                if current is not None and known
                else words.missing_word(current.state if current is not None else State.NOT_AVAILABLE)
            )
            values.append(written)
            keys.append(current.value if current is not None else None)
        rows.append(
            PostRow(
                post.id,
                post.published_on,
                post_title(post),
                _whole_text(post),
                words.post_format(post.kind),
                post.permalink,
                tuple(values),
                tuple(keys),
            )
        )
    gaps = tuple(_gap_text(gap) for gap in account_gaps(one, month))
    reads = [day for day in one.read_days() if day is not None]
    return AccountResults(
        one.account.id,
        one.account.title,
        one.account.is_guest,
        tuple(figures),
        tuple(_(metric.title) for metric in columns),
        tuple(sorted(rows, key=lambda row: row.day or date.min, reverse=True)),
        gaps,
        max(reads, default=None),
        figures[0].id if figures else "",
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
    note = "; ".join(notes)
    before = change = verdict = tone = ""
    comparison = line.comparison
    if comparison is not None and not missing:
        if comparison.value is not None:
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
    )


def _post_sum(added: PostSum, currency: str) -> FigureLine:
    from smmdesk.documents.monthly_report import words

    key = added.metric
    metric = METRICS[key]
    note = _("Added up over the posts of the month, each since it was published")
    if added.missing:
        without = ngettext("{n} post without a value", "{n} posts without a value", added.missing)
        note += "; " + without.format(n=added.missing)
    if added.read_on is not None:
        note += "; " + _("as read on {day}").format(day=formats.day(added.read_on))
    return FigureLine(
        key,
        _(metric.title),
        _(metric.meaning),
        words.value_text(added.value, metric.unit, currency),
        added.value,
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


def _whole_text(post: PostLine) -> str:
    return "\n".join(part for part in (post.title.strip(), post.text.strip()) if part)[:600]


def read_history(account_id: int, key: str, month: Month, currency: str) -> HistoryChart | None:
    """Read thirteen months of a metric as the report's chart shows them; None where fewer than two have a value."""
    from smmdesk.documents.monthly_report import words

    past = metric_history(account_id, key, month)
    if past is None or past.known < 2:
        return None
    metric = past.metric
    points = tuple(
        Point(
            one.month,
            None if one.value is None else Fraction(one.value),
            words.value_text(one.value, metric.unit, currency),
            provisional=one.is_provisional,
            reason="" if one.value is not None else one.reason or words.missing_word(one.state),
        )
        for one in past.months
    )
    broken = frozenset(Month.of(change.day) for change in past.breaks)
    is_stock = metric.additivity in (Additivity.STOCK, Additivity.RATIO, Additivity.ROLLING)
    return HistoryChart(points, is_stock, broken)

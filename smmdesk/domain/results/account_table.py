"""Thirteen months of every metric of an account in one table: each cell with its state and, where there is no
number, the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from smmdesk.core import formats
from smmdesk.core.breaks import Break, crossing
from smmdesk.core.i18n import _, mark, ngettext
from smmdesk.core.periods import Month, months_between
from smmdesk.core.readings import Additivity, Direction, Metric, Number, State
from smmdesk.domain.events import EventRow, event_rows
from smmdesk.domain.results.months import HISTORY_MONTHS, account_metrics_of
from smmdesk.domain.results.queries import day_of, post_metrics_of, rows_of
from smmdesk.domain.results.rows import AccountFigure
from smmdesk.domain.results.rules import is_summed_over_posts
from smmdesk.domain.results.sums import PostMonth, PostTotal, post_months
from smmdesk.importers.registry import METRICS

# How many posts were published: not a metric of any platform, but counted from what was read.
POSTS = Metric(
    "posts.post.published.v1",
    mark("Posts published"),
    mark("How many posts were published in the month, by the client’s clock."),
    additivity=Additivity.FLOW,
    direction=Direction.NEUTRAL,
)


@dataclass(frozen=True, slots=True)
class MonthCell:
    """A metric in a month. `bounds` stand instead of a value that nobody knows exactly (largest day, sum of days).

    `without` posts have no value; `gaps` are days without one; `broken` names a change of definition inside the month.
    `is_provisional`: read before the month settles. `reason` says in words why there is no number, or what limits it.
    """

    month: Month
    value: Number | Fraction | None
    state: State
    bounds: tuple[int, int] | None = None
    gaps: tuple[tuple[date, date], ...] = ()
    posts: int = 0
    without: int = 0
    currency: str = ""
    read_on: date | None = None
    is_provisional: bool = False
    imports: tuple[int, ...] = ()
    broken: Break | None = None
    reason: str = ""

    @property
    def has_number(self) -> bool:
        """Tell whether a number or a range can be shown."""
        return self.value is not None or self.bounds is not None

    @property
    def is_whole(self) -> bool:
        """Tell whether the number is the month's: nothing missing, nothing that will still change."""
        return self.state not in (State.NOT_YET_COMPLETE, State.ESTIMATED) and not self.is_provisional


@dataclass(frozen=True, slots=True)
class MetricMonths:
    """A metric over the months of the table, oldest first; `breaks` are the changes of its definition among them."""

    metric: Metric
    cells: tuple[MonthCell, ...]
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountTable:
    """The months of an account, its metrics, the events of that time, and the metrics that may not be added up."""

    account_id: int
    months: tuple[Month, ...]
    rows: tuple[MetricMonths, ...]
    events: tuple[EventRow, ...] = ()
    not_added: tuple[Metric, ...] = ()

    def row_of(self, key: str) -> MetricMonths | None:
        """Return the row of a metric."""
        return next((row for row in self.rows if row.metric.key == key), None)


def account_table(account_id: int, client_id: int, last: Month, months: int = HISTORY_MONTHS) -> AccountTable:
    """Return every metric of an account that was read for one of the months up to `last`, month by month.

    Flows of posts are added up over the posts published in a month; unique counts and rates of posts are not.
    """
    first = last.plus(1 - months)
    span = tuple(months_between(first, last))
    covered = _covered(account_id)
    own = {
        month: {figure.metric: figure for figure in figures}
        for month, figures in account_metrics_of(account_id, span).items()
    }
    posts = post_months(account_id, span)
    rows: list[MetricMonths] = []
    if any(one.posts for one in posts.values()):
        rows.append(MetricMonths(POSTS, tuple(_count_cell(posts[month], covered) for month in span)))
    for key, metric in METRICS.items():
        if metric.of_posts:
            if not any(key in one.totals for one in posts.values()):
                continue
            cells = [_post_cell(posts[month], key, covered) for month in span]
        else:
            if not any(key in own[month] for month in span):
                continue
            cells = _account_cells([(month, own[month].get(key)) for month in span], covered)
        rows.append(MetricMonths(metric, tuple(cells), crossing(key, first.first_day, last.last_day)))
    not_added = tuple(METRICS[key] for key in post_metrics_of(account_id) if not is_summed_over_posts(METRICS[key]))
    events = tuple(event_rows(client_id, first.first_day, last.last_day, account_id))
    return AccountTable(account_id, span, tuple(rows), events, not_added)


def break_sentence(one: Break) -> str:
    """Return what a change of definition means, with its date, in the language now spoken."""
    day = formats.month_name(Month.of(one.day)) if one.is_month else formats.day(one.day)
    return _(one.sentence).format(date=day)


def break_month(one: Break) -> Month:
    """Return the first month whose figures are counted in the new way, in part or wholly."""
    return Month.of(one.day)


# ----------------------------------------------------------------------------------------------------------- cells


def _covered(account_id: int) -> list[tuple[date, date]]:
    """Return the spans of days that the finished imports of an account speak of."""
    rows = rows_of(
        """
        SELECT coalesce(i.period_first, i.first_day), coalesce(i.period_last, i.last_day)
        FROM import_account l JOIN import i ON i.id = l.import_id WHERE l.account_id = ? AND i.state = 'done'
        """,
        (account_id,),
    )
    days = ((day_of(first), day_of(last)) for first, last in rows)
    return [(first, last) for first, last in days if first is not None and last is not None]


def _is_covered(month: Month, covered: Iterable[tuple[date, date]]) -> bool:
    return any(first <= month.last_day and month.first_day <= last for first, last in covered)


def _not_imported(month: Month) -> str:
    return _("nothing was imported for {month}").format(month=formats.month_name(month))


def _count_cell(one: PostMonth, covered: Sequence[tuple[date, date]]) -> MonthCell:
    if one.posts or _is_covered(one.month, covered):
        return MonthCell(one.month, one.posts, State.VALUE if one.posts else State.ZERO, posts=one.posts)
    return MonthCell(one.month, None, State.NOT_AVAILABLE, reason=_not_imported(one.month))


def _post_cell(one: PostMonth, key: str, covered: Sequence[tuple[date, date]]) -> MonthCell:
    total = one.totals.get(key)
    if total is None:
        if not one.posts and _is_covered(one.month, covered):
            return MonthCell(one.month, None, State.NOT_APPLICABLE, reason=_("no post was published"))
        reason = _("not read for these posts") if one.posts else _not_imported(one.month)
        return MonthCell(one.month, None, State.NOT_AVAILABLE, posts=one.posts, without=one.posts, reason=reason)
    return MonthCell(
        one.month,
        total.value,
        total.state,
        posts=total.posts,
        without=total.without,
        read_on=total.read_on,
        is_provisional=_is_early(total.oldest_read_on, one.month) and total.value is not None,
        imports=total.imports,
        broken=total.broken,
        reason=_post_reason(total, one.month),
    )


def _post_reason(total: PostTotal, month: Month) -> str:
    if total.broken is not None and total.value is None:
        return break_sentence(total.broken)
    if total.value is None:
        return state_reason(total.state)
    parts = []
    if total.without:
        words = ngettext("{n} of {all} post has no value", "{n} of {all} posts have no value", total.without)
        parts.append(words.format(n=formats.number(total.without), all=formats.number(total.posts)))
    parts += _limits(total.state, total.oldest_read_on, month)
    return "; ".join(parts)


def _account_cells(
    figures: Sequence[tuple[Month, AccountFigure | None]], covered: Sequence[tuple[date, date]]
) -> list[MonthCell]:
    held = [month for month, figure in figures if figure is not None and _has_number(figure)]
    cells = []
    for month, figure in figures:
        if figure is None:
            reason = state_reason(State.NOT_AVAILABLE) if _is_covered(month, covered) else _not_imported(month)
            cells.append(MonthCell(month, None, State.NOT_AVAILABLE, reason=reason))
            continue
        broken = next(iter(crossing(figure.metric, month.first_day, month.last_day)), None)
        cells.append(
            MonthCell(
                month,
                figure.value,
                figure.state,
                bounds=figure.bounds,
                gaps=figure.gaps,
                currency=figure.currency,
                read_on=figure.read_on,
                is_provisional=_has_number(figure) and _is_early(figure.oldest_read_on, month),
                imports=figure.imports,
                broken=broken,
                reason=_account_reason(figure, broken, is_first=bool(held) and held[0] == month),
            )
        )
    return cells


def _has_number(figure: AccountFigure) -> bool:
    return figure.value is not None or figure.bounds is not None


def _account_reason(figure: AccountFigure, broken: Break | None, *, is_first: bool) -> str:
    if not _has_number(figure):
        return break_sentence(broken) if broken is not None else state_reason(figure.state)
    parts = [] if broken is None else [break_sentence(broken).rstrip(".")]
    if figure.bounds is not None:
        parts.append(_("between the largest day and the sum of the days: people are not counted twice"))
    parts += [gap_reason(first, last, figure.month, is_first=is_first) for first, last in figure.gaps]
    parts += _limits(figure.state if not figure.gaps else State.VALUE, figure.oldest_read_on, figure.month)
    return "; ".join(parts)


def gap_reason(first: date, last: date, month: Month, *, is_first: bool = False) -> str:
    """Say why days of a month have no value: the export starts or ends inside it, or they are simply not there."""
    if is_first and first == month.first_day and last < month.last_day:
        return _("the export starts on {day}").format(day=formats.day(last + timedelta(days=1), year=False))
    if last == month.last_day and first > month.first_day:
        return _("the export ends on {day}").format(day=formats.day(first - timedelta(days=1), year=False))
    if first == last:
        return _("no value for {day}").format(day=formats.day(first, year=False))
    days = f"{formats.short_day(first)} – {formats.short_day(last)}"
    return _("no value for {days}").format(days=days)


def _limits(state: State, oldest: date | None, month: Month) -> list[str]:
    parts = []
    if state is State.ESTIMATED:
        parts.append(_("estimated by the platform"))
    elif state is State.NOT_YET_COMPLETE:
        parts.append(_("not complete yet"))
    if _is_early(oldest, month) and oldest is not None:
        parts.append(
            _("read on {day}, before the month settles on {settled}").format(
                day=formats.day(oldest, year=False), settled=formats.day(month.settled_from(), year=False)
            )
        )
    return parts


def _is_early(oldest: date | None, month: Month) -> bool:
    return oldest is not None and oldest < month.settled_from()


def state_reason(state: State) -> str:
    """Say why a figure is not there."""
    if state is State.NOT_APPLICABLE:
        return _("does not apply")
    if state is State.NOT_YET_COMPLETE:
        return _("not complete yet")
    return _("the platform gave no figure")

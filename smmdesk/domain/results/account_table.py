"""Thirteen months of every metric of an account: each cell with its state and, without a number, the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from smmdesk.core import formats
from smmdesk.core.breaks import Break, crossing
from smmdesk.core.i18n import _, mark, ngettext
from smmdesk.core.periods import Month, months_between
from smmdesk.core.readings import Additivity, Direction, EngagementBase, Metric, Number, State
from smmdesk.domain.events import EventRow, event_rows
from smmdesk.domain.results.compared_engagement import engagement_by_month
from smmdesk.domain.results.coverage import open_days, open_zero
from smmdesk.domain.results.engagement import ENGAGEMENT, engagement_key
from smmdesk.domain.results.gaps import Cover, GapKind, break_text, covers_of, gaps_of, month_reason, posts_gap
from smmdesk.domain.results.months import HISTORY_MONTHS, account_metrics_of
from smmdesk.domain.results.queries import post_metrics_of
from smmdesk.domain.results.rows import AccountFigure, EngagementFigure, FigurePart
from smmdesk.domain.results.rules import is_summed_over_posts
from smmdesk.domain.results.sums import PostMonth, PostTotal, imports_state, post_months
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

    `without` posts have no value; `gaps` are days without one; `broken` names a change of definition inside the month
    (a flow then has `parts` instead of a value).
    `is_provisional`: read before the month settles. `reason` says in words why there is no number, or what limits it.
    """

    month: Month
    value: Number | Fraction | None
    state: State
    bounds: tuple[int, int] | None = None
    gaps: tuple[tuple[date, date], ...] = ()
    parts: tuple[FigurePart, ...] = ()
    posts: int = 0
    without: int = 0
    currency: str = ""
    read_on: date | None = None
    is_provisional: bool = False
    imports: tuple[int, ...] = ()
    broken: Break | None = None
    reason: str = ""
    rate: EngagementFigure | None = None  # what an engagement rate is made of

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

    def with_row(self, row: MetricMonths) -> AccountTable:
        """Return the table with one more row at its end."""
        return replace(self, rows=(*self.rows, row))


def account_table(account_id: int, client_id: int, last: Month, months: int = HISTORY_MONTHS) -> AccountTable:
    """Return every metric of an account that was read for one of the months up to `last`, month by month.

    Flows of posts are added up over the posts published in a month; unique counts and rates of posts are not.
    """
    first = last.plus(1 - months)
    span = tuple(months_between(first, last))
    own = {
        month: {figure.metric: figure for figure in figures}
        for month, figures in account_metrics_of(account_id, span).items()
    }
    posts = post_months(account_id, span)
    keys = [
        key
        for key, metric in METRICS.items()
        if (any(key in one.totals for one in posts.values()) if metric.of_posts else any(key in own[at] for at in span))
    ]
    covers = covers_of(account_id, keys)
    rows: list[MetricMonths] = []
    if any(one.posts for one in posts.values()):
        of_posts = next((covers.get(key, []) for key in keys if METRICS[key].of_posts), [])
        rows.append(MetricMonths(POSTS, tuple(_count_cell(posts[month], of_posts) for month in span)))
    for key in keys:
        mine = covers.get(key, [])
        if METRICS[key].of_posts:
            cells = [_post_cell(posts[month], key, mine) for month in span]
        else:
            cells = [_account_cell(key, month, own[month].get(key), mine) for month in span]
        rows.append(MetricMonths(METRICS[key], tuple(cells), crossing(key, first.first_day, last.last_day)))
    not_added = tuple(METRICS[key] for key in post_metrics_of(account_id) if not is_summed_over_posts(METRICS[key]))
    events = tuple(event_rows(client_id, first.first_day, last.last_day, account_id))
    return AccountTable(account_id, span, tuple(rows), events, not_added)


def break_month(one: Break) -> Month:
    """Return the first month whose figures are counted in the new way, in part or wholly."""
    return Month.of(one.day)


# ----------------------------------------------------------------------------------------------------------- cells


def _is_covered(month: Month, covers: Iterable[Cover]) -> bool:
    return any(cover.first_day <= month.last_day and month.first_day <= cover.last_day for cover in covers)


def _count_cell(one: PostMonth, covers: Sequence[Cover]) -> MonthCell:
    if one.posts:
        return MonthCell(one.month, one.posts, State.VALUE, posts=one.posts)
    if _is_covered(one.month, covers):
        lacking = open_days(one.month, covers)
        state = State.NOT_YET_COMPLETE if lacking else State.ZERO
        return MonthCell(one.month, 0, state, gaps=lacking, reason=_lacking_words(POSTS.key, lacking, covers))
    gap = posts_gap(POSTS.key, one.month.first_day, one.month.last_day, covers, has_posts=False)
    return MonthCell(one.month, None, State.NOT_AVAILABLE, reason=gap.reason)


def _post_cell(one: PostMonth, key: str, covers: Sequence[Cover]) -> MonthCell:
    total = one.totals.get(key)
    if total is None:
        gap = posts_gap(key, one.month.first_day, one.month.last_day, covers, has_posts=bool(one.posts))
        lacking = open_days(one.month, covers) if gap.kind is GapKind.NO_POSTS else ()
        nothing = gap.kind is GapKind.NO_POSTS and not lacking
        state = State.NOT_APPLICABLE if nothing else State.NOT_AVAILABLE
        no_posts = _lacking_words(key, lacking, covers) or gap.reason
        reason = _("these posts were read without it") if one.posts else no_posts
        return MonthCell(one.month, None, state, posts=one.posts, without=one.posts, reason=reason)
    lacking = open_zero(total.value, one.month, covers)
    reasons = (_post_reason(total, one.month), _lacking_words(key, lacking, covers))
    return MonthCell(
        one.month,
        total.value,
        State.NOT_YET_COMPLETE if lacking else total.state,
        gaps=lacking,
        posts=total.posts,
        without=total.without,
        read_on=total.read_on,
        is_provisional=_is_early(total.oldest_read_on, one.month) and total.value is not None,
        imports=total.imports,
        broken=total.broken,
        reason="; ".join(reason for reason in reasons if reason),
    )


def _post_reason(total: PostTotal, month: Month) -> str:
    if total.broken is not None and total.value is None:
        return break_text(total.broken)
    if total.value is None:
        return state_reason(total.state)
    parts = []
    if total.without:
        words = ngettext("{n} of {all} post has no value", "{n} of {all} posts have no value", total.without)
        parts.append(words.format(n=formats.number(total.without), all=formats.number(total.posts)))
    parts += _limits(total.state, total.oldest_read_on, month)
    return "; ".join(parts)


def _account_cell(key: str, month: Month, figure: AccountFigure | None, covers: Sequence[Cover]) -> MonthCell:
    if figure is None:
        gaps = gaps_of(key, month.first_day, month.last_day, covers, METRICS.get(key))
        return MonthCell(month, None, State.NOT_AVAILABLE, reason=month_reason(gaps))
    has_number = figure.value is not None or figure.bounds is not None
    return MonthCell(
        month,
        figure.value,
        figure.state,
        bounds=figure.bounds,
        gaps=figure.gaps,
        parts=figure.parts,
        currency=figure.currency,
        read_on=figure.read_on,
        is_provisional=has_number and _is_early(figure.oldest_read_on, month),
        imports=figure.imports,
        broken=next(iter(figure.breaks), None),
        reason=_account_reason(figure, covers, has_number=has_number),
    )


def _account_reason(figure: AccountFigure, covers: Sequence[Cover], *, has_number: bool) -> str:
    if not has_number:
        if figure.breaks:
            return break_text(figure.breaks[-1])
        if figure.state is State.NOT_APPLICABLE:
            return state_reason(figure.state)
        first, last = figure.month.first_day, figure.month.last_day
        return month_reason(gaps_of(figure.metric, first, last, covers, METRICS.get(figure.metric)))
    parts = []
    if figure.bounds is not None:
        parts.append(_("between the largest day and the sum of the days: who came twice is counted twice in the sum"))
    parts += [_gap_words(figure.metric, first, last, covers) for first, last in figure.gaps]
    parts += _limits(figure.state if not figure.gaps else State.VALUE, figure.oldest_read_on, figure.month)
    return "; ".join(parts)


def _lacking_words(key: str, spans: Iterable[tuple[date, date]], covers: Sequence[Cover]) -> str:
    return "; ".join(_gap_words(key, first, last, covers) for first, last in spans)


def _gap_words(key: str, first: date, last: date, covers: Sequence[Cover]) -> str:
    """Say which days have no value, and why."""
    days = formats.short_day(first) if first == last else f"{formats.short_day(first)} – {formats.short_day(last)}"
    return f"{days}: {month_reason(gaps_of(key, first, last, covers, METRICS.get(key)))}"


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


# ----------------------------------------------------------------------------------------------------------- rates


def engagement_row(
    account_id: int, platform: str, base: EngagementBase, last: Month, months: int = HISTORY_MONTHS
) -> MetricMonths | None:
    """Return the engagement rate of an account month by month; None where no month has one.

    On the base asked for where a month has it so, else on that of the newest month: one row has one denominator.
    It reads every post of these months, which takes its time on an account with tens of thousands.
    """
    span = tuple(months_between(last.plus(1 - months), last))
    figures = _rates(imports_state(account_id), account_id, platform, base, span)
    known = [figure.metric for figure in figures if figure is not None and figure.value is not None]
    if not known:
        return None
    wanted = engagement_key(platform, base)
    shown = wanted if wanted in known else known[-1]
    cells = [_rate_cell(month, figure, shown) for month, figure in zip(span, figures, strict=True)]
    rates = [figure for figure in figures if figure is not None and figure.metric == shown]
    keys = {key for figure in rates for key in (*figure.numerators, figure.denominator) if key}
    breaks = {one for key in keys for one in crossing(key, span[0].first_day, span[-1].last_day)}
    return MetricMonths(ENGAGEMENT[shown], tuple(cells), tuple(sorted(breaks, key=lambda one: one.day)))


@lru_cache(maxsize=64)
def _rates(
    _state: tuple[str, str], account_id: int, platform: str, base: EngagementBase, months: tuple[Month, ...]
) -> tuple[EngagementFigure | None, ...]:
    own = {
        month: {figure.metric: figure for figure in figures}
        for month, figures in account_metrics_of(account_id, months).items()
    }
    known = engagement_by_month(account_id, platform, months, base, own)
    return tuple(known.get(month) for month in months)


def _rate_cell(month: Month, figure: EngagementFigure | None, shown: str) -> MonthCell:
    if figure is None:
        return MonthCell(month, None, State.NOT_AVAILABLE, reason=_("no post with interactions and a denominator"))
    if figure.metric != shown:
        only = _("this month has only “{rate}”").format(rate=_(ENGAGEMENT[figure.metric].title))
        return MonthCell(month, None, State.NOT_AVAILABLE, reason=only)
    parts = [break_text(figure.breaks[-1])] if figure.breaks else []
    if figure.left_out:
        words = ngettext("{n} post left out, without a value", "{n} posts left out, without a value", figure.left_out)
        parts.append(words.format(n=formats.number(figure.left_out)))
    parts += _limits(figure.state, figure.oldest_read_on, month)
    return MonthCell(
        month,
        figure.value,
        figure.state,
        rate=figure,
        posts=len(figure.post_ids),
        without=figure.left_out,
        read_on=figure.read_on,
        is_provisional=figure.value is not None and _is_early(figure.oldest_read_on, month),
        imports=figure.imports,
        broken=next(iter(figure.breaks), None),
        reason="; ".join(parts),
    )

"""What may be made of readings: sums, last values, bounds, rates; each by the class of its metric (roi.md 2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from smmdesk.core.breaks import Break, crossing, parted
from smmdesk.core.periods import Month
from smmdesk.core.readings import (
    Additivity,
    Metric,
    Number,
    Span,
    State,
    figure_title,
    pooled_rate,
    reach_bounds,
    total_of,
)
from smmdesk.domain.results.definitions import breaks_between, of_one_definition
from smmdesk.domain.results.rows import AccountFigure, CurrentValue, FigurePart, PostLine, PostSum, RankedPost
from smmdesk.importers.registry import METRICS

# Segments that are the whole account, so that their figure for a period is the account's own. What is typed by hand
# stands under the word "account".
BY_HAND = "account"
WHOLE_ACCOUNT = frozenset({"", BY_HAND, "property", "channel"})
# Levels of an account, the highest first: each holds the same money again.
LEVELS = ("", "account", "property", "channel", "campaign", "ad_set", "adset", "ad_group", "ad")
# Parts that never hold the whole of an advertising account: rare search terms, and campaigns without keywords, are
# left out of such tables.
NEVER_WHOLE = ("search_term", "keyword")


@dataclass(frozen=True, slots=True)
class PeriodValue:
    """A current value of the whole account, or of one of its parts, for a period."""

    segment_id: int
    dimension: str
    first_day: date
    last_day: date
    currency: str
    current: CurrentValue


def joint_state(states: Iterable[State]) -> State:
    """Return what stands behind a figure made of several: the most careful of those that have a value.

    Where none has one: not applicable if that holds for all, else not available.
    """
    known = list(states)
    valued = [state for state in known if state.has_value]
    if not valued:
        same = bool(known) and all(state is State.NOT_APPLICABLE for state in known)
        return State.NOT_APPLICABLE if same else State.NOT_AVAILABLE
    for careful in (State.NOT_YET_COMPLETE, State.ESTIMATED, State.VALUE):
        if careful in valued:
            return careful
    return State.ZERO


def sum_of_posts(metric: Metric, posts: Sequence[PostLine]) -> PostSum | None:
    """Add a lifetime flow up over posts, as last read. None where it was never read for any of them.

    Posts from both sides of a change of definition are added up on each side only. Raises ValueError for a metric
    that may not be added up.
    """
    read = [(post, post.values[metric.key]) for post in posts if metric.key in post.values]
    if not read:
        return None
    valued = [(post, value) for post, value in read if value.value is not None]
    added = total_of(metric, [value.value for _post, value in valued if value.value is not None]) if valued else None
    days = [value.read_on for _post, value in valued if value.read_on is not None]
    breaks = breaks_between(metric.key, [post for post, _value in valued])
    return PostSum(
        metric.key,
        None if breaks else added,
        State.NOT_AVAILABLE if breaks else joint_state(value.state for _post, value in read),
        tuple(post.id for post, _value in valued),
        len(posts) - len(valued),
        max(days, default=None),
        min(days, default=None),
        _post_parts(metric, valued) if breaks else (),
        breaks,
    )


def _post_parts(metric: Metric, valued: Sequence[tuple[PostLine, CurrentValue]]) -> tuple[FigurePart, ...]:
    days = [post.published_on for post, _value in valued if post.published_on is not None]
    parts = []
    for first, last in parted(metric.key, min(days), max(days)):
        mine = [value for post, value in valued if post.published_on is not None and first <= post.published_on <= last]
        if mine:
            added = total_of(metric, [value.value for value in mine if value.value is not None])
            parts.append(FigurePart(first, last, added, joint_state(value.state for value in mine)))
    return tuple(parts)


def is_summed_over_posts(metric: Metric) -> bool:
    """Tell whether a metric of posts may be added up over the posts of a month: a flow since publication."""
    return metric.of_posts and metric.additivity is Additivity.FLOW and metric.span is Span.LIFETIME


def is_namesake(metric: Metric) -> bool:
    """Tell whether a sum over posts is called like a figure that the platform gives of the account itself."""
    return is_summed_over_posts(metric) and any(
        other.title == metric.title and not other.of_posts and other.platform == metric.platform
        for other in METRICS.values()
    )


def month_title(metric: Metric) -> str:
    """Return what a figure of an account's month is called, so that nobody takes the posts' sum for the account's."""
    return figure_title(metric, is_namesake=is_namesake(metric))


def missing_days(month: Month, known: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """Return the days of a month that are not among those given, as spans from first to last."""
    held = set(known)
    gaps: list[tuple[date, date]] = []
    day, last = month.first_day, month.last_day
    while day <= last:
        if day not in held:
            if gaps and gaps[-1][1] == day - timedelta(days=1):
                gaps[-1] = (gaps[-1][0], day)
            else:
                gaps.append((day, day))
        day += timedelta(days=1)
    return tuple(gaps)


def account_figure(
    metric: Metric,
    month: Month,
    days: Mapping[date, CurrentValue],
    periods: Sequence[PeriodValue] = (),
) -> AccountFigure:
    """Return a metric of an account for a month from its days and its periods, by the class of the metric.

    A ratio is not made here (`ratio_figure`): its own days are never put together.
    """
    inside = {day: value for day, value in sorted(days.items()) if day in month}
    whole = _whole_month(month, periods)
    breaks = crossing(metric.key, month.first_day, month.last_day)
    # A stock's last value stands on one side; everything else would mix what was counted in two ways.
    if breaks and metric.additivity not in (Additivity.STOCK, Additivity.ROLLING):
        broken = _broken(metric, month, inside, periods, breaks)
        if broken is not None:
            return broken
    if metric.additivity is Additivity.FLOW:
        return _flow(metric, month, inside, whole, periods)
    if metric.additivity in (Additivity.STOCK, Additivity.ROLLING):
        return _last(metric, month, inside)
    if whole is not None:
        return _own(metric, month, whole)
    valued = {day: value for day, value in inside.items() if value.value is not None}
    if metric.additivity is Additivity.RATIO or not valued:
        state = joint_state(_states(month, inside, periods))
        return AccountFigure(metric.key, month, None, State.NOT_AVAILABLE if state.has_value else state)
    bounds = reach_bounds(int(value.value) for value in valued.values() if value.value is not None)
    # Where no more than one day counted anybody, the largest day is the sum, so the true number is known.
    exact = bounds[0] if bounds is not None and bounds[0] == bounds[1] else None
    gaps = missing_days(month, valued)
    # The same is not known of days that were not read: nobody on two days is not nobody in the month.
    whole_state = State.ZERO if exact == 0 else State.VALUE
    return AccountFigure(
        metric.key,
        month,
        exact,
        State.NOT_AVAILABLE if exact is None else State.NOT_YET_COMPLETE if gaps else whole_state,
        bounds=bounds if exact is None else None,
        days=len(valued),
        gaps=gaps,
        **read_facts(valued.values()),
    )


def chosen_periods(values: Sequence[PeriodValue], month: Month, *, any_level: bool = False) -> list[PeriodValue]:
    """Return those periods of one metric of one account that may be added up for a month without counting twice.

    One level only, the one that covers most days, of equals the highest; within a part of the account no two periods
    that overlap: those read last first, of one read the longest. Periods that reach beyond the month are left out.
    `any_level` takes a breakdown (regions, ages) where no level is there: of advertising each holds the whole, but
    for `NEVER_WHOLE`.
    """
    inside = [
        value
        for value in values
        if (value.dimension in LEVELS or (any_level and not value.dimension.startswith(NEVER_WHOLE)))
        and month.first_day <= value.first_day
        and value.last_day <= month.last_day
        and value.current.value is not None
    ]
    if not inside:
        return []
    covered: dict[tuple[int, str], set[date]] = {}
    for value in inside:
        days = (value.last_day - value.first_day).days + 1
        covered.setdefault(_level(value.dimension), set()).update(
            value.first_day + timedelta(days=ahead) for ahead in range(days)
        )
    level = min(covered, key=lambda one: (-len(covered[one]), one))
    order = sorted(
        (value for value in inside if _level(value.dimension) == level),
        key=lambda value: (
            value.current.read_on or date.min,
            value.current.import_id,
            (value.last_day - value.first_day).days,
        ),
        reverse=True,
    )
    kept: dict[int, list[PeriodValue]] = {}
    for value in order:
        mine = kept.setdefault(value.segment_id, [])
        if all(value.last_day < other.first_day or other.last_day < value.first_day for other in mine):
            mine.append(value)
    return [value for mine in kept.values() for value in mine]


def _level(dimension: str) -> tuple[int, str]:
    return (LEVELS.index(dimension), "") if dimension in LEVELS else (len(LEVELS), dimension)


def ranked(posts: Iterable[PostLine], metric: str, *, over: str | None = None, minimum: Number = 0) -> list[RankedPost]:
    """Rank posts by a metric, best first; with `over` by the rate of the metric on that denominator.

    Posts without the values, and with a denominator (or value) under `minimum`, are left out: too small to judge. So
    are posts from before the latest change of definition among them.
    """
    upward = METRICS[metric].direction.value != "up_is_bad" if metric in METRICS else True
    found: list[RankedPost] = []
    for post in of_one_definition(posts, metric, *([over] if over is not None else [])):
        current = post.values.get(metric)
        if current is None or current.value is None:
            continue
        if over is None:
            if current.value >= minimum:
                found.append(RankedPost(post, current.value))
            continue
        below = post.values.get(over)
        if below is None or not below.value or below.value < minimum:
            continue
        rate = pooled_rate([(current.value, below.value)])
        if rate is not None:
            found.append(RankedPost(post, rate))
    return sorted(found, key=lambda one: (Fraction(one.value), -one.post.id), reverse=upward)


def best_and_worst(order: Sequence[RankedPost], most: int = 3) -> tuple[tuple[RankedPost, ...], tuple[RankedPost, ...]]:
    """Return the best posts and the worst, worst first; no post stands in both."""
    best = tuple(order[:most])
    rest = order[len(best) :]
    return best, tuple(reversed(rest[-most:]))


def _broken(
    metric: Metric,
    month: Month,
    inside: Mapping[date, CurrentValue],
    periods: Sequence[PeriodValue],
    breaks: tuple[Break, ...],
) -> AccountFigure | None:
    """Return a figure of a month in which the definition changed: no value, flows with one part for each side.

    None where nothing of the month has a value, so that something else is the reason.
    """
    valued = [value for value in inside.values() if value.value is not None]
    # The platform's own figure for a span that holds the change mixes both definitions and is no part.
    mine = [
        value
        for value in periods
        if value.current.value is not None and value.first_day in month and value.last_day in month
    ]
    if not valued and not mine:
        return None
    parts = []
    if metric.additivity is Additivity.FLOW:
        for first, last in parted(metric.key, month.first_day, month.last_day):
            part = _part(metric, month, first, last, inside, mine)
            if part is not None:
                parts.append(part)
    return AccountFigure(
        metric.key,
        month,
        None,
        State.NOT_AVAILABLE,
        days=len(valued),
        parts=tuple(parts),
        breaks=breaks,
        **read_facts(valued or [value.current for value in mine]),
    )


def _part(
    metric: Metric,
    month: Month,
    first: date,
    last: date,
    inside: Mapping[date, CurrentValue],
    periods: Sequence[PeriodValue],
) -> FigurePart | None:
    days = [value for day, value in inside.items() if first <= day <= last and value.value is not None]
    if days:
        is_whole = len(days) == (last - first).days + 1
        return FigurePart(
            first,
            last,
            total_of(metric, [value.value for value in days if value.value is not None]),
            joint_state(value.state for value in days) if is_whole else State.NOT_YET_COMPLETE,
        )
    within = [value for value in periods if first <= value.first_day and value.last_day <= last]
    chosen = chosen_periods(within, month)
    if not chosen or len({value.currency for value in chosen}) > 1:
        return None
    currents = [value.current for value in chosen]
    added = total_of(metric, [current.value for current in currents if current.value is not None])
    return FigurePart(first, last, added, joint_state(current.state for current in currents))


def _flow(
    metric: Metric,
    month: Month,
    inside: Mapping[date, CurrentValue],
    whole: PeriodValue | None,
    periods: Sequence[PeriodValue],
) -> AccountFigure:
    valued = {day: value for day, value in inside.items() if value.value is not None}
    gaps = missing_days(month, valued)
    if valued and (whole is None or (not gaps and not _is_newer(whole, valued.values()))):
        return AccountFigure(
            metric.key,
            month,
            total_of(metric, [value.value for value in valued.values() if value.value is not None]),
            # A sum that lacks days is no month's sum, and a 0 over some days is no 0 of the month.
            State.NOT_YET_COMPLETE if gaps else joint_state(value.state for value in valued.values()),
            days=len(valued),
            gaps=gaps,
            **read_facts(valued.values()),
        )
    if whole is not None:
        return _own(metric, month, whole)
    chosen = chosen_periods(periods, month)
    currencies = {value.currency for value in chosen}
    if not chosen or len(currencies) > 1:
        return AccountFigure(metric.key, month, None, joint_state(_states(month, inside, periods)))
    currents = [value.current for value in chosen]
    added = total_of(metric, [current.value for current in currents if current.value is not None])
    read = {day for value in chosen for day in days_of(value.first_day, value.last_day)}
    return AccountFigure(
        metric.key,
        month,
        added,
        # What periods over a part of the month do not hold is not known to be nothing.
        State.NOT_YET_COMPLETE
        if added == 0 and missing_days(month, read)
        else joint_state(current.state for current in currents),
        currency=currencies.pop(),
        **read_facts(currents),
    )


def _last(metric: Metric, month: Month, inside: Mapping[date, CurrentValue]) -> AccountFigure:
    valued = [(day, value) for day, value in inside.items() if value.value is not None]
    if not valued:
        return AccountFigure(metric.key, month, None, joint_state(value.state for value in inside.values()))
    (first, at_first), (last, at_last) = valued[0], valued[-1]
    has_gain = metric.additivity is Additivity.STOCK and first != last and not crossing(metric.key, first, last)
    assert at_first.value is not None and at_last.value is not None
    return AccountFigure(
        metric.key,
        month,
        at_last.value,
        at_last.state,
        as_of=last,
        gain=at_last.value - at_first.value if has_gain else None,
        days=len(valued),
        # A level that was read stands until the next reading: only what comes after the last one is open.
        gaps=missing_days(month, _days_until(month, last)),
        **read_facts([at_last]),
    )


def _own(metric: Metric, month: Month, whole: PeriodValue) -> AccountFigure:
    current, days = whole.current, month.days
    gaps: tuple[tuple[date, date], ...] = ()
    if current.state is State.NOT_YET_COMPLETE and current.read_on is not None and current.read_on in month:
        # The platform's figure of an unfinished month: what comes after the day on which it was read is missing.
        days, gaps = current.read_on.day, missing_days(month, _days_until(month, current.read_on))
    return AccountFigure(
        metric.key,
        month,
        current.value,
        current.state,
        days=days,
        gaps=gaps,
        currency=whole.currency,
        **read_facts([current]),
    )


def _days_until(month: Month, last: date) -> Iterable[date]:
    return days_of(month.first_day, last)


def days_of(first: date, last: date) -> Iterable[date]:
    """Return the days of a span; none where it ends before it begins."""
    return (first + timedelta(days=step) for step in range((last - first).days + 1))


def _exact(month: Month, periods: Sequence[PeriodValue]) -> list[PeriodValue]:
    """Return what was read of the whole account for exactly this month."""
    return [
        value
        for value in periods
        if value.dimension in WHOLE_ACCOUNT and (value.first_day, value.last_day) == (month.first_day, month.last_day)
    ]


def _whole_month(month: Month, periods: Sequence[PeriodValue]) -> PeriodValue | None:
    """Return the platform's own figure of the whole account for exactly this month, the one read last.

    Several parts of one kind (two properties) are no whole.
    """
    exact = [value for value in _exact(month, periods) if value.current.value is not None]
    parts: dict[str, set[int]] = {}
    for value in exact:
        parts.setdefault(value.dimension, set()).add(value.segment_id)
    single = [value for value in exact if len(parts[value.dimension]) == 1]
    return max(single, key=lambda value: _place(value.current), default=None)


def _place(current: CurrentValue) -> tuple[date, int]:
    """Return what decides which of several readings is the newest."""
    return current.read_on or date.min, current.import_id


def _is_newer(whole: PeriodValue, days: Iterable[CurrentValue]) -> bool:
    """Tell whether a month's own figure was read after every one of its days."""
    return _place(whole.current) > max(_place(value) for value in days)


def _states(month: Month, inside: Mapping[date, CurrentValue], periods: Sequence[PeriodValue]) -> Iterable[State]:
    """Return why no figure is there: the states of the days and those read for the month itself."""
    yield from (value.state for value in inside.values())
    yield from (value.current.state for value in _exact(month, periods) if value.current.value is None)


def read_facts(values: Iterable[CurrentValue]) -> dict[str, Any]:
    """Return what an `AccountFigure` says of how its values were read: newest and oldest day, imports."""
    known = list(values)
    days = [value.read_on for value in known if value.read_on is not None]
    return {
        "read_on": max(days, default=None),
        "oldest_read_on": min(days, default=None),
        "imports": tuple(sorted({value.import_id for value in known})),
    }

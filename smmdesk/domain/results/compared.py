"""A month's metrics of an account beside the month that they are held against (roi.md section 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from smmdesk.core.comparison import (
    RANGE_MONTHS,
    ChangeKind,
    Comparison,
    Nature,
    Period,
    Verdict,
    base_month,
    compare,
    nature_of,
)
from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, Metric, Number, State, total_of
from smmdesk.domain.results.months import account_metrics_of
from smmdesk.domain.results.queries import OF_ACCOUNT, rows_of
from smmdesk.domain.results.rows import AccountFigure
from smmdesk.importers.registry import METRICS
from smmdesk.store.fields import read_number

_ByMonth = Mapping[Month, Mapping[str, AccountFigure]]
_NOTHING = Comparison(ChangeKind.COUNT, None, Verdict.NOT_COMPARABLE)


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """A metric of an account in a month with its comparison.

    `base` is the month that it is held against, `base_value` the value there (of the same first days only, where
    `days_compared` says how many), `other_definition` the key under which that month was read, where the platform
    has changed what it counts since.
    """

    metric: Metric
    figure: AccountFigure
    base: Month
    base_value: Number | Fraction | None
    comparison: Comparison
    is_year_on_year: bool = False
    says_short_history: bool = False
    days_compared: int | None = None
    other_definition: str | None = None


def compared_metrics(account_id: int, month: Month, *, is_seasonal: bool = False) -> list[ComparedFigure]:
    """Return the figures of an account for a month, each with its comparison, in registry order.

    Seasonal clients are held against the same month a year ago where there is a figure of it, else the month before;
    whether a change is one is then judged by the same month of earlier years, as a summer says nothing of an autumn.
    An unfinished month with daily figures is compared with the same first days of the other month.
    """
    months = [month.plus(-back) for back in range(RANGE_MONTHS + 2)]
    if is_seasonal:
        months += [month.plus(-12 * years) for years in range(1, RANGE_MONTHS + 1)]
    read = account_metrics_of(account_id, months)
    known: _ByMonth = {one: {figure.metric: figure for figure in read[one]} for one in months}
    first_days = _FirstDays(account_id)
    return [_compared(figure, known, first_days, is_seasonal) for figure in known[month].values()]


def _compared(figure: AccountFigure, known: _ByMonth, first_days: _FirstDays, is_seasonal: bool) -> ComparedFigure:
    metric, month = METRICS[figure.metric], figure.month
    held = [one for one in known if _value(known, one, metric.key) is not None]
    chosen = base_month(month, held, is_seasonal=is_seasonal)
    base = known.get(chosen.month, {}).get(metric.key)
    other = _other_definition(metric.key, known.get(chosen.month, {})) if base is None else None
    days = _first_days_of(figure)
    now = _period(figure, known)
    then = None if base is None or base.currency != figure.currency else _period(base, known)
    compared = None
    if days is not None and base is not None and then is not None:
        value = first_days.sum(metric, chosen.month, days)
        if value is not None:
            compared, then = days, Period(value, days, is_whole=False)
    history = [
        _period(known[one][metric.key], known)
        for one in _comparable(known, month, metric.key, is_year_on_year=chosen.is_year_on_year)
    ]
    comparison = _NOTHING
    if now is not None and then is not None:
        comparison = compare(
            now,
            then,
            [period for period in history if period is not None],
            nature=nature_of(metric),
            direction=metric.direction,
        )
    return ComparedFigure(
        metric=metric,
        figure=figure,
        base=chosen.month,
        base_value=None if then is None else then.value,
        comparison=comparison,
        is_year_on_year=chosen.is_year_on_year,
        says_short_history=chosen.says_short_history,
        days_compared=compared,
        other_definition=other,
    )


def _value(known: _ByMonth, month: Month, key: str) -> Number | Fraction | None:
    figure = known.get(month, {}).get(key)
    return None if figure is None else figure.value


def _comparable(known: _ByMonth, month: Month, key: str, *, is_year_on_year: bool) -> list[Month]:
    """Return the last six comparable months with a figure, oldest first: those before, or the same of earlier years."""
    if is_year_on_year:
        return [one for one in sorted(known) if one < month and one.number == month.number and key in known[one]]
    return [one for one in sorted(known) if month.plus(-RANGE_MONTHS) <= one < month and key in known[one]]


def _period(figure: AccountFigure, known: _ByMonth) -> Period | None:
    """Return a figure as comparisons take it; None without a value. A stock's gain is over the month before."""
    if figure.value is None:
        return None
    gain: Number | Fraction | None = None
    if nature_of(METRICS[figure.metric]) is Nature.STOCK:
        before = _value(known, figure.month.previous, figure.metric)
        gain = figure.gain if before is None else Fraction(figure.value) - Fraction(before)
        return Period(figure.value, figure.month.days, gain=gain)
    days = figure.days or figure.month.days
    is_whole = figure.is_whole and figure.state is not State.NOT_YET_COMPLETE
    return Period(figure.value, days, is_whole=is_whole)


def _first_days_of(figure: AccountFigure) -> int | None:
    """Return how many days an unfinished month has so far: None unless all days up to one are there and no later."""
    if METRICS[figure.metric].additivity is not Additivity.FLOW or len(figure.gaps) != 1:
        return None
    first, last = figure.gaps[0]
    return first.day - 1 if last == figure.month.last_day and first.day > 1 else None


def _other_definition(key: str, there: Mapping[str, AccountFigure]) -> str | None:
    """Return the key of another version of a metric that was read instead."""
    stem, _dot, version = key.rpartition(".")
    for other in there:
        other_stem, _dot, other_version = other.rpartition(".")
        if other_stem == stem and other_version != version:
            return other
    return None


class _FirstDays:
    """The sums of an account's flows over the first days of a month, read once for each month and number of days."""

    def __init__(self, account_id: int) -> None:
        self.account_id = account_id
        self.known: dict[tuple[Month, int], dict[str, dict[date, Number]]] = {}

    def sum(self, metric: Metric, month: Month, days: int) -> Number | None:
        """Return the sum over the first days; None where one of them has no value."""
        days = min(days, month.days)
        if (month, days) not in self.known:
            self.known[month, days] = self._read(month, days)
        values = self.known[month, days].get(metric.key, {})
        return total_of(metric, values.values()) if len(values) == days else None

    def _read(self, month: Month, days: int) -> dict[str, dict[date, Number]]:
        last = month.first_day.replace(day=days)
        rows = rows_of(
            f"""
            WITH {OF_ACCOUNT}
            SELECT m.key, r.day, r.value, max(place.n)
            FROM metric_name m CROSS JOIN account_reading r ON r.account_id = ? AND r.metric_id = m.id
            CROSS JOIN place ON place.id = r.import_id
            WHERE r.day BETWEEN ? AND ? GROUP BY r.metric_id, r.day
            """,
            (self.account_id, self.account_id, month.first_day.isoformat(), last.isoformat()),
        )
        found: dict[str, dict[date, Number]] = defaultdict(dict)
        for key, day, value, _place in rows:
            number = read_number(value)
            if number is not None:
                found[key][date.fromisoformat(day)] = number
        return found

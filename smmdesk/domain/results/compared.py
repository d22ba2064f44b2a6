"""A month's metrics of an account beside the month that they are held against (roi.md section 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from smmdesk.core.breaks import Break, crossed_by, crossing
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
from smmdesk.domain.results.queries import OF_ACCOUNT, RANK, rows_of
from smmdesk.domain.results.rows import AccountFigure
from smmdesk.importers.registry import METRICS
from smmdesk.store.fields import read_number

_ByMonth = Mapping[Month, Mapping[str, AccountFigure]]
_NOTHING = Comparison(ChangeKind.COUNT, None, Verdict.NOT_COMPARABLE)
WEEKS_BACK = 28  # days: the same weekdays of four weeks before


class Hindrance(StrEnum):
    """Why two figures may not be compared, where each of them is there."""

    BREAK = "break"
    CURRENCY = "currency"
    DENOMINATOR = "denominator"


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """A metric of an account in a month with its comparison.

    `base` is the month that it is held against, `base_value` the value there: of the same first days only, where
    `days_compared` says how many; of the same weekdays `days_back` days before, where that is set. `no_daily_figures`
    is on where an unfinished month is held against a whole one. `hindrance` says why nothing is compared although
    there are two figures, `broken` which change of definition lies between them or within the month, and
    `other_definition` is the key under which the other month was read, where it was another version of the metric.
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
    days_back: int | None = None
    no_daily_figures: bool = False
    hindrance: Hindrance | None = None
    broken: Break | None = None


def compared_metrics(
    account_id: int, month: Month, *, is_seasonal: bool = False, compares_weekdays: bool = False
) -> list[ComparedFigure]:
    """Return the figures of an account for a month, each with its comparison, in registry order.

    Seasonal clients are held against the same month a year ago where there is a figure of it, else the month before;
    whether a change is one is then judged by the same month of earlier years, as a summer says nothing of an autumn.
    An unfinished month with daily figures is compared with the same first days of the other month. With
    `compares_weekdays` a flow with daily figures is held against the same days 28 days earlier, so that each day meets
    its own weekday; seasonal clients stay with the year before. Nothing is compared across a change of definition.
    """
    return compared_months(account_id, month, is_seasonal=is_seasonal, compares_weekdays=compares_weekdays)[0]


def compared_months(
    account_id: int, month: Month, *, is_seasonal: bool = False, compares_weekdays: bool = False
) -> tuple[list[ComparedFigure], _ByMonth]:
    """Return `compared_metrics` and the figures of the months that it read."""
    months = months_read(month, is_seasonal=is_seasonal)
    read = account_metrics_of(account_id, months)
    known: _ByMonth = {one: {figure.metric: figure for figure in read[one]} for one in months}
    days = _Days(account_id)
    return [_compared(figure, known, days, is_seasonal, compares_weekdays) for figure in known[month].values()], known


def months_read(month: Month, *, is_seasonal: bool) -> list[Month]:
    """Return the months that a comparison of a month needs, the month itself first."""
    months = [month.plus(-back) for back in range(RANGE_MONTHS + 2)]
    if is_seasonal:
        months += [month.plus(-12 * years) for years in range(1, RANGE_MONTHS + 1)]
    return months


def _compared(
    figure: AccountFigure, known: _ByMonth, days: _Days, is_seasonal: bool, compares_weekdays: bool
) -> ComparedFigure:
    metric, month = METRICS[figure.metric], figure.month
    held = [one for one in known if _value(known, one, metric.key) is not None]
    chosen = base_month(month, held, is_seasonal=is_seasonal)
    base = known.get(chosen.month, {}).get(metric.key)
    other = _other_definition(metric.key, known.get(chosen.month, {})) if base is None else None
    compared = ComparedFigure(
        metric=metric,
        figure=figure,
        base=chosen.month,
        base_value=None,
        comparison=_NOTHING,
        is_year_on_year=chosen.is_year_on_year,
        says_short_history=chosen.says_short_history,
        other_definition=other,
    )
    last = _last_day(figure)
    weekdays = _weekdays_back(figure, days) if compares_weekdays and not chosen.is_year_on_year else None
    first = month.first_day - timedelta(days=WEEKS_BACK) if weekdays is not None else chosen.month.first_day
    broken = figure.breaks[-1] if figure.breaks else crossed_by([metric.key], first, last)
    if broken is not None and (figure.breaks or base is not None or weekdays is not None):
        return replace(compared, broken=broken, hindrance=Hindrance.BREAK)
    now = _period(figure, known)
    if weekdays is not None:
        then: Period | None = Period(weekdays, figure.days, is_whole=figure.is_whole)
        compared = replace(compared, days_back=WEEKS_BACK)
    elif base is not None and base.currency != figure.currency and base.value is not None:
        return replace(compared, hindrance=Hindrance.CURRENCY)
    else:
        then = None if base is None else _period(base, known)
        first_days = _first_days_of(figure)
        if then is not None and first_days is not None:
            value = days.sum(metric, chosen.month.first_day, min(first_days, chosen.month.days))
            if value is not None:
                compared = replace(compared, days_compared=first_days)
                then = Period(value, min(first_days, chosen.month.days), is_whole=False)
            else:
                compared = replace(compared, no_daily_figures=True)
    if now is None or then is None:
        return replace(compared, base_value=None if then is None else then.value)
    history = [
        _period(known[one][metric.key], known)
        for one in _comparable(known, month, metric.key, last, is_year_on_year=chosen.is_year_on_year)
    ]
    comparison = compare(
        now,
        then,
        [period for period in history if period is not None],
        nature=nature_of(metric),
        direction=metric.direction,
    )
    return replace(compared, base_value=then.value, comparison=comparison)


def _value(known: _ByMonth, month: Month, key: str) -> Number | Fraction | None:
    figure = known.get(month, {}).get(key)
    return None if figure is None else figure.value


def _comparable(known: _ByMonth, month: Month, key: str, last: date, *, is_year_on_year: bool) -> list[Month]:
    """Return the last six comparable months with a figure, oldest first: those before, or the same of earlier years.

    Months from before a change of definition are not.
    """
    if is_year_on_year:
        found = [one for one in sorted(known) if one < month and one.number == month.number]
    else:
        found = [one for one in sorted(known) if month.plus(-RANGE_MONTHS) <= one < month]
    return [one for one in found if key in known[one] and not crossing(key, one.first_day, last)]


def _period(figure: AccountFigure, known: _ByMonth) -> Period | None:
    """Return a figure as comparisons take it; None without a value. A stock's gain is over the month before."""
    if figure.value is None:
        return None
    gain: Number | Fraction | None = None
    if nature_of(METRICS[figure.metric]) is Nature.STOCK:
        before = _value(known, figure.month.previous, figure.metric)
        if crossing(figure.metric, figure.month.previous.first_day, figure.month.last_day):
            before = None
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


def _last_day(figure: AccountFigure) -> date:
    """Return the last day of a month that has a value, as far as gaps at its end tell."""
    if figure.gaps and figure.gaps[-1][1] == figure.month.last_day and figure.gaps[-1][0] > figure.month.first_day:
        return figure.gaps[-1][0] - timedelta(days=1)
    return figure.month.last_day


def _weekdays_back(figure: AccountFigure, days: _Days) -> Number | None:
    """Return a flow's sum over the same days 28 days earlier; None unless each of them, there and here, has a value."""
    metric = METRICS[figure.metric]
    if metric.additivity is not Additivity.FLOW or figure.value is None or not figure.days or figure.parts:
        return None
    count = _first_days_of(figure) if figure.gaps else figure.month.days
    if count is None or days.sum(metric, figure.month.first_day, count) is None:
        return None
    return days.sum(metric, figure.month.first_day - timedelta(days=WEEKS_BACK), count)


class _Days:
    """The sums of an account's flows over days that follow one another, each span read once for all metrics."""

    def __init__(self, account_id: int) -> None:
        self.account_id = account_id
        self.known: dict[tuple[date, int], dict[str, dict[date, Number]]] = {}

    def sum(self, metric: Metric, first: date, days: int) -> Number | None:
        """Return the sum over so many days; None where one has no value or the definition changed among them."""
        last = first + timedelta(days=days - 1)
        if crossing(metric.key, first, last):
            return None
        if (first, days) not in self.known:
            self.known[first, days] = self._read(first, last)
        values = self.known[first, days].get(metric.key, {})
        return total_of(metric, values.values()) if len(values) == days else None

    def _read(self, first: date, last: date) -> dict[str, dict[date, Number]]:
        rows = rows_of(
            f"""
            WITH {OF_ACCOUNT}
            SELECT m.key, r.day, r.value, max({RANK})
            FROM metric_name m CROSS JOIN account_reading r ON r.account_id = ? AND r.metric_id = m.id
            CROSS JOIN place ON place.id = r.import_id
            WHERE r.day BETWEEN ? AND ? GROUP BY r.metric_id, r.day
            """,
            (self.account_id, self.account_id, first.isoformat(), last.isoformat()),
        )
        found: dict[str, dict[date, Number]] = defaultdict(dict)
        for key, day, value, _place in rows:
            number = read_number(value)
            if number is not None:
                found[key][date.fromisoformat(day)] = number
        return found

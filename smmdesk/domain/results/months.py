"""Reading accounts: a month's figures of each metric, thirteen months of one, what advertising cost and claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from smmdesk.core.breaks import crossing
from smmdesk.core.periods import Month, months_between
from smmdesk.core.readings import Additivity, Metric, State, total_of
from smmdesk.domain.results.definitions import side_of
from smmdesk.domain.results.queries import OF_ACCOUNT, PLACE, RANK, day_of, posts_by_month, rows_of
from smmdesk.domain.results.ratios import parts_of, ratio_figure, weighted_figure
from smmdesk.domain.results.rows import AccountFigure, CurrentValue, PostSum, SegmentSum
from smmdesk.domain.results.rules import (
    LEVELS,
    WHOLE_ACCOUNT,
    PeriodValue,
    account_figure,
    chosen_periods,
    is_summed_over_posts,
    sum_of_posts,
)
from smmdesk.importers.registry import METRICS, WEIGHTS
from smmdesk.store.fields import read_number

HISTORY_MONTHS = 13
_Days = dict[str, dict[date, CurrentValue]]
_Periods = dict[str, list[PeriodValue]]


def account_metrics(account_id: int, month: Month) -> list[AccountFigure]:
    """Return the figures of an account for a month, one for each metric that was read for it, in registry order.

    A metric that was read for other months only is left out.
    """
    return account_metrics_of(account_id, [month])[month]


def account_metrics_of(account_id: int, months: Iterable[Month]) -> dict[Month, list[AccountFigure]]:
    """Return `account_metrics` of several months, those that follow one another read together."""
    made: dict[Month, list[AccountFigure]] = {}
    for run in _runs(sorted(set(months))):
        days: dict[Month, _Days] = defaultdict(lambda: defaultdict(dict))
        for key, values in _days(account_id, run[0], run[-1]).items():
            for day, value in values.items():
                days[Month.of(day)][key][day] = value
        periods: dict[Month, _Periods] = defaultdict(lambda: defaultdict(list))
        for key, spans in _periods(account_id, run[0], run[-1]).items():
            for span in spans:
                if Month.of(span.first_day) == Month.of(span.last_day):  # a longer one is no month's own
                    periods[Month.of(span.first_day)][key].append(span)
        for month in run:
            made[month] = _figures(month, days[month], periods[month], {*days[month], *periods[month]})
    return made


def _runs(months: Sequence[Month]) -> list[list[Month]]:
    """Return sorted months in runs without a gap."""
    runs: list[list[Month]] = []
    for month in months:
        if runs and runs[-1][-1].plus(1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def account_history(account_id: int, metric: str, last: Month, months: int = HISTORY_MONTHS) -> list[AccountFigure]:
    """Return a metric of an account month by month up to `last`; a month without it is not available."""
    first = last.plus(1 - months)
    needed = parts_of(metric)
    days, periods = _days(account_id, first, last, needed), _periods(account_id, first, last, needed)
    history = []
    for month in months_between(first, last):
        figures = {figure.metric: figure for figure in _figures(month, days, periods, needed)}
        history.append(figures[metric])
    return history


def post_history(
    account_id: int, metric: str, last: Month, months: int = HISTORY_MONTHS
) -> list[tuple[Month, PostSum]]:
    """Return the sum of a lifetime flow over the posts of each month up to `last`, as last read.

    Raises ValueError for a metric that may not be added up.
    """
    known = METRICS[metric]
    if not is_summed_over_posts(known):
        raise ValueError(f"{metric} may not be added up over posts")
    first = last.plus(1 - months)
    posts = posts_by_month(account_id, [metric], first, last)
    nothing = PostSum(metric, None, State.NOT_AVAILABLE)
    return [(month, sum_of_posts(known, posts.get(month, ())) or nothing) for month in months_between(first, last)]


def segment_sums(client_id: int, month: Month, metrics: Iterable[str]) -> list[SegmentSum]:
    """Add flows up over the parts of each account of a client in a month, nothing counted twice (`chosen_periods`).

    One row for each account, metric, currency and side of a change of definition; the readings of imports read last.
    A figure of the platform for a period that holds such a change is left out.
    """
    wanted = [key for key in metrics if METRICS[key].additivity is Additivity.FLOW]
    marks = ", ".join("?" * len(wanted))
    rows = rows_of(
        f"""
        WITH {PLACE.format(client="?")}
        SELECT s.account_id, m.key, s.id, s.dimension, r.first_day, r.last_day, r.currency, r.value, r.state,
            place.read_on, r.import_id, max({RANK})
        FROM account a JOIN segment s ON s.account_id = a.id JOIN segment_reading r ON r.segment_id = s.id
        JOIN metric_name m ON m.id = r.metric_id JOIN place ON place.id = r.import_id
        WHERE a.client_id = ? AND m.key IN ({marks}) AND r.first_day >= ? AND r.last_day <= ?
        GROUP BY r.segment_id, r.metric_id, r.first_day, r.last_day
        """,
        (client_id, client_id, *wanted, month.first_day.isoformat(), month.last_day.isoformat()),
    )
    found: dict[tuple[int, str], list[PeriodValue]] = defaultdict(list)
    for account_id, key, *rest in rows:
        found[account_id, key].append(_period(rest))
    sums: list[SegmentSum] = []
    for (account_id, key), values in sorted(found.items()):
        alike: dict[tuple[str, date | None], list[PeriodValue]] = defaultdict(list)
        for value in chosen_periods(values, month, any_level=True):
            if not crossing(key, value.first_day, value.last_day):  # it would mix two definitions itself
                alike[value.currency, side_of(key, value.first_day)].append(value)
        order = sorted(alike.items(), key=lambda pair: (pair[0][0], pair[0][1] or date.min))
        sums.extend(
            _segment_sum(account_id, METRICS[key], currency, side, chosen) for (currency, side), chosen in order
        )
    return sums


def spend_of(client_id: int, month: Month) -> list[SegmentSum]:
    """Return what advertising cost in a month by account and currency: the proposals of roi.md 9.6, never booked."""
    return segment_sums(client_id, month, _named("spend", "cost"))


def platform_claims_of(client_id: int, month: Month) -> list[SegmentSum]:
    """Return the purchases and their value that advertising platforms claim in a month; none of it is counted."""
    return segment_sums(client_id, month, _named("purchases", "results_purchases", "purchase_value"))


def _named(*names: str) -> list[str]:
    return [key for key in METRICS if not METRICS[key].of_posts and key.split(".")[1] in names]


def _segment_sum(
    account_id: int, metric: Metric, currency: str, side: date | None, chosen: Sequence[PeriodValue]
) -> SegmentSum:
    read = [value.current.read_on for value in chosen if value.current.read_on is not None]
    return SegmentSum(
        account_id,
        metric.key,
        chosen[0].dimension,
        currency,
        total_of(metric, [value.current.value for value in chosen if value.current.value is not None]),
        min(value.first_day for value in chosen),
        max(value.last_day for value in chosen),
        max(read, default=None),
        tuple(sorted({value.current.import_id for value in chosen})),
        side,
    )


def _figures(month: Month, days: _Days, periods: _Periods, keys: Iterable[str]) -> list[AccountFigure]:
    wanted = set(keys)
    made = {
        key: account_figure(metric, month, days.get(key, {}), periods.get(key, ()))
        for key, metric in METRICS.items()
        if key in wanted
    }
    for key in made:
        if METRICS[key].additivity is Additivity.RATIO and made[key].value is None:
            made[key] = (
                weighted_figure(METRICS[key], month, days.get(key, {}), days.get(WEIGHTS[key], {}))
                if key in WEIGHTS
                else ratio_figure(METRICS[key], month, made)
            ) or made[key]
    return list(made.values())


def _days(account_id: int, first: Month, last: Month, keys: Iterable[str] = ()) -> _Days:
    wanted = sorted(keys)
    only = f"AND m.key IN ({', '.join('?' * len(wanted))})" if wanted else ""
    rows = rows_of(
        f"""
        WITH {OF_ACCOUNT}
        SELECT m.key, r.day, r.value, r.state, place.read_on, r.import_id, max({RANK})
        FROM metric_name m CROSS JOIN account_reading r ON r.account_id = ? AND r.metric_id = m.id
        CROSS JOIN place ON place.id = r.import_id
        WHERE r.day BETWEEN ? AND ? {only} GROUP BY r.metric_id, r.day
        """,
        (account_id, account_id, first.first_day.isoformat(), last.last_day.isoformat(), *wanted),
    )
    found: _Days = defaultdict(dict)
    for key, day, value, state, read_on, import_id, _place in rows:
        found[key][date.fromisoformat(day)] = CurrentValue(read_number(value), State(state), day_of(read_on), import_id)
    return found


def _periods(account_id: int, first: Month, last: Month, keys: Iterable[str] = ()) -> _Periods:
    wanted, levels = sorted(keys), sorted({*WHOLE_ACCOUNT, *LEVELS})
    only = f"AND m.key IN ({', '.join('?' * len(wanted))})" if wanted else ""
    rows = rows_of(
        f"""
        WITH {OF_ACCOUNT}
        SELECT m.key, s.id, s.dimension, r.first_day, r.last_day, r.currency, r.value, r.state, place.read_on,
            r.import_id, max({RANK})
        FROM segment s CROSS JOIN segment_reading r ON r.segment_id = s.id
        CROSS JOIN place ON place.id = r.import_id CROSS JOIN metric_name m ON m.id = r.metric_id
        WHERE s.account_id = ? AND s.dimension IN ({", ".join("?" * len(levels))})
        AND r.first_day >= ? AND r.last_day <= ? {only}
        GROUP BY r.segment_id, r.metric_id, r.first_day, r.last_day
        """,
        (account_id, account_id, *levels, first.first_day.isoformat(), last.last_day.isoformat(), *wanted),
    )
    found: _Periods = defaultdict(list)
    for key, *rest in rows:
        found[key].append(_period(rest))
    return found


def _period(row: Sequence[Any]) -> PeriodValue:
    segment_id, dimension, first, last, currency, value, state, read_on, import_id, *_place = row
    current = CurrentValue(read_number(value), State(state), day_of(read_on), import_id)
    return PeriodValue(segment_id, dimension, date.fromisoformat(first), date.fromisoformat(last), currency, current)

"""Ratios made again: from the flows that they are made of, or from days weighted by a flow (roi.md 2.1, 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from smmdesk.core.breaks import crossing
from smmdesk.core.periods import Month
from smmdesk.core.readings import Metric, State, pooled_rate
from smmdesk.domain.results.rows import AccountFigure, CurrentValue
from smmdesk.domain.results.rules import joint_state, missing_days, read_facts
from smmdesk.importers.registry import RATIOS, WEIGHTS


def ratio_figure(metric: Metric, month: Month, figures: Mapping[str, AccountFigure]) -> AccountFigure | None:
    """Make a ratio again from the flows of the same month; None where a part is missing. Source: roi.md 2.1."""
    parts = RATIOS.get(metric.key)
    if parts is None or crossing(metric.key, month.first_day, month.last_day):
        return None
    above, below, factor = parts
    used = [figures[key] for key in (*above, below) if key in figures]
    if len(used) != len(above) + 1:
        return None
    numerators, denominator = [figure.value for figure in used[:-1]], used[-1].value
    if denominator is None or any(value is None for value in numerators):
        return None
    if len({figure.currency for figure in used if figure.currency}) > 1 or len({figure.gaps for figure in used}) > 1:
        return None
    together = sum((Fraction(value) for value in numerators if value is not None), Fraction(0)) * factor
    if not denominator:
        return AccountFigure(metric.key, month, None, State.NOT_APPLICABLE)
    state = joint_state(figure.state for figure in used)
    return AccountFigure(
        metric.key,
        month,
        together / Fraction(denominator),
        State.ZERO if not together and state is State.VALUE else state,
        days=used[-1].days,
        gaps=used[-1].gaps,
        currency=next((figure.currency for figure in used if figure.currency), ""),
        read_on=max((figure.read_on for figure in used if figure.read_on), default=None),
        oldest_read_on=min((figure.oldest_read_on for figure in used if figure.oldest_read_on), default=None),
        imports=tuple(sorted({one for figure in used for one in figure.imports})),
    )


def weighted_figure(
    metric: Metric, month: Month, days: Mapping[date, CurrentValue], weights: Mapping[date, CurrentValue]
) -> AccountFigure | None:
    """Return Σ (value × weight) ÷ Σ weight over the days of a month; None where a weighted day lacks its value.

    A day of weight 0 has no value and changes nothing. Source: roi.md 2.2 (average position by impressions).
    """
    inside = {day: one for day, one in sorted(weights.items()) if day in month and one.value is not None}
    if not inside:
        return None
    counted = {day: one.value for day, one in inside.items() if one.value}
    values = {day: value for day in counted if day in days and (value := days[day].value) is not None}
    if len(values) < len(counted):
        return None
    rate = pooled_rate((values[day] * weight, weight) for day, weight in counted.items())
    gaps = missing_days(month, inside)
    if rate is None:
        return AccountFigure(metric.key, month, None, State.NOT_APPLICABLE)
    return AccountFigure(
        metric.key,
        month,
        rate,
        State.NOT_YET_COMPLETE if gaps else joint_state(days[day].state for day in values),
        days=len(inside),
        gaps=gaps,
        **read_facts([*(days[day] for day in values), *inside.values()]),
    )


def parts_of(metric: str) -> set[str]:
    """Return the metrics that are needed to make a metric's figure: itself, and what a ratio is made of."""
    above, below, _factor = RATIOS.get(metric, ((), metric, 1))
    return {metric, *above, below, WEIGHTS.get(metric, metric)}

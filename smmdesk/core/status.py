"""How far a target is: status in words, expected to date, projection, and the pace of a budget (roi.md section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from smmdesk.core.i18n import mark

ON_TRACK_FROM = Fraction(95, 100)
AT_RISK_FROM = Fraction(75, 100)
EARLY_SHARE = Fraction(20, 100)
EARLY_DAYS = 5
DAYS_OF_A_MONTH = Fraction(304, 10)

Exact = int | Decimal | Fraction


class Status(StrEnum):
    """Where a target stands."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    MET = "met"
    TOO_EARLY = "too_early"
    NO_DATA = "no_data"


STATUS_TITLES = {
    Status.ON_TRACK: mark("On track"),
    Status.AT_RISK: mark("At risk"),
    Status.OFF_TRACK: mark("Off track"),
    Status.MET: mark("Met"),
    Status.TOO_EARLY: mark("Too early to say"),
    Status.NO_DATA: mark("No data"),
}


class Pace(StrEnum):
    """How fast a budget is spent."""

    SLOW = "slow"
    ON_PACE = "on_pace"
    FAST = "fast"


PACE_TITLES = {
    Pace.SLOW: mark("Spending too slowly"),
    Pace.ON_PACE: mark("Spending as planned"),
    Pace.FAST: mark("Spending too fast"),
}


def expected_to_date(target: Exact, elapsed: int, total: int, plan: Sequence[Exact] = ()) -> Fraction:
    """Return what a target that fills up should have reached after so many days (or weeks).

    `plan` holds a weight for each of the `total` parts where the way is not a straight line; only their proportions
    matter.
    """
    if plan:
        weights = [Fraction(weight) for weight in plan]
        return Fraction(target) * sum(weights[:elapsed], Fraction(0)) / sum(weights, Fraction(0))
    return Fraction(target) * elapsed / total


def target_status(
    actual: Exact | None,
    target: Exact,
    *,
    elapsed: int,
    total: int,
    lower_is_better: bool = False,
    fills_up: bool = True,
    plan: Sequence[Exact] = (),
) -> Status:
    """Return the status of a target after `elapsed` of `total` days.

    r = actual ÷ expected to date, for lower-is-better expected ÷ actual: on track from 0.95, at risk from 0.75.
    `fills_up` is off for rates, costs per result and stocks, of which the whole target is expected at any time. Met
    when the final target is reached: what should stay low can be met only when the period is over. Source: roi.md 5.
    """
    if actual is None:
        return Status.NO_DATA
    reached = Fraction(actual) <= Fraction(target) if lower_is_better else Fraction(actual) >= Fraction(target)
    is_over = elapsed >= total
    if reached and (is_over or not lower_is_better):
        return Status.MET
    if not is_over and (elapsed < EARLY_DAYS or Fraction(elapsed, total) < EARLY_SHARE):
        return Status.TOO_EARLY
    expected = expected_to_date(target, elapsed, total, plan) if fills_up else Fraction(target)
    above, below = (expected, Fraction(actual)) if lower_is_better else (Fraction(actual), expected)
    if below <= 0 or above >= ON_TRACK_FROM * below:
        return Status.ON_TRACK
    return Status.AT_RISK if above >= AT_RISK_FROM * below else Status.OFF_TRACK


def projection(actual: Exact, elapsed: int, total: int) -> Fraction | None:
    """Return what the pace so far leads to at the end; None before the first day, and at the end itself."""
    return Fraction(actual) / elapsed * total if 0 < elapsed < total else None


def budget_band(elapsed: int, total: int) -> tuple[Fraction, Fraction]:
    """Return the tolerated spent ÷ expected: from 0.75 to 1.25 at the start, narrowing to 0.95 to 1.05 at the end."""
    passed = Fraction(elapsed, total)
    return Fraction(3, 4) + passed / 5, Fraction(5, 4) - passed / 5


def budget_pace(spent: Exact, budget: Exact, elapsed: int, total: int) -> Pace | None:
    """Return whether a budget is spent too slowly or too fast; None while nothing is expected yet."""
    expected = expected_to_date(budget, elapsed, total)
    if expected <= 0:
        return None
    low, high = budget_band(elapsed, total)
    ratio = Fraction(spent) / expected
    return Pace.SLOW if ratio < low else Pace.FAST if ratio > high else Pace.ON_PACE


def daily_budget(monthly: Exact) -> Fraction:
    """Return a monthly budget per day as Google reckons it: ÷ 30.4."""
    return Fraction(monthly) / DAYS_OF_A_MONTH


def monthly_cap(daily: Exact) -> Fraction:
    """Return the most that a daily budget costs in a month: × 30.4."""
    return Fraction(daily) * DAYS_OF_A_MONTH

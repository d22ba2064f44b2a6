"""Formulas on plain amounts: payback, pooled return, break-evens, cost per result, claims against orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from smmdesk.core.money import round_up


@dataclass(frozen=True, slots=True)
class Payback:
    """When the costs came back, in whole months from 1; all None: not yet, and no pace to say when.

    `month` is the first month whose cumulative net is not below 0, `dips_in` the first later one in which it falls
    below again, `expected` the month in which it would be reached at the pace of the last three.
    """

    month: int | None = None
    dips_in: int | None = None
    expected: int | None = None


def payback(nets: Sequence[int]) -> Payback:
    """Return the payback of monthly nets (value − invested). Source: roi.md 9.5.

    The pace is said only where three months exist and their average is above 0.
    """
    total = 0
    reached = None
    for place, net in enumerate(nets, start=1):
        total += net
        if reached is None and total >= 0:
            reached = place
        elif reached is not None and total < 0:
            return Payback(reached, dips_in=place)
    if reached is not None:
        return Payback(reached)
    pace = sum(nets[-3:])
    if len(nets) < 3 or pace <= 0:
        return Payback()
    return Payback(expected=len(nets) + round_up(Fraction(-3 * total, pace)))


def cumulative(nets: Iterable[int]) -> list[int]:
    """Return the running sums of monthly nets."""
    sums: list[int] = []
    for net in nets:
        sums.append((sums[-1] if sums else 0) + net)
    return sums


def return_on_investment(value: int, invested: int) -> Fraction | None:
    """Return (value − invested) ÷ invested in percent; None where nothing was invested. Source: roi.md 9.5."""
    return Fraction(100 * (value - invested), invested) if invested else None


def pooled_return(parts: Iterable[tuple[int, int]]) -> Fraction | None:
    """Return the ROI of several campaigns (value, invested) in percent: pooled, never the mean of ROIs."""
    pairs = list(parts)
    return return_on_investment(sum(value for value, _ in pairs), sum(invested for _, invested in pairs))


def cost_per_result(cost: int, results: int | Fraction) -> Fraction | None:
    """Return hundredths per result (CPA, CPL); None without results: "spent, none yet", never infinite or 0."""
    return Fraction(cost) / results if results > 0 else None


def claims_ratio(claims: int | Fraction, orders: int) -> Fraction | None:
    """Return how many sales the platforms claim per recorded order; None without orders. Claims are never added."""
    return Fraction(claims) / orders if orders else None


def lifetime_remainder(lifetime: int, first_order: int, customers: int = 1) -> int:
    """Return what may be estimated of customers' lifetime value: only what is beyond the first order (roi.md 9.8)."""
    return customers * (lifetime - first_order)

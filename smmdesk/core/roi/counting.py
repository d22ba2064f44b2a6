"""Which value rows count: one order, one credit (roi.md 9.2 and 9.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from smmdesk.core.roi.amounts import ValueAmounts
from smmdesk.core.roi.words import NotCountedReason


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A value row that stays visible without being counted: why, and which row stands instead of it."""

    id: str
    reason: NotCountedReason
    of: str


@dataclass(frozen=True, slots=True)
class OversharedOrder:
    """An order of which more than 100 % was given away: its key, the sum of shares in percent, the rows' ids."""

    order_key: str
    share: Fraction
    ids: tuple[str, ...]


def _strength(value: ValueAmounts) -> tuple[int, int]:
    return value.tier.rank, value.row.entry


def not_counted(values: Iterable[ValueAmounts]) -> dict[str, NotCounted]:
    """Return the rows that do not count, by id, over all rows of a client.

    A saving beats every other row of its order; else of two rows with one order and one rule the strongest effective
    tier stands, then the first entered. Rows without an order are never compared. Reversals are exempt, but one of a
    row that is not counted is not counted either.
    """
    orders: dict[str, list[ValueAmounts]] = defaultdict(list)
    reversals: list[ValueAmounts] = []
    for value in values:
        if value.row.is_reversal:
            reversals.append(value)
        elif value.order_key:
            orders[value.order_key].append(value)
    found: dict[str, NotCounted] = {}
    for rows in orders.values():
        savings = [value for value in rows if value.is_saving]
        if savings:
            best = min(savings, key=_strength)
            for value in rows:
                if value is not best:
                    found[value.row.id] = NotCounted(value.row.id, NotCountedReason.SAVING_OF_SAME_ORDER, best.row.id)
            continue
        standing: dict[str, ValueAmounts] = {}
        for value in sorted(rows, key=_strength):
            best = standing.setdefault(value.rule, value)
            if value is not best:
                found[value.row.id] = NotCounted(value.row.id, NotCountedReason.DUPLICATE, best.row.id)
    for value in reversals:
        if value.original.id in found:
            found[value.row.id] = NotCounted(value.row.id, NotCountedReason.REVERSES_NOT_COUNTED, value.original.id)
    return found


def overshared_orders(counted: Iterable[ValueAmounts]) -> list[OversharedOrder]:
    """Return the orders whose counted rows, reversals left out, share more than 100 % of them."""
    orders: dict[str, list[ValueAmounts]] = defaultdict(list)
    for value in counted:
        if value.order_key and not value.row.is_reversal:
            orders[value.order_key].append(value)
    found = []
    for order_key, rows in orders.items():
        share = sum((Fraction(value.share) for value in rows), Fraction(0))
        if share > 100:
            found.append(OversharedOrder(order_key, share, tuple(value.row.id for value in rows)))
    return found

"""Payback and the other formulas on plain amounts, with their edges."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmdesk.core.roi.formulas import (
    Payback,
    claims_ratio,
    cost_per_result,
    cumulative,
    payback,
    pooled_return,
    return_on_investment,
)


@pytest.mark.parametrize(
    ("nets", "expected"),
    [
        ([], Payback()),
        ([0], Payback(1)),
        ([-100, 100], Payback(2)),
        ([-100, 150, -100, 10], Payback(2, dips_in=3)),
        ([-100, 150, -50, 10], Payback(2)),
        ([-900, 100, 100], Payback()),  # the last three add up to less than 0
        ([-900, 100, 100, 100], Payback(expected=10)),  # 600 left at 100 a month
        ([-900, 100, 100, 101], Payback(expected=10)),  # 599 left at 100.33
        ([-900, 10, -10, 0], Payback()),
        ([-10, 9], Payback()),  # no pace from two months
    ],
)
def test_payback(nets: list[int], expected: Payback) -> None:
    assert payback(nets) == expected


@given(st.lists(st.integers(-1000, 1000), max_size=12))
def test_payback_is_where_the_cumulative_sum_says(nets: list[int]) -> None:
    sums = cumulative(nets)
    found = payback(nets)
    above = [place for place, total in enumerate(sums, start=1) if total >= 0]
    assert found.month == (above[0] if above else None)
    if found.dips_in is not None:
        assert sums[found.dips_in - 1] < 0
    if found.expected is not None:
        assert found.expected > len(nets)


def test_nothing_invested_nothing_returned() -> None:
    assert return_on_investment(100, 0) is None
    assert pooled_return([]) is None


def test_cost_per_result_and_claims() -> None:
    assert cost_per_result(200_00, 8) == 25_00
    assert cost_per_result(200_00, Fraction(5, 2)) == 80_00
    assert claims_ratio(5, 0) is None

"""Status of targets and the pace of budgets: vectors and edges."""

from __future__ import annotations

from decimal import Decimal

import pytest

from smmdesk.core.money import decimal_text
from smmdesk.core.status import (
    PACE_TITLES,
    STATUS_TITLES,
    Pace,
    Status,
    budget_band,
    budget_pace,
    daily_budget,
    expected_to_date,
    monthly_cap,
    projection,
    target_status,
)


def after(actual: object, target: object, elapsed: int = 30, total: int = 30, **more: object) -> Status:
    return target_status(actual, target, elapsed=elapsed, total=total, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("day", "low", "high"), [(15, "0.85", "1.15"), (24, "0.91", "1.09"), (30, "0.95", "1.05")])
def test_k10_budget_band(day: int, low: str, high: str) -> None:
    assert tuple(map(decimal_text, budget_band(day, 30))) == (low, high)


def test_k11_leads_by_day_10() -> None:
    assert expected_to_date(120, 10, 30) == 40
    assert after(38, 120, 10) is Status.ON_TRACK
    assert projection(38, 10, 30) == 114


@pytest.mark.parametrize(
    ("actual", "status"), [("0.75", Status.AT_RISK), ("0.7499", Status.OFF_TRACK), ("0.95", Status.ON_TRACK)]
)
def test_k12_edges(actual: str, status: Status) -> None:
    assert after(Decimal(actual), 2, 15) is status


def test_k12_lower_is_better() -> None:
    assert after(25, 20, 15, lower_is_better=True, fills_up=False) is Status.AT_RISK
    assert after(15, 20, 15, lower_is_better=True, fills_up=False) is Status.ON_TRACK
    assert after(20, 20, lower_is_better=True, fills_up=False) is Status.MET
    assert after(0, 20, 15, lower_is_better=True) is Status.ON_TRACK


def test_k22_monthly_and_daily_budgets() -> None:
    assert decimal_text(daily_budget(304)) == "10.00"
    assert decimal_text(monthly_cap(5)) == "152.00"


def test_met_too_early_no_data() -> None:
    assert after(8, 8) is Status.MET
    assert after(8, 8, 1) is Status.MET
    assert after(None, 8) is Status.NO_DATA
    assert after(1, 120, 5) is Status.TOO_EARLY  # 5 of 30 days are less than a fifth
    assert after(1, 120, 4, 10) is Status.TOO_EARLY  # fewer than 5 days
    assert after(1, 120, 6) is Status.OFF_TRACK
    assert after(7, 8, 3, 3) is Status.AT_RISK  # a period that is over is never too early


def test_plan_with_weights() -> None:
    plan = [1] * 10 + [5] * 20
    assert expected_to_date(110, 10, 30, plan) == 10
    assert after(10, 110, 10, plan=plan) is Status.ON_TRACK
    assert after(10, 110, 10) is Status.OFF_TRACK


def test_no_projection_at_the_end() -> None:
    assert projection(38, 30, 30) is None
    assert projection(0, 0, 30) is None


def test_pace_of_a_budget() -> None:
    assert budget_pace(100, 300, 15, 30) is Pace.SLOW
    assert budget_pace(150, 300, 15, 30) is Pace.ON_PACE
    assert budget_pace(173, 300, 15, 30) is Pace.FAST
    assert budget_pace(10, 300, 0, 30) is None


def test_every_word_has_a_title() -> None:
    assert set(STATUS_TITLES) == set(Status)
    assert set(PACE_TITLES) == set(Pace)

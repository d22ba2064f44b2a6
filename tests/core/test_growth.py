"""Growth that needs an explanation: the vectors K13 to K17 of the specification and every branch of the rule."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from smmdesk.core.growth import (
    DayGrowth,
    DayVerdict,
    Outcome,
    judged_day,
    judged_days,
    judged_month,
    median,
    outcome_of,
    spike_score,
)
from smmdesk.core.money import decimal_text

DAY = date(2026, 6, 29)
K14 = [8, 12, 5, 9, 11, 7, 10, 14, 6, 9, 10, 13, 8, 11, 7, 9, 12, 10, 6, 8, 11, 9, 10, 7, 13, 8, 12, 9]
K15 = [*[5] * 20, *[6] * 4, *[4] * 4]


def score_text(gain: int, others: list[int], digits: int = 2) -> str:
    score = spike_score(gain, others)
    assert score is not None
    return decimal_text(score, digits)


def test_k13_the_score_is_not_scaled_twice() -> None:
    numbers = [10, 12, 12, 13, 12, 11, 14, 300]
    assert median(numbers) == 12
    assert score_text(300, numbers, 3) == "194.256"


@pytest.mark.parametrize(
    ("gain", "score", "verdict"),
    [(16, "2.36", DayVerdict.USUAL), (25, "5.40", DayVerdict.USUAL), (640, "212.80", DayVerdict.SPIKE)],
)
def test_k14_a_jump_must_be_far_and_large(gain: int, score: str, verdict: DayVerdict) -> None:
    found = judged_day(DAY, gain, K14, 5200)
    assert (found.median, found.verdict, score_text(gain, K14)) == (9, verdict, score)


def test_k15_without_a_spread_the_mean_deviation_speaks() -> None:
    assert score_text(45, K15) == "111.70"
    assert judged_day(DAY, 45, K15, 900).verdict is DayVerdict.USUAL
    assert judged_day(DAY, 50, K15, 900).verdict is DayVerdict.SPIKE


def test_k16_growth_without_engagement() -> None:
    found = judged_month(8000, 5200, [210, 260, 240, 280, 250, 230], (104, 101))
    assert found.share is not None
    assert found.times is not None
    assert found.engagement is not None
    assert decimal_text(found.share * 100, 1) == "153.8"
    assert (found.median, decimal_text(found.times, 1)) == (245, "32.7")
    assert decimal_text(found.engagement * 100, 1) == "-2.9"
    assert found.diverges
    assert decimal_text(Fraction(104, 5200) * 100) == "2.00"
    assert decimal_text(Fraction(101, 13_200) * 100) == "0.77"


def test_k17_growth_with_engagement_is_none() -> None:
    found = judged_month(1500, 5200, [210, 260, 240, 280, 250, 230], (104, 250))
    assert found.share is not None
    assert found.times is not None
    assert found.engagement is not None
    assert [decimal_text(value, 1) for value in (found.share * 100, found.times, found.engagement * 100)] == [
        "28.8", "6.1", "140.4",
    ]  # fmt: skip
    assert not found.diverges


def test_the_size_guard_is_fifty_or_one_percent() -> None:
    assert judged_day(DAY, 51, K14, 5200).verdict is DayVerdict.USUAL
    assert judged_day(DAY, 52, K14, 5200).verdict is DayVerdict.SPIKE
    assert judged_day(DAY, 49, K14, 100).verdict is DayVerdict.USUAL
    assert judged_day(DAY, 50, K14, None).verdict is DayVerdict.SPIKE


def test_where_every_day_was_alike_only_the_size_counts() -> None:
    alike = [5] * 28
    assert spike_score(60, alike) is None
    assert judged_day(DAY, 60, alike, 900).verdict is DayVerdict.SPIKE
    assert judged_day(DAY, 49, alike, 900).verdict is DayVerdict.USUAL
    assert judged_day(DAY, 60, [60] * 28, 900).verdict is DayVerdict.USUAL


def test_far_below_the_median_is_a_loss() -> None:
    assert judged_day(DAY, -400, K14, 5200).verdict is DayVerdict.LOSS
    assert judged_day(DAY, -40, K14, 5200).verdict is DayVerdict.USUAL


def test_under_fourteen_days_nothing_is_said() -> None:
    assert judged_day(DAY, 9000, K14[:13], 5200).verdict is DayVerdict.TOO_LITTLE_HISTORY
    assert judged_day(DAY, 9000, K14[:14], 5200).verdict is DayVerdict.SPIKE


def test_days_are_judged_by_the_28_before_themselves_left_out() -> None:
    first = DAY - timedelta(days=28)
    gains: dict[date, int | Fraction] = {first + timedelta(days=place): gain for place, gain in enumerate(K14)}
    gains[DAY] = 640
    gains[first - timedelta(days=1)] = 100_000  # 29 days before: no part of it
    judged = judged_days(dict(gains), {DAY: 5840}, DAY, DAY)  # 5,200 before the gain
    assert [(one.day, one.median, one.verdict) for one in judged] == [(DAY, 9, DayVerdict.SPIKE)]
    assert judged_days(dict(gains), {DAY - timedelta(days=1): 64_001}, DAY, DAY)[0].verdict is DayVerdict.USUAL


@pytest.mark.parametrize(
    ("gain", "before", "history", "posts"),
    [
        pytest.param(519, 5200, [10] * 6, (104, 101), id="under ten percent"),
        pytest.param(1200, 5200, [241] * 6, (104, 101), id="under five times the median"),
        pytest.param(8000, 5200, [245] * 6, (100, 105), id="engagement up by five percent"),
        pytest.param(8000, 5200, [245] * 2, (104, 101), id="two months of history"),
        pytest.param(8000, None, [245] * 6, (104, 101), id="followers not known"),
        pytest.param(8000, 5200, [245] * 6, (None, 101), id="no posts before"),
    ],
)
def test_a_month_diverges_only_by_all_three(
    gain: int, before: int | None, history: list[int], posts: tuple[int | None, int | None]
) -> None:
    assert not judged_month(gain, before, history, posts).diverges


def test_only_the_last_six_months_are_the_measure() -> None:
    assert judged_month(8000, 5200, [10**6, *[245] * 6], (104, 101)).median == 245


def day(verdict: DayVerdict) -> DayGrowth:
    return DayGrowth(DAY, 1, 1, Fraction(1), verdict)


def test_the_three_outcomes() -> None:
    diverging = judged_month(8000, 5200, [245] * 6, (104, 101))
    calm = judged_month(10, 5200, [245] * 6, (104, 101))
    spike, usual = [day(DayVerdict.SPIKE)], [day(DayVerdict.USUAL), day(DayVerdict.LOSS)]
    assert outcome_of(usual, calm) is Outcome.NONE
    assert outcome_of([], None) is Outcome.NONE
    assert outcome_of(spike, calm) is Outcome.UNUSUAL
    assert outcome_of(usual, diverging) is Outcome.UNUSUAL
    assert outcome_of(spike, diverging) is Outcome.NEEDS_EXPLANATION


@given(some.lists(some.integers(-1000, 1000), min_size=1, max_size=40), some.integers(-5000, 5000))
def test_the_score_has_the_sign_of_the_distance(others: list[int], gain: int) -> None:
    score = spike_score(gain, others)
    if score is None:
        assert len(set(others)) == 1
    else:
        assert (score > 0) == (gain > median(others))

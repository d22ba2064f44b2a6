"""Comparisons: the vectors of the specification and every branch of kind and verdict."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmdesk.core.comparison import (
    ChangeKind,
    Comparison,
    Nature,
    Period,
    Verdict,
    base_month,
    compare,
    is_beyond_chance,
    nature_of,
    printed_points,
)
from smmdesk.core.money import decimal_text
from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, Direction, Metric, Unit, pooled_rate, reach_bounds


def month(value: int | Decimal, days: int = 30, **more: object) -> Period:
    return Period(value, days, **more)  # type: ignore[arg-type]


def events(before: int, after: int) -> Comparison:
    return compare(month(after), month(before), nature=Nature.EVENTS)


def test_k1_pool_do_not_average() -> None:
    assert decimal_text((pooled_rate([(50, 200), (100, 10_000)]) or 0) * 100) == "1.47"


def test_k2_rate_on_impressions() -> None:
    assert decimal_text((pooled_rate([(108, 2600)]) or 0) * 100) == "4.15"


def test_k4_reach_is_a_bound() -> None:
    assert reach_bounds([3, 1, 1, 1]) == (3, 6)


def test_k5_per_day_when_lengths_differ() -> None:
    found = compare(month(30_000, 28), month(31_000, 31), nature=Nature.BURSTS)
    assert (found.kind, found.text) == (ChangeKind.PER_DAY, "7.14")
    assert found.per_day is not None
    assert [decimal_text(average) for average in found.per_day] == ["1071.43", "1000.00"]
    equal = compare(month(30_000, 31), month(31_000, 31), nature=Nature.BURSTS)
    assert (equal.kind, equal.text) == (ChangeKind.PERCENT, "-3.23")


@pytest.mark.parametrize(
    ("before", "after", "kind", "text", "verdict"),
    [
        pytest.param(4, 9, "count", "5", "stable", id="K6a"),
        pytest.param(0, 7, "new", "7", "better", id="K6b"),
        pytest.param(20, 30, "percent", "50.00", "stable", id="K6c"),
        pytest.param(100, 150, "percent", "50.00", "better", id="K6d"),
        pytest.param(400, 450, "percent", "12.50", "stable", id="K6e"),
        pytest.param(150, 100, "percent", "-33.33", "worse", id="fewer"),
        pytest.param(0, 0, "count", "0", "stable", id="none at all"),
        pytest.param(0, 3, "new", "3", "stable", id="new within chance"),
        pytest.param(9, 0, "count", "-9", "worse", id="all lost"),
    ],
)
def test_k6_small_numbers_and_chance(before: int, after: int, kind: str, text: str, verdict: str) -> None:
    found = events(before, after)
    assert (found.kind, found.text, found.verdict) == (kind, text, verdict)


def test_k7_no_daily_figures_for_last_year() -> None:
    found = compare(month(540, 18, is_whole=False), month(870, 30), nature=Nature.EVENTS)
    assert (found.kind, found.text, found.verdict) == (ChangeKind.PER_DAY, "3.45", Verdict.STABLE)
    assert found.per_day == (30, 29)


def test_chance_is_exact_at_its_edge() -> None:
    assert not is_beyond_chance(100, 130)  # 30 against 2 × sqrt(230) = 30.33
    assert is_beyond_chance(100, 131)  # 31 against 2 × sqrt(231) = 30.40
    assert not is_beyond_chance(0, 4)  # 4 = 2 × sqrt(4): not more than
    assert is_beyond_chance(0, 5)


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 31))
def test_chance_has_no_direction_and_no_length_where_equal(before: int, after: int, days: int) -> None:
    expected = (after - before) ** 2 > 4 * (before + after)
    assert is_beyond_chance(before, after) == is_beyond_chance(after, before) == expected
    assert is_beyond_chance(before, after, days, days) == expected


HISTORY = [month(value) for value in (1000, 1100, 900, 1050, 950, 1000)]


@pytest.mark.parametrize(
    ("value", "direction", "verdict"),
    [
        (1101, Direction.UP_IS_GOOD, "better"),
        (1100, Direction.UP_IS_GOOD, "stable"),
        (900, Direction.UP_IS_GOOD, "stable"),
        (899, Direction.UP_IS_GOOD, "worse"),
        (1101, Direction.UP_IS_BAD, "worse"),
        (899, Direction.UP_IS_BAD, "better"),
        (1101, Direction.NEUTRAL, "not_comparable"),
        (1000, Direction.NEUTRAL, "stable"),
    ],
)
def test_bursts_must_leave_the_range(value: int, direction: Direction, verdict: str) -> None:
    found = compare(month(value), HISTORY[-1], HISTORY, nature=Nature.BURSTS, direction=direction)
    assert found.verdict == verdict


def test_outside_a_narrow_range_but_within_5_percent_is_no_change() -> None:
    narrow = [month(value) for value in (1000, 1001, 999)]
    near = compare(month(1049), narrow[-1], narrow, nature=Nature.BURSTS)
    far = compare(month(1050), narrow[-1], narrow, nature=Nature.BURSTS)
    assert (near.verdict, far.verdict) == (Verdict.STABLE, Verdict.BETTER)


def test_only_the_last_six_whole_months_count() -> None:
    old = [month(5000), *HISTORY]
    assert compare(month(1200), HISTORY[-1], old, nature=Nature.BURSTS).verdict is Verdict.BETTER
    unfinished = [*HISTORY, month(5000, is_whole=False)]
    assert compare(month(1200), HISTORY[-1], unfinished, nature=Nature.BURSTS).verdict is Verdict.BETTER


def test_too_little_history() -> None:
    found = compare(month(5000), HISTORY[0], HISTORY[:2], nature=Nature.BURSTS)
    assert (found.kind, found.text, found.verdict) == (ChangeKind.PERCENT, "400.00", Verdict.TOO_LITTLE_HISTORY)


def test_ranges_of_flows_are_daily() -> None:
    past = [month(3100, 31), month(3000, 30), month(3100, 31)]
    assert compare(month(2800, 28), past[-1], past, nature=Nature.BURSTS).verdict is Verdict.STABLE
    unique = compare(month(2800, 28), past[-1], past, nature=Nature.UNIQUE)
    assert (unique.kind, unique.verdict) == (ChangeKind.PERCENT, Verdict.WORSE)


def test_rates_change_in_points() -> None:
    past = [month(Decimal(text)) for text in ("0.02", "0.021", "0.019")]
    found = compare(month(Decimal("0.03")), month(Decimal("0.02")), past, nature=Nature.RATE)
    assert (found.kind, found.text, found.verdict) == (ChangeKind.POINTS, "1.00", Verdict.BETTER)


def test_stocks_are_judged_by_their_monthly_gain() -> None:
    past = [month(1000 + 20 * place, gain=gain) for place, gain in enumerate((20, 22, 18))]
    usual = compare(month(1204, gain=21), month(1180), past, nature=Nature.STOCK)
    assert (usual.kind, usual.text, usual.verdict) == (ChangeKind.COUNT, "24", Verdict.STABLE)
    assert compare(month(1300, gain=120), month(1180), past, nature=Nature.STOCK).verdict is Verdict.BETTER
    assert compare(month(1300), month(1180), past, nature=Nature.STOCK).verdict is Verdict.TOO_LITTLE_HISTORY


def test_what_cannot_be_compared() -> None:
    nothing = compare(month(10), None, nature=Nature.EVENTS)
    assert (nothing.text, nothing.verdict) == (None, Verdict.NOT_COMPARABLE)
    half = compare(month(500, 15, is_whole=False), month(1000), HISTORY, nature=Nature.UNIQUE)
    assert (half.change, half.verdict) == (None, Verdict.NOT_COMPARABLE)


def test_decimal_counts_keep_their_decimals() -> None:
    found = compare(month(Decimal("4.5")), month(Decimal(2)), nature=Nature.EVENTS)
    assert found.text == "2.50"
    assert found.change == Fraction(5, 2)


@pytest.mark.parametrize(
    ("key", "additivity", "nature"),
    [
        ("instagram.followers.v1", Additivity.STOCK, Nature.STOCK),
        ("instagram.post.reach.v1", Additivity.UNIQUE, Nature.UNIQUE),
        ("business_profile.impressions.v1", Additivity.DAILY_UNIQUE, Nature.UNIQUE),
        ("facebook.reach_28_days.v1", Additivity.ROLLING, Nature.UNIQUE),
        ("ga4.sessions_per_user.v1", Additivity.RATIO, Nature.AVERAGE),
        ("meta_ads.purchases.v1", Additivity.FLOW, Nature.EVENTS),
        ("business_profile.phone_calls.v1", Additivity.FLOW, Nature.EVENTS),
        ("instagram.post.likes.v1", Additivity.FLOW, Nature.BURSTS),
        ("instagram.post.callsigns.v1", Additivity.FLOW, Nature.BURSTS),
    ],
)
def test_nature_of_metrics(key: str, additivity: Additivity, nature: Nature) -> None:
    assert nature_of(Metric(key, "", "", additivity=additivity)) is nature


def test_only_a_share_changes_in_points() -> None:
    rate = Metric("ga4.engagement_rate.v1", "", "", unit=Unit.SHARE, additivity=Additivity.RATIO)
    cost = Metric("google_ads.cpc.v1", "", "", unit=Unit.MONEY, additivity=Additivity.RATIO)
    assert nature_of(rate) is Nature.RATE
    found = compare(month(Decimal("0.62")), month(Decimal("0.50")), nature=nature_of(cost))
    assert (found.kind, found.text) == (ChangeKind.COUNT, "0.12")


@pytest.mark.parametrize(
    ("before", "now", "printed"),
    [
        ("0.0384", "0.0336", "-0.4"),  # 3.8 and 3.4; the exact −0.48 would be printed −0.5
        ("0.0336", "0.0384", "0.4"),
        ("0.0595", "0.05991", "0"),  # 6.0 and 6.0
        ("0.0594", "0.0598", "0.1"),  # 5.9 and 6.0, though the exact change is 0.04
        ("0", "0.02", "2"),
    ],
)
def test_printed_points_are_the_difference_of_the_printed_rates(before: str, now: str, printed: str) -> None:
    exact = compare(month(Decimal(now)), month(Decimal(before)), nature=Nature.RATE).change
    assert exact is not None
    assert exact == (Fraction(now) - Fraction(before)) * 100
    assert printed_points(Decimal(before), exact) == Fraction(printed)


def test_base_month() -> None:
    june = Month(2026, 6)
    assert base_month(june, [], is_seasonal=False).month == Month(2026, 5)
    year_ago = base_month(june, [Month(2025, 6)], is_seasonal=True)
    assert (year_ago.month, year_ago.is_year_on_year) == (Month(2025, 6), True)
    young = base_month(june, [Month(2026, 5)], is_seasonal=True)
    assert (young.month, young.says_short_history) == (Month(2026, 5), True)

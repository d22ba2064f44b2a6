"""Comparisons of roi.md 6 through the real queries: K5, K6, K7, weekdays, seasons, currencies, small counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from smmdesk.core.money import decimal_text
from smmdesk.core.periods import Month
from smmdesk.documents.monthly_report import words
from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.domain.figures import month_figures
from smmdesk.domain.reports.channels import paper_metric
from smmdesk.domain.results.account_month import account_months
from smmdesk.domain.results.compared import ComparedFigure, Hindrance, compared_metrics
from tests.domain.readings import Readings

JUNE, FEBRUARY = Month(2026, 6), Month(2026, 2)
CLICKS, LEADS = "linkedin.clicks.v1", "tiktok.leads.v1"


def compared(account: Account, key: str, month: Month = JUNE) -> ComparedFigure:
    (one,) = account_months(account.client_id, month)
    return next(figure for figure in one.metrics if figure.metric.key == key)


def dealt(total: int, days: int) -> list[int]:
    """Deal a total out over days, the larger ones first."""
    even, rest = divmod(total, days)
    return [even + (place < rest) for place in range(days)]


def notes(one: ComparedFigure) -> list[str]:
    return words.figure_notes(paper_metric(one), "EUR")


def test_k5_january_and_february_per_day(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="ga4")
    readings = Readings(account, date(2026, 1, 1), date(2026, 2, 28))
    readings.days("ga4.sessions.v1", date(2026, 1, 1), dealt(31_000, 31) + dealt(30_000, 28))
    found = compared(account, "ga4.sessions.v1", FEBRUARY)
    assert (found.figure.value, found.base_value) == (30_000, 31_000)
    assert (found.comparison.kind.value, found.comparison.text) == ("per_day", "7.14")
    assert found.comparison.per_day is not None
    assert [decimal_text(one) for one in found.comparison.per_day] == ["1071.43", "1000.00"]


@pytest.mark.parametrize(
    ("before", "after", "kind", "text", "verdict"),
    [
        (4, 9, "count", "5", "stable"),
        (0, 7, "new", "7", "better"),
        (20, 30, "percent", "50.00", "stable"),
        (100, 150, "percent", "50.00", "better"),
        (400, 450, "percent", "12.50", "stable"),
    ],
)
def test_k6_small_counts_and_chance(
    an_account: Callable[..., Account], before: int, after: int, kind: str, text: str, verdict: str
) -> None:
    account = an_account(platform="tiktok")
    readings = Readings(account)
    # July and August have 31 days each, so that no daily averages come in
    readings.days(LEADS, date(2026, 7, 1), dealt(before, 31))
    readings.days(LEADS, date(2026, 8, 1), dealt(after, 31))
    found = compared(account, LEADS, Month(2026, 8))
    assert (found.comparison.kind.value, found.comparison.text) == (kind, text)
    assert found.comparison.verdict.value == verdict


def test_k7_no_daily_figures_for_last_year(a_client: Callable[..., Client], an_account: Callable[..., Account]) -> None:
    account = an_account(a_client(is_seasonal=True), "ga4")
    old = Readings(account, date(2025, 6, 1), date(2025, 6, 30))
    old.part("ga4.sessions.v1", 870, date(2025, 6, 1), date(2025, 6, 30), dimension="property", currency="")
    Readings(account, date(2026, 6, 1), date(2026, 6, 18)).days("ga4.sessions.v1", date(2026, 6, 1), [30] * 18)
    found = compared(account, "ga4.sessions.v1")
    assert (found.figure.value, found.base, found.base_value) == (540, Month(2025, 6), 870)
    assert (found.comparison.kind.value, found.comparison.text, found.no_daily_figures) == ("per_day", "3.45", True)
    assert "no daily figures for June 2025: 30 against 29 a day" in notes(found)
    (told,) = month_figures(account.client_id, JUNE)["accounts"]
    assert told["metrics"][0]["against"]["no_daily_figures"] is True


def test_an_unfinished_month_meets_the_same_first_days(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="linkedin")
    readings = Readings(account)
    readings.days(CLICKS, date(2026, 5, 1), [10] * 18 + [1000] * 13)
    readings.days(CLICKS, date(2026, 6, 1), [30] * 18)
    found = compared(account, CLICKS)
    assert (found.base_value, found.days_compared, found.comparison.text) == (180, 18, "200.00")
    assert "days 1 to 18 of both months" in notes(found)


def saturdays(first: date, days: int) -> list[int]:
    """A restaurant: 70 on Saturdays, 10 on other days."""
    return [70 if date.fromordinal(first.toordinal() + place).weekday() == 5 else 10 for place in range(days)]


def test_weekdays_meet_their_own_28_days_before(
    a_client: Callable[..., Client], an_account: Callable[..., Account]
) -> None:
    # May 2026 has five Saturdays, June four: by the calendar 610 become 540, though every week was the same.
    account = an_account(a_client(compares_weekdays=True), "linkedin")
    readings = Readings(account, date(2026, 5, 1), date(2026, 6, 30))
    readings.days(CLICKS, date(2026, 5, 1), saturdays(date(2026, 5, 1), 61))
    found = compared(account, CLICKS)
    assert (found.figure.value, found.base_value, found.days_back) == (540, 540, 28)
    assert (found.comparison.kind.value, found.comparison.text) == ("percent", "0.00")
    assert "against the same weekdays, 28 days back" in notes(found)
    (plain,) = [one for one in compared_metrics(account.id, JUNE) if one.metric.key == CLICKS]
    assert (plain.base_value, plain.days_back) == (610, None)
    (told,) = month_figures(account.client_id, JUNE)["accounts"]
    assert told["metrics"][0]["against"]["days_back"] == 28


def test_weekdays_of_an_unfinished_month_and_without_days(
    a_client: Callable[..., Client], an_account: Callable[..., Account]
) -> None:
    account = an_account(a_client(compares_weekdays=True), "linkedin")
    readings = Readings(account, date(2026, 5, 1), date(2026, 6, 13))
    readings.days(CLICKS, date(2026, 5, 1), saturdays(date(2026, 5, 1), 44))
    found = compared(account, CLICKS)  # 1 to 13 June against 4 to 16 May
    assert (found.figure.value, found.base_value, found.days_back) == (250, 250, 28)
    readings.days("linkedin.reactions.v1", date(2026, 5, 5), [1] * 27)
    readings.days("linkedin.reactions.v1", date(2026, 6, 1), [1] * 30)
    without = compared(account, "linkedin.reactions.v1")  # 4 May is missing: the usual comparison
    assert (without.base_value, without.days_back) == (27, None)


def test_a_seasonal_client_stays_with_the_year_before(
    a_client: Callable[..., Client], an_account: Callable[..., Account]
) -> None:
    account = an_account(a_client(compares_weekdays=True, is_seasonal=True), "linkedin")
    readings = Readings(account, date(2025, 6, 1), date(2026, 6, 30))
    readings.days(CLICKS, date(2025, 6, 1), [5] * 30)
    readings.days(CLICKS, date(2026, 5, 1), [10] * 61)
    found = compared(account, CLICKS)
    assert (found.base, found.base_value, found.days_back) == (Month(2025, 6), 150, None)


def test_a_young_seasonal_client_says_that_a_year_is_missing(
    a_client: Callable[..., Client], an_account: Callable[..., Account]
) -> None:
    account = an_account(a_client(is_seasonal=True), "linkedin")
    Readings(account).days(CLICKS, date(2026, 5, 1), [10] * 61)
    found = compared(account, CLICKS)
    assert (found.base, found.says_short_history) == (Month(2026, 5), True)
    assert "no figure of a year ago, so against May 2026" in notes(found)


def test_two_currencies_are_not_compared(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="meta_ads")
    readings = Readings(account)
    readings.part("meta_ads.spend.v1", Decimal(100), date(2026, 5, 1), date(2026, 5, 31), currency="USD")
    readings.part("meta_ads.spend.v1", Decimal(90), date(2026, 6, 1), date(2026, 6, 30), currency="EUR")
    found = compared(account, "meta_ads.spend.v1")
    assert (found.base_value, found.comparison.change, found.hindrance) == (None, None, Hindrance.CURRENCY)
    assert "May 2026 was in another currency" in notes(found)


def test_rates_are_pooled_and_change_in_points(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="meta_ads")
    readings = Readings(account)
    for name, clicks, seen in (("A", 10, 100), ("B", 10, 9900)):
        readings.part("meta_ads.link_clicks.v1", clicks, date(2026, 6, 1), date(2026, 6, 30), name=name)
        readings.part("meta_ads.impressions.v1", seen, date(2026, 6, 1), date(2026, 6, 30), name=name)
        readings.part("meta_ads.ctr_link.v1", Decimal(1), date(2026, 6, 1), date(2026, 6, 30), name=name)
        readings.part("meta_ads.link_clicks.v1", clicks, date(2026, 5, 1), date(2026, 5, 31), name=name)
        readings.part("meta_ads.impressions.v1", seen * 2, date(2026, 5, 1), date(2026, 5, 31), name=name)
        readings.part("meta_ads.ctr_link.v1", Decimal(1), date(2026, 5, 1), date(2026, 5, 31), name=name)
    found = compared(account, "meta_ads.ctr_link.v1")
    assert found.figure.value is not None  # 20 clicks of 10,000: 0.20 %; the mean of 10 % and 0.1 % would be 5.05 %
    assert decimal_text(found.figure.value * 100) == "0.20"
    assert (found.comparison.kind.value, found.comparison.text) == ("points", "0.10")

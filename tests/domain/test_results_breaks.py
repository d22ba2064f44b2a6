"""Changes of definition: no sum, comparison, ranking or rate crosses one, and each says so with its date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from smmdesk.core.periods import Month
from smmdesk.core.readings import EngagementBase, State
from smmdesk.domain.accounts import Account
from smmdesk.domain.figures import month_figures
from smmdesk.domain.ledger.queries import platform_claims
from smmdesk.domain.results.compared import Hindrance, compared_metrics
from smmdesk.domain.results.engagement import engagement_of
from smmdesk.domain.results.histories import metric_history
from smmdesk.domain.results.months import account_metrics, segment_sums
from smmdesk.domain.results.queries import posts_of_month
from smmdesk.domain.results.rows import AccountFigure, FigurePart
from smmdesk.domain.results.rules import ranked, sum_of_posts
from smmdesk.importers.registry import METRICS
from tests.domain.readings import Readings

VIEWS, LIKES = "youtube.views.v1", "youtube.likes.v1"
FEBRUARY, MARCH, APRIL, MAY = Month(2025, 2), Month(2025, 3), Month(2025, 4), Month(2025, 5)


def channel(an_account: Callable[..., Account]) -> Account:
    """A YouTube channel with ten views and a like a day before 31 March 2025, and twenty views from then on."""
    account = an_account(platform="youtube")
    readings = Readings(account, date(2025, 1, 1), date(2025, 5, 31))
    readings.days(VIEWS, date(2025, 1, 1), [10] * 89 + [20] * 62)
    readings.days(LIKES, date(2025, 1, 1), [1] * 151)
    return account


def figure(account: Account, key: str, month: Month) -> AccountFigure:
    return next(one for one in account_metrics(account.id, month) if one.metric == key)


def test_a_month_with_a_break_has_two_parts_and_no_total(an_account: Callable[..., Account]) -> None:
    account = channel(an_account)
    march = figure(account, VIEWS, MARCH)
    assert (march.value, march.state) == (None, State.NOT_AVAILABLE)
    assert march.parts == (
        FigurePart(date(2025, 3, 1), date(2025, 3, 30), 300, State.VALUE),
        FigurePart(date(2025, 3, 31), date(2025, 3, 31), 20, State.VALUE),
    )
    assert [one.day for one in march.breaks] == [date(2025, 3, 31)]
    assert (figure(account, VIEWS, FEBRUARY).value, figure(account, VIEWS, APRIL).value) == (280, 600)
    assert figure(account, LIKES, MARCH).value == 31  # likes were counted as before


def test_the_platforms_own_month_across_a_break_is_no_figure(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="youtube")
    Readings(account).part(VIEWS, 320, date(2025, 3, 1), date(2025, 3, 31), dimension="channel", currency="")
    march = figure(account, VIEWS, MARCH)
    assert (march.value, march.parts, len(march.breaks)) == (None, (), 1)


def test_no_comparison_crosses_a_break(an_account: Callable[..., Account]) -> None:
    account = channel(an_account)
    for month in (MARCH, APRIL):
        views = next(one for one in compared_metrics(account.id, month) if one.metric.key == VIEWS)
        assert (views.base_value, views.comparison.change, views.hindrance) == (None, None, Hindrance.BREAK)
        assert views.comparison.verdict.value == "not_comparable"
        assert views.broken is not None
        assert views.broken.day == date(2025, 3, 31)
    may = next(one for one in compared_metrics(account.id, MAY) if one.metric.key == VIEWS)
    assert (may.base_value, may.comparison.text, may.broken) == (600, "0.00", None)
    # Months from before it are no measure for what is usual either: with April alone there is too little history.
    assert may.comparison.verdict.value == "too_little_history"
    likes = next(one for one in compared_metrics(account.id, APRIL) if one.metric.key == LIKES)
    assert (likes.base_value, likes.comparison.text) == (31, "0.00")


def test_the_figures_tell_the_break(an_account: Callable[..., Account]) -> None:
    account = channel(an_account)
    (told,) = month_figures(account.client_id, MARCH)["accounts"]
    views = next(one for one in told["metrics"] if one["metric"] == VIEWS)
    assert views["value"] is None
    assert views["break"] == {
        "day": "2025-03-31",
        "metric": None,
        "sentence": "YouTube changed on 31 March 2025 what counts as a view of a Short: figures before and after are "
        "not comparable.",
    }
    assert views["parts"] == [
        {"from": "2025-03-01", "to": "2025-03-30", "value": "300", "state": "value"},
        {"from": "2025-03-31", "to": "2025-03-31", "value": "20", "state": "value"},
    ]
    assert (views["against"]["kind"], views["against"]["not_comparable"]) == ("count", "break")


def test_a_history_has_a_gap_and_a_mark(an_account: Callable[..., Account]) -> None:
    account = channel(an_account)
    past = metric_history(account.id, VIEWS, MAY)
    assert past is not None
    assert [(str(one.month), one.value, one.reason) for one in past.months] == [
        ("2025-01", 310, ""), ("2025-02", 280, ""), ("2025-03", None, "definition changed on 31 March 2025"),
        ("2025-04", 600, ""), ("2025-05", 620, ""),
    ]  # fmt: skip
    assert [one.day for one in past.breaks] == [date(2025, 3, 31)]
    after = metric_history(account.id, VIEWS, MAY, 2)
    assert after is not None
    assert after.breaks == ()


def test_posts_of_both_sides_are_neither_added_up_nor_ranked_together(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="instagram")
    readings = Readings(account, date(2024, 7, 1), date(2024, 8, 31))
    for day, views in (
        (date(2024, 7, 30), 900),
        (date(2024, 7, 31), 50),
        (date(2024, 8, 1), 70),
        (date(2024, 8, 2), 8),
    ):
        readings.post(day, {"views": views, "likes": 5, "reach": 50})
    posts = [*posts_of_month(account.id, Month(2024, 7)), *posts_of_month(account.id, Month(2024, 8))]
    added = sum_of_posts(METRICS["instagram.post.views.v1"], posts)
    assert added is not None
    assert (added.value, [part.value for part in added.parts], [one.is_month for one in added.breaks]) == (
        None, [950, 78], [True],
    )  # fmt: skip
    assert [one.value for one in ranked(posts, "instagram.post.views.v1")] == [70, 8]
    likes = sum_of_posts(METRICS["instagram.post.likes.v1"], posts)
    assert likes is not None
    assert likes.value == 20


def test_an_engagement_rate_is_not_compared_across_a_break(an_account: Callable[..., Account]) -> None:
    account = channel(an_account)
    Readings(account, date(2025, 1, 1), date(2025, 5, 31)).days("youtube.comments.v1", date(2025, 1, 1), [0] * 151)
    Readings(account, date(2025, 1, 1), date(2025, 5, 31)).days("youtube.shares.v1", date(2025, 1, 1), [0] * 151)
    march = engagement_of(account.id, "youtube", MARCH, EngagementBase.VIEWS)
    assert march is not None
    assert (march.value, len(march.breaks)) == (None, 1)
    (april,) = month_figures(account.client_id, APRIL)["accounts"]
    rate = next(one for one in april["metrics"] if one["metric"] == "youtube.engagement_on_views.v1")
    assert (rate["value"], rate["against"]["value"], rate["against"]["not_comparable"]) == ("5.00", None, "break")


def test_claims_of_two_definitions_are_listed_apart(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="meta_ads")
    readings = Readings(account, date(2026, 1, 1), date(2026, 1, 31))
    purchases, spend = "meta_ads.purchases.v1", "meta_ads.spend.v1"
    readings.part(purchases, 4, date(2026, 1, 1), date(2026, 1, 11))
    readings.part(purchases, 9, date(2026, 1, 12), date(2026, 1, 31))
    readings.part(purchases, 100, date(2026, 1, 5), date(2026, 1, 20), name="B")  # holds the change itself
    readings.part(spend, Decimal(40), date(2026, 1, 1), date(2026, 1, 11))
    readings.part(spend, Decimal(60), date(2026, 1, 12), date(2026, 1, 31))
    month = Month(2026, 1)
    assert [one.value for one in segment_sums(account.client_id, month, [purchases])] == [4, 9]
    assert [one.count for one in platform_claims(account.client_id, month)] == [4, 9]
    assert [one.value for one in segment_sums(account.client_id, month, [spend])] == [100]
    assert figure(account, purchases, month).value is None

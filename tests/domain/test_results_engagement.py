"""Engagement rates: the ratio of totals on the client's base, named, compared only with its like (K1, K2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from smmdesk.core.money import decimal_text
from smmdesk.core.periods import Month
from smmdesk.core.readings import EngagementBase, State
from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.domain.figures import month_figures
from smmdesk.domain.reports.commands import save_month_sheet
from smmdesk.domain.reports.rows import KpiDraft
from smmdesk.domain.results.account_month import account_months
from smmdesk.domain.results.engagement import ENGAGEMENT, engagement_of, ranked_by_engagement
from smmdesk.domain.results.histories import metric_history
from smmdesk.domain.results.queries import posts_of_month
from smmdesk.domain.results.rows import EngagementFigure
from smmdesk.store.database import transaction
from tests.domain.readings import Readings

JUNE, MAY = Month(2026, 6), Month(2026, 5)
REACH, VIEWS, FOLLOWERS = EngagementBase


def june(day: int) -> date:
    return date(2026, 6, day)


def rate(account: Account, base: EngagementBase = REACH, month: Month = JUNE) -> EngagementFigure:
    found = engagement_of(account.id, account.platform, month, base)
    assert found is not None
    return found


def printed(account: Account, month: Month = JUNE) -> dict[str, Any]:
    accounts = month_figures(account.client_id, month)["accounts"]
    found = next(one for one in accounts if one["id"] == account.id)["metrics"]
    return next(one for one in found if "engagement_on" in one["metric"])


def test_k1_the_rate_is_that_of_the_totals_and_the_average_post_stands_beside(
    an_account: Callable[..., Account],
) -> None:
    account = an_account()
    readings = Readings(account)
    first = readings.post(june(3), {"likes": 40, "comments": 10, "reach": 200, "views": 300})
    second = readings.post(june(9), {"likes": 100, "comments": 0, "reach": 10_000, "views": 15_000})
    found = rate(account)
    assert (decimal_text((found.value or 0) * 100), decimal_text((found.average_post or 0) * 100)) == ("1.47", "13.00")
    assert (found.interactions, found.post_ids, found.left_out) == (150, (first, second), 0)
    told = printed(account)
    assert (told["metric"], told["value"], told["unit"]) == ("instagram.engagement_on_reach.v1", "1.47", "percent")
    assert told["rows"] == [f"post-{first}", f"post-{second}"]
    assert told["engagement"] == {
        "interactions": ["instagram.post.likes.v1", "instagram.post.comments.v1"],
        "numerator_value": "150",
        "denominator_value": None,  # a unique count is not told by itself
        "denominator": "instagram.post.reach.v1",
        "average_post": "13.00",
        "posts": 2,
        "left_out": 0,
        "followers": None,
    }


def test_k2_five_posts_on_impressions(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="linkedin")
    readings = Readings(account)
    # 108 engagements on 2,600 impressions, dealt out over five posts
    for day, (likes, clicks, seen) in enumerate([(20, 10, 900), (8, 2, 300), (30, 5, 700), (13, 12, 400), (8, 0, 300)]):
        readings.post(june(day + 1), {"likes": likes, "clicks": clicks, "impressions": seen})
    found = rate(account, VIEWS)
    assert (found.interactions, decimal_text((found.value or 0) * 100)) == (108, "4.15")


def test_the_denominator_is_called_as_the_platform_calls_it(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="linkedin")
    Readings(account).post(june(1), {"likes": 20, "clicks": 10, "impressions": 900})
    metric = ENGAGEMENT[rate(account, VIEWS).metric]
    # The page's own rate, read from another export, is "Engagement rate on impressions".
    assert metric.title == "Engagement rate of posts on impressions"
    assert "÷ impressions" in metric.meaning and "views" not in metric.meaning
    titles = {key: one.title for key, one in ENGAGEMENT.items()}
    assert titles["tiktok.engagement_on_views.v1"] == "Engagement rate on views"
    assert titles["linkedin.engagement_on_followers.v1"] == "Engagement rate on followers"
    assert titles["facebook.engagement_on_reach.v1"] == "Engagement rate on reach"


def test_posts_without_a_part_are_left_out_of_both_sums_and_counted(an_account: Callable[..., Account]) -> None:
    account = an_account()
    readings = Readings(account)
    readings.post(june(1), {"likes": 10, "comments": 0, "reach": 100})
    readings.post(june(2), {"likes": 500, "comments": 0, "reach": None})
    readings.post(june(3), {"likes": None, "comments": 0, "reach": 1000})
    readings.post(june(4), {"likes": 7, "comments": 1, "reach": 0})
    found = rate(account)
    assert (found.value, found.interactions, found.left_out) == (Fraction(1, 10), 10, 3)
    assert ranked_by_engagement(posts_of_month(account.id, JUNE), "instagram", REACH)[0].value == Fraction(1, 10)


def test_what_does_not_apply_to_a_kind_of_post_is_no_hole(an_account: Callable[..., Account]) -> None:
    account = an_account()
    states = {"saves": State.NOT_APPLICABLE}
    Readings(account).post(june(1), {"likes": 10, "saves": None, "replies": 2, "reach": 100}, states=states)
    assert (rate(account).value, rate(account).state) == (Fraction(12, 100), State.VALUE)


def test_facebook_gives_interactions_together_or_in_parts(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="facebook")
    readings = Readings(account)
    readings.post(june(1), {"interactions": 10, "reactions": 9, "comments": 1, "shares": 0, "reach": 100})
    readings.post(june(2), {"reactions": 5, "comments": 1, "shares": 4, "reach": 100})
    assert (rate(account).interactions, rate(account).value) == (20, Fraction(1, 10))


def test_the_base_is_the_clients_and_falls_back_with_its_name(
    a_client: Callable[..., Client], an_account: Callable[..., Account]
) -> None:
    client = a_client(engagement_base="views")
    account = an_account(client)
    Readings(account).post(june(1), {"likes": 10, "reach": 100, "views": 400})
    assert (printed(account)["metric"], printed(account)["value"]) == ("instagram.engagement_on_views.v1", "2.50")
    video = an_account(client, "tiktok")
    Readings(video).post(june(1), {"likes": 3, "comments": 1, "shares": 0, "saves": 1, "views": 100})
    with transaction():
        Client.update(engagement_base="reach").where(Client.id == client.id).execute()
    assert (printed(video)["metric"], printed(video)["value"]) == ("tiktok.engagement_on_views.v1", "5.00")


def test_followers_are_those_at_the_months_end(
    a_client: Callable[..., Client], an_account: Callable[..., Account]
) -> None:
    account = an_account(a_client(engagement_base="followers"), "tiktok")
    readings = Readings(account)
    for day in (4, 20):
        readings.post(june(day), {"likes": 100, "comments": 4, "shares": 0, "saves": 0, "views": 3000})
    readings.days("tiktok.followers.v1", june(1), [5000, *["skip"] * 28, 5200])
    told = printed(account)
    assert (told["metric"], told["value"]) == ("tiktok.engagement_on_followers.v1", "2.00")  # K16: 104 ÷ 5,200
    assert told["engagement"]["followers"] == "5200"


def test_rates_change_in_points_and_only_beside_their_like(an_account: Callable[..., Account]) -> None:
    account = an_account()
    readings = Readings(account)
    readings.post(date(2026, 5, 4), {"likes": 2, "comments": 0, "reach": 100})
    readings.post(june(4), {"likes": 3, "comments": 0, "reach": 100})
    told = printed(account)
    assert (told["against"]["value"], told["against"]["change"], told["against"]["kind"]) == ("2.00", "1.00", "points")
    readings.post(date(2026, 4, 4), {"likes": 2, "comments": 0, "saves": 5, "reach": 100})
    may = printed(account, MAY)
    assert (may["against"]["value"], may["against"]["not_comparable"]) == (None, "denominator")
    assert (may["against"]["verdict"], may["against"]["change"]) == ("not_comparable", None)


def test_youtube_speaks_by_its_days(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="youtube")
    readings = Readings(account)
    for name, value in (("likes", 3), ("comments", 1), ("shares", 1), ("views", 100)):
        readings.days(f"youtube.{name}.v1", june(1), [value] * 30)
    found = rate(account, VIEWS)
    assert (found.value, found.average_post, found.post_ids) == (Fraction(5, 100), None, ())
    readings.days("youtube.views.v1", date(2026, 5, 1), [5] * 31)
    assert engagement_of(account.id, "youtube", MAY, VIEWS) is None  # no interactions were read of it


def test_posts_are_ranked_by_their_rate_with_a_smallest_size(an_account: Callable[..., Account]) -> None:
    account = an_account()
    readings = Readings(account)
    ids = [
        readings.post(june(day), {"likes": likes, "reach": reach, "views": 1})
        for day, likes, reach in ((1, 9, 10), (2, 30, 100), (3, 40, 1000), (4, 1, None))
    ]
    posts = posts_of_month(account.id, JUNE)
    order = ranked_by_engagement(posts, "instagram", REACH, minimum=50)
    assert [(one.post.id, one.value) for one in order] == [(ids[1], Fraction(3, 10)), (ids[2], Fraction(1, 25))]
    assert ranked_by_engagement(posts, "instagram", REACH)[0].post.id == ids[0]
    assert ranked_by_engagement(posts, "newsletter", REACH) == []


def test_thirteen_months_of_a_rate(an_account: Callable[..., Account]) -> None:
    account = an_account()
    readings = Readings(account)
    readings.post(date(2026, 4, 4), {"likes": 2, "reach": 100})
    readings.post(june(4), {"likes": 3, "reach": 100})
    past = metric_history(account.id, "instagram.engagement_on_reach.v1", JUNE)
    assert past is not None
    assert [(str(one.month), one.value) for one in past.months] == [
        ("2026-04", Fraction(2, 100)), ("2026-05", None), ("2026-06", Fraction(3, 100)),
    ]  # fmt: skip
    assert past.metric is ENGAGEMENT["instagram.engagement_on_reach.v1"]


def test_a_headline_can_be_the_rate(a_client: Callable[..., Client], an_account: Callable[..., Account]) -> None:
    client = a_client()
    account = an_account(client)
    Readings(account).post(june(4), {"likes": 3, "reach": 100})
    key = "instagram.engagement_on_reach.v1"
    draft = KpiDraft(text="Coinvolgimento", source=key, account_id=account.id, target=Decimal(2))
    save_month_sheet(client.id, JUNE, kpis=[draft])
    (kpi,) = month_figures(client.id, JUNE)["kpis"]
    assert (kpi["metric"], kpi["value"], kpi["target"], kpi["status"]) == (key, "3.00", "2.00", "met")


@pytest.mark.parametrize("platform", ["ga4", "newsletter", "meta_ads"])
def test_a_platform_without_interactions_has_no_rate(platform: str, an_account: Callable[..., Account]) -> None:
    account = an_account(platform=platform)
    (one,) = account_months(account.client_id, JUNE)
    assert one.engagement is None

"""Reading results: the newest read is current, sums only of what may be summed, missing is never zero."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, Number, State
from smmdesk.domain.accounts import Account
from smmdesk.domain.imports.tables import Import, ImportAccount
from smmdesk.domain.results.months import (
    account_history,
    account_metrics,
    account_metrics_of,
    platform_claims_of,
    post_history,
    segment_sums,
    spend_of,
)
from smmdesk.domain.results.post_list import DAY, PostChoice, choice_sums, post_order, post_reads
from smmdesk.domain.results.queries import (
    metric_id,
    metric_ids,
    post_metrics_of,
    post_sums,
    posts_by_id,
    posts_by_month,
    posts_of_month,
    read_days_of,
    sources_of,
)
from smmdesk.domain.results.rows import AccountFigure, CurrentValue, PostLine
from smmdesk.domain.results.rules import (
    account_figure,
    best_and_worst,
    is_summed_over_posts,
    joint_state,
    missing_days,
    ranked,
    sum_of_posts,
)
from smmdesk.domain.results.sums import post_months
from smmdesk.domain.results.tables import (
    AccountReading,
    MetricName,
    Post,
    PostRead,
    PostReading,
    PostWording,
    Segment,
    SegmentReading,
)
from smmdesk.domain.results.typed.queries import day_cell
from smmdesk.importers.detection import read
from smmdesk.importers.registry import METRICS
from smmdesk.importers.rows import AccountDayRow, Answers
from smmdesk.store.database import transaction

JUNE, MAY = Month(2026, 6), Month(2026, 5)
VIEWS, LIKES, REACH = "instagram.post.views.v1", "instagram.post.likes.v1", "instagram.post.reach.v1"
DAILY_REACH = "instagram.reach.v1"
READ_1, READ_2 = date(2026, 7, 1), date(2026, 7, 5)


class Desk:
    """Writes what imports leave behind, without importing."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def an_import(self, read_on: date, state: str = "done", **columns: Any) -> int:
        facts = {
            "client": self.account.client_id, "file_name": "f.csv", "sha256": "0", "format": "x", "state": state,
            "first_day": date(2026, 6, 1), "last_day": date(2026, 6, 30), "imported_at": 0, **columns,
        }  # fmt: skip
        with transaction():
            made = Import.create(read_on=read_on, **facts)
            ImportAccount.create(source=made, account=self.account)
        return made.id

    def metric(self, key: str) -> int:
        return MetricName.get_or_create(key=key)[0].id

    def post(self, source: int, number: int, day: int = 10, *, month: int = 6, text: str = "", **values: Any) -> int:
        """Write a post as one import read it; `views=None` is a cell without a value."""
        with transaction():
            row, _made = Post.get_or_create(
                account=self.account, external_id=f"p{number}", defaults={"published_on": date(2026, month, day)}
            )
            wording = PostWording.get_or_none((PostWording.post == row) & (PostWording.text == text))
            wording = wording or PostWording.create(post=row, text=text, kind="image")
            PostRead.create(source=source, wording=wording)
            for name, value in values.items():
                state = State.NOT_AVAILABLE if value is None else State.VALUE if value else State.ZERO
                PostReading.create(
                    post=row, metric=self.metric(f"instagram.post.{name}.v1"), source=source, value=value, state=state
                )
        return row.id

    def days(self, source: int, key: str, values: dict[date, Any]) -> None:
        with transaction():
            for day, value in values.items():
                state = State.NOT_AVAILABLE if value is None else State.VALUE if value else State.ZERO
                AccountReading.create(
                    account=self.account, metric=self.metric(key), day=day, source=source, value=value, state=state
                )

    def part(
        self, source: int, dimension: str, name: str, key: str, value: Any, first: date, last: date, currency: str = ""
    ) -> None:
        with transaction():
            segment, _made = Segment.get_or_create(account=self.account, dimension=dimension, key=name)
            SegmentReading.create(
                segment=segment, metric=self.metric(key), first_day=first, last_day=last, source=source, value=value,
                state=State.VALUE, currency=currency,
            )  # fmt: skip


@pytest.fixture
def desk(an_account: Callable[..., Account]) -> Desk:
    return Desk(an_account())


def june(day: int) -> date:
    return date(2026, 6, day)


# ------------------------------------------------------------------------------------------------ posts


def test_the_newest_read_is_current_for_values_and_wordings(desk: Desk) -> None:
    late, early = desk.an_import(READ_2), desk.an_import(READ_1)
    desk.post(late, 1, text="Nuovo", views=200)
    desk.post(early, 1, text="Vecchio", views=100, likes=5)
    (post,) = posts_of_month(desk.account.id, JUNE)
    assert (post.text, post.values[VIEWS].value, post.values[LIKES].value) == ("Nuovo", 200, 5)
    assert (post.values[VIEWS].read_on, post.values[LIKES].read_on) == (READ_2, READ_1)
    assert posts_by_id(desk.account.id, [post.id]) == [post]


def test_what_a_running_import_brought_is_not_there(desk: Desk) -> None:
    done, running = desk.an_import(READ_1), desk.an_import(READ_2, state="running")
    desk.post(done, 1, views=100)
    desk.post(running, 1, text="Nuovo", views=999)
    desk.post(running, 2, views=999)
    desk.days(running, "instagram.x.v1", {june(1): 1})
    (post,) = posts_of_month(desk.account.id, JUNE)
    assert (post.text, post.values[VIEWS].value) == ("", 100)
    for sort in (DAY, VIEWS):
        assert list(post_order(desk.account.id, PostChoice(), sort).ids) == [post.id]
    assert post_sums(desk.account.id, JUNE).sums[0].value == 100
    assert account_metrics(desk.account.id, JUNE) == []


def test_a_sum_tells_what_is_missing_and_is_never_zero_for_nothing(desk: Desk) -> None:
    source, older = desk.an_import(READ_2), desk.an_import(READ_1)
    first = desk.post(source, 1, views=100, likes=None, shares=0, reach=50)
    desk.post(source, 2, views=None, likes=None, shares=0, reach=60)
    third = desk.post(older, 3, views=7)
    desk.post(source, 4, month=5, views=1000)
    found = post_sums(desk.account.id, JUNE)
    assert found.count == 3
    sums = {one.metric.split(".")[2]: one for one in found.sums}
    assert set(sums) == {"views", "likes", "shares"}  # reach is unique: never added up
    views = sums["views"]
    assert (views.value, views.state, views.post_ids, views.missing) == (107, State.VALUE, (first, third), 1)
    assert (views.read_on, views.oldest_read_on) == (READ_2, READ_1)
    assert (sums["likes"].value, sums["likes"].state, sums["likes"].missing) == (None, State.NOT_AVAILABLE, 3)
    assert (sums["shares"].value, sums["shares"].state) == (0, State.ZERO)


@pytest.mark.parametrize("key", sorted(METRICS))
def test_only_lifetime_flows_are_added_up_over_posts(key: str) -> None:
    metric = METRICS[key]
    post = PostLine(1, 1, "p", None, june(1), "", "", "", "", None, {key: CurrentValue(4, State.VALUE, READ_1, 1)})
    if is_summed_over_posts(metric):
        assert metric.additivity is Additivity.FLOW
        added = sum_of_posts(metric, [post, post])
        assert added is not None
        assert added.value == 8
    elif metric.additivity is not Additivity.FLOW:
        with pytest.raises(ValueError, match="may not be added up"):
            sum_of_posts(metric, [post, post])


def values_in_order(desk: Desk, *, descending: bool = True) -> list[Number | None]:
    ids = post_order(desk.account.id, PostChoice(), VIEWS, descending=descending).ids
    return [post.values[VIEWS].value for post in posts_by_id(desk.account.id, ids)]


def test_posts_are_sorted_by_any_metric_those_without_it_last(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    for number in range(10):
        desk.post(source, number, day=number + 1, views=(number * 7) % 10)
    desk.post(source, 99, day=25, views=None)
    assert values_in_order(desk) == [*reversed(range(10)), None]
    assert values_in_order(desk, descending=False) == [*range(10), None]
    with pytest.raises(UserError, match="cannot be sorted"):
        post_order(desk.account.id, PostChoice(), "text; DROP TABLE post")


def test_decimals_sort_as_numbers(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    for number, value in enumerate(["9.5", "10.25", "100"]):
        desk.post(source, number, views=Decimal(value))
    assert values_in_order(desk) == [100, Decimal("10.25"), Decimal("9.5")]


@pytest.mark.parametrize("in_order", [True, False])
def test_posts_are_sorted_by_the_current_value(desk: Desk, in_order: bool) -> None:
    first = desk.an_import(READ_1 if in_order else READ_2)
    second = desk.an_import(READ_2 if in_order else READ_1)
    new, old = (second, first) if in_order else (first, second)
    for number, (before, after) in enumerate([(1, 30), (2, 10), (3, 20)]):
        desk.post(old, number, views=before)
        desk.post(new, number, views=after)
    assert values_in_order(desk) == [30, 20, 10]


class TestWhatAFileDoesNotKnow:
    """A newer file without a value for something hides no value that an older one knew; a person's word does."""

    @pytest.mark.parametrize("in_order", [True, False])
    def test_a_post_keeps_its_last_known_value(self, desk: Desk, in_order: bool) -> None:
        first = desk.an_import(READ_1 if in_order else READ_2)
        second = desk.an_import(READ_2 if in_order else READ_1)
        new, old = (second, first) if in_order else (first, second)
        desk.post(old, 1, views=100, likes=4)
        desk.post(old, 2, views=7, likes=None)
        desk.post(new, 1, views=None, likes=5)
        desk.post(new, 2, views=None, likes=None)
        one, two = posts_by_id(desk.account.id, post_order(desk.account.id, PostChoice(), VIEWS).ids)
        assert (one.values[VIEWS].value, one.values[VIEWS].read_on) == (100, READ_1)
        assert (one.values[LIKES].value, one.values[LIKES].read_on) == (5, READ_2)
        assert two.values[LIKES].state is State.NOT_AVAILABLE
        assert posts_of_month(desk.account.id, JUNE) == [one, two]
        lines = posts_by_month(desk.account.id, [VIEWS], JUNE, JUNE)[JUNE]
        assert [line.values[VIEWS] for line in lines] == [one.values[VIEWS], two.values[VIEWS]]
        total = post_months(desk.account.id, [JUNE])[JUNE].totals[VIEWS]
        assert (total.value, total.without, total.read_on) == (107, 0, READ_1)
        assert values_in_order(desk) == [100, 7]
        (views,) = choice_sums(desk.account.id, [one.id, two.id], [VIEWS])
        assert (views.value, views.without) == (107, 0)
        current = [
            read.value for read in post_reads(desk.account.id, one.id) if read.metric == VIEWS and read.is_current
        ]
        assert current == [100]

    def test_a_day_keeps_its_last_known_value(self, desk: Desk) -> None:
        known, unknown = desk.an_import(READ_1), desk.an_import(READ_2)
        desk.days(known, DAILY_REACH, {june(1): 5})
        desk.days(unknown, DAILY_REACH, {june(1): None, june(2): None})
        (figure,) = account_metrics(desk.account.id, JUNE)
        assert (figure.value, figure.read_on) == (5, READ_1)
        cell = day_cell(desk.account.id, DAILY_REACH, june(1)).figure
        assert cell is not None
        assert (cell.value, cell.read_on, cell.imports) == (5, READ_1, (known,))

    def test_what_a_person_types_as_not_available_is_so(self, desk: Desk) -> None:
        file, typed = desk.an_import(READ_1), desk.an_import(READ_2, format="typed")
        desk.post(file, 1, views=100)
        desk.post(typed, 1, views=None)
        (post,) = posts_of_month(desk.account.id, JUNE)
        assert post.values[VIEWS].state is State.NOT_AVAILABLE
        assert values_in_order(desk) == [None]


def line(number: int, **values: int | None) -> PostLine:
    current = {
        f"instagram.post.{name}.v1": CurrentValue(
            value, State.VALUE if value is not None else State.NOT_AVAILABLE, READ_1, 1
        )
        for name, value in values.items()
    }
    return PostLine(number, 1, f"p{number}", None, june(1), "", "", "", "", None, current)


def test_the_best_and_the_worst_leave_out_what_cannot_be_judged() -> None:
    posts = [
        line(1, likes=10, reach=100), line(2, likes=30, reach=100), line(3, likes=9, reach=9),
        line(4, likes=None, reach=50), line(5, likes=20, reach=100), line(6, likes=5, reach=None),
        line(7, likes=1, reach=100),
    ]  # fmt: skip
    order = ranked(posts, LIKES, over=REACH, minimum=20)
    assert [(one.post.id, one.value) for one in order] == [
        (2, Fraction(3, 10)), (5, Fraction(1, 5)), (1, Fraction(1, 10)), (7, Fraction(1, 100)),
    ]  # fmt: skip
    best, worst = best_and_worst(order, 3)
    assert [one.post.id for one in best] == [2, 5, 1]
    assert [one.post.id for one in worst] == [7]  # none stands in both
    assert [one.post.id for one in ranked(posts, LIKES)] == [2, 5, 1, 3, 6, 7]
    assert [one.post.id for one in ranked(posts, LIKES, minimum=10)] == [2, 5, 1]


def test_less_is_better_for_what_is_bad() -> None:
    key = "facebook.post.negative_feedback.v1"
    posts = [
        PostLine(number, 1, "p", None, None, "", "", "", "", None, {key: CurrentValue(value, State.VALUE, READ_1, 1)})
        for number, value in ((1, 5), (2, 0), (3, 9))
    ]
    assert [one.post.id for one in ranked(posts, key)] == [2, 1, 3]


# ------------------------------------------------------------------------------------------------ accounts


def figure(desk: Desk, key: str, month: Month = JUNE) -> AccountFigure:
    return next(one for one in account_metrics(desk.account.id, month) if one.metric == key)


def test_a_flow_is_added_up_over_days_and_tells_its_gaps(desk: Desk) -> None:
    first, second = desk.an_import(READ_1), desk.an_import(READ_2)
    key = "linkedin.impressions.v1"
    desk.days(first, key, {june(day): 10 for day in range(1, 29) if day not in (5, 6, 7)})
    desk.days(second, key, {june(1): 15, june(7): None, date(2026, 5, 31): 1000})
    found = figure(desk, key)
    assert (found.value, found.state, found.days) == (15 + 24 * 10, State.NOT_YET_COMPLETE, 25)
    assert found.gaps == ((june(5), june(7)), (june(29), june(30)))
    assert (found.is_whole, found.read_on, found.oldest_read_on) == (False, READ_2, READ_1)
    assert found.imports == (first, second)


def test_months_read_together_are_those_read_one_by_one(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    desk.days(source, "ga4.sessions.v1", {date(2026, month, day): month for month in (2, 4, 5, 6) for day in (1, 2)})
    desk.part(source, "property", "property", "ga4.active_users.v1", 33, june(1), june(30))
    desk.part(source, "property", "property", "ga4.total_users.v1", 50, date(2026, 5, 1), june(30))  # no month's own
    months = [JUNE.plus(-back) for back in (0, 1, 2, 3, 12)]
    together = account_metrics_of(desk.account.id, months)
    assert together == {month: account_metrics(desk.account.id, month) for month in months}
    assert [len(together[month]) for month in months] == [2, 1, 1, 0, 0]


def test_a_stock_is_its_last_value(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    desk.days(source, "tiktok.followers.v1", {june(2): 100, june(20): 130, june(25): None})
    found = figure(desk, "tiktok.followers.v1")
    assert (found.value, found.as_of, found.gain) == (130, june(20), 30)


def test_a_unique_count_is_never_added_up(desk: Desk) -> None:
    source, key = desk.an_import(READ_1), "linkedin.unique_visitors.v1"
    desk.days(source, key, {june(1): 10, june(2): 30, june(3): 0})
    found = figure(desk, key)
    assert (found.value, found.state, found.bounds) == (None, State.NOT_AVAILABLE, (30, 40))
    desk.days(source, "ga4.active_users.v1", {june(1): 10, june(2): 30})
    desk.part(source, "property", "property", "ga4.active_users.v1", 33, june(1), june(30))
    own = figure(desk, "ga4.active_users.v1")
    assert (own.value, own.state, own.bounds) == (33, State.VALUE, None)
    desk.part(source, "property", "property", "ga4.total_users.v1", 50, june(1), june(15))
    assert figure(desk, "ga4.total_users.v1").value is None  # half a month is not the month


def test_where_only_one_day_counted_anybody_the_number_is_known(desk: Desk) -> None:
    source, key = desk.an_import(READ_1), "linkedin.unique_visitors.v1"
    desk.days(source, key, {june(1): 0, june(2): 30})
    assert (figure(desk, key).value, figure(desk, key).bounds) == (30, None)
    desk.days(source, key, {date(2026, 5, 1): 0, date(2026, 5, 2): 0})
    # Nobody on two days that were read is not nobody in May.
    assert (figure(desk, key, MAY).value, figure(desk, key, MAY).state) == (0, State.NOT_YET_COMPLETE)
    desk.days(source, key, {date(2026, 5, day): 0 for day in range(3, 32)})
    assert (figure(desk, key, MAY).value, figure(desk, key, MAY).state) == (0, State.ZERO)


def test_a_ratio_is_made_again_from_its_parts_or_not_at_all(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    span = (june(1), june(30))
    for name, spend, clicks, seen in (("A", 100, 50, 1000), ("B", 20, 50, 9000)):
        desk.part(source, "campaign", name, "meta_ads.spend.v1", spend, *span, "EUR")
        desk.part(source, "campaign", name, "meta_ads.link_clicks.v1", clicks, *span, "EUR")
        desk.part(source, "campaign", name, "meta_ads.impressions.v1", seen, *span, "EUR")
        desk.part(source, "campaign", name, "meta_ads.ctr_link.v1", Decimal("0.05"), *span, "EUR")
        desk.part(source, "campaign", name, "meta_ads.frequency.v1", Decimal("1.5"), *span, "EUR")
    rate = figure(desk, "meta_ads.ctr_link.v1")
    assert (rate.value, rate.state) == (Fraction(1, 100), State.VALUE)
    assert (figure(desk, "meta_ads.spend.v1").value, figure(desk, "meta_ads.spend.v1").currency) == (120, "EUR")
    frequency = figure(desk, "meta_ads.frequency.v1")
    assert (frequency.value, frequency.state) == (None, State.NOT_AVAILABLE)


POSITION, SEEN = "search_console.position.v1", "search_console.impressions.v1"


def test_an_average_position_is_weighted_by_impressions(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    desk.days(source, SEEN, {june(1): 900, june(2): 100, june(3): 0})
    desk.days(source, POSITION, {june(1): Decimal("2.5"), june(2): Decimal("42.5"), june(3): None})
    found = figure(desk, POSITION)
    assert (found.value, found.state) == (Fraction("6.5"), State.NOT_YET_COMPLETE)  # the mean of the days is 22.5
    assert (found.days, found.gaps) == (3, ((june(4), june(30)),))
    assert [one.value for one in account_history(desk.account.id, POSITION, JUNE, 2)] == [None, Fraction("6.5")]


def test_the_position_of_a_real_month_is_the_one_of_a_calculator(desk: Desk, samples: Path) -> None:
    source = desk.an_import(READ_1)
    for row in read(samples / "search-console/fr-2025/Dates.csv", Answers(READ_1)).rows:
        assert isinstance(row, AccountDayRow)
        for metric, value, _state in row.values:
            desk.days(source, metric, {row.day: value})
    months = account_metrics_of(desk.account.id, [Month(2024, 12), Month(2025, 2)])
    december, february = ({one.metric: one for one in months[month]} for month in months)
    assert december["search_console.clicks.v1"].value == 217667
    assert december["search_console.impressions.v1"].value == 12950979
    assert december["search_console.ctr.v1"].value == Fraction(217667, 12950979)
    assert december[POSITION].value == Fraction(12725522373, 50) / 12950979  # 19.65
    assert (december[POSITION].state, december[POSITION].gaps) == (State.VALUE, ())
    assert february[POSITION].value == Fraction(1226808478, 25) / 1922749
    assert february[POSITION].state is State.NOT_YET_COMPLETE


def test_a_position_without_impressions_or_with_a_hole_is_none(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    desk.days(source, SEEN, {june(1): 0})
    desk.days(source, POSITION, {june(1): None})
    assert (figure(desk, POSITION).value, figure(desk, POSITION).state) == (None, State.NOT_APPLICABLE)
    desk.days(source, SEEN, {june(2): 9, june(3): 5})
    desk.days(source, POSITION, {june(2): 4, june(3): None})
    assert figure(desk, POSITION).value is None


def test_the_click_rates_of_searches_are_made_of_clicks_and_impressions(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    for platform in ("search_console", "bing_webmaster"):
        desk.days(source, f"{platform}.clicks.v1", {june(1): 9, june(2): 1})
        desk.days(source, f"{platform}.impressions.v1", {june(1): 10, june(2): 90})
        desk.days(source, f"{platform}.ctr.v1", {june(1): Decimal("0.9"), june(2): Decimal("0.0111")})
        assert figure(desk, f"{platform}.ctr.v1").value == Fraction(1, 10)


@pytest.mark.parametrize("key", [key for key in sorted(METRICS) if not METRICS[key].of_posts])
@settings(max_examples=10)
@given(values=some.dictionaries(some.integers(1, 30), some.integers(0, 10**6), min_size=2))
def test_no_class_but_flows_is_ever_a_sum_over_days(key: str, values: dict[int, int]) -> None:
    days = {june(day): CurrentValue(value, State.VALUE, READ_1, 1) for day, value in values.items()}
    found = account_figure(METRICS[key], JUNE, days)
    if METRICS[key].additivity is Additivity.FLOW:
        assert found.value == sum(values.values())
    elif METRICS[key].additivity is Additivity.RATIO:
        assert found.value is None
    elif METRICS[key].additivity in (Additivity.STOCK, Additivity.ROLLING):
        assert found.value == values[max(values)]
    else:
        low, high = found.bounds or (found.value, found.value)
        assert (low, high) == (max(values.values()), sum(values.values()))


def test_thirteen_months_of_a_metric_name_the_missing_ones(desk: Desk) -> None:
    source, key = desk.an_import(READ_1), "linkedin.impressions.v1"
    desk.days(source, key, {june(1): 5, date(2025, 6, 30): 7, date(2025, 5, 31): 900})
    history = account_history(desk.account.id, key, JUNE)
    assert [one.month for one in history] == [Month(2025, 6).plus(step) for step in range(13)]
    assert [one.value for one in history] == [7, *([None] * 11), 5]
    assert {one.state for one in history[1:-1]} == {State.NOT_AVAILABLE}


def test_thirteen_months_of_a_ratio_use_its_parts(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    for key, value in (("ga4.sessions.v1", 40), ("ga4.engaged_sessions.v1", 10), ("ga4.engagement_rate.v1", 1)):
        desk.days(source, key, {june(1): value})
    history = account_history(desk.account.id, "ga4.engagement_rate.v1", JUNE, 2)
    assert [one.value for one in history] == [None, Fraction(1, 4)]


def test_thirteen_months_of_posts(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    desk.post(source, 1, views=5)
    desk.post(source, 2, views=6)
    desk.post(source, 3, month=4, views=None)
    history = post_history(desk.account.id, VIEWS, JUNE, 3)
    assert [(str(month), one.value) for month, one in history] == [
        ("2026-04", None),
        ("2026-05", None),
        ("2026-06", 11),
    ]
    with pytest.raises(ValueError, match="added up"):
        post_history(desk.account.id, REACH, JUNE)


# ------------------------------------------------------------------------------------------------ advertising


def test_spend_is_added_up_on_one_level_without_overlap(desk: Desk) -> None:
    early, late = desk.an_import(READ_1), desk.an_import(READ_2)
    spend = "meta_ads.spend.v1"
    desk.part(early, "campaign", "A", spend, 40, june(1), june(15), "EUR")
    desk.part(late, "campaign", "A", spend, 60, june(16), june(30), "EUR")
    desk.part(early, "campaign", "B", spend, 10, june(1), june(20), "EUR")
    desk.part(late, "campaign", "B", spend, 25, june(1), june(30), "EUR")  # overlaps: read later
    desk.part(late, "campaign", "C", spend, 5, june(1), june(30), "USD")
    desk.part(late, "ad", "A1", spend, 100, june(1), june(30), "EUR")  # the same money once more
    desk.part(late, "campaign", "D", spend, 500, june(1), date(2026, 7, 31), "EUR")  # nobody knows June's part
    found = spend_of(desk.account.client_id, JUNE)
    assert [(one.currency, one.value, one.dimension) for one in found] == [
        ("EUR", 125, "campaign"),
        ("USD", 5, "campaign"),
    ]
    assert (found[0].first_day, found[0].last_day, found[0].read_on) == (june(1), june(30), READ_2)
    assert found[0].imports == (early, late)
    assert spend_of(desk.account.client_id, MAY) == []


def test_a_breakdown_alone_holds_the_whole_spend(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    for region, value in (("Lazio", 30), ("Umbria", 12)):
        desk.part(source, "region", region, "meta_ads.spend.v1", value, june(1), june(30), "EUR")
        desk.part(source, "age", region, "meta_ads.spend.v1", value, june(1), june(30), "EUR")
    assert [one.value for one in spend_of(desk.account.client_id, JUNE)] == [42]


def test_search_terms_and_keywords_never_stand_for_the_whole_spend(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    desk.part(source, "search_term", "hotel", "google_ads.spend.v1", 3, june(1), june(30), "EUR")
    desk.part(source, "keyword", "hotel", "google_ads.spend.v1", 4, june(1), june(30), "EUR")
    desk.part(source, "keyword_device", "hotel / phone", "google_ads.spend.v1", 4, june(1), june(30), "EUR")
    assert spend_of(desk.account.client_id, JUNE) == []
    desk.part(source, "device", "phone", "google_ads.spend.v1", 9, june(1), june(30), "EUR")
    assert [(one.value, one.dimension) for one in spend_of(desk.account.client_id, JUNE)] == [(9, "device")]


def test_a_level_of_a_few_days_does_not_hide_one_of_the_whole_month(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    desk.part(source, "campaign", "A", "google_ads.spend.v1", 300, june(1), june(30), "EUR")
    for day in (5, 6):
        desk.part(source, "account", "account", "google_ads.spend.v1", 10, june(day), june(day), "EUR")
    assert [(one.value, one.dimension) for one in spend_of(desk.account.client_id, JUNE)] == [(300, "campaign")]
    for day in set(range(1, 31)) - {5, 6}:
        desk.part(source, "account", "account", "google_ads.spend.v1", 10, june(day), june(day), "EUR")
    assert [(one.value, one.dimension) for one in spend_of(desk.account.client_id, JUNE)] == [(300, "account")]


def test_what_platforms_claim_is_listed_by_metric(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    desk.part(source, "campaign", "A", "meta_ads.purchases.v1", 3, june(1), june(30), "EUR")
    desk.part(source, "campaign", "A", "meta_ads.purchase_value.v1", Decimal("99.50"), june(1), june(30), "EUR")
    desk.part(source, "campaign", "A", "meta_ads.reach.v1", 300, june(1), june(30), "EUR")
    claims = platform_claims_of(desk.account.client_id, JUNE)
    assert {one.metric: one.value for one in claims} == {
        "meta_ads.purchases.v1": 3, "meta_ads.purchase_value.v1": Decimal("99.50"),
    }  # fmt: skip
    assert segment_sums(desk.account.client_id, JUNE, ["meta_ads.reach.v1"]) == []


# ------------------------------------------------------------------------------------------------ sources, metrics


def test_the_sources_of_a_month_are_the_files_that_touch_it(desk: Desk) -> None:
    counts = {"data": 12, "refused": 1}
    june_file = desk.an_import(READ_2, file_name="june.csv", counts=counts)
    desk.an_import(READ_1, file_name="may.csv", first_day=date(2026, 5, 1), last_day=date(2026, 5, 31))
    across = desk.an_import(READ_1, file_name="both.csv", first_day=date(2026, 5, 15), last_day=june(2))
    desk.an_import(READ_2, state="running")
    found = sources_of(desk.account.client_id, JUNE)
    assert [(one.import_id, one.file_name) for one in found] == [(across, "both.csv"), (june_file, "june.csv")]
    assert (found[1].rows, found[1].refused, found[1].accounts) == (12, 1, desk.account.handle)
    assert read_days_of(desk.account.client_id, JUNE) == [READ_1, READ_2]


def test_metrics_have_short_numbers_once_they_were_read(desk: Desk) -> None:
    source = desk.an_import(READ_1)
    desk.post(source, 1, likes=1, views=2)
    assert metric_id("never.read.v1") is None
    numbers = metric_ids([VIEWS, LIKES, "never.read.v1"])
    assert numbers == {VIEWS: metric_id(VIEWS), LIKES: metric_id(LIKES)}
    assert post_metrics_of(desk.account.id) == [VIEWS, LIKES]


def test_the_joint_state_is_the_most_careful() -> None:
    assert joint_state([State.VALUE, State.NOT_YET_COMPLETE, State.ESTIMATED]) is State.NOT_YET_COMPLETE
    assert joint_state([State.VALUE, State.ESTIMATED, State.NOT_AVAILABLE]) is State.ESTIMATED
    assert joint_state([State.ZERO, State.VALUE]) is State.VALUE
    assert joint_state([State.ZERO, State.NOT_APPLICABLE]) is State.ZERO
    assert joint_state([State.NOT_APPLICABLE]) is State.NOT_APPLICABLE
    assert joint_state([State.NOT_APPLICABLE, State.NOT_AVAILABLE]) is State.NOT_AVAILABLE
    assert joint_state([]) is State.NOT_AVAILABLE


@given(some.sets(some.integers(1, 30)))
def test_gaps_and_known_days_make_the_month(known: set[int]) -> None:
    gaps = missing_days(JUNE, [june(day) for day in known])
    missing = {day for first, last in gaps for day in range(first.day, last.day + 1)}
    assert missing == set(range(1, 31)) - known
    assert all(second[0].day - first[1].day > 1 for first, second in pairwise(gaps))

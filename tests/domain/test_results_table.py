"""Thirteen months in one table, lists of 100,000 posts in order, rankings, and what all of it looks like as a sheet."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from smmdesk.core.errors import UserError
from smmdesk.core.periods import Month
from smmdesk.core.readings import State, Unit
from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.domain.imports.tables import Import
from smmdesk.domain.results import sums
from smmdesk.domain.results.account_table import AccountTable, MonthCell, account_table, engagement_row
from smmdesk.domain.results.exports import (
    days_sheet,
    months_sheet,
    plain_number,
    plain_rows,
    posts_sheet,
    save_sheet,
    sheet_bytes,
    told_number,
    unit_word,
)
from smmdesk.domain.results.post_list import (
    WITHOUT_TAG,
    PostChoice,
    choice_sums,
    listed_posts,
    other_day,
    post_kinds,
    post_order,
    post_place,
    post_reads,
)
from smmdesk.domain.results.post_marks import add_tag
from smmdesk.domain.results.queries import post_sums
from smmdesk.domain.results.ranking import denominators_of, measures_of, post_ranking
from smmdesk.domain.results.rows import PostLine
from smmdesk.domain.results.sums import post_months
from smmdesk.domain.results.tables import KeptMonth, Post, PostReading, PostWording
from smmdesk.importers.registry import METRICS
from smmdesk.store.database import database, transaction
from tests.domain.readings import Readings

JUNE, MAY = Month(2026, 6), Month(2026, 5)
VIEWS, LIKES, REACH = "instagram.post.views.v1", "instagram.post.likes.v1", "instagram.post.reach.v1"


@pytest.fixture
def account(an_account: Callable[..., Account]) -> Account:
    return an_account()


def table_of(account: Account, last: Month = JUNE) -> AccountTable:
    return account_table(account.id, account.client_id, last)


def cell(table: AccountTable, key: str, month: Month) -> MonthCell:
    row = table.row_of(key)
    assert row is not None
    return next(one for one in row.cells if one.month == month)


def june(day: int) -> date:
    return date(2026, 6, day)


class TestMonths:
    def test_posts_add_up_by_month_and_missing_is_no_zero(self, account: Account) -> None:
        read = Readings(account, date(2026, 4, 1), june(30))
        read.post(june(3), {"views": 100, "likes": 0})
        read.post(june(9), {"views": 50, "likes": None})
        read.post(date(2026, 5, 9), {"views": 7})
        table = table_of(account)
        views = cell(table, VIEWS, JUNE)
        assert (views.value, views.state, views.posts, views.without) == (150, State.VALUE, 2, 0)
        likes = cell(table, LIKES, JUNE)
        assert (likes.value, likes.state, likes.without) == (0, State.ZERO, 1)
        assert likes.reason == "1 of 2 post has no value"
        assert cell(table, VIEWS, MAY).value == 7
        assert cell(table, LIKES, MAY).reason == "these posts were read without it"
        april = cell(table, VIEWS, Month(2026, 4))
        assert (april.value, april.state, april.reason) == (None, State.NOT_APPLICABLE, "nothing was published")
        march = cell(table, VIEWS, Month(2026, 3))
        assert (march.value, march.state) == (None, State.NOT_AVAILABLE)
        assert march.reason == "the export starts on 1 April 2026"
        assert [len(row.cells) for row in table.rows] == [13] * 3

    def test_the_fast_sums_are_those_of_the_report(self, account: Account) -> None:
        read = Readings(account)
        for day in range(1, 20):
            read.post(june(day), {"views": day * 10, "likes": None if day % 3 else day, "reach": day})
        again = Readings(account, read_on=date(2026, 7, 9))
        with transaction():
            for post in Post.select().limit(4):
                PostReading.create(
                    post=post, metric=again.metric(VIEWS), source=again.source, value=1000, state=State.VALUE
                )
        fast = post_months(account.id, [JUNE])[JUNE]
        slow = post_sums(account.id, JUNE)
        assert fast.posts == slow.count
        assert {key: (one.value, one.state, one.without) for key, one in fast.totals.items()} == {
            one.metric: (one.value, one.state, one.missing) for one in slow.sums
        }
        # 4 posts of 1,000 views, then 50 to 190
        assert fast.totals[VIEWS].value == 4_000 + sum(range(50, 200, 10))
        assert REACH not in fast.totals

    def test_a_later_import_and_its_undo_are_seen_at_once(self, account: Account) -> None:
        read = Readings(account)
        post = read.post(june(3), {"views": 100})
        assert post_months(account.id, [JUNE])[JUNE].totals[VIEWS].value == 100
        later = Readings(account, read_on=date(2026, 7, 9))
        with transaction():
            PostReading.create(post=post, metric=later.metric(VIEWS), source=later.source, value=130, state="value")
        # a reading written after the import was first looked at belongs to it, so the import itself tells
        sums._post_month.cache_clear()
        assert post_months(account.id, [JUNE])[JUNE].totals[VIEWS].value == 130
        with transaction():
            Import.delete().where(Import.id == later.source.id).execute()
        assert post_months(account.id, [JUNE])[JUNE].totals[VIEWS].value == 100

    def test_what_is_kept_in_the_workspace_is_taken_until_something_changes(
        self, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def read_anew() -> Any:
            sums._post_month.cache_clear()
            return post_months(account.id, [JUNE])[JUNE].totals[VIEWS]

        read = Readings(account)
        read.post(june(3), {"views": Decimal("0.5"), "likes": 0}, states={"views": State.ESTIMATED})
        read.post(june(4), {"views": None, "likes": 0})
        live = read_anew()
        sums.keep_post_months([account.id])
        assert not KeptMonth.select().exists()  # two posts are added up faster than looked up
        monkeypatch.setattr(sums, "MANY_POSTS", 2)
        sums.keep_post_months([account.id])
        assert read_anew() == live
        with transaction():  # a mark, to see that it is what is read
            database.execute_sql("UPDATE kept_month SET content = replace(content, '0.5', '7.5')")
        assert (read_anew().value, read_anew().without) == (Decimal("7.5"), 1)
        with transaction():
            Client.update(timezone="Asia/Tokyo").execute()
        assert read_anew() == live
        sums.keep_post_months([account.id])
        later = Readings(account, read_on=date(2026, 7, 9))
        later.post(june(5), {"views": 3})
        assert read_anew().value == Decimal("3.5")

    def test_a_running_import_is_not_there_yet(self, account: Account) -> None:
        read = Readings(account)
        read.post(june(3), {"views": 100})
        running = Readings(account, read_on=date(2026, 7, 9))
        running.post(june(4), {"views": 900})
        with transaction():
            Import.update(state="running").where(Import.id == running.source.id).execute()
        month = post_months(account.id, [JUNE])[JUNE]
        assert (month.posts, month.totals[VIEWS].value) == (1, 100)

    def test_estimates_and_decimals_are_added_exactly(self, account: Account) -> None:
        read = Readings(account)
        read.post(june(3), {"views": Decimal("0.1")}, states={"views": State.ESTIMATED})
        read.post(june(4), {"views": Decimal("0.2")})
        views = cell(table_of(account), VIEWS, JUNE)
        assert (views.value, views.state) == (Decimal("0.3"), State.ESTIMATED)
        assert views.reason == "estimated by the platform"

    def test_a_month_read_before_it_settles_is_provisional(self, account: Account) -> None:
        Readings(account, read_on=date(2026, 7, 3)).post(june(3), {"views": 100})
        views = cell(table_of(account), VIEWS, JUNE)
        assert views.is_provisional and not views.is_whole
        assert views.reason == "read on 3 July, before the month settles on 4 July"

    def test_days_that_are_missing_say_why(self, an_account: Callable[..., Account]) -> None:
        account = an_account(platform="tiktok")
        Readings(account, june(6), june(30)).days("tiktok.video_views.v1", june(6), [10] * 25)
        views = cell(table_of(account), "tiktok.video_views.v1", JUNE)
        assert (views.value, views.state) == (250, State.NOT_YET_COMPLETE)
        assert views.reason == "1 Jun – 5 Jun: the export starts on 6 June 2026"

    def test_a_unique_count_has_bounds_and_no_sum(self, an_account: Callable[..., Account]) -> None:
        account = an_account(platform="tiktok")
        Readings(account).days("tiktok.viewers.v1", june(1), [10, 30, 20] * 10)
        viewers = cell(table_of(account), "tiktok.viewers.v1", JUNE)
        assert (viewers.value, viewers.bounds) == (None, (30, 600))
        assert viewers.reason.startswith("between the largest day and the sum of the days")

    def test_no_sum_holds_days_of_two_definitions(self, an_account: Callable[..., Account]) -> None:
        account = an_account(platform="youtube")
        Readings(account, date(2025, 3, 1), date(2025, 3, 31)).days("youtube.views.v1", date(2025, 3, 1), [10] * 31)
        table = table_of(account, Month(2025, 5))
        march = cell(table, "youtube.views.v1", Month(2025, 3))
        assert march.value is None and march.broken is not None
        assert march.reason == "definition changed on 31 March 2025"
        assert [(part.first_day.day, part.value) for part in march.parts] == [(1, 300), (31, 10)]
        row = table.row_of("youtube.views.v1")
        assert row is not None
        assert [one.day for one in row.breaks] == [date(2025, 3, 31)]

    def test_posts_of_a_month_with_a_change_are_not_added_up(self, an_account: Callable[..., Account]) -> None:
        account = an_account(platform="facebook")
        read = Readings(account, date(2025, 11, 1), date(2025, 11, 30))
        read.post(date(2025, 11, 3), {"impressions": 5})
        read.post(date(2025, 11, 20), {"impressions": 6})
        november = cell(table_of(account), "facebook.post.impressions.v1", Month(2025, 11))
        assert (november.value, november.reason) == (None, "definition changed on 15 November 2025")

    def test_the_engagement_rate_is_a_ratio_of_totals(self, account: Account) -> None:
        from smmdesk.core.readings import EngagementBase

        read = Readings(account)
        read.post(june(3), {"likes": 10, "comments": 0, "shares": 0, "saves": 0, "reach": 100})
        read.post(june(4), {"likes": 10, "comments": 0, "shares": 0, "saves": 0, "reach": 900})
        row = engagement_row(account.id, "instagram", EngagementBase.REACH, JUNE)
        assert row is not None
        assert row.cells[-1].value == Fraction(20, 1000)
        assert row.cells[-2].value is None
        assert engagement_row(account.id, "ga4", EngagementBase.REACH, JUNE) is None

    def test_a_row_of_engagement_rates_has_one_denominator_and_names_it(self, account: Account) -> None:
        from smmdesk.core.readings import EngagementBase

        read = Readings(account)
        all_but_reach = {"likes": 10, "comments": 0, "shares": 0, "saves": 0, "views": 400}
        read.post(june(3), all_but_reach)
        row = engagement_row(account.id, "instagram", EngagementBase.REACH, JUNE)
        assert row is not None and row.metric.key == "instagram.engagement_on_views.v1"
        rate = row.cells[-1].rate
        assert rate is not None
        assert (rate.interactions, rate.denominator, rate.denominated) == (10, VIEWS, 400)
        Readings(account).post(date(2026, 5, 3), {**all_but_reach, "reach": 200})
        row = engagement_row(account.id, "instagram", EngagementBase.REACH, JUNE)
        assert row is not None and row.metric.key == "instagram.engagement_on_reach.v1"
        may, last = row.cells[-2:]
        assert may.value == Fraction(10, 200) and last.value is None
        assert last.reason == "this month has only “Engagement rate on views”"
        assert may.rate is not None and may.rate.denominated is None  # a unique count is not told by itself


class TestPosts:
    def test_every_order_puts_posts_without_a_value_last(self, account: Account) -> None:
        read = Readings(account)
        a = read.post(june(3), {"views": 9})
        b = read.post(june(5), {"views": 100})
        c = read.post(june(4), {"views": None})
        assert list(post_order(account.id, PostChoice()).ids) == [b, c, a]
        assert list(post_order(account.id, PostChoice(), descending=False).ids) == [a, c, b]
        assert list(post_order(account.id, PostChoice(), VIEWS).ids) == [b, a, c]
        assert list(post_order(account.id, PostChoice(), VIEWS, descending=False).ids) == [a, b, c]
        with pytest.raises(UserError):
            post_order(account.id, PostChoice(), "shoe size")

    def test_the_newest_read_sorts_whatever_came_last(self, account: Account) -> None:
        later = Readings(account, read_on=date(2026, 7, 9))
        a = later.post(june(3), {"views": 500})
        b = later.post(june(4), {"views": 100})
        older = Readings(account, read_on=date(2026, 7, 1))
        with transaction():
            PostReading.create(post=b, metric=older.metric(VIEWS), source=older.source, value=900, state="value")
        assert list(post_order(account.id, PostChoice(), VIEWS).ids) == [a, b]
        reads = post_reads(account.id, b)
        assert [(one.value, one.is_current) for one in reads] == [(100, True), (900, False)]

    def test_words_formats_and_days_choose(self, account: Account) -> None:
        read = Readings(account)
        ids = [read.post(june(day), {"views": day}) for day in (1, 2, 3)]
        with transaction():
            for post_id, text, kind in zip(
                ids, ("Un CAFFÈ al mare", "caffe' e [*]", "x"), ("image", "reel", "reel"), strict=True
            ):
                PostWording.update(text=text, kind=kind).where(PostWording.post == post_id).execute()

        def found(**choice: Any) -> list[int]:
            return sorted(post_order(account.id, PostChoice(**choice)).ids)

        assert found(words="caffè") == ids[:2]
        assert found(words="caffe mare") == ids[:1]
        assert found(words="[*]") == ids[1:2]
        assert found(kinds=("reel",)) == ids[1:]
        assert found(first=june(2), last=june(2)) == ids[1:2]
        assert found(words="x", kinds=("image",)) == []
        assert post_kinds(account.id) == ["image", "reel"]
        assert post_place(ids[1]) == (account.id, june(2))
        assert post_place(99) is None

    def test_tags_choose_and_add_up(self, account: Account) -> None:
        read = Readings(account)
        ids = [read.post(june(day), {"views": day, "reach": day, "likes": None}) for day in (1, 2, 3)]
        add_tag(ids[:2], "mare")
        tagged = post_order(account.id, PostChoice(tags=("mare",))).ids
        assert sorted(tagged) == ids[:2]
        assert list(post_order(account.id, PostChoice(tags=(WITHOUT_TAG,))).ids) == ids[2:]
        views, reach, likes = choice_sums(account.id, tagged, [VIEWS, REACH, LIKES])
        assert (views.value, views.without) == (3, 0)
        assert (reach.value, reach.reason) == (None, "is not added up over posts")
        assert (likes.value, likes.state, likes.without) == (None, State.NOT_AVAILABLE, 2)
        assert [row.tags for row in listed_posts(account.id, ids)] == [("mare",), ("mare",), ()]

    def test_nothing_is_added_up_over_a_change_of_definition(self, an_account: Callable[..., Account]) -> None:
        account = an_account(platform="facebook")
        read = Readings(account)
        ids = [read.post(day, {"impressions": 5}) for day in (date(2025, 11, 14), date(2025, 11, 15))]
        (added,) = choice_sums(account.id, ids, ["facebook.post.impressions.v1"])
        assert (added.value, added.reason) == (None, "counted in two ways, not added up")
        (one,) = choice_sums(account.id, ids[:1], ["facebook.post.impressions.v1"])
        assert one.value == 5

    def test_the_platforms_day_is_said_where_it_is_another_month(self) -> None:
        def post(instant: int) -> PostLine:
            return PostLine(1, 1, "", instant, date(2026, 6, 1), "", "", "", "", None)

        late = 1_780_270_200  # 2026-05-31 23:30 UTC: 1:30 on 1 June in Rome, 16:30 on 31 May in California
        assert other_day(post(late), "instagram") == date(2026, 5, 31)
        assert other_day(post(late + 86_400), "instagram") is None
        assert other_day(post(late), "tiktok") is None


class TestRanking:
    def test_a_rate_is_ranked_exactly_and_small_samples_stay_out(self, account: Account) -> None:
        read = Readings(account)
        low = read.post(june(1), {"likes": 10, "reach": 1000})
        high = read.post(june(2), {"likes": 50, "reach": 500})
        read.post(june(3), {"likes": 9, "reach": 10})
        read.post(june(4), {"likes": None, "reach": 500})
        read.post(june(5), {"likes": 5, "reach": None})
        ranking = post_ranking(account.id, PostChoice(), LIKES, over=REACH)
        assert ranking.judged == 2
        assert [(place.listed.id, place.value, place.below) for place in ranking.best] == [(high, Fraction(1, 10), 500)]
        assert [(place.listed.id, place.value) for place in ranking.worst] == [(low, Fraction(1, 100))]
        assert ranking.left_out == (
            "1 post without a value for Likes", "1 post without Reach", "1 post under 100 Reach",
        )  # fmt: skip
        assert post_ranking(account.id, PostChoice(), LIKES, over=REACH, minimum=1).judged == 3

    def test_a_ranking_never_crosses_a_change_of_definition(self, an_account: Callable[..., Account]) -> None:
        account = an_account(platform="facebook")
        read = Readings(account)
        for day in (date(2025, 11, 10), date(2025, 11, 14)):
            read.post(day, {"impressions": 9000})
        after = [read.post(date(2025, 11, day), {"impressions": day}) for day in (15, 16, 17)]
        ranking = post_ranking(account.id, PostChoice(), "facebook.post.impressions.v1")
        assert ranking.judged == 3
        assert {place.listed.id for place in (*ranking.best, *ranking.worst)} <= set(after)
        assert ranking.left_out[0].startswith("2 posts from before: Facebook ended this figure on 15 November 2025")

    def test_many_posts_are_ranked_as_few(self, account: Account) -> None:
        read = Readings(account)
        with transaction():
            for number in range(450):
                read.post(june(1 + number % 30), {"likes": number, "reach": 450 + number})
        ranking = post_ranking(account.id, PostChoice(), LIKES, over=REACH)
        assert ranking.judged == 450
        assert ranking.best[0].value == Fraction(449, 899)
        assert ranking.worst[0].value == 0

    def test_what_can_be_measured(self, account: Account) -> None:
        Readings(account).post(june(1), {"likes": 1, "views": 2, "reach": 3})
        assert [metric.key for metric in measures_of(account.id)] == [VIEWS, REACH, LIKES]
        assert [metric.key for metric in denominators_of(account.id)] == [VIEWS, REACH]


class TestSheets:
    def test_months_as_csv_say_state_reason_and_file(self, account: Account) -> None:
        read = Readings(account)
        read.post(june(3), {"views": 100, "likes": 0})
        sheet = months_sheet(table_of(account), "EUR")
        lines = list(csv.DictReader(StringIO(sheet_bytes(sheet, ".csv").decode("utf-8-sig"))))
        assert len(lines) == 3 * 13
        last = {line["Figure"]: line for line in lines if line["Month"] == "2026-06"}
        assert last["Views of posts"]["Value"] == "100"  # the platform gives Views of the account too; no Likes
        assert (last["Likes"]["Value"], last["Likes"]["State"]) == ("0", "zero")
        assert last["Views of posts"]["Definition"] == VIEWS
        assert (last["Views of posts"]["Read on"], last["Views of posts"]["Files"]) == ("2026-07-05", "export.csv")
        may = next(line for line in lines if line["Month"] == "2026-05" and line["Figure"] == "Views of posts")
        assert (may["Value"], may["State"]) == ("", "not_available")
        assert may["Reason"] == "the export starts on 1 June 2026"

    def test_a_sum_over_posts_is_told_from_the_accounts_own_figure(self, an_account: Callable[..., Account]) -> None:
        page = an_account(platform="linkedin")
        read = Readings(page)
        read.days("linkedin.impressions.v1", june(1), [100] * 30)
        read.post(june(3), {"impressions": 700, "likes": 9, "follows": 2})
        lines = plain_rows(months_sheet(table_of(page), "EUR"))
        last = {line["Figure"]: line["Value"] for line in lines if line["Month"] == "2026-06"}
        assert last == {
            "Posts published": 1,
            "Impressions": 3000,
            "Impressions of posts": 700,
            "Reactions of posts": 9,  # the platform gives them of the page too
            "Follows": 2,  # of posts only
        }

    def test_a_range_stands_in_two_columns(self, an_account: Callable[..., Account]) -> None:
        account = an_account(platform="tiktok")
        Readings(account).days("tiktok.viewers.v1", june(1), [10, 30, 20] * 10)
        (line,) = [row for row in plain_rows(months_sheet(table_of(account), "EUR")) if row["Month"] == "2026-06"]
        assert (line["Value"], line["At least"], line["At most"]) == (None, 30, 600)

    def test_posts_as_xlsx_have_a_state_beside_each_number_and_start_no_formula(self, account: Account) -> None:
        read = Readings(account)
        post = read.post(june(3), {"views": 0, "likes": None})
        with transaction():
            PostWording.update(text="=1+1").where(PostWording.post == post).execute()
        sheet = posts_sheet(account.id, [post], [METRICS[VIEWS], METRICS[LIKES], METRICS[REACH]])
        page = openpyxl.load_workbook(BytesIO(sheet_bytes(sheet, ".xlsx"))).active
        assert page is not None
        heads = [cell.value for cell in page[1]]
        values = dict(zip(heads, [cell.value for cell in page[2]], strict=True))
        assert (values["Views"], values["Views: state"]) == (0, "zero")
        assert (values["Likes"], values["Likes: state"]) == (None, "not_available")
        assert (values["Reach"], values["Reach: state"]) == (None, "not_available")
        assert values["Text"] == "'=1+1"

    def test_days_one_row_each(self, an_account: Callable[..., Account]) -> None:
        account = an_account(platform="tiktok")
        Readings(account).days("tiktok.video_views.v1", june(1), [5, None, 0])
        lines = plain_rows(days_sheet(account.id, june(1), june(30), "EUR"))
        assert [(line["Day"], line["Value"], line["State"]) for line in lines] == [
            ("2026-06-01", 5, "value"), ("2026-06-02", None, "not_available"), ("2026-06-03", 0, "zero"),
        ]  # fmt: skip

    def test_shares_are_percent_wherever_they_are_written(self, an_account: Callable[..., Account]) -> None:
        account = an_account(platform="x")
        read = Readings(account)
        post = read.post(june(3), {"engagement_rate": Decimal("0.053")})
        rate = METRICS["x.post.engagement_rate.v1"]
        (line,) = plain_rows(posts_sheet(account.id, [post], [rate]))
        assert line["Engagement rate on impressions (%)"] == "5.3"
        assert (told_number(Fraction(1, 3), Unit.SHARE), told_number(None, Unit.SHARE)) == (
            Decimal("33.3333333333"),
            None,
        )
        assert told_number(Fraction(1, 4), Unit.DECIMAL) == Decimal("0.25")
        assert unit_word(rate, "EUR") == "percent"

    def test_rates_are_written_with_ten_digits(self) -> None:
        assert plain_number(Fraction(1, 3)) == Decimal("0.3333333333")
        assert plain_number(Fraction(1, 4)) == Decimal("0.25")
        assert plain_number(Fraction(6, 3)) == 2
        assert plain_number(None) is None

    def test_a_file_is_written_whole_or_refused(self, account: Account, tmp_path: Path) -> None:
        sheet = months_sheet(table_of(account), "EUR")
        assert save_sheet(sheet, tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfAccount,")
        with pytest.raises(UserError, match="CSV or XLSX"):
            save_sheet(sheet, tmp_path / "a.pdf")
        with pytest.raises(UserError, match="could not be written"):
            save_sheet(sheet, tmp_path / "nowhere" / "a.csv")
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith("a.")] == ["a.csv"]

"""Gaps have reasons: what the files cover, what they leave empty, what the platform changed; the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from smmdesk.core.i18n import language
from smmdesk.core.periods import Month
from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import client_row
from smmdesk.domain.reports.build import collect_report
from smmdesk.domain.results.account_table import account_table
from smmdesk.domain.results.gaps import Cover, GapKind, gap_reasons, gaps_of, posts_gap
from smmdesk.domain.results.histories import metric_history
from smmdesk.importers.registry import METRICS
from smmdesk.ui.pages.results.reading import read_results
from tests.domain.readings import Readings

JUNE = Month(2026, 6)
CLICKS = "linkedin.clicks.v1"


def june(day: int) -> date:
    return date(2026, 6, day)


def test_each_span_has_its_own_reason() -> None:
    covers = [Cover(june(6), june(9)), Cover(june(21), june(24))]
    found = gaps_of(CLICKS, june(1), june(30), covers)
    assert [(gap.first_day.day, gap.last_day.day, gap.reason) for gap in found] == [
        (1, 5, "the export starts on 6 June 2026"),
        (6, 9, "the file has no value for these days"),
        (10, 20, "no file covers 10 June to 20 June 2026"),
        (21, 24, "the file has no value for these days"),
        (25, 30, "the export ends on 24 June 2026"),
    ]
    assert gaps_of(CLICKS, june(7), june(7), covers)[0].reason == "the file has no value for this day"
    assert gaps_of(CLICKS, june(12), june(12), covers)[0].reason == "no file covers 12 June 2026"
    assert gaps_of(CLICKS, june(1), june(30), [])[0].reason == "no export was imported"


def test_what_the_platform_did_not_count_is_no_fault_of_a_file() -> None:
    engaged, old = "youtube.engaged_views.v1", "facebook.post.impressions.v1"
    (gap,) = gaps_of(engaged, date(2025, 2, 1), date(2025, 2, 28), [], METRICS[engaged])
    assert gap.reason == "the platform gives this figure since 31 March 2025"
    (gap,) = gaps_of(old, date(2025, 12, 1), date(2025, 12, 31), [], METRICS[old])
    assert gap.reason == "the platform gave this figure until 14 November 2025"
    (gap,) = gaps_of("youtube.views.v1", date(2025, 3, 1), date(2025, 3, 31), [Cover(date(2025, 1, 1), june(1))])
    assert (gap.kind, gap.reason) == (GapKind.BREAK, "definition changed on 31 March 2025")
    (gap,) = gaps_of("meta_ads.link_clicks.v1", date(2026, 2, 1), date(2026, 3, 31), [])
    assert gap.reason == "definition changed in March 2026"


def test_posts_know_whether_anything_was_published() -> None:
    key, covers = "instagram.post.views.v1", [Cover(june(6), june(20))]
    assert posts_gap(key, june(1), june(30), covers, has_posts=False).reason == "nothing was published"
    assert posts_gap(key, june(1), june(30), covers, has_posts=True).kind is GapKind.NO_VALUE
    later = posts_gap(key, date(2026, 7, 1), date(2026, 7, 31), covers, has_posts=False)
    assert later.reason == "the export ends on 20 June 2026"


def test_only_files_that_bring_the_metric_count(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="linkedin")
    Readings(account, june(1), june(30)).days("linkedin.new_followers.v1", june(1), [1] * 30)
    Readings(account, june(6), june(30)).days(CLICKS, june(6), [1] * 25)
    span = (CLICKS, june(1), june(5))
    assert [gap.reason for gap in gap_reasons(account.id, [span])[span]] == ["the export starts on 6 June 2026"]


def test_the_window_the_chart_and_the_paper_give_the_same_reason(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="linkedin", handle="bar")
    Readings(account, date(2026, 4, 1), date(2026, 4, 30)).days(CLICKS, date(2026, 4, 1), [1] * 30)
    Readings(account, june(6), june(30)).days(CLICKS, june(6), [1] * 25)
    past = metric_history(account.id, CLICKS, JUNE)
    assert past is not None
    assert [(str(one.month), one.value, one.reason) for one in past.months] == [
        ("2026-04", 30, ""), ("2026-05", None, "no file covers this month"), ("2026-06", 25, ""),
    ]  # fmt: skip
    with language("it", "voi"):
        expected = gap_reasons(account.id, [(CLICKS, june(1), june(5))])[CLICKS, june(1), june(5)][0].reason
    report = collect_report(account.client_id, JUNE)
    (gap,) = report.gaps
    assert (gap.first_day, gap.last_day, gap.reason) == (june(1), june(5), expected)
    history = report.accounts[0].history
    assert history is not None
    assert [bool(point.reason) for point in history.points] == [False, True, False]


@pytest.mark.parametrize(
    ("read", "open_days"),
    [
        ({4: 900, 15: 950, 30: 1000}, ""),  # three readings: a level stands until the next one
        ({30: 1000}, ""),
        ({1: 900, 15: 1000}, "16 Jun – 30 Jun: the export ends on 15 June 2026"),
        ({29: 1000}, "30 Jun: the export ends on 29 June 2026"),
    ],
)
def test_of_a_level_only_what_comes_after_its_last_reading_is_open(
    an_account: Callable[..., Account], read: dict[int, int], open_days: str
) -> None:
    account = an_account(platform="tiktok", handle="bar")
    readings = Readings(account, june(min(read)), june(max(read)))
    for day, value in read.items():
        readings.days("tiktok.followers.v1", june(day), [value])
    row = account_table(account.id, account.client_id, JUNE).row_of("tiktok.followers.v1")
    assert row is not None
    cell = row.cells[-1]
    assert (cell.value, cell.reason, cell.is_whole) == (1000, open_days, True)
    (shown,) = read_results(account.client_id, JUNE).accounts
    days, _colon, why = open_days.partition(": ")
    assert [gap.partition(": ")[2] for gap in shown.gaps] == ([why] if why else [])
    with language(client_row(account.client_id).language):
        gaps = collect_report(account.client_id, JUNE).gaps
    assert [(gap.first_day.day, gap.last_day.day) for gap in gaps if gap.first_day and gap.last_day] == (
        [(max(read) + 1, 30)] if days else []
    )


def test_of_a_flow_every_day_without_a_value_is_a_gap(an_account: Callable[..., Account]) -> None:
    account = an_account(platform="linkedin")
    readings = Readings(account, june(1), june(30))
    readings.days(CLICKS, june(1), [1] * 3 + ["skip"] * 20 + [1] * 7)
    row = account_table(account.id, account.client_id, JUNE).row_of(CLICKS)
    assert row is not None
    assert row.cells[-1].gaps == ((june(4), june(23)),)

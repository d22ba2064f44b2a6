"""X: posts with the instants of their ids, ids that a spreadsheet rounded, days, and two tables in one file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smmdesk.core.readings import State
from smmdesk.importers.detection import recognise

ReadFile = Callable[..., Any]
Write = Callable[..., Path]

# 2088707180694323466 >> 22 = 497986597226 ms after 4 November 2010 01:42:54.657 UTC: 15 August 2026, 19:19:32 UTC.
ID, MADE = "2088707180694323466", datetime(2026, 8, 15, 19, 19, 32, tzinfo=UTC)
CONTENT = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,"
    "Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks\n"
)


def post_line(number: str = ID, link: str = f"https://x.com/Bar/status/{ID}", day: str = '"Sat, Aug 15, 2026"') -> str:
    return f"{number},{day},Hello,{link},44,1,3,0,0,0,1,0,0,1,0,0,0\n"


def values(row: Any) -> dict[str, Any]:
    return {value.metric: value.value for value in row.values}


def test_a_post_and_its_true_instant(write: Write, read_file: ReadFile) -> None:
    path = write(CONTENT + post_line())
    assert recognise(path).names_accounts
    file = read_file(path)
    [post] = file.posts
    assert (post.external_id, post.account, post.published_on) == (ID, "Bar", date(2026, 8, 15))
    assert datetime.fromtimestamp(post.published_at, UTC) == MADE
    assert values(post)["x.post.impressions.v1"] == 44
    assert values(post)["x.post.detail_expands.v1"] == 1
    assert file.reading.accounts["Bar"].handle == "Bar"


@pytest.mark.parametrize("rounded", ["2.08871E+18", "2,08871E+18", ""])
def test_a_rounded_id_is_repaired_from_the_link(write: Write, read_file: ReadFile, rounded: str) -> None:
    file = read_file(write(CONTENT + post_line(f'"{rounded}"')))
    assert [post.external_id for post in file.posts] == [ID]


def test_an_id_that_the_link_contradicts_is_refused(write: Write, read_file: ReadFile) -> None:
    # Excel may also keep fifteen digits and fill up with zeros.
    file = read_file(write(CONTENT + post_line("2088707180694320000")))
    assert [(row.line, row.column) for row in file.refused] == [(2, "Post id")]
    assert "two different posts" in file.refused[0].reason


def test_a_rounded_id_without_a_link_is_refused(write: Write, read_file: ReadFile) -> None:
    file = read_file(write(CONTENT + post_line("2.08871E+18", "gone") + post_line()))
    assert [row.line for row in file.refused] == [2]
    assert len(file.posts) == 1


def test_a_link_without_the_account_is_refused(write: Write, read_file: ReadFile) -> None:
    file = read_file(write(CONTENT + post_line(link=f"https://x.com/i/web/status/{ID}")))
    assert [row.column for row in file.refused] == ["Post Link"]


def test_the_names_of_early_2025(write: Write, read_file: ReadFile) -> None:
    header = (
        "Post id,Date,Post text,Link,Impressions,Likes,Engagements,Bookmarks,Share,New follows,Replies,Reposts,"
        "Profile visits,Detail expands,Url clicks,Hashtag clicks,Permalink clicks\n"
    )
    [post] = read_file(write(header + post_line(day="Mon Feb 17 2025"))).posts
    assert len(post.values) == 13
    assert post.published_on == date(2025, 2, 17)


def test_portuguese_without_a_known_id_column(write: Write, read_file: ReadFile) -> None:
    header = (
        "Coluna,Data,Texto do post,Postar link,Impressões,Curtidas,Engajamentos,Itens salvos,Compartilhamentos,"
        "Novos seguidores,Respostas,Reposts,Visitas ao perfil,Expansões de detalhes,Cliques de URL,Cliques de hashtag,"
        "Cliques de link permanente\n"
    )
    file = read_file(write(header + post_line(day='"Mon, Aug 17, 2026"')))
    assert file.reading.recognised.language == "pt"
    [post] = file.posts
    assert (post.external_id, values(post)["x.post.engagements.v1"], len(post.values)) == (ID, 3, 13)


def test_a_day_that_is_none_is_refused(write: Write, read_file: ReadFile) -> None:
    file = read_file(write(CONTENT + post_line(day="15/08/2026")))
    assert [(row.column, row.value) for row in file.refused] == [("Date", "15/08/2026")]


def test_the_overview_has_days_without_an_account(write: Write, read_file: ReadFile) -> None:
    text = (
        "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits,"
        "Create Post,Video views,Media views\n"
        '"Tue, Aug 26, 2025",444,4,29,0,0,1,2,6,0,4,3,0,0\n"Mon, Aug 25, 2025",8893,19,164,5,0,5,0,7,0,104,8,0,0\n'
    )
    path = write(text)
    assert (recognise(path).format, recognise(path).names_accounts) == ("x_overview", False)
    file = read_file(path)
    assert [row.day for row in file.days] == [date(2025, 8, 26), date(2025, 8, 25)]
    assert values(file.days[0])["x.unfollows.v1"] == 2
    assert values(file.days[0])["x.posts.v1"] == 3


def test_tweet_activity_of_old(write: Write, read_file: ReadFile) -> None:
    header = (
        '"Tweet id","Tweet permalink","Tweet text","time","impressions","engagements","engagement rate","retweets",'
        '"replies","favorites","user profile clicks","app opens","follows","promoted impressions"\n'
    )
    line = (
        '"1.47689E+18","https://twitter.com/Bar/status/1476888339508772880","Hi","2021-12-31 12:09 +0000","565.0",'
        '"17.0","0.030088496","2.0","0","1.0","0","0","3","-"\n'
    )
    file = read_file(write(header + line))
    [post] = file.posts
    assert post.external_id == "1476888339508772880"
    assert datetime.fromtimestamp(post.published_at, UTC).strftime("%Y-%m-%d %H:%M") == "2021-12-31 12:09"
    found = {value.metric: (value.value, value.state) for value in post.values}
    assert found["x.post.impressions.v1"] == (565, State.VALUE)
    assert found["x.post.likes.v1"] == (1, State.VALUE)
    assert found["x.post.engagement_rate.v1"] == (Decimal("0.030088496"), State.VALUE)
    assert found["x.post.promoted_impressions.v1"] == (None, State.NOT_AVAILABLE)
    assert file.reading.warnings == []


def test_an_id_from_before_2010_takes_the_written_time(write: Write, read_file: ReadFile) -> None:
    text = (
        '"Tweet id","Tweet permalink","Tweet text","time","impressions","engagements"\n'
        '"123456789","https://twitter.com/Bar/status/123456789","Hi","2007-06-30 12:00 +0000","5","0"\n'
    )
    [post] = read_file(write(text)).posts
    assert datetime.fromtimestamp(post.published_at, UTC) == datetime(2007, 6, 30, 12, tzinfo=UTC)


def test_tweet_activity_per_day(write: Write, read_file: ReadFile) -> None:
    text = (
        '"Date","Tweets published","impressions","engagements","engagement rate","retweets","replies","likes"\n'
        '"2021-08-01","3","1000.0","12.0","0.012","1.0","2.0","4.0"\n'
    )
    path = write(text, "daily_tweet_activity_metrics_HotelBar_20210801_20210901_en.csv")
    assert (recognise(path).format, recognise(path).account_guess) == ("x_legacy_days", "HotelBar")
    [day] = read_file(path).days
    assert (day.day, values(day)["x.posts.v1"], values(day)["x.impressions.v1"]) == (date(2021, 8, 1), 3, 1000)


VIDEOS = (
    "Video Overview,,,,,\n"
    "Date,Views,Watch Time (ms),Completion Rate,Average Watch Time (ms),Estimated Revenue\n"
    '"Sat, Aug 15, 2026",120,600500,12.50,5004,0\n"Fri, Aug 14, 2026",80,400000,0.00,5000,0\n'
    ",,,,,,,,,\nYour Videos,,,,,,,,,\n"
    "Uploaded On,Video ID,Video Title,Views,Duration,Video Link,Monetized,Estimated Revenue,Published Date,Post Link\n"
    '"Aug 8, 2026",7_2086793512247320654,A tour,12645,1:05,https://video.example/1,No,0,,\n'
    '"Aug 1, 2026",,Lost,5,0:10,https://video.example/2,No,0,,\n'
)


def test_the_video_overview_holds_two_tables(write: Write, read_file: ReadFile) -> None:
    path = write(VIDEOS)
    assert recognise(path).format == "x_videos"
    file = read_file(path, date(2026, 8, 16))
    assert [row.day for row in file.days] == [date(2026, 8, 15), date(2026, 8, 14)]
    assert values(file.days[0]) == {
        "x.video_plays.v1": 120,
        "x.watch_time.v1": Decimal("600.5"),
        "x.average_watch_time.v1": Decimal("5.004"),
        "x.completion_rate.v1": Decimal("0.125"),
    }
    [video] = file.segments
    assert (video.key, video.title, video.first_day, video.last_day) == (
        "7_2086793512247320654",
        "A tour",
        date(2026, 8, 8),
        date(2026, 8, 16),
    )
    assert values(video) == {"x.views_of_video.v1": 12645}
    assert [(row.line, row.column) for row in file.refused] == [(9, "Video ID")]
    assert file.reading.warnings == ["Columns that are not read: “Estimated Revenue”."]
    counts = file.reading.counts
    assert (counts.data, counts.description, counts.refused) == (3, 2, 1)


def test_the_video_overview_in_portuguese(write: Write, read_file: ReadFile) -> None:
    text = (
        "Visão geral,,,,\nData,Visualizações,Tempo de exibição (ms),Taxa de conclusões,Tempo médio de exibição (ms)\n"
        '"Sat, Aug 15, 2026",10766,3027880,50.00,11025\n'
    )
    file = read_file(write(text))
    assert file.reading.recognised.language == "pt"
    assert values(file.days[0])["x.watch_time.v1"] == Decimal("3027.88")

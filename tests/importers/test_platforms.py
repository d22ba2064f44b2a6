"""LinkedIn, TikTok, YouTube and Analytics: days without a year, states, footers, soft hyphens, tables within a file."""

from __future__ import annotations

import csv
import os
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from smmdesk.core.readings import State
from smmdesk.importers.detection import recognise
from smmdesk.importers.tiktok.reading import place_in_years, video_instant

ReadFile = Callable[..., Any]
Write = Callable[..., Path]


def values(row: Any) -> dict[str, Any]:
    return {value.metric: value for value in row.values}


# LinkedIn


def test_linkedin_content_has_days_and_posts(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("linkedin-page/*/*_content_*.xls")
    file = read_file(path)
    assert (len(file.days), len(file.posts)) == (90, 3)
    assert (file.days[0].day, file.days[-1].day) == (date(2025, 12, 23), date(2026, 3, 22))
    post = next(post for post in file.posts if post.external_id == "7424839902095392768")
    assert post.published_on == date(2026, 2, 4)
    assert datetime.fromtimestamp(post.published_at, UTC).date() == date(2026, 2, 4)
    read = values(post)
    assert read["linkedin.post.impressions.v1"].value == 37
    assert read["linkedin.post.ctr.v1"].value == Decimal("0.0270270276814699")
    assert read["linkedin.post.views.v1"].state is State.NOT_APPLICABLE
    assert read["linkedin.post.reposts.v1"].state is State.ZERO


def test_linkedin_groups_are_segments_of_the_export_day_or_the_period(samples: Path, read_file: ReadFile) -> None:
    [followers] = samples.glob("linkedin-page/*/*_followers_*.xls")
    muscat = next(row for row in read_file(followers).segments if row.key == "Muscat, Oman")
    assert (muscat.dimension, muscat.first_day, muscat.last_day) == ("location", date(2026, 3, 24), date(2026, 3, 24))
    assert muscat.values[0].value == 63
    [visitors] = samples.glob("linkedin-page/*/*_visitors_*.xls")
    size = next(row for row in read_file(visitors).segments if row.key == "51-200")
    assert (size.dimension, size.first_day, size.values[0].value) == ("company_size", date(2025, 12, 23), 23)


def test_linkedin_from_a_workbook_without_description_and_with_date_cells(read_file: ReadFile, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet("Metrics", 0)
    sheet.append(["Date", "Impressions (total)", "Clicks (total)", "Reactions (total)", "Engagement rate (total)"])
    sheet.append([datetime.fromisoformat("2026-06-01T00:00"), 10, 2, 1, 0.3])
    sheet.append(["06/02/2026", 20, 0, None, 0.05])
    sheet.append(["soon", 20, 0, 1, 0.05])
    path = tmp_path / "page.xlsx"
    book.save(path)
    file = read_file(path)
    assert [row.day for row in file.days] == [date(2026, 6, 1), date(2026, 6, 2)]
    assert file.total("linkedin.impressions.v1") == 30
    assert values(file.days[1])["linkedin.reactions.v1"].state is State.NOT_AVAILABLE
    assert [(row.line, row.column, row.value) for row in file.refused] == [(4, "Date", "soon")]
    assert [question.code for question in recognise(path).questions] == ["read_on"]


def test_linkedin_in_spanish(read_file: ReadFile, write: Write) -> None:
    text = (
        "Fecha,Impresiones (orgánicas),Impresiones totales,Clics (Totales),Reacciones (generales)\n06/01/2026,5,6,1,2\n"
    )
    file = read_file(write(text))
    assert file.reading.recognised.language == "es"
    assert (file.total("linkedin.impressions.v1"), file.total("linkedin.clicks.v1")) == (6, 1)


# TikTok


def test_a_year_of_days_without_a_year_is_placed(samples: Path, read_file: ReadFile) -> None:
    file = read_file(samples / "tiktok/creator-en-2026/Overview.csv", date(2026, 2, 28))
    assert [row.day for row in file.days] == [date(2025, 2, 28) + timedelta(days=number) for number in range(365)]
    history = read_file(samples / "tiktok/creator-en-2026/FollowerHistory.csv", date(2026, 2, 28))
    assert history.days[0].values[0].state is State.NOT_AVAILABLE
    assert (history.days[-1].day, history.days[-1].values[0].value) == (date(2026, 2, 27), 5013)


@given(st.dates(date(2017, 1, 1), date(2035, 1, 1)), st.integers(1, 366), st.integers(0, 300), st.booleans())
def test_days_are_placed_back_in_their_years(first: date, count: int, later: int, reverse: bool) -> None:
    days = [first + timedelta(days=number) for number in range(count)]
    latest = days[-1] + timedelta(days=min(later, 364 - count) if count < 364 else 0)
    if reverse:
        days.reverse()
    assert place_in_years([(day.month, day.day) for day in days], latest) == days


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("8 de marzo", (3, 8)),
        ("12 aprile", (4, 12)),
        ("April 12", (4, 12)),
        ("12 April", (4, 12)),
        ("29 February", None),
    ],
)
def test_day_names_of_other_languages(
    read_file: ReadFile, write: Write, typed: str, read: tuple[int, int] | None
) -> None:
    path = write(f'"Date","Total Viewers","New Viewers","Returning Viewers"\n"{typed}","undefined","--","NAN"\n')
    [row] = read_file(path, date(2026, 6, 1)).days
    assert row.day == (date(2026, *read) if read else date(2024, 2, 29))
    assert {value.state for value in row.values} == {State.NOT_AVAILABLE}


def test_tiktok_publish_times_are_those_of_the_ids(samples: Path, read_file: ReadFile) -> None:
    file = read_file(samples / "tiktok/business-suite-en-2025/TIKTOK_VIDEO_RAW.csv")
    assert all(abs(post.published_at - video_instant(post.external_id)) < 60 for post in file.posts)
    assert next(iter(file.reading.accounts)) == "vintagerest.bg"
    content = read_file(samples / "tiktok/creator-en-2026/Content.csv")
    assert all(post.published_at == video_instant(post.external_id) for post in content.posts)
    assert min(len(post.external_id) for post in content.posts) == 19


def test_tiktok_nan_is_not_available(samples: Path, read_file: ReadFile) -> None:
    path = samples / "tiktok/business-suite-en-2025/TIKTOK_RAW.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        missing = sum(row["Reached audience"] == "NAN" for row in csv.DictReader(stream))
    assert missing
    states = [values(row)["tiktok.reached_audience.v1"].state for row in read_file(path).days]
    assert states.count(State.NOT_AVAILABLE) == missing
    assert all("tiktok.phone_clicks.v1" in values(row) for row in read_file(path).days)


def test_the_export_day_of_content_is_asked_where_its_year_is_open(write: Write) -> None:
    old = (int(datetime(2024, 5, 1, tzinfo=UTC).timestamp()) << 32) + 5
    link = f"https://www.tiktok.com/@bar/video/{old}"
    text = f"Time,Video title,Video link,Post time,Total views\nJune 3,x,{link},May 1,9\n"
    recognised = recognise(write(text))
    assert recognised.read_on is None
    [question] = recognised.questions
    assert question.choices == ("2024-06-03", "2025-06-03", "2026-06-03")
    assert question.guess == "2026-06-03"


def test_tiktok_names_give_guesses(samples: Path) -> None:
    [path] = samples.glob("tiktok/overview-engb*/*.csv")
    recognised = recognise(path)
    assert recognised.account_guess == "3m_lounge"
    assert recognised.questions[0].guess == "2026-03-14"


def test_the_workbook_says_what_the_csv_says(samples: Path, read_file: ReadFile) -> None:
    folder = samples / "tiktok/overview-en-2026"
    assert read_file(folder / "Overview.xlsx").rows == read_file(folder / "Overview.csv").rows


# YouTube


def test_soft_hyphens_total_row_footer_and_ids_with_a_leading_space(samples: Path, read_file: ReadFile) -> None:
    file = read_file(samples / "youtube/de-manufacturer-2020/Tabellendaten.csv")
    assert (file.reading.counts.total, file.reading.counts.footer, len(file.posts)) == (1, 1, 500)
    assert any("cut this table" in warning for warning in file.reading.warnings)
    assert "-L31PdnCO7A" in {post.external_id for post in file.posts}
    assert {len(post.external_id) for post in file.posts} == {11}
    first = file.posts[0]
    assert (first.external_id, first.published_on, first.published_at) == ("50KfgObDrEI", date(2011, 8, 19), None)
    assert values(first)["youtube.post.ctr.v1"].value == Decimal("0.0674")


def test_youtube_empty_cells_and_durations(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("youtube/en-music-2025/*.csv")
    posts = {post.external_id: post for post in read_file(path).posts}
    read = values(posts["1geIQxkXYGs"])
    assert read["youtube.post.average_view_duration.v1"].value == 85
    assert read["youtube.post.unique_viewers.v1"].state is State.NOT_AVAILABLE
    assert posts["1geIQxkXYGs"].duration_seconds == 394
    assert posts["1geIQxkXYGs"].title == "March 27, 2021"
    assert {value.state for value in posts["VKld4xC93TY"].values} == {State.NOT_AVAILABLE}


def test_youtube_revenue_is_money_with_three_decimals(samples: Path, read_file: ReadFile) -> None:
    file = read_file(samples / "youtube/pt-media-2023/Total.csv")
    assert file.segments[0].values[0].value == Decimal("116.764")
    assert {row.currency for row in file.segments} == {"USD"}
    assert file.total("youtube.revenue.v1") == Decimal("18472.641")


def test_days_that_a_spreadsheet_rewrote(samples: Path, read_file: ReadFile, write: Write) -> None:
    file = read_file(next(samples.glob("youtube/en-chart-resaved/*.csv")))
    assert (file.segments[0].first_day, file.segments[-1].first_day) == (date(2020, 6, 10), date(2020, 11, 6))
    text = "Date,Views\n" + "".join(f"{day}/06/2026,{day}\n" for day in range(1, 13))
    assert [row.day for row in read_file(write(text)).days] == [date(2026, 6, day) for day in range(1, 13)]
    unclear = read_file(write("Date,Views\n5/5/2026,1\n"))
    assert (len(unclear.days), len(unclear.refused)) == (0, 1)


def test_a_french_table_with_narrow_spaces_and_commas(read_file: ReadFile, write: Write) -> None:
    text = (
        "Contenu,Titre de la vidéo,Heure de publication de la vidéo,Durée,Vues\n"
        "Total,,,,44\u202f530\n"
        'abcdefghij1,Bonjour,"28 sept. 2026",30,"44\u202f531"\n'
    )
    [post] = read_file(write(text), date(2026, 10, 1), (date(2026, 9, 1), date(2026, 9, 30))).posts
    assert (post.published_on, post.values[0].value) == (date(2026, 9, 28), 44531)


def test_a_zip_without_days_takes_its_period_from_its_name(tmp_path: Path, read_file: ReadFile) -> None:
    path = tmp_path / "Geography 2026-05-01_2026-06-01 My channel.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Table data.csv", "Geography,Views\nTotal,5\nIT,5\n")
    recognised = recognise(path)
    assert (recognised.format, recognised.period) == ("youtube_country", (date(2026, 5, 1), date(2026, 6, 1)))
    assert recognised.account_guess == "My channel"
    renamed = tmp_path / "export.zip"
    os.replace(path, renamed)
    assert [question.code for question in recognise(renamed).questions] == ["read_on", "period"]
    assert read_file(renamed).segments[0].key == "IT"


# Analytics


def test_analytics_dates_and_rates(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("ga4/dates-en-2024/*.csv")
    file = read_file(path)
    assert len({row.day for row in file.days}) == 241
    first = values(file.days[0])
    assert (file.days[0].day, first["ga4.event_count.v1"].value) == (date(2023, 10, 10), 11338)
    assert first["ga4.events_per_user.v1"].value == Decimal("4.280105700264251")


def test_analytics_snapshot_is_read_table_by_table(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("ga4/snapshot-en-2026/*.csv")
    file = read_file(path)
    assert {row.dimension for row in file.segments} == {
        "property", "page_title", "first_source_medium", "source_medium", "city", "audience",
    }  # fmt: skip
    days = file.days
    assert (days[0].day, values(days[0])["ga4.new_users.v1"].value) == (date(2025, 12, 3), 14)
    assert (days[-1].day, len(days)) == (date(2026, 3, 2), 90)
    root = next(row for row in file.segments if row.dimension == "property")
    assert values(root)["ga4.active_users.v1"].value == 1291


def test_analytics_in_spanish_with_weeks_hash_titles_and_odd_rows(read_file: ReadFile, write: Write) -> None:
    text = (
        "# Exportar informe en formato CSV\r\n# Cuenta: Bar\r\n# Propiedad: bar.es\r\n"
        "# Fecha de inicio: 20260601\r\n# Fecha de finalización: 20260610\r\n"
        "Page title and screen class,Views\r\n#1 of bars,7\r\n,2\r\nx,many\r\n\r\n\r\n"
        "# Fecha de inicio: 20260601\r\n# Fecha de finalización: 20260610\r\n"
        "Nth week,Sessions\r\n0000,5\r\n0001,6\r\n"
    )
    file = read_file(write(text))
    assert file.reading.recognised.language == "es"
    assert file.reading.recognised.account_guess == "bar.es"
    assert [(row.key, row.first_day, row.last_day) for row in file.segments] == [
        ("#1 of bars", date(2026, 6, 1), date(2026, 6, 10)),
        ("(not set)", date(2026, 6, 1), date(2026, 6, 10)),
        ("2026-06-01", date(2026, 6, 1), date(2026, 6, 7)),
        ("2026-06-08", date(2026, 6, 8), date(2026, 6, 10)),
    ]
    assert [(row.line, row.column, row.value) for row in file.refused] == [(9, "Views", "many")]
    assert file.reading.counts.description == 7

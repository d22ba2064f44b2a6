"""TikTok exports: days without a year, states of missing values, instants of video ids."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmdesk.core.readings import State
from smmdesk.importers.detection import recognise
from smmdesk.importers.platforms.tiktok.reading import place_in_years, video_instant

ReadFile = Callable[..., Any]
Write = Callable[..., Path]


def values(row: Any) -> dict[str, Any]:
    return {value.metric: value for value in row.values}


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

"""A LinkedIn profile's own export: text cells in two languages, two tables side by side, values of the period."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from smmdesk.core.readings import State
from smmdesk.importers.cells import whole_number
from smmdesk.importers.detection import recognise
from smmdesk.importers.platforms.linkedin_creator.cells import day_order

ReadFile = Callable[..., Any]
Sheets = dict[str, list[list[Any]]]

FIRST = "https://www.linkedin.com/posts/bar_news-share-7473327867024658432-T2Uk"
SECOND = "https://www.linkedin.com/feed/update/urn:li:activity:7474746565287657473"
ENGLISH: Sheets = {
    "DISCOVERY": [["Overall Performance", "6/1/2026 - 6/3/2026"], ["Impressions", "1,234"], ["Members reached", "327"]],
    "ENGAGEMENT": [
        ["Date", "Impressions", "Engagements"],
        ["6/1/2026", "1,000", "9"],
        ["6/2/2026", "200", "-28"],
        ["6/3/2026", "34", "0"],
    ],
    "TOP POSTS": [
        ["Maximum of 50 posts available to include in this list"],
        [],
        ["Post URL", "Post publish date", "Engagements", "", "Post URL", "Post publish date", "Impressions"],
        [FIRST, "5/30/2026", "16", "", SECOND, "6/1/2026", "404"],
        ["", "", "", "", FIRST, "5/30/2026", "150"],
    ],
    "FOLLOWERS": [
        ["Total followers on 6/3/2026", "2,571"],
        [],
        ["Date", "New followers"],
        ["6/1/2026", "3"],
        ["6/2/2026", "0"],
        ["6/3/2026", "2"],
    ],
    "DEMOGRAPHICS": [
        ["Top Demographics", "Value", "Percentage"],
        ["Location", "Bologna", "33%"],
        ["Company", "Bar", "< 1%"],
        ["Hobby", "Chess", "2%"],
    ],
}


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes sheets as a workbook."""

    def write(sheets: Sheets, name: str = "export.xlsx") -> Path:
        made = Workbook()
        made.remove(made.active)  # pyright: ignore[reportArgumentType]
        for title, rows in sheets.items():
            sheet = made.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = tmp_path / name
        made.save(path)
        return path

    return write


def values(rows: list[Any], metric: str) -> dict[Any, Any]:
    return {
        getattr(row, "day", None) or row.key: value.value
        for row in rows
        for value in row.values
        if value.metric == f"linkedin.profile_{metric}.v1"
    }


def test_an_english_export(book: Callable[..., Path], read_file: ReadFile) -> None:
    path = book(ENGLISH)
    recognised = recognise(path)
    assert (recognised.format, recognised.language, recognised.platform) == ("linkedin_creator", "en", "linkedin")
    assert recognised.period == (date(2026, 6, 1), date(2026, 6, 3))
    file = read_file(path, date(2026, 6, 4))
    assert values(file.days, "impressions") == {
        date(2026, 6, 1): 1000,
        date(2026, 6, 2): 200,
        date(2026, 6, 3): 34,
    }
    assert values(file.days, "interactions")[date(2026, 6, 2)] == -28
    assert values(file.segments, "impressions") == {"account": 1234}
    assert values(file.segments, "members_reached") == {"account": 327}
    assert values(file.days, "followers") == {date(2026, 6, 3): 2571}
    assert values(file.days, "new_followers") == {date(2026, 6, 1): 3, date(2026, 6, 2): 0, date(2026, 6, 3): 2}
    assert file.refused == []


def test_two_tables_side_by_side_hold_values_of_the_period(book: Callable[..., Path], read_file: ReadFile) -> None:
    file = read_file(book(ENGLISH), date(2026, 6, 4))
    assert values(file.segments, "post_interactions") == {"7473327867024658432": 16}
    assert values(file.segments, "post_impressions") == {"7474746565287657473": 404, "7473327867024658432": 150}
    posts = [row for row in file.segments if row.dimension == "post"]
    assert {(row.first_day, row.last_day) for row in posts} == {(date(2026, 6, 1), date(2026, 6, 3))}
    assert file.posts == []


def test_groups_and_what_is_under_one_percent(book: Callable[..., Path], read_file: ReadFile) -> None:
    file = read_file(book(ENGLISH), date(2026, 6, 4))
    groups = {(row.dimension, row.key): row.values[0] for row in file.segments if "share" in row.values[0].metric}
    assert groups["location", "Bologna"].value == Decimal("0.33")
    assert groups["company", "Bar"].state is State.NOT_AVAILABLE
    assert groups["group", "Hobby: Chess"].value == Decimal("0.02")
    assert any("1 group is smaller than 1 %" in told for told in file.reading.warnings)


@pytest.mark.parametrize("words", ["< 1%", "<1%", "meno di 1%", "menos de 1%", "less than 1%"])
def test_every_way_to_say_under_one_percent(book: Callable[..., Path], read_file: ReadFile, words: str) -> None:
    sheets = {"DATI DEMOGRAFICI": [["Principali dati demografici", "Valore", "Percentuale"], ["Azienda", "Bar", words]]}
    [row] = read_file(book(sheets)).segments
    assert (row.dimension, row.values[0].value, row.values[0].state) == ("company", None, State.NOT_AVAILABLE)


def test_italian_days_are_day_before_month(book: Callable[..., Path], read_file: ReadFile) -> None:
    sheets: Sheets = {
        "SCOPERTA": [["Rendimento complessivo", "1/6/2026 - 3/6/2026"], ["Impressioni", "10"], ["Boh", "4"]],
        "INTERESSE": [
            ["Data", "Impressioni", "Interazioni"],
            ["1/6/2026", "1", "0"],
            ["2/6/2026", "2", "0"],
            ["3/6/2026", "7", "1"],
        ],
        "FOLLOWER": [["Follower totali il giorno 3/6/2026", "435"], [], ["Data", "Nuovi follower"], ["3/6/2026", "1"]],
    }
    path = book(sheets, "AnalisiAggregate_Anna Bianchi_2026-06-01_2026-06-03.xlsx")
    recognised = recognise(path)
    assert (recognised.language, recognised.account_guess) == ("it", "Anna Bianchi")
    assert recognised.period == (date(2026, 6, 1), date(2026, 6, 3))
    file = read_file(path)
    assert list(values(file.days, "impressions")) == [date(2026, 6, day) for day in (1, 2, 3)]
    assert values(file.days, "followers") == {date(2026, 6, 3): 435}
    assert "Lines that are not read: “Boh”." in file.reading.warnings


def test_older_files_have_real_numbers_and_dates(book: Callable[..., Path], read_file: ReadFile) -> None:
    sheets: Sheets = {
        "ENGAGEMENT": [["Date", "Impressions", "Engagements"], [datetime(2024, 6, 1), 1000, 9]],  # noqa: DTZ001
        "DEMOGRAPHICS": [["Top Demographics", "Value", "Percentage"], ["Seniority", "Senior", 0.385]],
    }
    path = book(sheets, "Content_2024-06-01_2024-06-01_AnnaBianchi.xlsx")
    assert recognise(path).account_guess == "AnnaBianchi"
    file = read_file(path)
    assert values(file.days, "impressions") == {date(2024, 6, 1): 1000}
    assert values(file.segments, "audience_share") == {"Senior": Decimal("0.385")}


def test_shares_of_the_content_are_not_those_of_the_audience(book: Callable[..., Path], read_file: ReadFile) -> None:
    rows = [["Top Demographics", "Value", "Percentage"], ["Location", "Bologna", "33%"]]
    file = read_file(book({"Audience demographics": rows, "Content demographics": rows}))
    assert sorted(row.values[0].metric for row in file.segments) == [
        "linkedin.profile_audience_share.v1",
        "linkedin.profile_readers_share.v1",
    ]


def test_bad_cells_are_refused_and_the_rest_stays(book: Callable[..., Path], read_file: ReadFile) -> None:
    sheets: Sheets = {
        "ENGAGEMENT": [
            ["Date", "Impressions", "Engagements"],
            ["6/1/2026", "1.5", "9"],
            ["soon", "2", "0"],
            ["6/3/2026", "34", "0"],
        ],
        "TOP POSTS": [
            ["Post URL", "Post publish date", "Engagements", "", "Post URL", "Post publish date", "Impressions"],
            [FIRST, "5/30/2026", "x", "", SECOND, "6/1/2026", "404"],
            ["https://www.linkedin.com/pulse/a-story", "6/1/2026", "4"],
        ],
    }
    file = read_file(book(sheets), period=(date(2026, 6, 1), date(2026, 6, 3)))
    assert [(row.line, row.value) for row in file.refused] == [(2, "1.5"), (3, "soon"), (2, "x")]
    assert values(file.days, "impressions") == {date(2026, 6, 3): 34}
    [article] = file.segments
    assert (article.key, article.weak_key) == ("https://www.linkedin.com/pulse/a-story", True)


@pytest.mark.parametrize(
    ("texts", "language", "order"),
    [
        (["17/6/2026"], "en", "dmy"),
        (["6/17/2026"], "it", "mdy"),
        (["1/6/2026", "2/6/2026", "3/6/2026"], "en", "dmy"),
        (["6/1/2026", "6/2/2026"], "it", "mdy"),
        (["3/6/2026", "2/6/2026"], "en", "dmy"),
        (["5/6/2026"], "en", "mdy"),
        (["5/6/2026"], "it", "dmy"),
        ([], "pt", "dmy"),
    ],
)
def test_the_order_of_day_and_month_is_proved_by_the_whole_column(texts: list[str], language: str, order: str) -> None:
    assert day_order(texts, language) == order


def test_the_period_of_the_file_proves_the_order_too() -> None:
    assert day_order(["5/6/2026"], "en", (date(2026, 6, 1), date(2026, 6, 30))) == "dmy"


@pytest.mark.parametrize(
    ("text", "number"), [("795", 795), ("1,234", 1234), ("1.234", 1234), ("1.234.567", 1234567), ("-28", -28)]
)
def test_whole_numbers(text: str, number: int) -> None:
    assert whole_number(text) == number


def test_the_top_posts_add_up_to_the_period(samples: Path, read_file: ReadFile) -> None:
    [path] = samples.glob("linkedin-creator/*/*.xlsx")
    file = read_file(path)
    assert sum(values(file.segments, "post_impressions").values()) == 795
    assert values(file.segments, "impressions") == {"account": 795}
    assert sum(values(file.segments, "post_interactions").values()) == 22

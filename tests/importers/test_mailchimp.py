"""Mailchimp: the list of campaigns and the report of one, with the ids that spreadsheets spoil."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from smmdesk.core.readings import Additivity
from smmdesk.importers.registry import METRICS

HEADER = (
    'Title,Subject,List,"Send Date","Send Weekday","Total Recipients","Successful Deliveries","Soft Bounces",'
    '"Hard Bounces","Total Bounces","Times Forwarded","Forwarded Opens","Unique Opens","Open Rate","Total Opens",'
    '"Unique Clicks","Click Rate","Total Clicks",Unsubscribes,"Abuse Complaints","Folder Id","Unique Id",'
    '"Total Orders","Total Gross Sales","Total Revenue"\n'
)
ROW = (
    'June,"Rooms, at last",Guests,"Jun 09, 2018 09:30 pm",Saturday,"1,110",108,1,1,2,0,0,30,27.78%,57,7,6.48%,9,1,0,0,'
    "17671f6028,2,250.5,240.50\n"
)


def values_of(row: Any) -> dict[str, Any]:
    """Return the values of a row by the short names of their metrics."""
    return {value.metric.split(".")[2]: value.value for value in row.values}


def test_a_campaign_of_the_list(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    file = read_file(write(HEADER + ROW))
    assert (file.reading.recognised.format, file.reading.recognised.platform) == ("mailchimp", "newsletter")
    [post] = file.posts
    assert (post.external_id, post.kind, post.title, post.text) == (
        "17671f6028",
        "newsletter",
        "June",
        "Rooms, at last",
    )
    assert (post.published_at, post.published_on) == (None, date(2018, 6, 9))
    assert values_of(post) == {
        "recipients": 1110,
        "delivered": 108,
        "soft_bounces": 1,
        "hard_bounces": 1,
        "bounces": 2,
        "forwards": 0,
        "opens_unique": 30,
        "open_rate": Decimal("0.2778"),
        "opens": 57,
        "clicks_unique": 7,
        "click_rate": Decimal("0.0648"),
        "clicks": 9,
        "unsubscribes": 1,
        "complaints": 0,
        "orders": 2,
        "revenue": Decimal("240.50"),
    }


def test_people_are_never_added_up_over_mailings() -> None:
    kinds = {name: METRICS[f"newsletter.post.{name}.v1"].additivity for name in ("opens_unique", "clicks_unique")}
    assert set(kinds.values()) == {Additivity.UNIQUE}
    assert METRICS["newsletter.post.open_rate.v1"].additivity is Additivity.RATIO
    assert METRICS["newsletter.post.clicks.v1"].additivity is Additivity.FLOW


@pytest.mark.parametrize("spoilt", ["1.7671E+13", "31899999", "", "17671f602"])
def test_an_id_that_a_spreadsheet_spoilt_is_refused(
    write: Callable[..., Path], read_file: Callable[..., Any], spoilt: str
) -> None:
    file = read_file(write(HEADER + ROW.replace("17671f6028", spoilt)))
    assert [(row.column, row.value) for row in file.refused] == [("Unique Id", spoilt)]


@pytest.mark.parametrize("written", ["2018-06-09", "Jun 09, 2018 21:30 pm", "Jun 31, 2018 09:30 pm", "soon"])
def test_another_date_is_refused(write: Callable[..., Path], read_file: Callable[..., Any], written: str) -> None:
    file = read_file(write(HEADER + ROW.replace("Jun 09, 2018 09:30 pm", written)))
    assert [(row.column, row.value) for row in file.refused] == [("Send Date", written)]


REPORT = """Campaign Report
"Title:","Covers"
"Delivery Date/Time:","Sat, May 1, 2021 10:15"

"Combination 1 Stats"
"Subject Line:","ALERT: covers are on sale"
"From Name:","Sun"
"Total Recipients:","1,751"
"Successful Deliveries:","1,742"
"Bounces:","9 (0.5%)"
"Times Forwarded:","0"
"Recipients Who Opened:","141 (8.1%)"
"Total Opens:","201"
"Recipients Who Clicked:","20 (1.1%)"
"Total Clicks:","157"
"Last Click Date:","9/8/23 16:20"
"Total Unsubs:","1"
"Total Abuse Complaints:","0"
"Total Sales:","CA$1,012.50"

"Combination 2 Stats"
"Subject Line:","Now on sale"
"Total Recipients:","1,750"
"Successful Deliveries:","1,742"
"Recipients Who Opened:","125 (7.2%)"
"Total Clicks:","624"

"Combination 1 Clicks by URL"
"URL","Total Clicks","Unique Clicks"
"https://shop.example/?utm_source=a&mc_cid=3c2cf0ef38&mc_eid=UNIQID","126","1"
"""


def test_the_report_of_one_campaign_with_two_combinations(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    file = read_file(write(REPORT))
    assert file.reading.recognised.format == "mailchimp_report"
    first, second = file.posts
    assert (first.external_id, first.title, first.text) == ("3c2cf0ef38", "Covers (1)", "ALERT: covers are on sale")
    assert (second.external_id, second.title) == ("Covers (2) · 2021-05-01", "Covers (2)")
    assert (first.published_on, second.published_on) == (date(2021, 5, 1), date(2021, 5, 1))
    assert values_of(first) == {
        "recipients": 1751,
        "delivered": 1742,
        "bounces": 9,
        "forwards": 0,
        "opens_unique": 141,
        "open_rate": Decimal("0.081"),
        "opens": 201,
        "clicks_unique": 20,
        "click_rate": Decimal("0.011"),
        "clicks": 157,
        "unsubscribes": 1,
        "complaints": 0,
        "revenue": Decimal("1012.50"),
    }
    assert values_of(second)["clicks"] == 624


def test_a_plain_report_is_one_mailing(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    text = 'Campaign Report\n"Title:","June"\n"Delivery Date/Time:","Jun 9, 2018 9:30 pm"\n"Total Recipients:","110"\n'
    [post] = read_file(write(text)).posts
    assert (post.title, post.published_on, values_of(post)) == ("June", date(2018, 6, 9), {"recipients": 110})


def test_a_report_with_a_cell_that_is_no_number_names_its_line(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    file = read_file(write(REPORT.replace('"1,742"', '"many"', 1)))
    assert [(row.line, row.column, row.value) for row in file.refused] == [(9, "Successful Deliveries:", "many")]
    assert [post.title for post in file.posts] == ["Covers (2)"]


def test_a_report_without_a_day_is_refused(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    file = read_file(write(REPORT.replace("Sat, May 1, 2021 10:15", "last week")))
    assert [row.value for row in file.refused] == ["last week", "last week"]
    assert file.posts == []

"""Business Profile: the line of descriptions, the period in the name, a location in each row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from smmdesk.core.readings import Additivity
from smmdesk.importers.detection import recognise
from smmdesk.importers.registry import METRICS

HEADER = (
    "Store code,Business name,Address,Labels,Google Search - Mobile,Google Search - Desktop,Google Maps - Mobile,"
    "Google Maps - Desktop,Calls,Messages,Bookings,Directions,Website clicks,Food orders,Food menu clicks,"
    "Hotel bookings\n"
    ",,,,Number of people that viewed your Business Profile on Google Search using Mobile,b,c,d,"
    "Number of interactions with the call button from your Business Profile,f,g,h,i,j,k,l\n"
)
NAME = "GMB insights (Performance Report) - 2026-3-1 - 2026-3-31 - 5af2.csv"


def test_a_location_is_read_and_the_descriptions_are_counted(
    write: Callable[..., Path], read_file: Callable[..., Any]
) -> None:
    file = read_file(write(HEADER + '0000123,Bar Sole,"Via Roma 1, Lecce",,12,3,30,4,5,0,0,18,10,0,7,0\n', NAME))
    known, counts = file.reading.recognised, file.reading.counts
    assert (known.format, known.period) == ("business_profile", (date(2026, 3, 1), date(2026, 3, 31)))
    assert (counts.data, counts.description, counts.refused) == (1, 1, 0)
    [row] = file.segments
    assert (row.account, row.dimension, row.first_day) == ("0000123", "account", None)
    [account] = file.reading.accounts.values()
    assert (account.external_id, account.handle, account.name) == ("0000123", "Bar Sole", "Bar Sole")
    found = {value.metric.split(".")[1]: value.value for value in row.values}
    assert (found["maps_mobile"], found["calls"], found["directions"], found["website_clicks"]) == (30, 5, 18, 10)


def test_views_count_a_person_once_a_day(write: Callable[..., Path]) -> None:
    for name in ("search_mobile", "search_desktop", "maps_mobile", "maps_desktop"):
        assert METRICS[f"business_profile.{name}.v1"].additivity is Additivity.DAILY_UNIQUE


def test_long_hyphens_in_the_names(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    file = read_file(write(HEADER.replace(" - ", " – ") + ",Bar Sole,,,12,3,30,4,5,0,0,18,10,0,7,0\n", NAME))
    assert file.total("business_profile.search_mobile.v1") == 12
    assert file.reading.warnings == []


def test_each_location_is_an_account(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    rows = (
        ",Bar Sole,Via Roma 1,,1,1,1,1,1,0,0,1,1,0,0,0\n"
        ",Bar Sole,Via Lecce 2,,2,2,2,2,2,0,0,2,2,0,0,0\n"
        "77,Bar Luna,Via Bari 3,,3,3,3,3,3,0,0,3,3,0,0,0\n"
    )
    file = read_file(write(HEADER + rows, NAME))
    assert [row.account for row in file.segments] == ["Bar Sole, Via Roma 1", "Bar Sole, Via Lecce 2", "77"]
    assert [one.handle for one in file.reading.accounts.values()] == [
        "Bar Sole, Via Roma 1",
        "Bar Sole, Via Lecce 2",
        "Bar Luna",
    ]


def test_without_the_name_of_the_download_the_period_is_asked(write: Callable[..., Path]) -> None:
    known = recognise(write(HEADER + ",Bar Sole,,,12,3,30,4,5,0,0,18,10,0,7,0\n", "march.csv"))
    [_read_on, question] = known.questions
    assert (known.period, question.code) == (None, "period")
    assert "name of the file" in question.reason


def test_figures_of_no_location_are_refused(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    file = read_file(write(HEADER + ",,,,12,3,30,4,5,0,0,18,10,0,7,0\n", NAME))
    assert [(row.line, row.column) for row in file.refused] == [(3, "Business name")]

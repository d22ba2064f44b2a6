"""TikTok Ads: campaigns by day or for a period, the total row at the end, also as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

HEADER = (
    "Date,Campaign ID,Campaign name,Currency,Cost,Impressions,Clicks (destination),CTR (destination),"
    "CPC (destination),Conversions\n"
)
ROWS = "2026-03-01,1790,Summer,EUR,12.50,1000,40,4.00%,0.31,2\n2026-03-02,1791,Total look,EUR,2.50,100,4,4.00%,0.62,0\n"


def values_of(row: Any) -> dict[str, Any]:
    """Return the values of a row by the short names of their metrics."""
    return {value.metric.split(".")[1]: value.value for value in row.values}


def test_days_of_campaigns_without_the_total(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    file = read_file(write(HEADER + ROWS + "Total,,,,15.00,1100,44,,,2\n"))
    assert file.reading.recognised.format == "tiktok_ads"
    assert (file.reading.counts.data, file.reading.counts.total, file.reading.counts.refused) == (2, 1, 0)
    first, second = file.segments
    assert (first.dimension, first.key, first.title, first.currency) == ("campaign", "1790", "Summer", "EUR")
    assert (first.first_day, first.last_day) == (date(2026, 3, 1), date(2026, 3, 1))
    assert values_of(first) == {
        "spend": Decimal("12.50"),
        "impressions": 1000,
        "clicks": 40,
        "conversions": 2,
        "ctr": Decimal("0.04"),
        "cpc": Decimal("0.31"),
    }
    assert second.title == "Total look"  # a campaign of that name is no total


def test_without_days_the_period_is_asked(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    text = "Campaign name,Cost,Clicks (destination)\nSummer,12.50,40\nTotal of 1 campaign,12.50,40\n"
    file = read_file(write(text))
    assert [question.code for question in file.reading.recognised.questions] == ["read_on", "period"]
    assert (file.reading.counts.data, file.reading.counts.total) == (1, 1)
    [row] = file.segments
    assert (row.key, row.weak_key, row.first_day, row.currency) == ("Summer", True, None, None)


def test_a_workbook_is_read_too(tmp_path: Path, read_file: Callable[..., Any]) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Campaign name", "Cost", "Impressions", "Clicks (all)", "2-second video views"])
    book.active.append(["Summer", 12.5, 1000, 44, 300])
    book.active.append(["Total", 12.5, 1000, 44, 300])
    book.save(tmp_path / "report.xlsx")
    file = read_file(tmp_path / "report.xlsx")
    assert (file.reading.counts.data, file.reading.counts.total) == (1, 1)
    assert values_of(file.segments[0]) == {
        "spend": Decimal("12.5"),
        "impressions": 1000,
        "clicks_all": 44,
        "video_views_2s": 300,
    }


def test_a_day_that_is_none_is_refused(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    file = read_file(write(HEADER + ROWS.replace("2026-03-01", "first of March")))
    assert [(row.line, row.column, row.value) for row in file.refused] == [(2, "Date", "first of March")]

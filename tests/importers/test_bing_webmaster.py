"""Bing Webmaster: days with their clicks, written with an hour that says nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

HEADER = '"Date","Clicks","Impressions","Avg. CTR"\r\n'


def test_a_day_is_read(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    file = read_file(write(HEADER + '"1/25/2026 12:00:00 AM","1","3","33.33"\r\n', encoding="utf-8-sig"))
    [row] = file.days
    assert row.day == date(2026, 1, 25)
    assert [value.value for value in row.values] == [1, 3, Decimal("0.3333")]


def test_another_hour_is_refused(write: Callable[..., Path], read_file: Callable[..., Any]) -> None:
    file = read_file(write(HEADER + '"1/25/2026 3:00:00 PM","1","3","33.33"\r\n', encoding="utf-8-sig"))
    [refused] = file.refused
    assert (refused.line, refused.column, refused.value) == (2, "Date", "1/25/2026 3:00:00 PM")


def test_the_sample_adds_up(samples: Path, read_file: Callable[..., Any]) -> None:
    [path] = samples.glob("bing-webmaster/en-2026/*.csv")
    file = read_file(path)
    assert len(file.days) == 22
    assert (file.total("bing_webmaster.clicks.v1"), file.total("bing_webmaster.impressions.v1")) == (12, 213)

"""Header keys, numbers by decimal mark, days by form."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmdesk.importers import cells


def test_header_keys_ignore_what_the_eye_does_not_see() -> None:
    assert cells.key("\ufeffAuf\u00adru\u00adfe \u00a0 (STUNDEN)\u200f ") == "aufrufe (stunden)"


@pytest.mark.parametrize(
    "text", ["1e5", "", "-", "1.2.3", "1,2,3", "12,34.5", "٣", "²", "1_000", "0x1", "inf", "9" * 31, "--1", "1 2"]
)
def test_what_is_no_number(text: str) -> None:
    for mark in cells.Mark:
        with pytest.raises(ValueError):
            cells.number(text, mark)


def test_one_cell_proves_a_mark_or_nothing() -> None:
    assert [cells.vote(text) for text in ("116.764", "1,234", "12", "x,5")] == [None] * 4
    assert (
        cells.vote("0.764")
        == cells.vote("1,234.5")
        == cells.vote("1234.567")
        == cells.vote("1,234,567")
        == cells.Mark.DOT
    )
    assert cells.vote("62,1") == cells.vote("1.234.567") == cells.vote("1.234,5") == cells.Mark.COMMA
    assert cells.column_mark(["1.234", "5"]) is cells.Mark.DOT


@given(st.dates())
def test_days_are_read_in_every_form(day: date) -> None:
    assert cells.iso_day(day.isoformat()) == day
    assert cells.compact_day(day.isoformat().replace("-", "")) == day
    assert cells.day_month_year(f"{day.day}/{day.month:02d}/{day.year:04d}") == day
    assert cells.month_day_year(f"{day.month}/{day.day}/{day.year:04d}") == day


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_a_value_error(text: str) -> None:
    for read in (cells.iso_day, cells.compact_day, cells.day_month_year, cells.month_day_year, cells.english_day):
        try:
            read(text)
        except ValueError:
            continue


def test_titles_of_a_foreign_file_are_named_on_one_line() -> None:
    assert cells.named(["Act\nve us\x00ers", " a  b ", "x" * 70]) == f"“Act ve us ers”, “a b”, “{'x' * 60}…”"
    assert cells.named(iter("abc"), 2) == "“a”, “b”, …"
    assert cells.named([]) == ""

"""Numbers, days and texts as people type and look for them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmdesk.core import formats, i18n

NEAR = date(2026, 7, 6)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "1234.5", "1234.5"),
        ("en", "1,234.50", "1234.50"),
        ("en", "1.234,50", "1234.50"),
        ("en", "1,234", "1234"),
        ("en", "1.234", "1.234"),
        ("en", "12,5", "12.5"),
        ("en", "1,234,567", "1234567"),
        ("it", "1234,5", "1234.5"),
        ("it", "1.234,50", "1234.50"),
        ("it", "1,234.50", "1234.50"),
        ("it", "1.234", "1234"),
        ("it", "1,234", "1.234"),
        ("it", "12.5", "12.5"),
        ("it", "1.234.567,8", "1234567.8"),
        ("it", " € 1 234,50 ", "1234.50"),
        ("en", "55 %", "55"),
        ("en", "\N{MINUS SIGN}3.20", "-3.20"),
        ("en", "+7", "7"),
        ("en", ".5", "0.5"),
        ("en", "1'000", "1000"),
    ],
)
def test_numbers_are_read_as_they_are_typed(language: str, text: str, expected: str) -> None:
    with i18n.language(language):
        assert formats.read_number(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["", "abc", "1,23,4", "1.2.3", "12 euro", "--1", "1,2345,678", "1e5", "NaN", "5."])
@pytest.mark.parametrize("language", ["it", "en"])
def test_what_is_no_number_is_refused(language: str, text: str) -> None:
    with i18n.language(language), pytest.raises(ValueError, match="not a number"):
        formats.read_number(text)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from(["it", "en"]))
def test_a_number_that_is_written_is_read_again(value: Decimal, language: str) -> None:
    with i18n.language(language):
        assert formats.read_number(formats.number(value, 2)) == value
        assert formats.read_number(formats.number(value)) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18/06/2026", date(2026, 6, 18)),
        ("18.6.26", date(2026, 6, 18)),
        ("18-6", date(2026, 6, 18)),
        (" 1 / 2 / 2025 ", date(2025, 2, 1)),
        ("2026-06-18", date(2026, 6, 18)),
        ("18.6.", date(2026, 6, 18)),
    ],
)
def test_days_are_read_as_they_are_typed(text: str, expected: date) -> None:
    assert formats.read_day(text, NEAR) == expected


@pytest.mark.parametrize(
    "text", ["", "yesterday", "31/02/2026", "18/06/026", "2026/6", "1/2/3/4", "18th of June", "0/1/2026"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        formats.read_day(text, NEAR)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(9999, 12, 31)), st.sampled_from(["it", "en"]))
def test_a_day_that_is_written_is_read_again(day: date, language: str) -> None:
    with i18n.language(language):
        assert formats.read_day(formats.numeric_day(day), NEAR) == day


def test_texts_are_found_without_case_and_accents() -> None:
    assert formats.folded("Città È ŁÓDŹ Straße") == "citta e łodz strasse"
    assert formats.folded("cafe\N{COMBINING ACUTE ACCENT}") == formats.folded("CAFÉ")

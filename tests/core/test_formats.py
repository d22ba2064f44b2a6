"""Numbers, money, days and names as people write, type and look for them."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmdesk.core import formats, i18n
from smmdesk.core.periods import Month

NEAR = date(2026, 7, 6)
MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "digits", "english", "italian"),
    [
        (0, None, "0", "0"),
        (1234567, None, "1,234,567", "1.234.567"),
        (-1000, None, f"{MINUS}1,000", f"{MINUS}1.000"),
        (Decimal("12.50"), None, "12.5", "12,5"),
        (Decimal("0.123456"), None, "0.123456", "0,123456"),
        (Fraction(1, 3), None, "0.33", "0,33"),
        (Decimal("2.5"), 0, "3", "3"),
        (Decimal("-2.5"), 0, f"{MINUS}3", f"{MINUS}3"),
        (Decimal("0.125"), 2, "0.13", "0,13"),
        (Fraction(-1, 3), 0, "0", "0"),
        (7, 2, "7.00", "7,00"),
    ],
)
def test_numbers_are_written(value: int | Decimal | Fraction, digits: int | None, english: str, italian: str) -> None:
    with i18n.language("en"):
        assert formats.number(value, digits) == english
    with i18n.language("it"):
        assert formats.number(value, digits) == italian


def test_a_plus_stands_before_what_is_above_zero_only() -> None:
    with i18n.language("en"):
        assert [formats.number(value, sign=True) for value in (3, 0, -3)] == ["+3", "0", f"{MINUS}3"]
        assert formats.number(Decimal("0.4"), 0, sign=True) == "0"
        assert formats.money(5_00, "EUR", sign=True) == "+€5.00"
        assert formats.percent(Decimal("110.25"), 2, sign=True) == "+110.25%"
    with i18n.language("it"):
        assert formats.money(5_00, "EUR", sign=True) == f"+5,00{SPACE}€"
        assert formats.percent(Decimal("110.25"), 2, sign=True) == f"+110,25{SPACE}%"


@pytest.mark.parametrize(
    ("cents", "currency", "english", "italian"),
    [
        (1234_56, "EUR", "€1,234.56", f"1.234,56{SPACE}€"),
        (-1234_56, "EUR", f"{MINUS}€1,234.56", f"{MINUS}1.234,56{SPACE}€"),
        (0, "EUR", "€0.00", f"0,00{SPACE}€"),
        (12_00, "GBP", "£12.00", f"12,00{SPACE}£"),
        (12_00, "CHF", f"CHF{SPACE}12.00", f"12,00{SPACE}CHF"),
        (-12_00, "CHF", f"{MINUS}CHF{SPACE}12.00", f"{MINUS}12,00{SPACE}CHF"),
        (12_00, "USD", "US$12.00", f"12,00{SPACE}USD"),
        (12_00, "PLN", f"PLN{SPACE}12.00", f"12,00{SPACE}PLN"),
        (1200_00, "JPY", "JP¥1,200.00", f"1.200,00{SPACE}JPY"),
    ],
)
def test_money_is_written(cents: int, currency: str, english: str, italian: str) -> None:
    with i18n.language("en"):
        assert formats.money(cents, currency) == english
    with i18n.language("it"):
        assert formats.money(cents, currency) == italian


def test_money_in_whole_units_is_rounded_half_away_from_zero() -> None:
    with i18n.language("en"):
        shown = [formats.money(cents, "CHF", cents_shown=False) for cents in (1_50, 1_49, -1_50, -49)]
    assert shown == [f"CHF{SPACE}2", f"CHF{SPACE}1", f"{MINUS}CHF{SPACE}2", f"CHF{SPACE}0"]


def test_the_sign_of_a_currency() -> None:
    with i18n.language("en"):
        assert [formats.currency_symbol(code) for code in ("EUR", "CHF", "USD")] == ["€", "CHF", "US$"]


@pytest.mark.parametrize(("digits", "english", "italian"), [(0, "13%", "13"), (1, "12.5%", "12,5")])
def test_percent_has_its_space_in_italian(digits: int, english: str, italian: str) -> None:
    with i18n.language("en"):
        assert formats.percent(Fraction(25, 2), digits) == english
    with i18n.language("it"):
        assert formats.percent(Fraction(25, 2), digits) == f"{italian}{SPACE}%"


def test_days_and_months_are_written() -> None:
    day, month = date(2026, 7, 4), Month(2026, 6)
    with i18n.language("en"):
        assert (formats.day(day), formats.day(day, year=False)) == ("4 July 2026", "4 July")
        assert (formats.short_day(day), formats.short_day(day, year=True)) == ("4 Jul", "4 Jul 2026")
        assert (formats.month_name(month), formats.month_name(month, year=False)) == ("June 2026", "June")
        assert (formats.short_month(month), formats.short_month(month, year=True)) == ("Jun", "Jun 2026")
        assert formats.numeric_day(day) == "04/07/2026"
        assert formats.day(date(2026, 6, 1)) == "1 June 2026"
    with i18n.language("it"):
        assert formats.day(date(2026, 6, 1)) == "1º giugno 2026"
        assert formats.day(date(2026, 6, 1), year=False) == "1º giugno"
        assert formats.day(date(2026, 6, 11)) == "11 giugno 2026"
        assert (formats.day(day), formats.day(day, year=False)) == ("4 luglio 2026", "4 luglio")
        assert (formats.short_day(day), formats.short_day(day, year=True)) == ("4 lug", "4 lug 2026")
        assert (formats.month_name(month), formats.month_name(month, year=False)) == ("giugno 2026", "giugno")
        assert (formats.short_month(month), formats.short_month(month, year=True)) == ("giu", "giu 2026")
        assert formats.numeric_day(day) == "04/07/2026"


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


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Hotel Miramare", "hotel-miramare"),
        ("  Caffè & Città, S.r.l. ", "caffe-citta-s-r-l"),
        ("Πλατεία", "client"),
        ("東京", "client"),
        ("", "client"),
        ("x" * 59 + " y", "x" * 59),
    ],
)
def test_a_slug_is_plain_words(name: str, expected: str) -> None:
    assert formats.slug(name) == expected


@given(st.text(max_size=120))
def test_any_name_has_a_slug(name: str) -> None:
    slug = formats.slug(name)
    assert 0 < len(slug) <= 60
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert formats.slug(slug) == slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Report: giugno 2026.pdf", "Report giugno 2026.pdf"),
        ("../../etc/passwd", "etc passwd"),
        ("C:\\Temp\\a.csv", "C Temp a.csv"),
        ("CON.txt", "_CON.txt"),
        ("lpt1", "_lpt1"),
        ("NUL?.txt", "_NUL.txt"),
        ("aux...gz", "_aux.gz"),
        ("two.dots.tar.gz", "two.dots.tar.gz"),
        ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
        ("console.txt", "console.txt"),
        (" . name . ", "name"),
        ("a\tb\x00c.png", "a b c.png"),
        ("Caffe\u0300.pdf", "Caff\u00e8.pdf"),
        ("\u202egpj.exe", "gpj.exe"),
        ("...", "file"),
        ("", "file"),
        ("東京.pdf", "東京.pdf"),
    ],
)
def test_a_name_that_every_file_system_accepts(name: str, expected: str) -> None:
    assert formats.file_name(name) == expected


@given(
    st.text(max_size=200)
    | st.text(alphabet="conprau xl1t.:/\\ \u0301\u202e\x00à東😀", max_size=150)
    | st.builds(str.__add__, st.sampled_from(["con", "aux.", "nul .", "COM1", " prn. ."]), st.text(max_size=9))
)
def test_any_name_becomes_a_file_name(name: str) -> None:
    made = formats.file_name(name)
    assert made
    assert len(made.encode()) <= 120
    assert made == unicodedata.normalize("NFC", made)
    assert not set(made) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(character).startswith("C") for character in made)
    assert made == made.strip(" .")
    assert made.split(".")[0].strip().lower() not in {"con", "prn", "aux", "nul", "com1", "lpt1"}
    assert Path(made).name == made
    assert formats.file_name(made) == made

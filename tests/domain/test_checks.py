"""The rules that fields of several features share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from smmdesk.core.errors import UserError
from smmdesk.domain import checks


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Hotel \t Bar ", "Hotel Bar"),
        ("Caffe\u0301", "Caffé"),
        ("a\x00b\x1b[31m", "a b [31m"),
        ("مطعم \u202bBar", "مطعم \u202bBar"),
        ("<b>&", "<b>&"),
    ],
)
def test_a_line_is_trimmed_and_loses_control_characters(typed, kept):
    assert checks.checked_line(typed, "name") == kept


def test_a_line_has_its_limit():
    with pytest.raises(UserError) as refusal:
        checks.checked_line("x" * 201, "name")
    assert refusal.value.field == "name"
    assert "201" in refusal.value.detail


def test_a_name_must_not_be_empty():
    with pytest.raises(UserError) as refusal:
        checks.checked_name(" \n ")
    assert refusal.value.field == "name"


def test_a_text_keeps_its_lines_and_ten_thousand_characters():
    assert checks.checked_text(" a\r\nb\rc\x07 ", "note") == "a\nb\nc"
    assert len(checks.checked_text("x" * 10_000, "note")) == 10_000
    with pytest.raises(UserError):
        checks.checked_text("x" * 10_001, "note")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("instagram.com/p/abc", "https://instagram.com/p/abc"),
        ("http://example.it", "http://example.it"),
        (" https://example.it/a?b=c ", "https://example.it/a?b=c"),
    ],
)
def test_links(typed, kept):
    assert checks.checked_link(typed) == kept


@pytest.mark.parametrize("typed", ["javascript://alert.it", "ftp://example.it", "hello", "https://exa mple.it"])
def test_what_is_no_web_address_is_refused(typed):
    with pytest.raises(UserError) as refusal:
        checks.checked_link(typed)
    assert refusal.value.field == "link"


@pytest.mark.parametrize("typed", ["carla@example.it", "a.b+c@mail.example.it", ""])
def test_mail_addresses(typed):
    assert checks.checked_email(typed) == typed


@pytest.mark.parametrize("typed", ["carla", "carla@", "carla@example", "a b@example.it", "<a@example.it>"])
def test_what_is_no_mail_address_is_refused(typed):
    with pytest.raises(UserError):
        checks.checked_email(typed)


def test_colours():
    assert checks.checked_color(" #1F5F8B ", "brand_color") == "#1f5f8b"
    assert checks.checked_color("", "brand_color") == ""
    for typed in ("1f5f8b", "#1f5f8", "blue", "#1f5f8g"):
        with pytest.raises(UserError) as refusal:
            checks.checked_color(typed, "brand_color")
        assert refusal.value.field == "brand_color"


def test_languages_and_forms_of_address():
    assert checks.checked_language("IT") == "it"
    assert [checks.checked_address_form(typed) for typed in ("voi", "TU", "lei")] == ["voi", "tu", "Lei"]
    with pytest.raises(UserError) as refusal:
        checks.checked_language("de")
    assert "it, en" in refusal.value.detail
    with pytest.raises(UserError):
        checks.checked_address_form("you")


def test_currencies_are_those_in_use():
    assert checks.checked_currency(" eur ") == "EUR"
    assert checks.checked_currency("JPY") == "JPY"
    for typed in ("ITL", "EURO", "", "XXX"):
        with pytest.raises(UserError) as refusal:
            checks.checked_currency(typed)
        assert refusal.value.field == "currency"


def test_time_zones():
    assert checks.checked_timezone("Europe/Rome") == "Europe/Rome"
    assert checks.checked_timezone("UTC") == "UTC"
    with pytest.raises(UserError) as refusal:
        checks.checked_timezone("Europe/Rom")
    assert "Europe/Rome" in refusal.value.hint
    for typed in ("", "Europe", "../../etc/passwd", "Mars/Base"):
        with pytest.raises(UserError) as refusal:
            checks.checked_timezone(typed)
        assert refusal.value.field == "timezone"


def test_countries():
    assert checks.checked_country("it") == "IT"
    assert checks.checked_country("") == ""
    with pytest.raises(UserError):
        checks.checked_country("QQQ")


@pytest.mark.parametrize("value", [Decimal("-0.01"), Decimal("100.01"), Decimal("NaN"), Decimal("Infinity")])
def test_a_percentage_lies_between_0_and_100(value):
    with pytest.raises(UserError) as refusal:
        checks.checked_percentage(value, "margin")
    assert refusal.value.field == "margin"
    assert checks.checked_percentage(Decimal("66.67"), "margin") == Decimal("66.67")


def test_amounts_counts_and_days():
    assert checks.checked_amount(0, "fee") == 0
    assert checks.checked_count(0, "quotas") == 0
    assert checks.checked_day(date(2026, 2, 28), "start") == date(2026, 2, 28)
    for refused in (
        lambda: checks.checked_amount(-1, "fee"),
        lambda: checks.checked_amount(10**12, "fee"),
        lambda: checks.checked_count(-1, "quotas"),
        lambda: checks.checked_day(date(206, 2, 28), "start"),
    ):
        with pytest.raises(UserError):
            refused()


def test_partita_iva_and_its_check_digit():
    assert checks.checked_italian_vat_number("IT 00743110157") == "00743110157"
    assert checks.checked_italian_vat_number("") == ""
    for typed in ("00743110158", "0074311015", "abc"):
        with pytest.raises(UserError) as refusal:
            checks.checked_italian_vat_number(typed)
        assert refusal.value.field == "vat_number"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("rccmnl83s18d969h", "RCCMNL83S18D969H"),
        ("RCCMNL83S18D96VV", "RCCMNL83S18D96VV"),  # omocodia: a letter in the place of a digit
        ("00743110157", "00743110157"),  # a company's
    ],
)
def test_codice_fiscale_of_people_and_companies(typed, kept):
    from stdnum.it import codicefiscale

    if typed.endswith("VV"):  # its check letter is computed here, so that the case is right whatever the letter
        typed = kept = typed[:-1] + codicefiscale.calc_check_digit(typed[:-1])
    assert checks.checked_fiscal_code(typed) == kept


@pytest.mark.parametrize("typed", ["RCCMNL83S18D969A", "RCCMNL83S18D969", "00743110158"])
def test_a_wrong_codice_fiscale_is_refused(typed):
    with pytest.raises(UserError) as refusal:
        checks.checked_fiscal_code(typed)
    assert refusal.value.field == "fiscal_code"


def test_sdi_codes_have_seven_characters():
    assert checks.checked_sdi_code("m5uxcr1") == "M5UXCR1"
    assert checks.checked_sdi_code("") == ""
    for typed in ("M5UXCR", "M5UXCR11"):
        with pytest.raises(UserError) as refusal:
            checks.checked_sdi_code(typed)
        assert refusal.value.field == "sdi_code"


def test_eu_vat_numbers():
    assert checks.checked_eu_vat_id("de 136,695 976") == "DE136695976"
    for typed in ("DE136695977", "136695976", "GB123"):
        with pytest.raises(UserError) as refusal:
            checks.checked_eu_vat_id(typed)
        assert refusal.value.field == "eu_vat_id"

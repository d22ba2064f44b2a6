"""Numbers, money, dates and file names as people write them, in the language now spoken (Babel)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from smmdesk.core.i18n import current_language
from smmdesk.core.money import decimal_text
from smmdesk.core.periods import Month

if TYPE_CHECKING:
    from babel import Locale

# Babel is loaded when something is written out: it costs every start, and most commands never need it.
_TERRITORIES = {"it": "IT", "en": "GB"}
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)
MINUS = "\N{MINUS SIGN}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@cache
def _locale_of(language: str) -> Locale:
    from babel import Locale

    return Locale(language, _TERRITORIES[language])


def _locale() -> Locale:
    return _locale_of(current_language())


def _date(value: date, pattern: str) -> str:
    from babel.dates import format_date

    return format_date(value, pattern, locale=_locale())


def _minus(text: str) -> str:
    return text.replace("-", MINUS)


def number(value: int | Decimal | Fraction, digits: int | None = None, *, sign: bool = False) -> str:
    """Write a number with grouping; `digits` fixes the decimals (rounded half away from zero), else as many as needed.

    `sign` puts a plus before what is above zero (variances and ROI only).
    """
    from babel.numbers import format_decimal

    if digits is None:
        exact = Decimal(value) if not isinstance(value, Fraction) else Decimal(decimal_text(value, 2))
        text = format_decimal(exact, locale=_locale(), decimal_quantization=False, group_separator=True)
    else:
        exact = Decimal(decimal_text(value if not isinstance(value, Decimal) else Fraction(value), digits))
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        text = format_decimal(exact, format=pattern, locale=_locale())
    return ("+" if sign and exact > 0 else "") + _minus(text)


def money(cents: int, currency: str, *, cents_shown: bool = True, sign: bool = False) -> str:
    """Write an amount with its currency; whole units when `cents_shown` is off (rounded half away from zero).

    A sign stands before everything else: −CHF 12.00, −12,00 €. `sign` puts a plus before what is above zero.
    """
    from babel.numbers import format_currency

    digits = 2 if cents_shown else 0
    exact = Decimal(decimal_text(Fraction(cents, 100), digits))
    pattern = _locale().currency_formats["standard"].pattern
    if not cents_shown:
        pattern = re.sub(r"\.0+", "", pattern)
    if currency_symbol(currency)[-1].isalpha():  # a code of letters stands apart from its number: CHF 12
        pattern = pattern.replace("¤#", f"¤{NO_BREAK_SPACE}#")
    text = format_currency(exact, currency, format=pattern, locale=_locale(), currency_digits=False)
    return ("+" if sign and exact > 0 else "") + _minus(text)


def currency_symbol(currency: str) -> str:
    """Return the sign of a currency as written in the present language."""
    from babel.numbers import get_currency_symbol

    return get_currency_symbol(currency, locale=_locale())


def percent(value: Fraction | Decimal | int, digits: int = 0, *, sign: bool = False) -> str:
    """Write a number of percent (110.25 is 110.25 %), with the space that the language puts before the sign."""
    space = NO_BREAK_SPACE if current_language() == "it" else ""
    return number(value, digits, sign=sign) + space + "%"


def read_number(text: str) -> Decimal:
    """Read a number as people type it: 1234,5 or 1.234,50 or 1,234.50 or 1 234. Raises ValueError.

    Where one separator stands before three digits, the present language decides whether it groups.
    """
    plain = re.sub(r"[\s'’€$£%]", "", text).replace(MINUS, "-")
    match = re.fullmatch(r"([+-]?)([\d.,]*\d)", plain)
    if match is None:
        raise ValueError(f"not a number: {text!r}")
    sign, digits = match.groups()
    decimal, group = (",", ".") if current_language() == "it" else (".", ",")
    if "." in digits and "," in digits:
        decimal, group = (".", ",") if digits.rfind(".") > digits.rfind(",") else (",", ".")
    elif group in digits and not re.fullmatch(rf"\d{{1,3}}(\{group}\d{{3}})+", digits):
        decimal, group = group, decimal
    whole, _mark, part = digits.partition(decimal)
    if group in whole and not re.fullmatch(rf"\d{{1,3}}(\{group}\d{{3}})+", whole):
        raise ValueError(f"not a number: {text!r}")
    if not re.fullmatch(r"\d*", part) or not (whole or part):
        raise ValueError(f"not a number: {text!r}")
    return Decimal(f"{sign}{whole.replace(group, '') or '0'}" + (f".{part}" if part else ""))


def day(value: date, *, year: bool = True) -> str:
    """Write a day in words: "4 luglio 2026", "4 July 2026"; the first in Italian is an ordinal: "1º luglio"."""
    pattern = "d'º' MMMM" if value.day == 1 and current_language() == "it" else "d MMMM"
    return _date(value, pattern + " y" if year else pattern)


def short_day(value: date, *, year: bool = False) -> str:
    """Write a day briefly: "4 lug", "4 Jul"."""
    return _date(value, "d MMM y" if year else "d MMM")


def numeric_day(value: date) -> str:
    """Write a day in figures: 04/07/2026."""
    return _date(value, "dd/MM/y")


def read_day(text: str, near: date) -> date:
    """Read a day as people type it: 18/06/2026, 18.6.26, 18-6, 2026-06-18 (a missing year is that of `near`).

    Raises ValueError.
    """
    parts = [int(part) for part in re.findall(r"\d+", text)]
    if re.fullmatch(r"\s*\d{4}\D\d{1,2}\D\d{1,2}\s*", text):
        return date(*parts)
    if not re.fullmatch(r"\s*\d{1,2}\s*[./ -]\s*\d{1,2}(\s*[./ -]\s*(\d{2}|\d{4}))?[.]?\s*", text):
        raise ValueError(f"not a day: {text!r}")
    year = near.year if len(parts) == 2 else parts[2] + (2000 if parts[2] < 100 else 0)
    return date(year, parts[1], parts[0])


def month_name(value: Month, *, year: bool = True) -> str:
    """Write a month in words: "giugno 2026", "June 2026"."""
    return _date(value.first_day, "LLLL y" if year else "LLLL")


def short_month(value: Month, *, year: bool = False) -> str:
    """Write a month briefly: "giu", "Jun"."""
    return _date(value.first_day, "LLL y" if year else "LLL")


def folded(text: str) -> str:
    """Return a text for searching and sorting: without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def slug(name: str) -> str:
    """Return a name as lower-case ASCII words joined by hyphens; "client" where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].strip("-") or "client"


def file_name(name: str) -> str:
    """Return a name that every file system accepts, at most 120 bytes long; "file" where nothing is left.

    Source of the rule: reliability.md section 7.
    """
    kept = "".join(
        " "
        if character in '<>:"/\\|?*' or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn")
        else character
        for character in unicodedata.normalize("NFC", name)
    )
    plain = re.sub(r"[ .]*\.", ".", " ".join(kept.split())).strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix) > 8:
        stem, suffix = plain, ""
    if _RESERVED.match(stem.split(".")[0]):
        stem = f"_{stem}"
    limit = 120 - len(suffix.encode()) - 1
    stem = stem.encode()[:limit].decode(errors="ignore").rstrip(". ")
    return (f"{stem}.{suffix}" if suffix else stem) or "file"

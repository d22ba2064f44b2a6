"""Languages, currencies, countries and time zones as people choose them: their codes and names (Babel, IANA)."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from smmdesk.core.i18n import current_language


def language_name(code: str) -> str:
    """Return the name of a language in the present language: "Italian", "italiano"."""
    return _names("languages").get(code, code)


def currency_choices() -> list[tuple[str, str]]:
    """Return (code, "EUR, Euro") of every currency that is in use somewhere today, the usual ones first."""
    names = _names("currencies")
    codes = sorted(currency_codes(), key=lambda code: (_USUAL.find(code) < 0, _USUAL.find(code), code))
    return [(code, f"{code}, {names[code]}" if code in names else code) for code in codes]


def country_choices() -> list[tuple[str, str]]:
    """Return (code, "Italy (IT)") of every country by name."""
    names = {code: name for code, name in _names("territories").items() if len(code) == 2 and code.isalpha()}
    chosen = ((code, f"{name} ({code})") for code, name in names.items() if code in country_codes())
    return sorted(chosen, key=lambda choice: choice[1].casefold())


@cache
def timezone_choices() -> tuple[tuple[str, str], ...]:
    """Return (name, name) of every time zone of a place: "Europe/Rome"."""
    areas = ("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/")
    names = [name for name in available_timezones() if name.startswith((*areas, "Pacific/"))]
    return tuple((name, name) for name in sorted(names, key=lambda name: (not name.startswith("Europe/"), name)))


_USUAL = "EUR CHF GBP USD"
_NO_COUNTRIES = frozenset({"EU", "UN", "ZZ"})  # in Babel's list beside the countries


def _names(kind: str) -> dict[str, str]:
    from babel import Locale  # loaded only here: it costs the command line's start

    return dict(getattr(Locale(current_language()), kind))


@cache
def currency_codes() -> frozenset[str]:
    """Return the ISO 4217 codes of the currencies that are in use somewhere today."""
    from babel.core import get_global

    return frozenset(
        code
        for used in get_global("territory_currencies").values()
        for code, _start, end, is_tender in used
        if is_tender and end is None
    )


@cache
def country_codes() -> frozenset[str]:
    """Return the ISO 3166 codes of the countries."""
    from babel.core import get_global

    return frozenset(get_global("territory_currencies")) - _NO_COUNTRIES

"""Languages, currencies, countries and time zones as they are offered."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from smmdesk.core import places
from smmdesk.core.i18n import language


def test_a_language_is_named_in_the_present_one() -> None:
    assert places.language_name("it") == "Italian"
    with language("it"):
        assert places.language_name("it") == "italiano"
    assert places.language_name("xx-none") == "xx-none"


def test_the_usual_currencies_come_first_and_old_ones_not_at_all() -> None:
    choices = places.currency_choices()
    codes = [code for code, _words in choices]
    assert codes[:4] == ["EUR", "CHF", "GBP", "USD"]
    assert choices[0] == ("EUR", "EUR, Euro")
    assert "ITL" not in codes
    assert codes[4:] == sorted(codes[4:])
    assert len(codes) == len(set(codes))


def test_countries_are_sorted_by_their_name() -> None:
    choices = places.country_choices()
    assert ("IT", "Italy (IT)") in choices
    assert not {"EU", "UN", "ZZ"} & {code for code, _words in choices}
    names = [words.casefold() for _code, words in choices]
    assert names == sorted(names)
    with language("it"):
        assert ("DE", "Germania (DE)") in places.country_choices()


def test_every_time_zone_that_is_offered_exists() -> None:
    choices = places.timezone_choices()
    assert ("Europe/Rome", "Europe/Rome") in choices
    assert all(ZoneInfo(name).key == name for name, _words in choices)
    assert choices[0][0].startswith("Europe/")

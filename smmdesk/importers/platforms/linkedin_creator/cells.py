"""What the cells of a LinkedIn profile's export say: they are texts in the language of the window."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from smmdesk.core.readings import Number
from smmdesk.importers.cells import iso_day, number

_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")


def share(text: str) -> Number:
    """Read `2%`, or the fraction of older files, as a fraction of 1. Raises ValueError."""
    has_sign = text.endswith("%")
    value = Decimal(number(text.rstrip("%").strip().replace(",", ".")))
    value = value.scaleb(-2) if has_sign else value
    whole = int(value)
    return whole if whole == value else value


def read_day(text: str, order: str) -> date:
    """Read a day in an order of `day_order`, or an ISO date of a date cell. Raises ValueError."""
    match = _SLASHED.match(text)
    if match is None:
        return iso_day(text[:10])
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    return date(year, first, second) if order == "mdy" else date(year, second, first)


def day_order(texts: Iterable[str], language: str, period: tuple[date, date] | None = None) -> str:
    """Return whether days are written `mdy` or `dmy`: what all of them prove together, else what the language does.

    A proof is a day that only one order allows, days outside of the file's period, days that do not follow each other.
    """
    listed = [text for text in texts if _SLASHED.match(text)]
    found: dict[str, list[date]] = {}
    for order in ("mdy", "dmy"):
        try:
            found[order] = [read_day(text, order) for text in listed]
        except ValueError:
            continue
    if len(found) == 2 and period is not None:
        inside = {one: days for one, days in found.items() if all(period[0] <= day <= period[1] for day in days)}
        found = inside or found
    if len(found) == 2:
        steady = {one: days for one, days in found.items() if _follow(days)}
        found = steady or found
    if len(found) == 1:
        return next(iter(found))
    return "mdy" if language == "en" else "dmy"


def _follow(days: Sequence[date]) -> bool:
    steps = {after - before for before, after in pairwise(days)}
    return steps in ({timedelta(days=1)}, {timedelta(days=-1)})

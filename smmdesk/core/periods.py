"""Months, days and the one clock of the program."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, ordered in time."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1900 <= self.year <= 9999):
            raise ValueError(f"not a month: {self.year}-{self.number}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`. Raises ValueError for anything else."""
        match = _MONTH.match(text.strip())
        if match is None:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month that a day lies in."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def index(self) -> int:
        """Return months since year 0, for arithmetic."""
        return self.year * 12 + self.number - 1

    @property
    def days(self) -> int:
        """Return the number of days of the month."""
        return calendar.monthrange(self.year, self.number)[1]

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, self.days)

    def plus(self, months: int) -> Month:
        """Return the month so many months later (earlier when negative)."""
        index = self.index + months
        return Month(index // 12, index % 12 + 1)

    @property
    def next(self) -> Month:
        return self.plus(1)

    @property
    def previous(self) -> Month:
        return self.plus(-1)

    def __contains__(self, day: date) -> bool:
        return day.year == self.year and day.month == self.number

    def settled_from(self) -> date:
        """Return the first day on which figures of this month are no longer provisional (the 4th of the next month)."""
        return self.next.first_day.replace(day=4)


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Yield every month from `first` to `last`, both included."""
    for index in range(first.index, last.index + 1):
        yield Month(index // 12, index % 12 + 1)


def _system_now() -> datetime:
    return datetime.now(UTC)


_now: Callable[[], datetime] = _system_now


def now() -> datetime:
    """Return the present instant in UTC: the only place where the program reads a clock."""
    return _now()


def today(timezone: str | None = None) -> date:
    """Return today's date in the named time zone, or in the system's where none is named."""
    instant = now()
    return (instant.astimezone(ZoneInfo(timezone)) if timezone else instant.astimezone()).date()


def set_clock(clock: Callable[[], datetime] | None) -> None:
    """Replace the clock (tests); None puts the system's back."""
    global _now
    _now = clock or _system_now


@contextmanager
def clock_at(instant: datetime) -> Iterator[None]:
    """Let the clock stand at an instant inside the block (the example tells a story of past months)."""
    global _now
    before = _now
    _now = lambda: instant  # noqa: E731
    try:
        yield
    finally:
        _now = before


def local_day(instant: int, timezone: ZoneInfo) -> date:
    """Return the date that a UTC instant (Unix seconds) has by the clock of `timezone`."""
    return datetime.fromtimestamp(instant, timezone).date()

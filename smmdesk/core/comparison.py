"""One month against another: how the change is written, and whether it is one (roi.md section 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from smmdesk.core.money import decimal_text
from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, Direction, Metric, Number, Unit

SMALLEST_BASE = 20
RANGE_MONTHS = 6
FEWEST_MONTHS = 3
LEAST_DISTANCE = Fraction(5, 100)
RATE_DIGITS = 1  # decimals with which a rate is printed, as a number of percent

# Words in a metric's name that stand for independent events; all other flows come in bursts.
_EVENTS = frozenset(
    {"orders", "purchases", "transactions", "bookings", "leads", "calls", "reviews", "conversions", "appointments"}
)


class ChangeKind(StrEnum):
    """How a change is written: a difference, percent per day, percent, percentage points, or new."""

    COUNT = "count"
    PER_DAY = "per_day"
    PERCENT = "percent"
    POINTS = "points"
    NEW = "new"


class Verdict(StrEnum):
    """What a change is called."""

    BETTER = "better"
    WORSE = "worse"
    STABLE = "stable"
    NOT_COMPARABLE = "not_comparable"
    TOO_LITTLE_HISTORY = "too_little_history"


class Nature(StrEnum):
    """What a number counts, which decides how a change is told from chance.

    A rate is a share; an average is every other ratio (a cost per click, a position), in a unit of its own.
    """

    EVENTS = "events"
    BURSTS = "bursts"
    UNIQUE = "unique"
    RATE = "rate"
    AVERAGE = "average"
    STOCK = "stock"


@dataclass(frozen=True, slots=True)
class Period:
    """The value of a metric over some days. `is_whole` is off while the month is not over or days are missing.

    A stock's value is the last one; a rate is a fraction of 1 (0.02 is 2 %). `gain` is what a stock gained in the
    month, where it is known.
    """

    value: Number | Fraction
    days: int
    is_whole: bool = True
    gain: Number | Fraction | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A change: `change` is exact, in the unit that `kind` says; None where nothing may be compared.

    count and new: the difference in the metric's own unit; percent and per_day: numbers of percent (per_day: of the
    daily averages, which `per_day` holds, the present one first); points: percentage points.
    """

    kind: ChangeKind
    change: Fraction | None
    verdict: Verdict
    per_day: tuple[Fraction, Fraction] | None = None

    @property
    def text(self) -> str | None:
        """Return the change as a decimal string: percent and points with two digits, counts as they are."""
        if self.change is None:
            return None
        whole = self.kind in (ChangeKind.COUNT, ChangeKind.NEW) and self.change.denominator == 1
        return decimal_text(self.change, 0 if whole else 2)


def printed_points(before: Number | Fraction, change: Fraction | Decimal | int) -> Fraction:
    """Return a change of a rate in points as it is printed: the difference of the two rates as they are printed.

    `before` is a fraction of 1, `change` the exact points to the rate now. 3.85 % to 3.44 % is printed 3.9, 3.4 and
    −0.5, so that the reader's subtraction comes out; rates have `RATE_DIGITS` decimals, rounded half away from zero.
    """
    first = Fraction(before) * 100
    now, then = (Fraction(decimal_text(rate, RATE_DIGITS)) for rate in (first + Fraction(change), first))
    return now - then


def nature_of(metric: Metric) -> Nature:
    """Return what a metric counts, from its class of additivity and its name."""
    if metric.additivity is Additivity.STOCK:
        return Nature.STOCK
    if metric.additivity is Additivity.RATIO:
        return Nature.RATE if metric.unit is Unit.SHARE else Nature.AVERAGE
    if metric.additivity in (Additivity.UNIQUE, Additivity.DAILY_UNIQUE, Additivity.ROLLING):
        return Nature.UNIQUE
    words = metric.key.split(".")[-2].split("_")
    return Nature.EVENTS if _EVENTS.intersection(words) else Nature.BURSTS


def compare(
    now: Period,
    base: Period | None,
    history: Sequence[Period] = (),
    *,
    nature: Nature,
    direction: Direction = Direction.UP_IS_GOOD,
) -> Comparison:
    """Compare a period with its base.

    `history` are the client's last comparable months before the present one, newest last (at most six are used).
    Flows of different lengths compare per day, unique counts of unfinished months not at all; a base under 20 gets a
    difference instead of a percentage, a base of 0 "new"; rates change in points, averages by a difference in their
    own unit. A change of independent events is one beyond chance, |b − a| > 2√(a + b); every other lies outside the
    range of the last six months and at least 5 % from their mean. A change that is neither good nor bad for the client
    gets no judgement (`not_comparable`).
    """
    if base is None:
        return Comparison(ChangeKind.COUNT, None, Verdict.NOT_COMPARABLE)
    if nature is Nature.UNIQUE and not (now.is_whole and base.is_whole) and now.days != base.days:
        return Comparison(ChangeKind.COUNT, None, Verdict.NOT_COMPARABLE)
    kind, change = _change(now, base, nature)
    averages = (Fraction(now.value) / now.days, Fraction(base.value) / base.days)
    per_day = averages if kind is ChangeKind.PER_DAY else None
    moved = _moved_by_chance_rule(now, base) if nature is Nature.EVENTS else _moved_by_range(now, history, nature)
    if moved is None:
        return Comparison(kind, change, Verdict.TOO_LITTLE_HISTORY, per_day)
    return Comparison(kind, change, _verdict(moved, direction), per_day)


def _change(now: Period, base: Period, nature: Nature) -> tuple[ChangeKind, Fraction]:
    after, before = Fraction(now.value), Fraction(base.value)
    if nature is Nature.RATE:
        return ChangeKind.POINTS, (after - before) * 100
    if nature in (Nature.STOCK, Nature.AVERAGE):
        return ChangeKind.COUNT, after - before
    if before == 0 and after != 0:
        return ChangeKind.NEW, after
    if before < SMALLEST_BASE:
        return ChangeKind.COUNT, after - before
    if nature is not Nature.UNIQUE and now.days != base.days:
        return ChangeKind.PER_DAY, 100 * (after / now.days) / (before / base.days) - 100
    return ChangeKind.PERCENT, 100 * after / before - 100


def is_beyond_chance(
    before: Number | Fraction, after: Number | Fraction, before_days: int = 1, after_days: int = 1
) -> bool:
    """Tell whether two counts of independent events differ by more than chance: |b − a| > 2√(a + b).

    Where the lengths differ the daily averages are compared, each with the spread of its own count.
    """
    gap = Fraction(after) / after_days - Fraction(before) / before_days
    return gap**2 > 4 * (Fraction(after) / after_days**2 + Fraction(before) / before_days**2)


def _sign(value: Fraction | int) -> int:
    return (value > 0) - (value < 0)


def _moved_by_chance_rule(now: Period, base: Period) -> int:
    """Return 1 or -1 for a change beyond chance, else 0."""
    if not is_beyond_chance(base.value, now.value, base.days, now.days):
        return 0
    return _sign(Fraction(now.value) / now.days - Fraction(base.value) / base.days)


def _judged(period: Period, nature: Nature) -> Fraction | None:
    """Return the number that is held against the range: per day for flows, the gain for stocks."""
    if nature is Nature.BURSTS:
        return Fraction(period.value) / period.days
    if nature is Nature.STOCK:
        return None if period.gain is None else Fraction(period.gain)
    return Fraction(period.value)


def _moved_by_range(now: Period, history: Sequence[Period], nature: Nature) -> int | None:
    """Return 1 or -1 outside the range of the last months and 5 % from their mean, 0 inside, None with too few."""
    whole = [period for period in history if period.is_whole]
    known = [value for value in (_judged(period, nature) for period in whole[-RANGE_MONTHS:]) if value is not None]
    value = _judged(now, nature)
    if value is None or len(known) < FEWEST_MONTHS:
        return None
    mean = sum(known, Fraction(0)) / len(known)
    if min(known) <= value <= max(known) or abs(value - mean) < LEAST_DISTANCE * abs(mean):
        return 0
    return _sign(value - mean)


def _verdict(moved: int, direction: Direction) -> Verdict:
    if moved == 0:
        return Verdict.STABLE
    if direction is Direction.NEUTRAL:
        return Verdict.NOT_COMPARABLE
    is_good = (moved > 0) == (direction is Direction.UP_IS_GOOD)
    return Verdict.BETTER if is_good else Verdict.WORSE


@dataclass(frozen=True, slots=True)
class BaseMonth:
    """The month to compare with. `says_short_history` is on where a seasonal client has no figure of a year ago."""

    month: Month
    is_year_on_year: bool
    says_short_history: bool = False


def base_month(month: Month, known: Sequence[Month] | frozenset[Month], *, is_seasonal: bool) -> BaseMonth:
    """Return the month that a month is held against: a year before for seasonal clients, else the one before.

    A seasonal client without figures of a year ago is compared with the month before, and that is said.
    """
    year_ago = month.plus(-12)
    if not is_seasonal:
        return BaseMonth(month.previous, is_year_on_year=False)
    if year_ago in known:
        return BaseMonth(year_ago, is_year_on_year=True)
    return BaseMonth(month.previous, is_year_on_year=False, says_short_history=True)

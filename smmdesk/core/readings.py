"""What a number of a platform is: its state, its metric, and what may be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from smmdesk.core.i18n import _


class State(StrEnum):
    """What stands behind a reading (product.md: missing is not zero)."""

    VALUE = "value"
    ZERO = "zero"
    NOT_APPLICABLE = "not_applicable"
    NOT_AVAILABLE = "not_available"
    NOT_YET_COMPLETE = "not_yet_complete"
    ESTIMATED = "estimated"

    @property
    def has_value(self) -> bool:
        """Tell whether a number stands behind this state."""
        return self in (State.VALUE, State.ZERO, State.NOT_YET_COMPLETE, State.ESTIMATED)


class Additivity(StrEnum):
    """What may be added up (roi.md 2.2)."""

    FLOW = "A"
    UNIQUE = "B"
    DAILY_UNIQUE = "C"
    STOCK = "D"
    RATIO = "E"
    ROLLING = "F"


class Direction(StrEnum):
    """Whether more is good, bad or neither."""

    UP_IS_GOOD = "up_is_good"
    UP_IS_BAD = "up_is_bad"
    NEUTRAL = "neutral"


class Unit(StrEnum):
    """What a value counts. A share is a fraction of 1 (0.0533 is 5.33 %)."""

    COUNT = "count"
    SECONDS = "seconds"
    HOURS = "hours"
    MONEY = "money"
    SHARE = "share"
    DECIMAL = "decimal"


class Span(StrEnum):
    """What time a value covers: since publication, one day, the file's own period, or one moment (a stock)."""

    LIFETIME = "lifetime"
    DAY = "day"
    PERIOD = "period"
    MOMENT = "moment"


class EngagementBase(StrEnum):
    """What interactions are divided by in an engagement rate; always named beside the number (roi.md 2.1)."""

    REACH = "reach"
    VIEWS = "views"
    FOLLOWERS = "followers"


Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric of one platform in one definition: `platform.metric.vN`, for posts `platform.post.metric.vN`.

    `title` and `meaning` are English source texts marked for translation (see `core.i18n`). `since` and `until` are
    the first and last day on which the platform counted so, None where it is not known to have begun or ended.
    """

    key: str
    title: str
    meaning: str
    unit: Unit = Unit.COUNT
    additivity: Additivity = Additivity.FLOW
    direction: Direction = Direction.UP_IS_GOOD
    span: Span = Span.LIFETIME
    since: date | None = None
    until: date | None = None

    @property
    def platform(self) -> str:
        return self.key.split(".", 1)[0]

    @property
    def of_posts(self) -> bool:
        return self.key.split(".")[1] == "post"


def figure_title(metric: Metric, *, is_namesake: bool = False) -> str:
    """Return what a figure is called; a sum over posts that is a namesake of the account's own figure says whose it is.

    In the language now spoken: "Views", "Views of posts".
    """
    title = _(metric.title)
    return _("{metric} of posts").format(metric=title) if is_namesake else title


def state_of(value: Number | None) -> State:
    """Return the state of a cell that the platform filled (`None`: it did not)."""
    if value is None:
        return State.NOT_AVAILABLE
    return State.ZERO if value == 0 else State.VALUE


def total_of(metric: Metric, values: Iterable[Number]) -> Number:
    """Add up the values of a flow over days or posts. Raises ValueError for every other class (roi.md 2.2)."""
    if metric.additivity is not Additivity.FLOW:
        raise ValueError(f"{metric.key} may not be added up")
    return sum(values, 0)


def joint_total(parts: Iterable[tuple[Metric, Number]]) -> Number:
    """Add up values of several flows that are declared to make one (likes, comments: interactions).

    Raises ValueError where one of them may not be added up (roi.md 2.2).
    """
    together: Number = 0
    for metric, value in parts:
        if metric.additivity is not Additivity.FLOW:
            raise ValueError(f"{metric.key} may not be added up")
        together += value
    return together


def reach_bounds(daily: Iterable[int]) -> tuple[int, int] | None:
    """Return (largest day, sum of days): the true unique count lies between. None without days. Source: roi.md 2.2."""
    days = list(daily)
    return (max(days), sum(days)) if days else None


def pooled_rate(parts: Iterable[tuple[Number, Number]]) -> Fraction | None:
    """Return Σ numerators ÷ Σ denominators, None where the denominators add to 0. Source: roi.md 2.1."""
    pairs = list(parts)
    if all(type(above) is int and type(below) is int for above, below in pairs):  # exact, and much quicker
        whole = sum(below for _, below in pairs)
        return Fraction(int(sum(above for above, _ in pairs)), int(whole)) if whole else None
    below = sum((Fraction(denominator) for _, denominator in pairs), Fraction(0))
    return sum((Fraction(numerator) for numerator, _ in pairs), Fraction(0)) / below if below else None


def mean_rate(pairs: Iterable[tuple[Number, Number]]) -> Fraction | None:
    """Return the mean of posts' own rates, the "average post": shown beside `pooled_rate`, never instead of it.

    Each rate is cut to 18 decimals: exact sums of thousands of fractions have thousands of digits.
    """
    scale = 10**18
    cut = []
    for above, below in pairs:
        if type(above) is int and type(below) is int:  # the same, and much quicker
            cut.append(above * scale // below)
        else:
            rate = Fraction(above) / Fraction(below)
            cut.append(rate.numerator * scale // rate.denominator)
    return Fraction(sum(cut), scale * len(cut)) if cut else None

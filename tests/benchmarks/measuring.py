"""What a benchmark is: a name, a bar, and a function that measures both sides in one run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """What a figure is held against: a limit, whether it is a ceiling or a floor, and its unit."""

    limit: float
    is_ceiling: bool = True
    unit: str = "×"

    def __str__(self) -> str:
        return f"{'≤' if self.is_ceiling else '≥'} {self.limit:g} {self.unit}"

    def holds(self, figure: float) -> bool:
        """Return whether a figure passes."""
        return figure <= self.limit if self.is_ceiling else figure >= self.limit


def at_most(limit: float, unit: str = "×") -> Bar:
    """Return the bar of a figure that must not exceed the limit."""
    return Bar(limit, True, unit)


def at_least(limit: float, unit: str = "×") -> Bar:
    """Return the bar of a figure that must reach the limit."""
    return Bar(limit, False, unit)


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was measured: the ratio to the yardstick of the same run (or the figure in the bar's unit), and how."""

    ratio: float
    detail: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One line of the table. `measure` raises Unavailable where this machine lacks the yardstick."""

    name: str
    bar: Bar
    measure: Callable[[], Measurement]


class Unavailable(Exception):
    """The yardstick is not on this machine; the text says which."""

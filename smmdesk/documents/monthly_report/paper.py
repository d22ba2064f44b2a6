"""One report on its paper: the palette, the marks that lead to the appendix, sums written as the client reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypedDict

from smmdesk.core import formats
from smmdesk.core.money import parts_in_whole_units, round_half_up
from smmdesk.documents import fonts
from smmdesk.documents.data import Exact, Ledger, LedgerState, MonthlyReport
from smmdesk.documents.style import Palette, hexed

_TIERS_IN_ORDER = "MCEI"


def _parts(mark: str) -> tuple[str, str, int] | None:
    """Split "2026-05/M12" into its month, letter and number; None for anything else."""
    month, _slash, own = mark.rpartition("/")
    letter, digits = own[:1], own[1:]
    return (month, letter, int(digits)) if letter and digits.isdecimal() else None


def in_ranges(marks: Iterable[str]) -> list[tuple[str, str]]:
    """Return marks as (text, first mark of it), neighbours drawn together: M1, M2, M3 become "M1–M3"."""
    found = [(part, mark) for mark in dict.fromkeys(marks) if (part := _parts(mark)) is not None]
    found.sort(key=lambda item: (item[0][0], f"{_TIERS_IN_ORDER}DZ".find(item[0][1]), item[0][2]))
    ranges: list[tuple[str, str]] = []
    start = 0
    for place in range(1, len(found) + 1):
        before = found[place - 1][0]
        if place < len(found) and found[place][0] == (before[0], before[1], before[2] + 1):
            continue
        first, last = found[start][1], found[place - 1][1]
        if first == last:
            ranges.append((first, first))
        elif place - start == 2:
            ranges += [(first, first), (last, last)]
        else:
            ranges.append((f"{first}–{last}", first))
        start = place
    return ranges


class Spacing(TypedDict):
    """How close tables stand: points above and below a row's text, baselines above a heading."""

    pad: float
    gap: float


@dataclass(frozen=True)
class Paper:
    """What every page of one report asks for. `tight` sets the appendix closer, where that saves a page."""

    report: MonthlyReport
    tight: bool = False

    @property
    def spacing(self) -> Spacing:
        """How close the tables of the appendix stand."""
        return {"pad": 1.6, "gap": 0.5} if self.tight else {"pad": 2.4, "gap": 0.9}

    @cached_property
    def palette(self) -> Palette:
        return Palette.of(self.report.client.brand_colour)

    @property
    def ledger(self) -> Ledger:
        return self.report.ledger

    @property
    def margin_unknown(self) -> bool:
        """Tell whether nothing may be said of what came back, for want of a margin: also beside costs of 0."""
        ledger = self.ledger
        no_cost = ledger.state is LedgerState.NO_COST
        return ledger.state is LedgerState.MARGIN_UNKNOWN or (no_cost and ledger.proven.cents is None)

    @property
    def currency(self) -> str:
        return self.report.client.currency

    @cached_property
    def known_marks(self) -> frozenset[str]:
        """The marks that the appendix has a row for."""
        rows = [*self.ledger.values, *self.ledger.costs]
        return frozenset(row.mark for row in rows if row.mark)

    def money(self, cents: int, *, sign: bool = False) -> str:
        """Write an amount exactly."""
        return formats.money(cents, self.currency, sign=sign)

    def whole(self, units: int, *, sign: bool = False) -> str:
        """Write whole units of money."""
        return formats.money(units * 100, self.currency, cents_shown=False, sign=sign)

    def bare(self, cents: int) -> str:
        """Write an amount exactly without its currency (the column's title names it)."""
        return formats.number(Fraction(cents, 100), 2)

    def multiple(self, value: Exact) -> str:
        """Write how much came back for one unit."""
        return self.money(round_half_up(Fraction(value) * 100))

    @property
    def symbol(self) -> str:
        return formats.currency_symbol(self.currency)

    def marks(self, marks: Sequence[str], *, limit: int = 4) -> str:
        """Return marks as markup, each range leading to its first row in the appendix."""
        ranges = in_ranges(marks)
        shown = ranges if len(ranges) <= limit else ranges[: limit - 1]
        pieces = [self.link(text, first) for text, first in shown]
        if len(ranges) > len(shown):
            pieces.append(fonts.markup_of(f"+{len(ranges) - len(shown)}"))
        return " ".join(pieces)

    def link(self, text: str, mark: str) -> str:
        """Return a mark as markup that leads to its row, where the appendix has it."""
        shown = fonts.safe(text)
        if mark not in self.known_marks:
            return shown
        return f'<a href="#row-{fonts.safe(mark)}" color="{hexed(self.palette.accent)}">{shown}</a>'

    @cached_property
    def whole_proven(self) -> tuple[int, int]:
        """Measured and confirmed in whole units, re-adding to the rounded proven value."""
        measured, confirmed = parts_in_whole_units([self.ledger.measured.cents or 0, self.ledger.confirmed.cents or 0])
        return measured, confirmed

    @cached_property
    def whole_invested(self) -> int:
        return round_half_up(Fraction(self.ledger.invested.cents or 0, 100))

    @cached_property
    def whole_estimated(self) -> int:
        return round_half_up(Fraction(self.ledger.estimated.cents or 0, 100))

    @cached_property
    def whole_net(self) -> int:
        """What is left, as the difference of the two whole sums that stand beside it."""
        return sum(self.whole_proven) - self.whole_invested

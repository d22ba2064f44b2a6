"""Amounts of money as whole hundredths, and the one rounding of the program.

An amount is an `int` of hundredths of the currency's unit (cents), whatever the currency; the currency's code stands
beside it. Rates and shares are exact (`Decimal` when stored, `Fraction` while computing). There is no float.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def round_half_up(value: Fraction | Decimal | int) -> int:
    """Round to a whole number, halves away from zero (a refund takes back what the sale gave)."""
    exact = Fraction(value)
    quotient, rest = divmod(abs(exact.numerator), exact.denominator)
    if 2 * rest >= exact.denominator:
        quotient += 1
    return -quotient if exact < 0 else quotient


def round_up(value: Fraction | Decimal | int) -> int:
    """Round to the next whole number above (break-even counts)."""
    exact = Fraction(value)
    return -(-exact.numerator // exact.denominator)


def cents_from_decimal(value: Decimal) -> int:
    """Return an amount of at most two decimals as hundredths. Raises ValueError when it has more."""
    hundredths = value * 100
    if hundredths != hundredths.to_integral_value():
        raise ValueError(f"more than two decimals: {value}")
    return int(hundredths)


def decimal_text(value: Fraction | Decimal | int, digits: int = 2) -> str:
    """Return a plain decimal string with a fixed number of digits, rounded half away from zero; never "-0.00"."""
    scaled = round_half_up(Fraction(value) * 10**digits)
    sign = "-" if scaled < 0 else ""
    whole, part = divmod(abs(scaled), 10**digits)
    return f"{sign}{whole}.{part:0{digits}d}" if digits else f"{sign}{whole}"


def cents_text(cents: int) -> str:
    """Return hundredths as a plain decimal string with two digits ("1595.00")."""
    return decimal_text(Fraction(cents, 100))


def split_evenly(cents: int, parts: int) -> list[int]:
    """Split an amount into equal parts that re-add to it; cents left over go to the first parts, with their sign.

    Source: roi.md 9.6 (one-off costs spread over months).
    """
    quotient, rest = divmod(abs(cents), parts)
    sign = -1 if cents < 0 else 1
    return [sign * (quotient + (1 if place < rest else 0)) for place in range(parts)]


def parts_in_whole_units(parts: list[int]) -> list[int]:
    """Round amounts in hundredths to whole units so that the rounded parts re-add to the rounded total.

    Each part is rounded down, then the units that are missing go to the parts with the largest remainders, the first
    of equals first. Source: roi.md section 8 (money on page 1).
    """
    floors = [part // 100 for part in parts]
    missing = round_half_up(Fraction(sum(parts), 100)) - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda place: (-(parts[place] % 100), place))
    for place in by_remainder[:missing]:
        floors[place] += 1
    return floors

"""What is typed on the command line, read strictly: amounts, percentages, days, months, quotas."""

from __future__ import annotations

import argparse
import re
from datetime import date
from decimal import Decimal, InvalidOperation

from smmdesk.core.i18n import _
from smmdesk.core.money import cents_from_decimal
from smmdesk.core.periods import Month
from smmdesk.core.readings import State

_PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?\Z")


def decimal(typed: str) -> Decimal:
    """Read `55`, `55.5` or `55,5`."""
    if _PLAIN.match(typed.strip()) is None:
        raise argparse.ArgumentTypeError(_("{typed} is not a number (write 55 or 55.5)").format(typed=repr(typed)))
    try:
        return Decimal(typed.strip().replace(",", "."))
    except InvalidOperation as failure:  # more digits than any number here has
        raise argparse.ArgumentTypeError(_("{typed} is not a number").format(typed=repr(typed))) from failure


def amount(typed: str) -> int:
    """Read `85`, `85.00` or `85,00` as hundredths; no signs for thousands, which could be taken for decimals."""
    try:
        return cents_from_decimal(decimal(typed))
    except ValueError as failure:
        raise argparse.ArgumentTypeError(_("{typed} has more than two decimals").format(typed=repr(typed))) from failure


def day(typed: str) -> date:
    """Read `2026-10-31` or `31/10/2026`."""
    text = typed.strip()
    try:
        if "/" in text:
            days, months, years = text.split("/")
            return date(int(years), int(months), int(days))
        return date.fromisoformat(text)
    except ValueError as failure:
        raise argparse.ArgumentTypeError(
            _("{typed} is not a date (write 2026-10-31)").format(typed=repr(typed))
        ) from failure


def month(typed: str) -> Month:
    """Read `2026-10`."""
    try:
        return Month.parse(typed)
    except ValueError as failure:
        raise argparse.ArgumentTypeError(
            _("{typed} is not a month (write 2026-10)").format(typed=repr(typed))
        ) from failure


def period(typed: str) -> tuple[date, date]:
    """Read `2026-10-01..2026-10-31`."""
    first, dots, last = typed.partition("..")
    if not dots:
        raise argparse.ArgumentTypeError(
            _("{typed} is not a period (write 2026-10-01..2026-10-31)").format(typed=repr(typed))
        )
    period_ = day(first), day(last)
    if period_[1] < period_[0]:
        raise argparse.ArgumentTypeError(_("the period {typed} ends before it begins").format(typed=repr(typed)))
    return period_


def quota(typed: str) -> tuple[str, int]:
    """Read `post=12`, `other:Menu=1`."""
    kind, sign, number = typed.rpartition("=")
    if not sign or not kind.strip() or not number.strip().isdecimal():
        raise argparse.ArgumentTypeError(_("{typed} is not a quota (write post=12)").format(typed=repr(typed)))
    return kind.strip(), int(number)


def named_number(typed: str) -> tuple[str, Decimal | None]:
    """Read `views=1234`, `engagement_rate=5.3`, or `views=` for nothing."""
    name, sign, number = typed.rpartition("=")
    if not sign or not name.strip():
        raise argparse.ArgumentTypeError(_("{typed} is not a number (write views=1234)").format(typed=repr(typed)))
    return name.strip(), decimal(number) if number.strip() else None


def named_state(typed: str) -> tuple[str, State]:
    """Read `reach=not_available`."""
    name, sign, state = typed.rpartition("=")
    if not sign or not name.strip() or state.strip().lower().replace("-", "_") not in list(State):
        raise argparse.ArgumentTypeError(
            _("{typed} is not a state (write reach=not_available)").format(typed=repr(typed))
        )
    return name.strip(), State(state.strip().lower().replace("-", "_"))


def carry_over(typed: str) -> int | None:
    """Read `none` (0), a number of months, or `unlimited` (None)."""
    word = typed.strip().lower()
    if word == "none":
        return 0
    if word == "unlimited":
        return None
    if word.isdecimal():
        return int(word)
    raise argparse.ArgumentTypeError(
        _("{typed} is neither none, nor a number of months, nor unlimited").format(typed=repr(typed))
    )


def whole(typed: str) -> int:
    """Read a whole number from 0 on."""
    if not typed.strip().isdecimal():
        raise argparse.ArgumentTypeError(_("{typed} is not a whole number").format(typed=repr(typed)))
    return int(typed)

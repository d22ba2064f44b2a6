"""What may be typed: how a number is written in a language and unit, what a block of cells says, what cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, current_language
from smmdesk.core.money import decimal_text
from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, Metric, Number, State, Unit
from smmdesk.domain.results.typed.rows import TypedNumber
from smmdesk.importers.cells import Mark, number, plain

LARGEST = 10**15
LARGEST_SHARE = 10  # 1,000 %
_ESTIMATE_MARKS = "~≈"
_NOTHING = ("", "-", "–", "—")
_MONEY_DIGITS = 2

Typed = tuple[Number | None, State]


def is_of_a_moment(metric: Metric) -> bool:
    """Tell whether a metric is read at a moment (followers, a rolling window), not for a whole month."""
    return metric.additivity in (Additivity.STOCK, Additivity.ROLLING)


def day_of_reading(month: Month, read_on: date) -> date:
    """Return the day that a stock of a month is kept under: that on which it was read, else the month's last."""
    return read_on if read_on in month else month.last_day


# ---------------------------------------------------------------------------------------------------------- writing


def window_mark() -> Mark:
    """Return the decimal mark of the language now spoken."""
    return Mark.COMMA if current_language() == "it" else Mark.DOT


def state_words(state: State) -> str:
    """Return what a state is called in a cell without a number."""
    return {
        State.NOT_APPLICABLE: _("not applicable"),
        State.NOT_AVAILABLE: _("not available"),
        State.NOT_YET_COMPLETE: _("not yet complete"),
        State.ESTIMATED: _("estimated"),
    }.get(state, "")


def typed_text(value: Number | Fraction | None, state: State, metric: Metric) -> str:
    """Write a value as one types it: exact, without grouping, a share in percent, an estimate with its mark."""
    if value is None:
        return state_words(state)
    exact = value * 100 if metric.unit is Unit.SHARE else value
    if isinstance(exact, Fraction):
        digits = 2 if exact.denominator != 1 else 0
        exact = Decimal(decimal_text(exact, digits))
    text = plain(exact)
    if window_mark() is Mark.COMMA:
        text = text.replace(".", ",")
    return f"≈{text}" if state is State.ESTIMATED else text


def read_typed(text: str, metric: Metric, mark: Mark | None = None) -> Typed | None:
    """Read one cell by a decimal mark (that of the present language by default); None where nothing stands there.

    A share is in percent; ~ before a number says that it is estimated; the words of a state are read too. Raises
    UserError for what is no such number, also for one that can be read in two ways.
    """
    plain_text = text.strip()
    if plain_text in _NOTHING:
        return None
    for state in (State.NOT_APPLICABLE, State.NOT_AVAILABLE):
        if formats.folded(plain_text) == formats.folded(state_words(state)):
            return None, state
    is_estimated = plain_text[0] in _ESTIMATE_MARKS
    bare = plain_text[1:].strip() if is_estimated else plain_text
    if metric.unit is Unit.SHARE:
        bare = bare.removesuffix("%").strip()
    elif metric.unit is Unit.MONEY:
        bare = bare.strip("€$£ \N{NO-BREAK SPACE}")
    try:
        value = number(bare, mark or window_mark())
    except ValueError as failure:
        told = _("“{text}” is no number of this kind.").format(text=text.strip()[:40])
        raise UserError(told, "", _how_to_write(metric)) from failure
    if metric.unit is Unit.SHARE:
        value = _whole(Decimal(value) / 100)
    check_value(value, metric)
    if is_estimated:
        return value, State.ESTIMATED
    return value, State.ZERO if value == 0 else State.VALUE


def _how_to_write(metric: Metric) -> str:
    whole = metric.unit is Unit.COUNT
    if current_language() == "it":
        return _("Write it as in Italian: 1234 or 1.234.") if whole else _("Write it as in Italian: 1234,5 or 1.234,5.")
    return _("Write it as in English: 1234 or 1,234.") if whole else _("Write it as in English: 1234.5 or 1,234.5.")


def _whole(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else value


def check_value(value: Number, metric: Metric) -> None:
    """Raise UserError for a number that this metric cannot have."""
    if metric.unit is Unit.COUNT and not isinstance(value, int):
        raise UserError(_("This is counted in whole numbers."), "", _how_to_write(metric))
    if metric.unit is Unit.MONEY and Fraction(value) * 10**_MONEY_DIGITS % 1:
        raise UserError(_("An amount has at most two decimals."), "", _how_to_write(metric))
    if abs(value) > LARGEST or (metric.unit is Unit.SHARE and abs(value) > LARGEST_SHARE):
        raise UserError(_("This number is too large to be one."))
    # Only what is gained and lost can fall below zero.
    if value < 0 and metric.additivity is not Additivity.FLOW:
        raise UserError(_("This cannot be below zero."))


# ------------------------------------------------------------------------------------------------------------ blocks


@dataclass(frozen=True, slots=True)
class BlockReading:
    """A block of cells as one decimal mark reads it, by line and column; cells with nothing in them are left out."""

    mark: Mark
    values: Mapping[tuple[int, int], Typed]


def block_of(text: str) -> list[list[str]]:
    """Cut what a spreadsheet put on the clipboard into lines and cells."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    return [line.split("\t") for line in lines]


def block_readings(block: Sequence[Sequence[str]], metrics: Sequence[Metric]) -> list[BlockReading]:
    """Return how a block can be read, its lines being those of `metrics`: in one way, or in two that differ.

    The mark is that under which every cell is a number of its metric, never decided cell by cell. Raises UserError,
    naming the first cell that cannot be read, where there is no such mark.
    """
    found: list[BlockReading] = []
    failures: dict[Mark, UserError] = {}
    for mark in (window_mark(), Mark.DOT if window_mark() is Mark.COMMA else Mark.COMMA):
        try:
            values = {
                (line, column): typed
                for line, (cells, metric) in enumerate(zip(block, metrics, strict=False))
                for column, cell in enumerate(cells)
                if (typed := _read_in_block(cell, metric, mark, line, column)) is not None
            }
        except UserError as failure:
            failures[mark] = failure
            continue
        if not found or found[0].values != values:
            found.append(BlockReading(mark, values))
    if not found:
        raise failures[window_mark()]
    return found


def _read_in_block(cell: str, metric: Metric, mark: Mark, line: int, column: int) -> Typed | None:
    try:
        return read_typed(cell, metric, mark)
    except UserError as failure:
        raise UserError(
            _("Nothing was pasted: “{text}” in line {line}, column {column} cannot be read.").format(
                text=cell.strip()[:40], line=line + 1, column=column + 1
            ),
            failure.title,
            failure.hint if failure.title != failure.hint else "",
        ) from failure


def first_doubtful(block: Sequence[Sequence[str]], readings: Sequence[BlockReading]) -> tuple[str, Number, Number]:
    """Return the first cell that two readings take for different numbers, with both."""
    one, other = readings
    for place, (value, _state) in sorted(one.values.items()):
        second = other.values[place][0]
        if value != second and value is not None and second is not None:
            return block[place[0]][place[1]].strip(), value, second
    raise ValueError("the readings are the same")


# ------------------------------------------------------------------------------------------------------------ keeping


def checked_number(typed: TypedNumber, metric: Metric, read_on: date) -> TypedNumber:
    """Return a number as it is kept. Raises UserError with the cell as its field.

    0 is what the platform said; what was read before its month (or day) was over is not yet complete, but for what is
    read at a moment.
    """
    try:
        return _checked(typed, metric, read_on)
    except UserError as failure:
        raise UserError(failure.title, failure.detail, failure.hint, field=typed.place) from failure


def _checked(typed: TypedNumber, metric: Metric, read_on: date) -> TypedNumber:
    value, state = typed.value, typed.state
    if typed.day is not None and typed.day not in typed.month:
        raise UserError(_("{day} lies in another month.").format(day=formats.numeric_day(typed.day)))
    if state is None:
        return replace(typed, value=None)
    if typed.month.first_day > read_on:
        raise UserError(
            _("{month} had not begun on {day}.").format(
                month=formats.month_name(typed.month).capitalize(), day=formats.numeric_day(read_on)
            ),
            "",
            _("Correct the day on which the numbers were read."),
        )
    if typed.day is not None and typed.day > read_on:
        raise UserError(
            _("{day} was still to come when the numbers were read.").format(day=formats.numeric_day(typed.day)),
            "",
            _("Correct the day on which the numbers were read."),
        )
    if not state.has_value:
        if value is not None:
            raise UserError(_("A number and “{state}” exclude one another.").format(state=state_words(state)))
        return typed
    if value is None:
        raise UserError(_("“{state}” needs a number.").format(state=state_words(state) or state.value))
    check_value(value, metric)
    if state is State.ZERO and value != 0:
        raise UserError(_("“zero” is not {value}.").format(value=formats.number(value)))
    if state in (State.VALUE, State.ZERO):
        state = State.ZERO if value == 0 else State.VALUE
        end = typed.day or typed.month.last_day
        if not is_of_a_moment(metric) and read_on <= end:
            state = State.NOT_YET_COMPLETE
    return replace(typed, state=state)

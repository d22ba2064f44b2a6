"""What is stored comes back exactly: days, months, decimals, readings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from smmdesk.core.periods import Month
from smmdesk.store.fields import (
    LARGEST,
    DayField,
    ExactField,
    FlagField,
    JsonField,
    MonthField,
    ReadingField,
    read_number,
    stored_number,
)


@given(some.integers() | some.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_number_comes_back_as_it_was(value: int | Decimal) -> None:
    stored = stored_number(value)
    assert isinstance(stored, str) or (stored is not None and -LARGEST <= stored <= LARGEST)
    assert read_number(stored) == value


def test_whole_numbers_are_stored_as_such_whatever_they_came_as() -> None:
    assert stored_number(Decimal("12.00")) == 12
    assert stored_number(Decimal("12.50")) == "12.50"
    assert stored_number(2**63) == str(2**63)
    assert stored_number(None) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (DayField(), date(2026, 2, 28)),
        (MonthField(), Month(2026, 2)),
        (ExactField(), Decimal("0.10")),
        (ReadingField(), Decimal("0.0533")),
        (FlagField(), True),
        (JsonField(), {"b": [1, "è"], "a": None}),
    ],
)
def test_a_field_gives_back_what_it_was_given(field, value) -> None:
    assert field.python_value(field.db_value(value)) == value
    assert field.python_value(field.db_value(None)) is None

"""Column types of the workspace: days, months, exact decimals and readings, stored so that nothing is lost."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from peewee import Field

from smmdesk.core.periods import Month


class DayField(Field):
    """A `date` as ISO text, so that days sort and compare as written."""

    field_type = "TEXT"

    def db_value(self, value: date | str | None) -> str | None:
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: str | None) -> date | None:
        return None if value is None else date.fromisoformat(value)


class MonthField(Field):
    """A `Month` as `YYYY-MM`."""

    field_type = "TEXT"

    def db_value(self, value: Month | str | None) -> str | None:
        return None if value is None else str(value)

    def python_value(self, value: str | None) -> Month | None:
        return None if value is None else Month.parse(value)


class ExactField(Field):
    """A `Decimal` as text: rates, shares and percentages stay exactly as typed."""

    field_type = "TEXT"

    def db_value(self, value: Decimal | int | None) -> str | None:
        return None if value is None else str(value)

    def python_value(self, value: str | None) -> Decimal | None:
        return None if value is None else Decimal(value)


class ReadingField(Field):
    """A platform's number: a whole one as INTEGER, one with decimals as text, both exact (no column affinity)."""

    field_type = "BLOB"

    def db_value(self, value: int | Decimal | None) -> int | str | None:
        return stored_number(value)

    def python_value(self, value: int | str | None) -> int | Decimal | None:
        return read_number(value)


class FlagField(Field):
    """A yes or no as 1 or 0."""

    field_type = "INTEGER"

    def db_value(self, value: bool | None) -> int | None:
        return None if value is None else int(bool(value))

    def python_value(self, value: int | None) -> bool | None:
        return None if value is None else bool(value)


class JsonField(Field):
    """Small plain data (counts, lists of words) as JSON text."""

    field_type = "TEXT"

    def db_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


LARGEST = 2**63 - 1  # a whole number beyond it is kept as text, exact too


def stored_number(value: int | Decimal | None) -> int | str | None:
    """Return a reading as SQLite stores it."""
    if isinstance(value, Decimal):
        if value != value.to_integral_value():
            return str(value)
        value = int(value)
    return value if value is None or -LARGEST <= value <= LARGEST else str(value)


def read_number(value: int | str | None) -> int | Decimal | None:
    """Return a reading as the program computes with it."""
    return Decimal(value) if isinstance(value, str) else value

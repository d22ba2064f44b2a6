"""What the tests of the importers share: a file read to its end, and files written on the spot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from smmdesk.importers.detection import read
from smmdesk.importers.rows import (
    AccountDayRow,
    Answers,
    PostRow,
    Reading,
    RefusedRow,
    Row,
    SegmentRow,
)


@dataclass
class Read:
    """A file read to its end, its rows sorted by kind."""

    reading: Reading
    rows: list[Row]

    @property
    def posts(self) -> list[PostRow]:
        return [row for row in self.rows if isinstance(row, PostRow)]

    @property
    def days(self) -> list[AccountDayRow]:
        return [row for row in self.rows if isinstance(row, AccountDayRow)]

    @property
    def segments(self) -> list[SegmentRow]:
        return [row for row in self.rows if isinstance(row, SegmentRow)]

    @property
    def refused(self) -> list[RefusedRow]:
        return [row for row in self.rows if isinstance(row, RefusedRow)]

    def total(self, metric: str) -> object:
        """Return the sum of the values of a metric over all rows."""
        return sum(
            value.value
            for row in self.rows
            if not isinstance(row, RefusedRow)
            for value in row.values
            if value.metric == metric and value.value is not None
        )


ReadFile = Callable[..., Read]
WriteFile = Callable[..., Path]


@pytest.fixture
def read_file() -> ReadFile:
    """Return a function that reads a file to its end."""

    def run(
        path: Path,
        read_on: date | None = None,
        period: tuple[date, date] | None = None,
        platform: str | None = None,
    ) -> Read:
        reading = read(path, Answers(read_on, period, platform=platform))
        return Read(reading, list(reading.rows))

    return run


@pytest.fixture
def write(tmp_path: Path) -> WriteFile:
    """Return a function that writes a text as a file."""

    def run(text: str, name: str = "export.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return run

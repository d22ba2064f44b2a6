"""Passing over rows several times: from the start each time, a small table read once, no changes seen by others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest

from smmdesk.core.errors import UserError
from smmdesk.importers.passes import Passes


class Source:
    """Counts how often its rows are read."""

    def __init__(self, *rows: list[str], breaks_at: int | None = None) -> None:
        self.rows, self.breaks_at, self.reads = rows, breaks_at, 0

    def __call__(self) -> Iterator[list[str]]:
        for place, row in enumerate(self.rows):
            if place == self.breaks_at:
                raise UserError("damaged")
            self.reads += 1
            yield [*row]


def passes(source: Source, most: int = 100) -> Passes[list[str]]:
    return Passes(source, len, most, list)


def test_a_small_table_is_read_once_however_far_each_pass_goes() -> None:
    source = Source(["a"], ["b"], ["c"])
    rows = passes(source)
    assert list(islice(rows(), 2)) == [["a"], ["b"]]
    assert list(rows()) == [["a"], ["b"], ["c"]]
    assert list(rows()) == [["a"], ["b"], ["c"]]
    assert source.reads == 3


def test_what_one_pass_makes_of_a_row_the_next_does_not_see() -> None:
    rows = passes(Source(["a"], ["b"]))
    for row in rows():
        row += ["padded"]
    assert list(rows()) == [["a"], ["b"]]


def test_a_large_table_is_read_again_by_each_pass() -> None:
    source = Source(*(["x"] for _row in range(10)))
    rows = passes(source, most=4)
    assert list(islice(rows(), 3)) == [["x"]] * 3
    for _pass in range(3):
        assert list(rows()) == [["x"]] * 10
    assert source.reads == 30


def test_every_pass_finds_the_damage() -> None:
    rows = passes(Source(["a"], ["b"], breaks_at=1))
    for _pass in range(2):
        with pytest.raises(UserError, match="damaged"):
            list(rows())

"""Going through the rows of a table several times, and reading them once where they are few."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Row = TypeVar("Row")


class Passes(Generic[Row]):
    """Yields rows from the start at each call; what a pass has read of a small table the next one need not read again.

    Few rows may take long to read: there can be a million empty ones among them, or a quotation mark that is never
    closed. `size` measures a row, `most` is what is kept of a table at the most, and `fresh` gives each pass a row of
    its own, which it may change.
    """

    def __init__(
        self, read: Callable[[], Iterator[Row]], size: Callable[[Row], int], most: int, fresh: Callable[[Row], Row]
    ) -> None:
        self._read, self._size, self._most, self._fresh = read, size, most, fresh
        self._passed: _Passed[Row] | None = None
        self._is_large = False

    def __call__(self) -> Iterator[Row]:
        if self._is_large:
            yield from self._read()
            return
        if self._passed is None:
            self._passed = _Passed(self._read())
        passed, place = self._passed, 0
        while passed.size <= self._most:
            if place == len(passed.rows):
                try:
                    row = next(passed.source, None)
                except BaseException:
                    self._passed = None  # the next pass must find the damage too
                    raise
                if row is None:
                    return
                passed.rows.append(row)
                passed.size += self._size(row)
            yield self._fresh(passed.rows[place])
            place += 1
        self._is_large, self._passed = True, None
        source = passed.source
        del passed
        yield from source


class _Passed(Generic[Row]):
    """The rows that were passed over so far, and where the next ones come from."""

    def __init__(self, source: Iterator[Row]) -> None:
        self.source = source
        self.rows: list[Row] = []
        self.size = 0

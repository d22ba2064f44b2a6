"""The blocks of an insights file: a title, a header and rows, in the shapes that Meta has written over the years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from smmdesk.importers.cells import Mark, column_mark, is_number, iso_day, key
from smmdesk.importers.platforms.meta_insights.cards import (
    AGES,
    CARDS,
    DAILY,
    DATES,
    FORMATS_OF,
    GENDERS,
    GROUPS,
    NETWORK_CODES,
    PRIMARY,
    VALUES,
    Card,
)
from smmdesk.importers.tables import Table
from smmdesk.importers.text import Damaged, Record

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\Z")
_FEWEST_ZEROS = 28


class Shape(StrEnum):
    """How the rows of a block are laid out."""

    DAYS = "days"  # a day and its value
    TOTAL = "total"  # one number: the followers
    AGES = "ages"  # an age, and a share for each gender
    PAIRS = "pairs"  # a name and its share
    NAMES = "names"  # the header names the groups, the one row below holds their values
    UNKNOWN = "unknown"


class Step(StrEnum):
    """What a record of the file is."""

    TITLE = "title"
    HEADER = "header"
    ROW = "row"


@dataclass(slots=True)
class Block:
    """One block; `card` is None where its title is not known. The facts of its rows are filled by `survey`."""

    title: str
    line: int
    card: Card | None = None
    shape: Shape = Shape.UNKNOWN
    header: list[str] = field(default_factory=list)
    rows: int = 0
    days: list[date] = field(default_factory=list)
    zeros: list[date] = field(default_factory=list)
    mark: Mark = Mark.DOT

    @property
    def is_read(self) -> bool:
        """Tell whether its rows can be read."""
        return self.card is not None and self.shape is not Shape.UNKNOWN

    @property
    def is_of_formats(self) -> bool:
        """Tell whether it holds values by format of content, whose period the file does not say."""
        return self.shape is Shape.NAMES and self.card is not None and self.card.what in FORMATS_OF

    @property
    def gaps(self) -> int:
        """Return how many days between its first and last have no row."""
        return (max(self.days) - min(self.days)).days + 1 - len(set(self.days)) if self.days else 0

    def uncounted(self) -> frozenset[date]:
        """Return the days whose 0 is no measurement: views had not begun to be counted.

        Months of zeros at the beginning and never one again are the platform's filling, not a silent account
        (formats.md trap 4: on the same days reach is above 0).
        """
        if self.card is None or self.card.what != "views" or len(self.zeros) < _FEWEST_ZEROS:
            return frozenset()
        zeros = frozenset(self.zeros)
        first = min((day for day in self.days if day not in zeros), default=None)
        return zeros if first is not None and max(zeros) < first else frozenset()


def bare_cells(cells: list[str]) -> list[str]:
    """Return the cells of a record without the padding at its end."""
    trimmed = [cell.strip() for cell in cells]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return trimmed


def card_day(text: str) -> date:
    """Read a card's day; the hour only tells of daylight saving in the USA. Raises ValueError."""
    if not _DAY.match(text):
        raise ValueError(f"not a card's day: {text[:40]!r}")
    return iso_day(text[:10])


def walk(records: Iterable[Record]) -> Iterator[tuple[Step | None, int, list[str], Block | None]]:
    """Yield (what it is, line, cells, its block) of each record; None for what cannot be taken apart.

    Empty records between the blocks are passed over.
    """
    block: Block | None = None
    awaits_header = is_over = False
    for line, cells in records:
        if isinstance(cells, Damaged):
            yield None, line, cells, block
            continue
        bare = bare_cells(cells)
        if not bare:
            is_over = True
            continue
        if awaits_header and block is not None:
            awaits_header = is_over = False
            _take_header(block, bare)
            yield Step.HEADER, line, bare, block
        elif _is_title(bare, block, is_over=is_over):
            block = Block(bare[0], line, CARDS.get(key(bare[0])))
            awaits_header = True
            yield Step.TITLE, line, bare, block
        elif block is None:
            block = Block("", line)
            _take_header(block, bare)
            yield Step.HEADER, line, bare, block
        else:
            yield Step.ROW, line, bare, block


def _is_title(bare: list[str], block: Block | None, *, is_over: bool) -> bool:
    if len(bare) != 1 or is_number(bare[0].rstrip("%")) or _DAY.match(bare[0]):
        return False
    return block is None or is_over or key(bare[0]) in CARDS


def _take_header(block: Block, bare: list[str]) -> None:
    keys = [key(cell) for cell in bare]
    what = block.card.what if block.card is not None else ""
    block.header = bare
    if len(keys) == 2 and keys[0] in DATES and (keys[1] == PRIMARY or keys[1] == key(block.title) or keys[1] in CARDS):
        # Until 2023 the second column repeated the metric.
        if block.card is None:
            block.card = CARDS.get(keys[1])
            what = block.card.what if block.card is not None else ""
        block.shape = Shape.DAYS if not what or what in DAILY else Shape.UNKNOWN
    elif keys[0] in NETWORK_CODES and keys[1:] == ["follow", "unique_users"] and what == "followers":
        block.shape = Shape.TOTAL
    elif keys[0] in AGES and len(keys) > 1 and all(word in GENDERS for word in keys[1:]) and what == "age_gender":
        block.shape = Shape.AGES
    elif len(keys) == 2 and keys[1] in VALUES and what in GROUPS:
        block.shape = Shape.PAIRS
    elif what in GROUPS or what in FORMATS_OF:
        block.shape = Shape.NAMES


def survey(table: Table) -> list[Block]:
    """Return the blocks of a file with what their rows tell."""
    blocks: list[Block] = []
    shares: dict[int, list[str]] = {}
    for step, _line, bare, block in walk(table.with_blanks()):
        if block is None or step is None:
            continue
        if not blocks or blocks[-1] is not block:
            blocks.append(block)
        if step is not Step.ROW:
            continue
        block.rows += 1
        if block.shape is Shape.DAYS:
            _note_day(block, bare)
        else:
            shares.setdefault(id(block), []).extend(cell.rstrip("%").strip() for cell in bare[1:] if "%" in cell)
    for block in blocks:
        block.mark = column_mark(shares.get(id(block), ()))
    return blocks


def _note_day(block: Block, bare: list[str]) -> None:
    try:
        day = card_day(bare[0])
    except ValueError:
        return
    block.days.append(day)
    if len(bare) > 1 and bare[1] == "0":
        block.zeros.append(day)


def covered(blocks: Iterable[Block]) -> tuple[date, date] | None:
    """Return the first and the last day of all daily blocks."""
    days = [day for block in blocks if block.is_read for day in block.days]
    return (min(days), max(days)) if days else None

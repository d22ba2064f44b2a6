"""Tables without a line of titles: told by the kinds of their cells, their columns called A, B, C as a sheet does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from smmdesk.core.i18n import _
from smmdesk.importers.cells import is_number
from smmdesk.importers.mapping.dialects import bare_amount, is_clock, possible_days, says_nothing
from smmdesk.importers.mapping.spec import KIND_TITLES, Kind
from smmdesk.importers.tables import WIDEST, Header, Table
from smmdesk.importers.text import Damaged, Record

_TOLD = (Kind.DATE, Kind.NUMBER)  # a word proves nothing: titles are words too


def letters(count: int) -> tuple[str, ...]:
    """Return what the first columns of a sheet are called: A … Z, AA, AB …"""
    return tuple(_letter(place) for place in range(count))


def _letter(place: int) -> str:
    before, last = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def called(letter: str) -> str:
    """Return how a column without a title is called in a sentence."""
    return _("Column {letter}").format(letter=letter)


def kind_of(cell: str) -> Kind:
    """Return what one cell is."""
    if says_nothing(cell):
        return Kind.EMPTY
    if possible_days(cell.strip()):
        return Kind.DATE
    return Kind.NUMBER if _is_amount(cell) else Kind.WORDS


def fit(kinds: Sequence[Kind], others: Sequence[Kind]) -> bool:
    """Tell whether two tables have as many columns of the same kinds; an empty column may turn out to be of any."""
    return len(kinds) == len(others) and all(
        one is other or Kind.EMPTY in (one, other) for one, other in zip(kinds, others, strict=True)
    )


def known_kinds(kinds: Sequence[Kind], before: Sequence[Kind]) -> tuple[Kind, ...]:
    """Return the kinds of columns, those that are empty now as they were before."""
    return tuple(old if new is Kind.EMPTY else new for new, old in zip(kinds, before, strict=True))


def has_no_titles(head: Sequence[Record]) -> bool:
    """Tell whether a table seems to begin with a row: its first line holds what the lines below it do.

    Words alone prove nothing, so a number or a date has to stand where numbers or dates stand below (or there is
    nothing else in the line); a word among the numbers is a title.
    """
    at = _first_row(head)
    rows = [cells for _line, cells in head[at:] if not isinstance(cells, Damaged)] if at is not None else []
    if not rows:
        return False
    kinds = _kinds(rows[1:] or rows)
    return _is_row(rows[0], kinds) and not any(_is_titles(cells, kinds) for _line, cells in head)


def begins_with_titles(head: Sequence[Record]) -> bool:
    """Tell whether words stand in the first line wherever numbers or dates stand below: it cannot be a row."""
    at = _first_row(head)
    if at is None:
        return False
    kinds = _kinds(cells for _line, cells in head[at + 1 :] or head[at:])
    return any(_is_titles(cells, kinds) for _line, cells in head[: at + 1])


def kinds_words(kinds: Iterable[Kind]) -> str:
    """List what columns hold: "date, words, number"."""
    return ", ".join(_(KIND_TITLES[one]) for one in kinds)


def letter_header(table: Table) -> Header | None:
    """Return the letters of a table's columns as a header that stands before its first row; None for no table."""
    at = _first_row(table.head)
    if at is None:
        return None
    rows = table.head[at:]
    width = min(max(len(cells) for _line, cells in rows), WIDEST)
    return Header(rows[0][0] - 1, at, letters(width), "", {})


def _first_row(head: Sequence[Record]) -> int | None:
    """Return the place of the record that begins a table without titles: the first that is as wide as most.

    Lines above it that are not as wide belong to it too where they hold what its columns do, or cannot be told.
    """
    widths = [_width(cells) for _line, cells in head]
    wide = [width for width in widths if width > 1]
    if not wide:
        return None
    usual = usual_width(wide)
    at = next(place for place, width in enumerate(widths) if width >= usual)
    kinds = _kinds(cells for _line, cells in head[at:])
    while at and (isinstance(head[at - 1][1], Damaged) or _is_row(head[at - 1][1], kinds)):
        at -= 1
    return at


def usual_width(widths: Sequence[int]) -> int:
    """Return the width that most lines have, of as many the greater."""
    return max(set(widths), key=lambda width: (widths.count(width), width))


def _width(cells: Sequence[str]) -> int:
    return len(cells) if sum(bool(cell.strip()) for cell in cells) > 1 else 0


def _kinds(rows: Iterable[Sequence[str]]) -> list[Kind]:
    """Return of what kind most filled cells of each column are; of as many, not words: those may be a title."""
    counts: list[Counter[Kind]] = []
    for cells in rows:
        counts += [Counter() for _place in range(len(counts), min(len(cells), WIDEST))]
        for count, cell in zip(counts, cells, strict=False):
            kind = kind_of(cell)
            if kind is not Kind.EMPTY:
                count[kind] += 1
    return [
        max(count, key=lambda kind: (count[kind], kind is not Kind.WORDS)) if count else Kind.EMPTY for count in counts
    ]


def _is_row(cells: Sequence[str], kinds: Sequence[Kind]) -> bool:
    """Tell whether a line holds what the columns do, and a number or date that proves it."""
    filled = [(cell, kind) for cell, kind in zip(cells, kinds, strict=False) if not says_nothing(cell)]
    if not all(_is_of(cell, kind) for cell, kind in filled):
        return False
    return any(kind in _TOLD for _cell, kind in filled) or (
        bool(filled) and all(kind_of(cell) in _TOLD for cell, _kind in filled)
    )


def _is_titles(cells: Sequence[str], kinds: Sequence[Kind]) -> bool:
    """Tell whether words stand in a line wherever the columns hold numbers or dates."""
    there = [place for place, kind in enumerate(kinds) if kind in _TOLD]
    return bool(there) and all(place < len(cells) and kind_of(cells[place]) is Kind.WORDS for place in there)


def _is_of(cell: str, kind: Kind) -> bool:
    if kind is Kind.DATE:
        return bool(possible_days(cell.strip()))
    return kind is not Kind.NUMBER or _is_amount(cell)


def _is_amount(cell: str) -> bool:
    return is_number(bare_amount(cell)) or is_clock(cell)

"""Tables with hairlines: heads that repeat, numbers on the right, headings that keep them company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportlab.platypus import Flowable, Table

from smmdesk.documents import fonts, style
from smmdesk.documents.parts import sentence, subheading
from smmdesk.documents.style import BASELINE, SMALL, Palette, colour

Cell = str | Flowable | list[Flowable]
LONG_TEXT = 900  # characters; a cell with more may be broken over pages inside its row


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title (the unit in it), its width in points, and whether it holds numbers."""

    title: str
    width: float
    right: bool = False


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    totals: int = 0,
    size: float = SMALL,
    pad: float = 3.4,
    spanned: int | None = None,
    closing: int = 0,
) -> Table:
    """Return a table with hairlines: numbers as plain texts on the right, the last `totals` rows bold.

    The row `spanned` (from 0, without the head) is one cell across the table; with `closing` the last row is, without
    a rule, and so many rows before it stay with it.
    A plain text must be one that the main family holds (a number, a mark); a user's text comes as a flowable.
    """
    leading = style.LEADINGS[size]
    columns = _fitted(columns, rows, size)
    head: list[Cell] = [
        sentence(fonts.markup_of(column.title), SMALL, ink=style.MUTED, right=column.right) for column in columns
    ]
    last = len(columns) - 1
    commands: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), fonts.REGULAR, size, leading),
        ("TEXTCOLOR", (0, 0), (-1, -1), colour(style.INK)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (last, 0), (last, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), pad),
        ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, colour(style.MUTED)),
        ("LINEBELOW", (0, 1), (-1, -1 - totals), style.HAIRLINE, colour(style.RULE)),
    ]
    commands += [("ALIGN", (place, 0), (place, -1), "RIGHT") for place, column in enumerate(columns) if column.right]
    if totals:
        commands += [
            ("FONT", (0, -totals), (-1, -1), fonts.SEMIBOLD, size, leading),
            ("LINEABOVE", (0, -totals), (-1, -totals), 0.8, colour(style.INK)),
        ]
    if closing:
        commands += [
            ("SPAN", (0, -1), (-1, -1)),
            ("LINEBELOW", (0, -1), (-1, -1), 1, colour(style.WHITE)),
            ("LEFTPADDING", (0, -1), (-1, -1), 0),
            ("NOSPLIT", (0, -1 - closing), (0, -1)),
        ]
    if spanned is not None:
        commands.append(("SPAN", (0, spanned + 1), (-1, spanned + 1)))
    giant = any(_length(cell) > LONG_TEXT for row in rows for cell in row)
    if not giant and len(rows) > 2:
        commands += [("NOSPLIT", (0, 0), (0, 2)), ("NOSPLIT", (0, -2 - totals), (0, -1))]
    return Table(
        [head, *map(list, rows)],
        colWidths=[column.width for column in columns],
        repeatRows=1,
        style=commands,
        hAlign="LEFT",
        splitInRow=1 if giant else 0,
        spaceAfter=BASELINE / 2,
    )


def _fitted(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], size: float) -> list[Column]:
    """Widen columns whose numbers need it, at the cost of the widest column of words."""
    fitted = list(columns)
    for place, column in enumerate(columns):
        if not column.right:
            continue
        numbers = {cell for row in rows if isinstance(cell := row[place], str) and len(cell) > 8}
        need = max((fonts.width_of(number, fonts.SEMIBOLD, size) for number in numbers), default=0.0) + 9
        if need > column.width:
            words = [other for other, head in enumerate(fitted) if not head.right]
            widest = max(words, key=lambda at: fitted[at].width)
            given = min(need - column.width, fitted[widest].width - 60)
            if given > 0:
                fitted[widest] = replace(fitted[widest], width=fitted[widest].width - given)
                fitted[place] = replace(column, width=column.width + given)
    return fitted


def _length(cell: Cell) -> int:
    if isinstance(cell, str):
        return 0
    if isinstance(cell, list):
        return sum(map(_length, cell))
    return len(getattr(cell, "text", "") or "")


def room_for(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], count: int = 2) -> float:
    """Return the height of a table's head and first rows, so that a heading keeps company; at most half a page."""
    height = 2 * BASELINE
    for row in rows[:count]:
        cells = [
            sum(part.wrap(column.width - 8, 10_000)[1] for part in (cell if isinstance(cell, list) else [cell]))
            for column, cell in zip(columns, row, strict=False)
            if not isinstance(cell, str)
        ]
        height += max([BASELINE, *cells]) + 7
    return min(height, style.PAGE_HEIGHT / 2)


def headed_table(
    title: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], palette: Palette, *, totals: int = 0
) -> list[Flowable]:
    """Return a subheading and its table, which begin on the same page."""
    return [*subheading(title, palette, room_for(columns, rows)), table(columns, rows, totals=totals)]

"""Tables with hairlines: heads that repeat, numbers on the right, headings that keep them company."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportlab.platypus import Flowable, Table

from smmdesk.documents import fonts, style
from smmdesk.documents.parts import subheading
from smmdesk.documents.style import BASELINE, SMALL, WIDTH, Palette, colour
from smmdesk.documents.texts import user_text

Cell = str | Flowable | list[Flowable]
LONG_TEXT = 900  # characters; a cell with more may be broken over pages inside its row
_WIDEST_WORD = 80.0  # points; longer words of a column's title are broken
PAD = 2.6  # points above and below a row's text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title (the unit in it), its width in points, and whether it holds numbers."""

    title: str
    width: float
    right: bool = False


def filling(columns: Sequence[Column], place: int, width: float = WIDTH) -> list[Column]:
    """Return the columns, the one at `place` as wide as the others leave it."""
    rest = width - sum(column.width for at, column in enumerate(columns) if at != place)
    return [replace(column, width=rest) if at == place else column for at, column in enumerate(columns)]


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    totals: int = 0,
    size: float = SMALL,
    pad: float = PAD,
    bands: Collection[int] = (),
    spans: Collection[tuple[int, int, int]] = (),
    notes: Collection[int] = (),
) -> Table:
    """Return a table with hairlines: numbers as plain texts on the right, the last `totals` rows bold.

    Rows are counted from 0, without the head. The rows `bands` are one cell across the table, a heading of the rows
    under it; `spans` are (row, first column, last column) that are one cell; the rows `notes` are one cell across the
    table that belongs to the row above.
    A plain text must be one that the main family holds (a number, a mark); a user's text comes as a flowable.
    """
    leading = style.LEADINGS[size]
    columns = _fitted(columns, rows, size)
    head: list[Cell] = [user_text(column.title, SMALL, ink=style.MUTED, right=column.right) for column in columns]
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
    commands += [("SPAN", (first, row + 1), (end, row + 1)) for row, first, end in spans]
    for row in notes:
        commands += [
            ("SPAN", (0, row + 1), (-1, row + 1)),
            ("TOPPADDING", (0, row + 1), (-1, row + 1), 0),
            ("BOTTOMPADDING", (0, row), (-1, row), 0),
            ("LINEBELOW", (0, row), (-1, row), 0.9, colour(style.WHITE)),
            ("NOSPLIT", (0, row), (0, row + 1)),
        ]
    giant = any(_length(cell) > LONG_TEXT for row in rows for cell in row)
    for row in bands:
        commands += [("SPAN", (0, row + 1), (-1, row + 1)), ("TOPPADDING", (0, row + 1), (-1, row + 1), pad + 4)]
        if not giant:
            commands.append(("NOSPLIT", (0, row + 1), (0, min(row + 3, len(rows)))))
    if not giant and len(rows) > 2:
        commands += [("NOSPLIT", (0, 0), (0, 2)), ("NOSPLIT", (0, -2 - totals), (0, -1))]
    return Table(
        [head, *map(list, rows)],
        colWidths=[column.width for column in columns],
        repeatRows=1,
        style=commands,
        hAlign="LEFT",
        splitInRow=1 if giant else 0,
        spaceAfter=BASELINE * 0.3,
    )


def headed_table(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    palette: Palette,
    *,
    note: str = "",
    gap: float = 0.9,
    **more: Any,
) -> list[Flowable]:
    """Return a table under its heading, kept company by the head and the first rows."""
    drawn = table(columns, rows, **more)
    return [*subheading(title, palette, room_for(drawn), note=note, gap=gap), drawn]


def room_for(drawn: Table, count: int = 2) -> float:
    """Return the height of a table's head and first rows, so that a heading keeps company; at most half a page."""
    drawn.wrap(WIDTH, 10_000)
    heights: list[float] = getattr(drawn, "_rowHeights")  # noqa: B009 (reportlab's own, known once it is wrapped)
    return min(sum(heights[: count + 1]), style.PAGE_HEIGHT / 2)


def _fitted(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], size: float) -> list[Column]:
    """Widen columns whose numbers or titles need it, at the cost of the widest column of words."""
    fitted = list(columns)
    for place, column in enumerate(columns):
        if not column.right:
            continue
        numbers = {cell for row in rows if isinstance(cell := row[place], str) and len(cell) > 8}
        need = max((fonts.width_of(number, fonts.SEMIBOLD, size) for number in numbers), default=0.0) + 9
        titles = (fonts.width_of(word, fonts.REGULAR, SMALL) + 9 for word in column.title.split(" "))
        need = max(need, min(max(titles, default=0.0), _WIDEST_WORD))
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

"""The parts that pages are put together from: texts, headings, tables, frames and painted charts (reportlab)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer, Table

from smmdesk.documents import fonts, style
from smmdesk.documents.charts import Anchor, Box, Dot, Drawing, Label, Line, Texture, Tone
from smmdesk.documents.images import Logo
from smmdesk.documents.style import BASELINE, BODY, LEAD, SMALL, TITLE, WIDTH, Palette, Rgb, colour, text_style

Cell = str | Flowable | list[Flowable]
LONG_TEXT = 900  # characters; a cell with more may be broken over pages inside its row


def tone_colours(palette: Palette) -> dict[Tone, Rgb]:
    """Return the colours that the roles of a chart have on this paper."""
    return {
        Tone.DATA: palette.data,
        Tone.PALE: palette.pale,
        Tone.TINT: palette.tint,
        Tone.QUIET: style.QUIET,
        Tone.TEXT: style.INK,
        Tone.MUTED: style.MUTED,
        Tone.RULE: style.RULE,
        Tone.GOOD: style.GOOD,
        Tone.BAD: style.BAD,
        Tone.PAPER: style.WHITE,
    }


def measure(text: str, size: float, semibold: bool) -> float:
    """Return the width of a chart's text in points."""
    return fonts.width_of(text, fonts.SEMIBOLD if semibold else fonts.REGULAR, size)


def paint(canvas: Canvas, drawing: Drawing, palette: Palette, left: float, top: float) -> None:
    """Paint a chart with its top left corner at a point of the page."""
    tones = tone_colours(palette)
    canvas.saveState()
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            _paint_box(canvas, shape, tones, left, top)
        elif isinstance(shape, Line):
            canvas.setStrokeColor(colour(tones[shape.tone]))
            canvas.setLineWidth(shape.width)
            canvas.setDash((1.5, 1.8) if shape.dashed else ())
            canvas.line(left + shape.x1, top - shape.y1, left + shape.x2, top - shape.y2)
            canvas.setDash()
        elif isinstance(shape, Dot):
            canvas.setFillColor(colour(tones[shape.tone]))
            canvas.circle(left + shape.x, top - shape.y, shape.radius, stroke=0, fill=1)
        else:
            _paint_label(canvas, shape, tones[shape.tone], left, top)
    canvas.restoreState()


def _paint_box(canvas: Canvas, box: Box, tones: dict[Tone, Rgb], left: float, top: float) -> None:
    x, y = left + box.x, top - box.y - box.height
    tone = tones[box.tone]
    if box.texture is Texture.SOLID:
        canvas.setFillColor(colour(tone))
        canvas.rect(x, y, box.width, box.height, stroke=0, fill=1)
        return
    canvas.setStrokeColor(colour(tone))
    share = 0.10 if box.texture is Texture.OUTLINED else 0.0
    canvas.setFillColor(colour(style.mixed(style.WHITE, tone, share)))
    canvas.rect(x, y, box.width, box.height, stroke=0, fill=1)
    if box.texture is Texture.STRIPED:
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(x, y, box.width, box.height)
        canvas.clipPath(clip, stroke=0, fill=0)
        canvas.setLineWidth(1.5)
        lines, offset = [], -box.height
        while offset < box.width:
            lines.append((x + offset, y, x + offset + box.height, y + box.height))
            offset += 4.2
        canvas.lines(lines)
        canvas.restoreState()
    width = min(1.0, box.height, box.width)
    canvas.setLineWidth(width)
    if box.texture is Texture.OUTLINED and box.tone is Tone.DATA:
        canvas.setDash((2.2, 1.6))
    canvas.rect(x + width / 2, y + width / 2, max(box.width - width, 0), max(box.height - width, 0), stroke=1, fill=0)
    canvas.setDash()


def _paint_label(canvas: Canvas, label: Label, tone: Rgb, left: float, top: float) -> None:
    name = fonts.SEMIBOLD if label.semibold else fonts.REGULAR
    x = left + label.x
    if label.anchor is not Anchor.START:
        width = fonts.width_of(label.text, name, label.size)
        x -= width / 2 if label.anchor is Anchor.MIDDLE else width
    draw_text(canvas, x, top - label.y, label.text, name, label.size, tone)


def draw_text(canvas: Canvas, x: float, y: float, text: str, name: str, size: float, tone: Rgb) -> None:
    """Draw a cleaned text from `x` to the right, its other scripts in their fonts."""
    canvas.setFillColor(colour(tone))
    shown = fonts.in_visual_order(fonts.joined(text)) if fonts.needs_reordering(text) else text
    for chosen, piece in fonts.runs(shown, name):
        canvas.setFont(chosen, size)
        canvas.drawString(x, y, piece)
        x += fonts.width_of(piece, chosen, size)


class Chart(Flowable):
    """A chart standing in the text."""

    def __init__(self, drawing: Drawing, palette: Palette) -> None:
        super().__init__()
        self.drawing = drawing
        self.palette = palette
        self.width, self.height = drawing.width, drawing.height

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 (reportlab's names)
        return self.width, self.height

    def draw(self) -> None:
        paint(self.canv, self.drawing, self.palette, 0, self.height)


# -------------------------------------------------------------------------------------------------------------- text


def sentence(
    markup: str, size: float = BODY, weight: str = fonts.REGULAR, ink: Rgb = style.INK, **more: Any
) -> Paragraph:
    """Return a paragraph of markup that is already safe."""
    return Paragraph(markup, text_style(size, weight, ink, **more))


def user_text(
    text: str, size: float = BODY, weight: str = fonts.REGULAR, ink: Rgb = style.INK, **more: Any
) -> Flowable:
    """Return a user's text as it was written, line ends kept, in its own direction."""
    wanted = text_style(size, weight, ink, **more)
    cleaned = fonts.clean(text, lines=True)
    if fonts.needs_reordering(cleaned):
        return TwoWayText(cleaned, wanted)
    return Paragraph(fonts.markup_of(cleaned, weight), wanted)


class TwoWayText(Flowable):
    """A text with right-to-left letters: broken into lines as it is read, each line then turned to how it is seen."""

    def __init__(self, text: str, wanted: ParagraphStyle, lines: list[tuple[str, bool]] | None = None) -> None:
        super().__init__()
        self.text = text
        self.style = wanted
        self.lines = lines
        self.fixed = lines is not None

    def getSpaceBefore(self) -> float:  # noqa: N802
        return self.style.spaceBefore

    def getSpaceAfter(self) -> float:  # noqa: N802
        return self.style.spaceAfter

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        if not self.fixed:
            self.lines = [
                (line, fonts.is_right_to_left(block))
                for block in self.text.split("\n")
                for line in self._broken(fonts.joined(block), aW)
            ]
        self.width = aW
        self.height = len(self.lines or ()) * self.style.leading
        return self.width, self.height

    def _broken(self, text: str, width: float) -> list[str]:
        name, size = self.style.fontName, self.style.fontSize
        lines, current = [], ""
        for word in text.split(" "):
            longer = f"{current} {word}" if current else word
            if fonts.width_of(longer, name, size) <= width:
                current = longer
                continue
            if current:
                lines.append(current)
            while fonts.width_of(word, name, size) > width and len(word) > 1:
                piece = len(word)
                while piece > 1 and fonts.width_of(word[:piece], name, size) > width:
                    piece -= 1
                lines.append(word[:piece])
                word = word[piece:]
            current = word
        return [*lines, current]

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803
        self.wrap(aW, aH)
        lines = self.lines or []
        fitting = int(aH / self.style.leading)
        if fitting < 2 or fitting >= len(lines):
            return [] if fitting < len(lines) else [self]
        return [TwoWayText("", self.style, lines[:fitting]), TwoWayText("", self.style, lines[fitting:])]

    def draw(self) -> None:
        name, size = self.style.fontName, self.style.fontSize
        ink = self.style.textColor
        y = self.height - size
        for line, leftwards in self.lines or ():
            shown = fonts.in_visual_order(line, "R" if leftwards else "L")
            x = self.width - fonts.width_of(shown, name, size) if leftwards else 0.0
            self.canv.setFillColor(ink)
            for chosen, piece in fonts.runs(shown, name):
                self.canv.setFont(chosen, size)
                self.canv.drawString(x, y, piece)
                x += fonts.width_of(piece, chosen, size)
            y -= self.style.leading


class SectionHeading(Flowable):
    """The heading of a part of the report, with its rule and its bookmark."""

    def __init__(self, title: str, key: str, palette: Palette) -> None:
        super().__init__()
        self.title = fonts.clean(title)
        self.key = key
        self.palette = palette
        self.text = sentence(fonts.markup_of(self.title, fonts.BOLD), TITLE, fonts.BOLD)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        _, self.text_height = self.text.wrap(aW, aH)
        self.width, self.height = aW, self.text_height + BASELINE
        return self.width, self.height

    def draw(self) -> None:
        self.canv.bookmarkHorizontal(self.key, 0, self.height + BASELINE)
        self.canv.addOutlineEntry(self.title, self.key, 0, closed=False)
        self.text.drawOn(self.canv, 0, self.height - self.text_height)
        self.canv.setStrokeColor(colour(self.palette.data))
        self.canv.setLineWidth(1.2)
        self.canv.line(0, BASELINE * 0.75, self.width, BASELINE * 0.75)


def section(title: str, key: str, palette: Palette, room: float) -> list[Flowable]:
    """Begin a part: on this page where `room` points are free below, else on the next."""
    return [SectionBreak(room), Gap(BASELINE), SectionHeading(title, key, palette)]


class SectionBreak(CondPageBreak):
    """Go on to the next page unless there is room; page 1 is left to itself, unless it is nearly empty."""

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        wanted = self.height
        self.height = max(wanted, style.PAGE_HEIGHT * 0.6) if self.canv.getPageNumber() == 1 else wanted
        try:
            return super().wrap(aW, aH)
        finally:
            self.height = wanted


def subheading(title: str, palette: Palette, room: float = 0) -> list[Flowable]:
    """Begin a stretch inside a part; never alone at the foot: `room` points for what follows stay on its page."""
    heading = user_text(title, LEAD, fonts.SEMIBOLD, palette.accent)
    return [CondPageBreak(2 * BASELINE + max(room, 3 * BASELINE)), Gap(BASELINE), heading, Gap(BASELINE / 3)]


class Gap(Spacer):
    """Empty space that is left out at the top of a page."""

    def __init__(self, height: float) -> None:
        super().__init__(0, height)
        self.wanted = height

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        self.height = 0 if getattr(getattr(self, "_frame", None), "_atTop", False) else self.wanted
        return 0, self.height


# ------------------------------------------------------------------------------------------------------------ tables


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
) -> Table:
    """Return a table with hairlines: numbers as plain texts on the right, the last `totals` rows bold.

    The row `spanned` (from 0, without the head) is one cell across the table.
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


# ------------------------------------------------------------------------------------------------------------ frames


class Framed(Flowable):
    """Something in a frame with round corners that stays in one piece."""

    def __init__(
        self,
        content: Sequence[Flowable],
        palette: Palette,
        *,
        tinted: bool = False,
        pad: float = 12,
        logo: Logo | None = None,
    ) -> None:
        super().__init__()
        self.content = list(content)
        self.palette = palette
        self.tinted = tinted
        self.pad = pad
        self.logo = logo
        self.width = WIDTH
        self.logo_scale = min(90 / logo.width, 34 / logo.height) if logo is not None else 0.0
        self.inner = WIDTH - 2 * pad - (logo.width * self.logo_scale + 12 if logo is not None else 0)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        self.heights = [part.wrap(self.inner, 10_000)[1] for part in self.content]
        self.height = sum(self.heights) + 2 * self.pad * 0.8
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803
        # too tall for any page: go on without the frame rather than fail
        if self.height <= style.PAGE_HEIGHT * 0.8:
            return []
        return list(self.content)

    def draw(self) -> None:
        canvas = self.canv
        canvas.saveState()
        canvas.setLineWidth(0.9 if self.tinted else 0.6)
        canvas.setStrokeColor(colour(self.palette.data if self.tinted else style.RULE))
        canvas.setFillColor(colour(self.palette.tint if self.tinted else style.WHITE))
        canvas.roundRect(0, 0, self.width, self.height, 5, stroke=1, fill=1)
        canvas.restoreState()
        if self.logo is not None:
            width, height = self.logo.width * self.logo_scale, self.logo.height * self.logo_scale
            self.logo.draw(canvas, self.width - self.pad - width, (self.height - height) / 2, width, height)
        y = self.height - self.pad * 0.8
        for part, height in zip(self.content, self.heights, strict=True):
            part.drawOn(canvas, self.pad, y - height)
            y -= height


class SideBySide(Flowable):
    """Two blocks beside each other in one piece, aligned at their tops."""

    def __init__(self, left: Sequence[Flowable], left_width: float, right: Sequence[Flowable], gap: float) -> None:
        super().__init__()
        self.sides = ((list(left), 0.0, left_width), (list(right), left_width + gap, WIDTH - left_width - gap))

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        self.tall = [[part.wrap(width, 10_000)[1] for part in parts] for parts, _, width in self.sides]
        self.width, self.height = WIDTH, max(map(sum, self.tall))
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803
        if self.height <= style.PAGE_HEIGHT * 0.8:
            return []
        return [*self.sides[1][0], *self.sides[0][0]]

    def draw(self) -> None:
        for (parts, x, _), heights in zip(self.sides, self.tall, strict=True):
            y = self.height
            for part, height in zip(parts, heights, strict=True):
                part.drawOn(self.canv, x, y - height)
                y -= height


def paragraph_link(url: str, markup: str) -> str:
    """Return markup that leads to a web or mail address built by us; the bare markup for any other scheme."""
    address = url.strip()
    if not address.lower().startswith(("https://", "http://", "mailto:")) or any(c in address for c in "\"'<> \n\t\r"):
        return markup
    return f'<a href="{fonts.markup_of(address)}">{markup}</a>'

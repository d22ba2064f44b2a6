"""Painting of charts and single texts on a page (reportlab)."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from smmdesk.documents import fonts, style
from smmdesk.documents.charts import Anchor, Box, Dot, Drawing, Label, Line, Texture, Tone
from smmdesk.documents.style import Palette, Rgb, colour


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
    shown = fonts.in_visual_order(fonts.joined(text), "L") if fonts.needs_reordering(text) else text
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

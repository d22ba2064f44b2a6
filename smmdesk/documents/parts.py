"""The parts that pages are put together from: texts, headings, frames (reportlab)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer

from smmdesk.documents import fonts, style
from smmdesk.documents.images import Logo
from smmdesk.documents.style import BASELINE, BODY, LEAD, SMALL, TITLE, WIDTH, Palette, Rgb, colour, text_style


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


class OverhangingText(Paragraph):
    """A text at the foot of a table's cell that runs on to the right, under cells that have only one line."""

    def __init__(self, text: str, style: ParagraphStyle, **more: Any) -> None:
        super().__init__(text, style, **more)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        return aW, super().wrap(aW + self.style.overhang, aH)[1]

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803
        return super().split(aW + self.style.overhang, aH)


def overhanging_text(text: str, overhang: float, ink: Rgb) -> Flowable:
    """Return a user's small print that runs `overhang` points past its cell; what reads from the right stays inside."""
    cleaned = fonts.clean(text, lines=True)
    if fonts.needs_reordering(cleaned):
        return user_text(text, SMALL, ink=ink)
    wider = ParagraphStyle("overhanging", parent=text_style(SMALL, ink=ink), overhang=overhang)
    return OverhangingText(fonts.markup_of(cleaned), wider)


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

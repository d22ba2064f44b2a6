"""The parts that pages are put together from: texts, headings, frames (reportlab)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer

from smmdesk.documents import fonts, style
from smmdesk.documents.images import Logo
from smmdesk.documents.style import BASELINE, BODY, LEAD, SMALL, TITLE, WIDTH, Palette, Rgb, colour, text_style
from smmdesk.documents.texts import user_text


def sentence(
    markup: str, size: float = BODY, weight: str = fonts.REGULAR, ink: Rgb = style.INK, **more: Any
) -> Paragraph:
    """Return a paragraph of markup that is already safe."""
    return Paragraph(markup, text_style(size, weight, ink, **more))


class SectionHeading(Flowable):
    """The heading of a part of the report, with its rule and its bookmark."""

    def __init__(self, title: str, key: str, palette: Palette) -> None:
        super().__init__()
        self.title = fonts.clean(title)
        self.key = key
        self.palette = palette
        self.text = user_text(title, TITLE, fonts.BOLD)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        _, self.text_height = self.text.wrap(aW, aH)
        self.width, self.height = aW, self.text_height + BASELINE * 0.8
        return self.width, self.height

    def draw(self) -> None:
        self.canv.bookmarkHorizontal(self.key, 0, self.height + BASELINE)
        self.canv.addOutlineEntry(self.title, self.key, 0, closed=False)
        self.text.drawOn(self.canv, 0, self.height - self.text_height)
        self.canv.setStrokeColor(colour(self.palette.data))
        self.canv.setLineWidth(1.2)
        self.canv.line(0, BASELINE * 0.65, self.width, BASELINE * 0.65)


def section(title: str, key: str, palette: Palette, room: float) -> list[Flowable]:
    """Begin a part: on this page where `room` points are free for it below, else on the next."""
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


def subheading(title: str, palette: Palette, room: float = 0, *, note: str = "", gap: float = 0.9) -> list[Flowable]:
    """Begin a stretch inside a part; never alone at the foot: `room` points for what follows stay on its page.

    `note` is written under the title in small print; `gap` is the space above, in baselines.
    """
    heading: list[Flowable] = [user_text(title, LEAD, fonts.SEMIBOLD, palette.accent)]
    if note:
        heading.append(user_text(note, SMALL, ink=style.MUTED))
    own = BASELINE * (gap + 0.3) + height_of(heading)
    return [CondPageBreak(own + max(room, 3 * BASELINE)), Gap(BASELINE * gap), *heading, Gap(BASELINE * 0.3)]


def height_of(parts: Sequence[Flowable], width: float = WIDTH) -> float:
    """Return how tall parts are, one under the other."""
    return sum(part.wrap(width, 10_000)[1] for part in parts)


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
        self.sides = (
            (list(left), 0.0, left_width),
            (list(right), left_width + gap, max(WIDTH - left_width - gap, 0.0)),
        )

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        self.tall = [[part.wrap(width, 10_000)[1] for part in parts] for parts, _, width in self.sides]
        self.width, self.height = WIDTH, max(map(sum, self.tall))
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803
        if self.height <= style.PAGE_HEIGHT * 0.8:
            return []
        return [*self.sides[0][0], *self.sides[1][0]]

    def draw(self) -> None:
        for (parts, x, _), heights in zip(self.sides, self.tall, strict=True):
            y = self.height
            for part, height in zip(parts, heights, strict=True):
                part.drawOn(self.canv, x, y - height)
                y -= height


def web_address(url: str) -> str:
    """Return a web or mail address that may be led to; nothing for any other scheme or an odd one."""
    address = url.strip()
    if not address.lower().startswith(("https://", "http://", "mailto:")) or any(c in address for c in "\"'<> \n\t\r"):
        return ""
    return address

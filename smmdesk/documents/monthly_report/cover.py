"""The band of page 1: whose report this is, of which month, and what it is built on."""

from __future__ import annotations

from reportlab.platypus import Flowable, Spacer

from smmdesk.core import formats
from smmdesk.core.i18n import _
from smmdesk.documents import fonts, style
from smmdesk.documents.data import (
    ReportState,
)
from smmdesk.documents.images import Logo, read_logo
from smmdesk.documents.monthly_report import words
from smmdesk.documents.monthly_report.paper import Paper
from smmdesk.documents.style import (
    BASELINE,
    BODY,
    FIGURE,
    LEAD,
    MARGIN,
    PAGE_WIDTH,
    TITLE,
    WIDTH,
    colour,
)
from smmdesk.documents.texts import user_text

LONGEST_NAME = 160  # characters of the client's name


class CoverBand(Flowable):
    """The client's band across the page: name, what this is, logo; it bleeds off the page at the top and the sides."""

    LOGO_HEIGHT, LOGO_WIDTH, AIR = 14 * style.mm, 44 * style.mm, 6.0

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self.paper = paper
        palette = paper.palette
        self.logo = read_logo(paper.report.client.logo)
        text_width = WIDTH
        if self.logo is not None:
            text_width -= self.logo.width * self._scale(self.logo) + 2 * self.AIR + 16
        name = fonts.shortened(fonts.clean(paper.report.client.name), LONGEST_NAME) or "–"
        size = next(
            (size for size in (FIGURE, TITLE) if fonts.width_of(name, fonts.BOLD, size) <= text_width * 1.9), LEAD
        )
        self.parts = [
            user_text(name, size, fonts.BOLD, palette.on_brand),
            Spacer(0, 4),
            *(user_text(line, BODY, ink=palette.on_brand) for line in _subtitles(paper)),
        ]
        self.text_width = text_width

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        self.heights = [part.wrap(self.text_width, 10_000)[1] for part in self.parts]
        text = sum(self.heights)
        self.height = max(text, self.LOGO_HEIGHT + 2 * self.AIR) + 3.4 * BASELINE
        return aW, self.height

    def draw(self) -> None:
        canvas, palette = self.canv, self.paper.palette
        canvas.setFillColor(colour(palette.band))
        canvas.rect(-MARGIN, 0, PAGE_WIDTH, self.height, stroke=0, fill=1)
        y = (self.height + sum(self.heights)) / 2
        for part, height in zip(self.parts, self.heights, strict=True):
            part.drawOn(canvas, 0, y - height)
            y -= height
        if self.logo is not None:
            self._draw_logo()

    def _scale(self, logo: Logo) -> float:
        return min(self.LOGO_WIDTH / logo.width, self.LOGO_HEIGHT / logo.height)

    def _draw_logo(self) -> None:
        canvas, logo = self.canv, self.logo
        assert logo is not None
        scale = self._scale(logo)
        width, height = logo.width * scale, logo.height * scale
        plate_width, plate_height = width + 2 * self.AIR, self.LOGO_HEIGHT + 2 * self.AIR
        x, y = WIDTH - plate_width, (self.height - plate_height) / 2
        canvas.setFillColor(colour(style.WHITE))
        canvas.roundRect(x, y, plate_width, plate_height, 4, stroke=0, fill=1)
        logo.draw(canvas, x + self.AIR, y + (plate_height - height) / 2, width, height)


def _subtitles(paper: Paper) -> list[str]:
    """Return what this is and of which channels; under it, how far its figures can be relied on."""
    report = paper.report
    about = [_("Report for {month}").format(month=formats.month_name(report.month))]
    channels = list(dict.fromkeys(fonts.shortened(account.platform_name, 40) for account in report.accounts))
    if channels:
        about.append(", ".join(channels[:6]) + (", …" if len(channels) > 6 else ""))
    state = []
    if report.ledger.method.read_on is not None:
        state.append(_("figures read on {day}").format(day=words.unbroken(formats.day(report.ledger.method.read_on))))
    if report.provisional:
        state.append(_("provisional: some figures may still change"))
    if report.state in (ReportState.DRAFT, ReportState.CHECKED):
        state.append(_("draft"))
    lines = [" · ".join(about), " · ".join(state)]
    return [line[:1].upper() + line[1:] for line in lines if line]

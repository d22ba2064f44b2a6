"""The look of the paper: sizes, the grid of columns and baselines, colours with their contrast, paragraph styles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from smmdesk.documents import fonts

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 18 * mm
WIDTH = PAGE_WIDTH - 2 * MARGIN  # of the text
BASELINE = 5 * mm
GUTTER = 5 * mm
COLUMNS = 6
TOP = 16 * mm  # above the text of every page but the first
FOOT = MARGIN + 7 * mm  # where the text ends, above the footer

SMALL, BODY, LEAD, TITLE, FIGURE, DISPLAY = 8.5, 10.0, 12.0, 16.0, 24.0, 40.0
# leadings are whole or half baselines, but the small print's (four fifths: five lines on four baselines)
LEADINGS = {
    SMALL: 0.8 * BASELINE,
    BODY: BASELINE,
    LEAD: BASELINE,
    TITLE: 1.5 * BASELINE,
    FIGURE: 2 * BASELINE,
    DISPLAY: 3 * BASELINE,
}
HAIRLINE = 0.4
OUR_TEAL = "#0f4c5c"
TEXT_CONTRAST = 4.5
AREA_CONTRAST = 3.0


def columns(count: int) -> float:
    """Return the width of so many grid columns with the gutters between them, in points."""
    one = (WIDTH - (COLUMNS - 1) * GUTTER) / COLUMNS
    return count * one + (count - 1) * GUTTER


# ------------------------------------------------------------------------------------------------------------ colour

Rgb = tuple[float, float, float]


def rgb_of(text: str) -> Rgb | None:
    """Read "#rgb" or "#rrggbb" as shares of 1; None for anything else."""
    match = re.fullmatch(r"#?([0-9a-f]{3}|[0-9a-f]{6})", text.strip().lower())
    if match is None:
        return None
    digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
    return (int(digits[0:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255)


def luminance(colour: Rgb) -> float:
    """Return the relative luminance of a colour. Source: WCAG 2.2."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast of two colours, 1 to 21. Source: WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """Return a colour between two; `share` is that of the second."""
    return (
        one[0] + (other[0] - one[0]) * share,
        one[1] + (other[1] - one[1]) * share,
        one[2] + (other[2] - one[2]) * share,
    )


def darkened(colour: Rgb, against: Rgb, wanted: float) -> Rgb:
    """Return the colour, darkened just as far as it needs for a contrast against a light background."""
    for step in range(51):
        tone = mixed(colour, (0.0, 0.0, 0.0), step / 50)
        if contrast(tone, against) >= wanted:
            return tone
    return (0.0, 0.0, 0.0)


WHITE: Rgb = (1.0, 1.0, 1.0)
INK: Rgb = (0.106, 0.129, 0.157)  # text
MUTED: Rgb = (0.333, 0.373, 0.416)  # small print, 6.4 : 1 on white
RULE: Rgb = (0.835, 0.851, 0.867)
QUIET: Rgb = (0.690, 0.718, 0.745)  # bars of what went out
GOOD: Rgb = (0.086, 0.408, 0.243)
BAD: Rgb = (0.643, 0.157, 0.118)


@dataclass(frozen=True)
class Palette:
    """The colours of one report, from the client's brand."""

    brand: Rgb

    @classmethod
    def of(cls, brand_colour: str) -> Palette:
        """Return the palette of a brand colour ("#rrggbb"); of our teal where there is none that can be read."""
        return cls(rgb_of(brand_colour) or rgb_of(OUR_TEAL) or INK)

    @cached_property
    def on_brand(self) -> Rgb:
        """The text on the band: white where it can be read, else ink, else white on the darkened band."""
        if contrast(self.brand, WHITE) >= TEXT_CONTRAST:
            return WHITE
        return INK if contrast(self.brand, INK) >= TEXT_CONTRAST else WHITE

    @cached_property
    def band(self) -> Rgb:
        """The brand's tone of the cover band."""
        if contrast(self.brand, self.on_brand) >= TEXT_CONTRAST:
            return self.brand
        return darkened(self.brand, WHITE, TEXT_CONTRAST)

    @cached_property
    def accent(self) -> Rgb:
        """The brand's tone for text, rules and data on white."""
        return darkened(self.brand, WHITE, TEXT_CONTRAST)

    @cached_property
    def data(self) -> Rgb:
        """The brand's tone for areas and rules on white: nearer to the brand than text may be."""
        return darkened(self.brand, WHITE, AREA_CONTRAST)

    @cached_property
    def tint(self) -> Rgb:
        """The palest tone, behind frames."""
        return mixed(WHITE, self.data, 0.055)

    @cached_property
    def pale(self) -> Rgb:
        """The lighter tone of the second data series."""
        return mixed(WHITE, self.data, 0.38)


def colour(rgb: Rgb) -> Color:
    """Return a colour as reportlab wants it."""
    return Color(*rgb)


def hexed(rgb: Rgb) -> str:
    """Return a colour for paragraph markup."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)


# ------------------------------------------------------------------------------------------------------------ styles


@cache
def text_style(
    size: float = BODY,
    weight: str = fonts.REGULAR,
    ink: Rgb = INK,
    *,
    right: bool = False,
    after: float = 0,
    before: float = 0,
    leading: float = 0,
) -> ParagraphStyle:
    """Return the paragraph style of a size, weight and colour; `before` and `after` in points."""
    fonts.register()
    return ParagraphStyle(
        "text",
        fontName=weight,
        bulletFontName=weight,
        fontSize=size,
        leading=leading or LEADINGS[size],
        textColor=colour(ink),
        alignment=TA_RIGHT if right else TA_LEFT,
        spaceAfter=after,
        spaceBefore=before,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
        linkUnderline=0,
        uriWasteReduce=0.3,
    )

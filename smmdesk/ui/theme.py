"""Colours, type and spacing of the window: the only place with a literal colour, size or font."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from smmdesk.core.paths import resource_path
from smmdesk.ui.sheet import SHEET

# The grid: 4-point steps.
XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
CELL = 12  # around the text of a table's cell: its padding and what Qt adds
RADIUS = 8
HAIRLINE = 1
RING = 2  # the focus ring
ELIDE = Qt.TextElideMode.ElideRight
VEIL = 0.7  # how far a busy area is covered
SMALLEST_WINDOW = (1100, 700)
FIRST_WINDOW = (1320, 860)
WINDOW_FRAME = (8, 40)  # what the system draws around a window, about


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme by their role."""

    window: str  # behind the cards
    surface: str  # cards, bars, fields
    raised: str  # table headers, quiet areas inside a card
    line: str  # hairlines
    edge: str  # borders of what can be typed into or pressed
    text: str
    muted: str
    accent: str  # the primary action, selection marks, links
    accent_hover: str
    on_accent: str
    accent_soft: str  # behind what is selected
    hover: str
    good: str
    warn: str
    bad: str
    good_soft: str
    warn_soft: str
    bad_soft: str
    quiet: str  # bars that carry no result
    pale: str  # the lighter series of a chart
    toast: str
    on_toast: str
    toast_link: str


LIGHT = Tokens(
    window="#f3f5f7",
    surface="#ffffff",
    raised="#f8f9fb",
    line="#dfe4e9",
    edge="#838d98",
    text="#1b2128",
    muted="#55606c",
    accent="#0f4c5c",
    accent_hover="#0a3946",
    on_accent="#ffffff",
    accent_soft="#e1edf0",
    hover="#eef2f4",
    good="#16683e",
    warn="#7a5200",
    bad="#a4281e",
    good_soft="#e5f3ea",
    warn_soft="#fbf0d9",
    bad_soft="#fbe9e7",
    quiet="#c3ccd4",
    pale="#7fb0bb",
    toast="#1e262e",
    on_toast="#ffffff",
    toast_link="#7fd1e0",
)

DARK = Tokens(
    window="#11161b",
    surface="#1a2027",
    raised="#20272f",
    line="#2d3640",
    edge="#71808e",
    text="#e9edf1",
    muted="#a6b1bc",
    accent="#5cc0d3",
    accent_hover="#84d2e1",
    on_accent="#06222a",
    accent_soft="#17363f",
    hover="#242c35",
    good="#72cf9a",
    warn="#e6b75f",
    bad="#f59387",
    good_soft="#173226",
    warn_soft="#382c14",
    bad_soft="#3b201e",
    quiet="#46525e",
    pale="#33717f",
    toast="#35414d",
    on_toast="#ffffff",
    toast_link="#84d2e1",
)

# Pairs of text and ground that stand on one another: each must hold 4.5:1 (a test computes it).
TEXT_PAIRS = (
    ("text", "window"),
    ("text", "surface"),
    ("text", "raised"),
    ("text", "accent_soft"),
    ("text", "hover"),
    ("muted", "window"),
    ("muted", "surface"),
    ("muted", "raised"),
    ("muted", "accent_soft"),
    ("muted", "hover"),
    ("accent", "surface"),
    ("accent", "window"),
    ("accent", "raised"),
    ("accent", "accent_soft"),
    ("accent", "hover"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("good", "surface"),
    ("warn", "surface"),
    ("bad", "surface"),
    ("good", "window"),
    ("warn", "window"),
    ("bad", "window"),
    ("good", "accent_soft"),
    ("warn", "accent_soft"),
    ("bad", "accent_soft"),
    ("good", "good_soft"),
    ("warn", "warn_soft"),
    ("bad", "bad_soft"),
    ("text", "good_soft"),
    ("text", "warn_soft"),
    ("text", "bad_soft"),
    ("on_toast", "toast"),
    ("toast_link", "toast"),
)
# Borders of what can be used and marks of what is chosen: 3:1.
EDGE_PAIRS = (("edge", "surface"), ("edge", "window"), ("accent", "surface"), ("accent", "window"))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21. Source: WCAG 2.2."""

    def luminance(text: str) -> float:
        shade = QColor(text)
        parts = (shade.redF(), shade.greenF(), shade.blueF())
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class _Signals(QObject):
    changed = Signal()  # the tones are others now: icons and painted things draw themselves anew


signals = _Signals()
_tokens = LIGHT
_choice = "system"
_base_points = 0.0


def tokens() -> Tokens:
    """Return the colours now in use."""
    return _tokens


def color(role: str) -> QColor:
    """Return a colour of the present theme by its role (a field of `Tokens`)."""
    return QColor(getattr(_tokens, role))


def is_dark() -> bool:
    """Tell whether the dark theme is in use."""
    return _tokens is DARK


def apply(choice: str) -> None:
    """Dress the program in a theme: system, light or dark; may be called again at any time."""
    global _tokens, _choice
    _choice = choice
    hints = QGuiApplication.styleHints()
    wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(choice)
    if wanted is None:
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(wanted)
    scheme = wanted if wanted is not None else hints.colorScheme()
    _tokens = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    sheet = style_sheet(_tokens)
    if application.styleSheet() == sheet:
        return  # every widget would be dressed anew in what it wears
    application.setPalette(palette(_tokens))
    application.setStyleSheet(sheet)
    signals.changed.emit()


def start() -> None:
    """Set style and font once, before the first window is made, and follow the system's theme from then on."""
    global _base_points
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    application.setFont(_system_font())
    _base_points = application.font().pointSizeF()
    QGuiApplication.styleHints().colorSchemeChanged.connect(_follow_system)


def _follow_system() -> None:
    if _choice == "system":
        apply("system")


def _system_font() -> QFont:
    """Return the system's font; where it names none of its own (a bare Linux), the family of the printed report."""
    font = QApplication.font()
    if sys.platform in ("win32", "darwin") or font.family() not in ("Sans Serif", "Sans", "sans", ""):
        return font
    for name in ("IBMPlexSans-Regular.ttf", "IBMPlexSans-SemiBold.ttf"):
        QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))
    return QFont("IBM Plex Sans", 10)


_SCALES = {
    "title": (1.6, QFont.Weight.DemiBold),
    "figure": (1.6, QFont.Weight.DemiBold),
    "section": (1.15, QFont.Weight.DemiBold),
    "strong": (1.0, QFont.Weight.DemiBold),
    "body": (1.0, QFont.Weight.Normal),
    "caption": (0.9, QFont.Weight.Normal),
    "label": (0.9, QFont.Weight.Medium),
}


def font(role: str = "body") -> QFont:
    """Return the font of a role: title, figure, section, strong, body, caption or label."""
    scale, weight = _SCALES[role]
    chosen = QFont(QApplication.font())
    chosen.setPointSizeF((_base_points or chosen.pointSizeF()) * scale)
    chosen.setWeight(weight)
    return chosen


def line_height(role: str = "body") -> int:
    """Return the height of a line of text in device-independent pixels."""
    return round(QFontMetricsF(font(role)).height())


def text_width(text: str, role: str = "body") -> int:
    """Return the width of a text, rounded up."""
    return int(QFontMetricsF(font(role)).horizontalAdvance(text)) + 1


def characters(count: int, role: str = "body") -> int:
    """Return the width of so many average characters: the measure of columns, panels and fields."""
    return round(QFontMetricsF(font(role)).averageCharWidth() * count)


def plain_tip(text: str) -> str:
    """Return a text for a tool tip: Qt would take anything like markup in it for markup."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p style='white-space:pre-wrap'>{escaped}</p>" if text else ""


def row_height() -> int:
    """Return the height of a table's row."""
    return line_height() + 2 * S


def control_height() -> int:
    """Return the height of fields and buttons."""
    return line_height() + 2 * S


def icon_size() -> int:
    """Return the side of an icon beside text."""
    return round(line_height() * 0.9)


def palette(tones: Tokens) -> QPalette:
    """Return Qt's palette of a theme."""
    made = QPalette()
    role = QPalette.ColorRole
    for place, tone in (
        (role.Window, tones.window),
        (role.WindowText, tones.text),
        (role.Base, tones.surface),
        (role.AlternateBase, tones.raised),
        (role.Text, tones.text),
        (role.PlaceholderText, tones.muted),
        (role.Button, tones.surface),
        (role.ButtonText, tones.text),
        (role.BrightText, tones.on_accent),
        (role.Highlight, tones.accent_soft),
        (role.HighlightedText, tones.text),
        (role.Accent, tones.accent),
        (role.Link, tones.accent),
        (role.LinkVisited, tones.accent),
        (role.ToolTipBase, tones.toast),
        (role.ToolTipText, tones.on_toast),
        (role.Light, tones.surface),
        (role.Midlight, tones.hover),
        (role.Mid, tones.line),
        (role.Dark, tones.edge),
        (role.Shadow, tones.line),
    ):
        made.setColor(place, QColor(tone))
    for place in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, place, QColor(tones.muted))
    return made


def style_sheet(tones: Tokens) -> str:
    """Return the one style sheet, in the colours of a theme."""
    sizes = {
        "xs": XS,
        "s": S,
        "m": M,
        "l": L,
        "xl": XL,
        "cell": CELL - HAIRLINE,
        "radius": RADIUS,
        "small_radius": RADIUS - 2,
        "hair": HAIRLINE,
        "ring": RING,
        "xs_in": XS - RING + HAIRLINE,  # what is left inside when the focus ring is thicker than the hairline
        "s_in": S - RING + HAIRLINE,
        "m_in": M - RING + HAIRLINE,
        "body_pt": round(font("body").pointSizeF(), 2),
        "caption_pt": round(font("caption").pointSizeF(), 2),
        "round": pill_radius(),
        "field": line_height() + XS,
    }
    return SHEET % {**asdict(tones), **sizes}


def pill_radius() -> int:
    """Return the radius that makes a pill of a line of text."""
    return line_height() // 2 + XS

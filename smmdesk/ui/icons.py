"""Icons by role: one family, one stroke weight, tinted from the theme and tinted anew when it changes."""

from __future__ import annotations

from functools import cache

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from smmdesk.core.paths import resource_path
from smmdesk.ui import theme

# The one table: what an icon is for -> its file in resources/icons.
FILES = {
    "today": "layout-dashboard",
    "clients": "building-2",
    "accounts": "at-sign",
    "strategy": "compass",
    "deliverables": "list-checks",
    "results": "chart-column",
    "campaigns": "megaphone",
    "ledger": "scale",
    "reputation": "star",
    "reports": "file-text",
    "settings": "settings",
    "help": "life-buoy",
    "program": "smmdesk",
    "add": "plus",
    "edit": "pencil",
    "delete": "trash-2",
    "archive": "archive",
    "undo": "undo-2",
    "close": "x",
    "search": "search",
    "filter": "filter",
    "previous": "chevron-left",
    "next": "chevron-right",
    "open": "chevron-down",
    "go": "arrow-right",
    "link": "external-link",
    "day": "calendar",
    "month": "calendar-days",
    "file": "paperclip",
    "import": "file-up",
    "save": "download",
    "folder": "folder-open",
    "picture": "image",
    "copy": "copy",
    "refresh": "refresh-cw",
    "history": "history",
    "info": "info",
    "warning": "triangle-alert",
    "error": "circle-alert",
    "done": "circle-check",
    "checked": "check",
    "locked": "lock",
    "person": "user",
    "money": "euro",
    "zoom_in": "zoom-in",
    "zoom_out": "zoom-out",
    "backup": "database",
    "send": "send",
    "waiting": "clock",
    "menu": "ellipsis",
    "contract": "receipt",
    "up": "trending-up",
    "down": "trending-down",
}


def pixmap(role: str, tone: str = "text", side: int = 0) -> QPixmap:
    """Draw an icon in a colour of the theme; `side` in device-independent pixels (beside text by default)."""
    side = side or theme.icon_size()
    screen = QGuiApplication.primaryScreen()
    ratio = max(screen.devicePixelRatio() if screen else 1.0, 1.0)
    drawn = QPixmap(_shape(role, side, ratio))
    if _has_colors_of_its_own(role):
        return drawn
    painter = QPainter(drawn)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(QRectF(0, 0, side, side), theme.color(tone))
    painter.end()
    return drawn


@cache
def _source(role: str) -> bytes:
    return resource_path("icons", f"{FILES[role]}.svg").read_bytes()


def _has_colors_of_its_own(role: str) -> bool:
    return b"currentColor" not in _source(role)


@cache
def _shape(role: str, side: int, ratio: float) -> QPixmap:
    """Draw an icon once; its tones are laid over the shape."""
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(_source(role).replace(b"currentColor", b"#000000"))).render(
        painter, QRectF(0, 0, side, side)
    )
    painter.end()
    return drawn


def icon(role: str, tone: str = "text", chosen: str = "") -> QIcon:
    """Return an icon in a colour of the theme, and in a second one where it is checked."""
    made = QIcon(pixmap(role, tone))
    made.addPixmap(pixmap(role, "muted"), QIcon.Mode.Disabled)  # Qt's own would be drawn in the colour of the ground
    if chosen:
        made.addPixmap(pixmap(role, chosen), QIcon.Mode.Normal, QIcon.State.On)
    return made


def put(carrier: QObject, role: str, tone: str = "text", chosen: str = "") -> None:
    """Give a button or action its icon, and give it anew whenever the theme changes."""

    def draw() -> None:
        if shiboken6.isValid(carrier):
            carrier.setIcon(icon(role, tone, chosen))  # type: ignore[attr-defined]

    draw()
    connection = theme.signals.changed.connect(draw)
    carrier.destroyed.connect(lambda: QObject.disconnect(connection))

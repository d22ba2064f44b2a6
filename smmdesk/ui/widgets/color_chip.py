"""A client's colour as a small mark beside its name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from smmdesk.ui import theme


def color_chip(value: str, side: int) -> QPixmap:
    """Draw a small rounded square in a client's colour; a quiet grey one where there is none."""
    ratio = 2.0
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Never an empty frame: beside a name that looks like a box to tick.
    painter.setPen(theme.color("edge") if value else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(value) if value else theme.color("line"))
    painter.drawRoundedRect(1, 1, side - 2, side - 2, theme.XS, theme.XS)
    painter.end()
    return drawn


def chip_icon(value: str) -> QIcon:
    """Return the mark as an icon for a row; it keeps its colour when the row is selected."""
    drawn = color_chip(value, theme.icon_size())
    made = QIcon(drawn)
    made.addPixmap(drawn, QIcon.Mode.Selected)
    return made

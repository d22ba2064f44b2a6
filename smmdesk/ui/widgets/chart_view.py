"""Paints the charts of the report in the window: the same shapes, in the theme's colours, values under the pointer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from smmdesk.documents.charts import Anchor, Box, Dot, Drawing, Label, Line, Measure, Texture, Tone
from smmdesk.ui import theme

LEAST_HEIGHT, LARGEST_HEIGHT = 0.7, 1.8  # of the height that is asked for
PAPER_TEXT = 8.5  # the size in points that captions have on paper

_ROLES = {
    Tone.DATA: "accent",
    Tone.PALE: "pale",
    Tone.TINT: "accent_soft",
    Tone.QUIET: "quiet",
    Tone.TEXT: "text",
    Tone.MUTED: "muted",
    Tone.RULE: "line",
    Tone.GOOD: "good",
    Tone.BAD: "bad",
    Tone.PAPER: "surface",
}

Draw = Callable[[float, float, Measure], Drawing]


class ChartView(QWidget):
    """One chart, about so many points high.

    `set_chart` takes what draws it for a width and height in points and a way to measure texts.
    The arrow keys go from value to value for people who do not point.
    """

    def __init__(self, name: str, height: float = 120.0) -> None:
        super().__init__()
        self._name = name
        self._draw: Draw | None = None
        self._drawing: Drawing | None = None
        self._drawn_for = (0.0, 0.0)
        self._marked = -1
        self._height = height
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(round(height * LEAST_HEIGHT * self.scale()))
        self.setMaximumHeight(round(height * LARGEST_HEIGHT * self.scale()))
        theme.signals.changed.connect(self.update)

    def scale(self) -> float:
        """Return how many device-independent pixels a point of the paper takes: captions stay captions."""
        return theme.line_height("caption") / (PAPER_TEXT * 1.25)

    def set_chart(self, draw: Draw | None) -> None:
        """Show a chart, or none."""
        self._draw = draw
        self._drawing = None
        self._marked = -1
        self.update()
        self.setAccessibleDescription("; ".join(hint for _area, hint in self._hints()))

    def sizeHint(self) -> QSize:
        return QSize(theme.characters(60), round(self._height * self.scale()))

    def hint_at(self, x: float, y: float) -> str:
        """Return what the chart says at a place of the widget: the value there, or of the column there."""
        point = QPointF(x, y)
        hints = self._hints()
        for area, hint in hints:
            if area.contains(point):
                return hint
        column = [(abs(area.center().x() - x), hint) for area, hint in hints if area.left() <= x <= area.right()]
        return min(column)[1] if column else ""

    # ------------------------------------------------------------------------------------------------- inside

    def _measure(self, text: str, size: float, semibold: bool) -> float:
        return QFontMetricsF(self._font(size, semibold)).horizontalAdvance(text) / self.scale()

    def _font(self, size: float, semibold: bool) -> QFont:
        chosen = theme.font("strong" if semibold else "caption")
        chosen.setPixelSize(max(round(size * self.scale()), 1))
        return chosen

    def _ready(self) -> Drawing | None:
        if self._draw is None or self.width() < theme.L:
            return None
        size = (self.width() / self.scale(), self.height() / self.scale())
        if self._drawing is None or self._drawn_for != size:
            self._drawing = self._draw(*size, self._measure)
            self._drawn_for = size
        return self._drawing

    def _hints(self) -> list[tuple[QRectF, str]]:
        drawing = self._ready()
        if drawing is None:
            return []
        scale = self.scale()
        found = []
        for shape in drawing.shapes:
            if isinstance(shape, Box) and shape.hint:
                area = QRectF(shape.x * scale, shape.y * scale, shape.width * scale, shape.height * scale)
                found.append((area, shape.hint))
            elif isinstance(shape, Dot) and shape.hint:
                reach = max(shape.radius * scale, theme.S)
                area = QRectF(shape.x * scale - reach, shape.y * scale - reach, 2 * reach, 2 * reach)
                found.append((area, shape.hint))
            elif isinstance(shape, Label) and shape.hint:
                reach = theme.S
                found.append(
                    (QRectF(shape.x * scale - reach, shape.y * scale - 2 * reach, 2 * reach, 2 * reach), shape.hint)
                )
            elif isinstance(shape, Line) and shape.hint:
                left, top = min(shape.x1, shape.x2) * scale, min(shape.y1, shape.y2) * scale
                wide, high = abs(shape.x2 - shape.x1) * scale, abs(shape.y2 - shape.y1) * scale
                found.append((QRectF(left - theme.XS, top, wide + 2 * theme.XS, max(high, theme.S)), shape.hint))
        return found

    def paintEvent(self, event: QPaintEvent, /) -> None:
        drawing = self._ready()
        if drawing is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self.scale()
        for shape in drawing.shapes:
            if isinstance(shape, Box):
                self._paint_box(painter, shape, scale)
            elif isinstance(shape, Line):
                style = Qt.PenStyle.DashLine if shape.dashed else Qt.PenStyle.SolidLine
                painter.setPen(QPen(_color(shape.tone), max(shape.width * scale, 1.0), style))
                painter.drawLine(QPointF(shape.x1, shape.y1) * scale, QPointF(shape.x2, shape.y2) * scale)
            elif isinstance(shape, Dot):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(_color(shape.tone))
                painter.drawEllipse(QPointF(shape.x, shape.y) * scale, shape.radius * scale, shape.radius * scale)
            else:
                self._paint_label(painter, shape, scale)
        hints = self._hints()
        if self.hasFocus() and 0 <= self._marked < len(hints):
            painter.setPen(QPen(theme.color("text"), theme.RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(hints[self._marked][0].adjusted(-theme.RING, -theme.RING, theme.RING, theme.RING))
        elif self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), theme.RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.XS, theme.XS)

    def _paint_box(self, painter: QPainter, box: Box, scale: float) -> None:
        area = QRectF(box.x * scale, box.y * scale, box.width * scale, box.height * scale)
        tone = _color(box.tone)
        if box.texture is Texture.SOLID:
            painter.fillRect(area, tone)
            return
        painter.setPen(QPen(tone, 1.2))
        painter.setBrush(theme.color("surface"))
        painter.drawRect(area)
        if box.texture is Texture.STRIPED:
            painter.save()
            painter.setClipRect(area)
            painter.setPen(QPen(tone, 2.0))
            step = theme.XS + theme.RING
            start = area.left() - area.height()
            for number in range(int((area.width() + area.height()) / step) + 2):
                x = start + number * step
                painter.drawLine(QPointF(x, area.bottom()), QPointF(x + area.height(), area.top()))
            painter.restore()

    def _paint_label(self, painter: QPainter, label: Label, scale: float) -> None:
        chosen = self._font(label.size, label.semibold)
        painter.setFont(chosen)
        painter.setPen(_color(label.tone))
        width = QFontMetricsF(chosen).horizontalAdvance(label.text)
        x = label.x * scale
        if label.anchor is Anchor.MIDDLE:
            x -= width / 2
        elif label.anchor is Anchor.END:
            x -= width
        painter.drawText(QPointF(x, label.y * scale), label.text)

    def event(self, event: QEvent, /) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hint = self.hint_at(event.pos().x(), event.pos().y())
            if hint:
                QToolTip.showText(event.globalPos(), theme.plain_tip(hint), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        hints = self._hints()
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None or not hints:
            super().keyPressEvent(event)
            return
        self._marked = (self._marked + step) % len(hints) if self._marked >= 0 else (0 if step > 0 else len(hints) - 1)
        area, hint = hints[self._marked]
        self.setAccessibleName(f"{self._name}: {hint}")
        QToolTip.showText(self.mapToGlobal(area.topRight().toPoint()), theme.plain_tip(hint), self)
        self.update()


def _color(tone: Tone) -> QColor:
    return theme.color(_ROLES[tone])

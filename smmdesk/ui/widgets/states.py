"""What a page shows instead of its content: nothing yet, still reading, or what went wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.ui import icons, theme
from smmdesk.ui.widgets.text import Button, Text

BUSY_AFTER_MS = 300


class IconLabel(QLabel):
    """An icon alone, drawn anew when the theme changes."""

    def __init__(self, role: str, tone: str = "muted", scale: float = 1.0) -> None:
        super().__init__()
        self._role, self._tone, self._scale = role, tone, scale
        self._draw()
        theme.signals.changed.connect(self._draw)

    def _draw(self) -> None:
        self.setPixmap(icons.pixmap(self._role, self._tone, round(theme.icon_size() * self._scale)))


class EmptyState(QWidget):
    """Says what belongs here and offers the one button that starts it."""

    def __init__(
        self, icon: str, title: str, text: str, act: str = "", on_act: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XXL, theme.XL, theme.XXL)
        column.setSpacing(theme.M)
        column.addStretch(2)
        column.addWidget(IconLabel(icon, "muted", 2.5), 0, Qt.AlignmentFlag.AlignHCenter)
        heading = Text(title, "section", wrap=True)
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(heading)
        column.addLayout(_centred(Text(text, "body", "muted", wrap=True)))
        if act:
            column.addSpacing(theme.S)
            column.addWidget(Button(act, on_act, kind="primary"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


def _centred(words: Text) -> QHBoxLayout:
    """Put wrapping words into the middle; the layout, unlike an alignment, gives them the height that they need."""
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    words.setMaximumWidth(theme.characters(72))
    line = QHBoxLayout()
    line.addStretch(1)
    line.addWidget(words, 100)
    line.addStretch(1)
    return line


class ErrorState(QWidget):
    """Says what happened, what was kept and what to do, with "Try again"."""

    def __init__(self, on_retry: Callable[[], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XXL, theme.XL, theme.XXL)
        column.setSpacing(theme.M)
        column.addStretch(2)
        column.addWidget(IconLabel("error", "bad", 2.5), 0, Qt.AlignmentFlag.AlignHCenter)
        self._title = Text("", "section", wrap=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._detail = Text("", "body", "muted", wrap=True)
        column.addWidget(self._title)
        column.addLayout(_centred(self._detail))
        column.addWidget(Button(_("Try again"), on_retry, icon="refresh"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_error(self, error: UserError) -> None:
        """Say this failure."""
        self._title.setText(error.title)
        self._detail.setText("\n".join(part for part in (error.detail, error.hint) if part))


class Notice(QFrame):
    """A framed line inside a page or form: a failure (bad), a warning (warn), or a plain remark."""

    def __init__(self, tone: str = "") -> None:
        super().__init__()
        self.setObjectName("notice")
        if tone:
            self.setProperty("tone", tone)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        line.setSpacing(theme.S)
        role = {"bad": "error", "warn": "warning"}.get(tone, "info")
        line.addWidget(IconLabel(role, tone or "muted"), 0, Qt.AlignmentFlag.AlignTop)
        self._text = Text("", wrap=True)
        line.addWidget(self._text, 1)
        self.hide()

    def tell(self, text: str) -> None:
        """Show a sentence; an empty one hides the notice."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))


class Busy(QWidget):
    """A veil over a widget that keeps its size: appears when the reading takes longer than a moment."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self._text = _("One moment …")
        self.setAccessibleName(self._text)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(BUSY_AFTER_MS)
        self._delay.timeout.connect(self._appear)
        over.installEventFilter(self)
        self.hide()

    def start(self) -> None:
        """Appear soon, unless `stop` comes first."""
        if not self.isVisible():
            self._delay.start()

    def stop(self) -> None:
        """Go away."""
        self._delay.stop()
        self.hide()

    def _appear(self) -> None:
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._over:
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        veil = theme.color("window")
        veil.setAlphaF(theme.VEIL)
        painter.fillRect(self.rect(), veil)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = theme.text_width(self._text) + 2 * theme.L
        box = QRectF(0, 0, width, theme.control_height())
        box.moveCenter(QRectF(self.rect()).center())
        painter.setPen(theme.color("line"))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        painter.setPen(theme.color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._text)

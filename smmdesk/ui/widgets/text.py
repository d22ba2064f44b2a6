"""Words on a page: labels in the roles of the theme, and buttons that name their act."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from smmdesk.ui import icons, theme


class Text(QLabel):
    """A piece of plain text (never markup) in a font role and a tone: muted, accent, good, warn, bad or none."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "", *, wrap: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role))
        self.setWordWrap(wrap)
        if tone:
            self.setProperty("tone", tone)

    def set_tone(self, tone: str) -> None:
        """Change the tone."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


class Elided(Text):
    """A line that ends with an ellipsis where it is too narrow, and shows the whole text under the pointer.

    With `keeps_ends` the ellipsis stands in the middle: names of files differ at both ends.
    """

    def __init__(self, text: str = "", role: str = "body", tone: str = "", *, keeps_ends: bool = False) -> None:
        super().__init__(text, role, tone)
        self._mode = Qt.TextElideMode.ElideMiddle if keeps_ends else theme.ELIDE
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str, /) -> None:
        super().setText(" ".join(text.split()))
        self.setToolTip(theme.plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.characters(4), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), self._mode, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()) | Qt.TextFlag.TextSingleLine, shown)


class EnterPresses(QPushButton):
    """A button that Enter presses as Space does; Qt gives Enter to the form around it, which would save instead."""

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Button(EnterPresses):
    """A button. `kind` is primary, danger, link, bare (icon only), pill, or empty; icon-only ones need a `tip`."""

    def __init__(
        self,
        text: str = "",
        on_click: Callable[[], object] | None = None,
        *,
        icon: str = "",
        kind: str = "",
        tip: str = "",
    ) -> None:
        super().__init__("")
        self._has_icon = bool(icon)
        self.setText(text.replace("&", "&&"))
        self.setAutoDefault(False)
        if kind:
            self.setProperty("kind", kind)
        if kind == "primary":
            self.setFont(theme.font("strong"))
        if icon:
            tone = {"primary": "on_accent", "danger": "bad", "link": "accent", "bare": "muted"}.get(kind, "text")
            icons.put(self, icon, tone)
            side = theme.icon_size()
            self.setIconSize(QSize(side, side))
        if tip:
            self.setToolTip(theme.plain_tip(tip))
        self.setAccessibleName(text or tip)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if on_click is not None:
            self.clicked.connect(lambda: on_click())

    def setText(self, text: str, /) -> None:
        # Fusion leaves hardly any room between icon and text.
        super().setText(f" {text}" if text and self._has_icon else text)


def rule() -> QFrame:
    """Return a hairline across a card."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedHeight(theme.HAIRLINE)
    return line


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at a widget's properties anew."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()

"""Cards: the surfaces of a page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from smmdesk.ui import theme
from smmdesk.ui.widgets.text import Elided, Text


class Card(QFrame):
    """A surface with 16 inside; put things into `body` (top to bottom)."""

    def __init__(self, title: str = "", *, flush: bool = False) -> None:
        super().__init__()
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        inside = theme.HAIRLINE if flush else theme.L
        self.body.setContentsMargins(inside, inside, inside, inside)
        self.body.setSpacing(0 if flush else theme.M)
        if title:
            self.title = Elided(title, "section")
            self.body.addWidget(self.title)


class ShareBar(QWidget):
    """A thin bar that is filled by a share of 1 (more than 1 is full)."""

    def __init__(self, share: float = 0.0, tone: str = "accent") -> None:
        super().__init__()
        self._share = share
        self._tone = tone
        self.setFixedHeight(theme.XS + theme.RING)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float, tone: str = "accent") -> None:
        """Fill it anew."""
        self._share, self._tone = share, tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.characters(8), theme.XS + theme.RING)

    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        radius = box.height() / 2
        painter.setBrush(theme.color("line"))
        painter.drawRoundedRect(box, radius, radius)
        share = min(max(self._share, 0.0), 1.0)
        if share > 0:
            box.setWidth(max(box.width() * share, box.height()))
            painter.setBrush(theme.color(self._tone))
            painter.drawRoundedRect(box, radius, radius)


class FigureCard(Card):
    """One number with what it is, out of what, how full, and one line of words: "Posts / 7 of 8 / ▬▬ / 1 planned"."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.body.setSpacing(theme.XS)
        self._title = Elided(title, "caption", "muted")
        self._figure = Text("", "figure")
        self._rest = Text("", "body", "muted")
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.XS)
        line.addWidget(self._figure, 0, Qt.AlignmentFlag.AlignBaseline)
        line.addWidget(self._rest, 1, Qt.AlignmentFlag.AlignBaseline)
        self._bar = ShareBar()
        keeps = self._bar.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # cards beside one another stay equal
        self._bar.setSizePolicy(keeps)
        self._words = Elided("", "caption", "muted")
        self.body.addWidget(self._title)
        self.body.addLayout(line)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figure(
        self, figure: str, rest: str = "", words: str = "", *, share: float | None = None, tone: str = ""
    ) -> None:
        """Show a number, what stands beside it, and the line below; `share` None hides the bar."""
        self._figure.setText(figure)
        self._rest.setText(rest)
        self._words.setText(words)
        self._words.set_tone(tone or "muted")
        self._bar.setVisible(share is not None)
        if share is not None:
            self._bar.set_share(share)
        told = " ".join(part for part in (self._title.text(), figure, rest, words) if part)
        self.setAccessibleName(told)


class CardRow(QWidget):
    """Cards of equal width beside one another."""

    def __init__(self) -> None:
        super().__init__()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.M)

    def set_cards(self, cards: list[QWidget]) -> None:
        """Show these cards instead of the present ones."""
        clear(self._line)
        for card in cards:
            self._line.addWidget(card, 1)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        inner = item.layout()
        if inner is not None:
            clear(inner)
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()

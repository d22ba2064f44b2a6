"""The quiet line: says for a few seconds that something was done, and offers to undo it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHideEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHBoxLayout, QWidget

from smmdesk.core.i18n import _
from smmdesk.ui import theme
from smmdesk.ui.notify import Act
from smmdesk.ui.widgets.text import Button, Text

SHOWN_MS = 6_000
SHOWN_WITH_UNDO_MS = 12_000
LOOK_AGAIN_MS = 100
SHARE = 0.45  # of the width that it lies over
LINES = 3
ACT_KEYS = "Alt+Z"  # it lies over the page, so Tab does not lead to it


class QuietLine(QFrame):
    """A line at the bottom left of a widget, over its content; stays while the pointer or the focus is on it.

    It covers nothing that has the focus: there it stands above it, or where that is too high, below.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("toast")
        self._undo: Callable[[], object] | None = None
        self._text = Text("", wrap=True)
        self._button = Button(_("Undo"), self.act, kind="toast")
        self._button.setFont(theme.font("strong"))
        self._keys = Text(ACT_KEYS, "caption")
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.L, theme.S, theme.M, theme.S)
        line.setSpacing(theme.M)
        line.addWidget(self._text)
        line.addWidget(self._button)
        line.addWidget(self._keys)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._leave)
        over.installEventFilter(self)
        # The focus goes on, and what has it moves: pages scroll, and fill while they are seen.
        self._settle = QTimer(self)
        self._settle.setInterval(LOOK_AGAIN_MS)
        self._settle.timeout.connect(self._place)
        self.hide()

    @property
    def text(self) -> str:
        """What is said at the moment; empty when nothing is."""
        return self._text.text() if self.isVisible() else ""

    def say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say a sentence; the one before goes."""
        self._undo = undo
        self._button.setText(undo.words if isinstance(undo, Act) else _("Undo"))
        words = " ".join(text.split())
        metrics = self._text.fontMetrics()
        room = self._room(undo is not None)
        shown = metrics.elidedText(words, theme.ELIDE, room * LINES - theme.characters(4))
        self._text.setText(shown)
        self._text.setFixedWidth(min(metrics.horizontalAdvance(shown) + theme.XS, room))
        self._text.setToolTip(theme.plain_tip(text))
        self._button.setVisible(undo is not None)
        self._keys.setVisible(undo is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(SHOWN_WITH_UNDO_MS if undo is not None else SHOWN_MS)
        self._settle.start()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _room(self, has_undo: bool) -> int:
        """Return how wide the words may be: the line stays left of the panel with its buttons, and wraps for that."""
        act = self._button.sizeHint().width() + self._keys.sizeHint().width() + 2 * theme.M
        taken = 2 * theme.XL + (act if has_undo else 0)
        return max(round(self._over.width() * SHARE) - taken, theme.characters(24))

    def _place(self) -> None:
        self.adjustSize()
        lowest = self._over.height() - self.height() - theme.L
        place = QRect(QPoint(theme.XL, lowest), self.size())
        focused = self._focused().adjusted(-theme.RING, -theme.RING, theme.RING, theme.RING)
        if place.intersects(focused):
            above = focused.top() - self.height() - theme.S
            below = focused.bottom() + theme.S
            place.moveTop(above if above >= 0 else min(below, lowest))
        self.move(place.topLeft())

    def _focused(self) -> QRect:
        """Return where what has the focus stands: of a table its current row, of a long text its cursor."""
        widget = QApplication.focusWidget()
        if widget is None or widget is self._button or not self._over.isAncestorOf(widget):
            return QRect()
        rect = widget.rect()
        if isinstance(widget, QAbstractItemView):
            rect, widget = widget.visualRect(widget.currentIndex()), widget.viewport()
        elif rect.height() > self._over.height() // 2:
            rect = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        return QRect(widget.mapTo(self._over, rect.topLeft()), rect.size())

    def _leave(self) -> None:
        if self.underMouse() or self._button.hasFocus():
            self._timer.start(SHOWN_MS)
        else:
            self.hide()

    def act(self) -> None:
        """Do what the button does, by its keys too; nothing where nothing is offered."""
        if not self.isVisible():
            return
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()

    def hideEvent(self, event: QHideEvent, /) -> None:
        self._settle.stop()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._over and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

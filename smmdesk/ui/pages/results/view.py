"""What the views of the Results page share: each shows one account, and reads for itself when it is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QStackedWidget, QTableView, QVBoxLayout, QWidget

from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.focus_order import lead_to, stops
from smmdesk.ui.pages.results.reading import Scope
from smmdesk.ui.tasks import Job
from smmdesk.ui.widgets.states import Busy
from smmdesk.ui.widgets.text import Text


class View(QWidget):
    """One view of an account. `show_scope` is called whenever what it shows may have changed, while it is seen."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.scope: Scope | None = None
        self._job: Job | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.M)
        self._busy = Busy(self)
        self.build()

    def build(self) -> None:
        """Make the widgets."""

    def show_scope(self, scope: Scope) -> None:
        """Show an account in a month."""
        self.scope = scope

    def take_focus(self) -> bool:
        """Put the focus on the view's table, else on its first control; False where nothing takes it."""
        found = [stop for stop in stops(self) if stop.isEnabled()]
        first = next((stop for stop in found if isinstance(stop, QTableView)), found[0] if found else None)
        if first is not None:
            lead_to(first)
        return first is not None

    def turn_to(self, stack: QStackedWidget, widget: QWidget) -> None:
        """Show a widget of a stack; the focus of the one that goes stays in the view."""
        gone = stack.currentWidget()
        focused = QApplication.focusWidget()
        had_focus = (
            gone is not None
            and gone is not widget
            and focused is not None
            and (gone is focused or gone.isAncestorOf(focused))
        )
        stack.setCurrentWidget(widget)
        if had_focus:
            self.take_focus()

    def forget(self) -> None:
        """Drop a reading that is no longer wanted."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._busy.stop()

    def ask(self, read: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """Read in a worker; a reading before that has not ended is dropped."""
        self.forget()
        self._busy.start()

        def finished(result: Any) -> None:
            if self._job is job:
                self._job = None
                self._busy.stop()
                done(result)

        job = self.context.tasks.read(read, finished, self._on_failed, owner=self)
        self._job = job

    def _on_failed(self, error: Any) -> None:
        self.forget()
        self.context.notify.error(error)


def roomy(widget: QWidget) -> QScrollArea:
    """Let a widget fill the room that is there; where it needs more, it scrolls instead of being crushed."""
    area = QScrollArea()
    area.setObjectName("scroller")
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the focus of what is inside
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    widget.setObjectName("scrolled")
    area.setWidget(widget)
    return area


def take_height(widget: QWidget) -> None:
    """Keep the height that a widget's wrapped texts need at its present width: a splitter does not ask for it."""
    column = widget.layout()
    if column is not None:
        column.invalidate()
        widget.setMinimumHeight(max(column.heightForWidth(widget.width()), 0))


class Remark(QWidget):
    """A sentence in the middle of an empty area."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        self._text = Text("", "body", "muted", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setMaximumWidth(theme.characters(72))
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._text, 100)
        line.addStretch(1)
        column.addStretch(1)
        column.addLayout(line)
        column.addStretch(2)

    def say(self, text: str) -> None:
        """Show a sentence; an empty one hides it."""
        self._text.setText(text)
        self.setVisible(bool(text))

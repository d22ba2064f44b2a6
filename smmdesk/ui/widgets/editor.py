"""The form beside a list: shows one row at a time or a new one, and loses nothing that was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.page import scrolled
from smmdesk.ui.widgets.form import Form
from smmdesk.ui.widgets.text import rule

NEW = "new"


class Editor(Form):
    """A form that knows which row it shows: `key` is the row's id, `NEW`, or None where it shows nothing."""

    def __init__(self, save: str = "") -> None:
        super().__init__(save)
        self.key: object = None
        self._edits = 0
        self._is_sending = False
        self.edited.connect(self._on_any_edit)

    def show_row(self, key: object, values: Mapping[str, Any]) -> bool:
        """Show a row; what is half typed about the same row stays. Returns False where it stayed."""
        if key == self.key and (self.is_dirty or self._is_sending):
            return False
        self.key = key
        self.set_values(values)
        return True

    def focus_first(self) -> None:
        """Put the focus where one begins to type."""
        shown = (one for one in self._fields.values() if not one.isHidden())
        first = next(shown, None)
        if first is not None:
            first.field.setFocus()

    def has(self, name: str) -> bool:
        """Tell whether the form has a field of this name."""
        return name in self._fields

    def set_shown(self, name: str, is_shown: bool) -> None:
        """Show a field with its label, or leave it out; its value stays among the values."""
        self._fields[name].setVisible(is_shown)

    def require(self, *names: str) -> None:
        """Refuse to save while one of these fields is empty."""
        for name in names:
            self._fields[name].is_needed = True

    def take_buttons(self) -> QWidget:
        """Take the line of buttons out of the form, to stand where it does not scroll away."""
        assert self._buttons is not None
        self.body.removeWidget(self._buttons)
        return self._buttons

    def send(self, context: Context, command: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """Run a command that keeps what is typed; a refusal is said at its field and nothing typed is lost.

        While it runs a second press does nothing; what is typed meanwhile stays half typed.
        """
        if self._is_sending:
            return
        self._is_sending = True
        before = self._edits

        def kept(result: Any) -> None:
            self._is_sending = False
            if self._edits == before:
                self.mark_clean()
            done(result)

        def refused(error: UserError) -> None:
            self._is_sending = False
            self.show_error(error)

        context.tasks.write(command, kept, refused, owner=self)

    def _on_any_edit(self) -> None:
        self._edits += 1


class Panel(QWidget):
    """The right side of a page: what it is on top, what can be done at the foot, and between them what scrolls."""

    def __init__(self, head: QWidget | None, inside: QWidget, foot: QWidget) -> None:
        super().__init__()
        self._foot = foot
        self._line = rule()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if head is not None:
            _set_margins(head)
            column.addWidget(head)
            column.addWidget(rule())
        column.addWidget(scrolled(inside, theme.L), 1)
        _set_margins(foot)
        column.addWidget(self._line)
        column.addWidget(foot)
        foot.installEventFilter(self)
        self._line.setVisible(not foot.isHidden())

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if watched is self._foot and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._line.setVisible(event.type() == QEvent.Type.ShowToParent)
        return super().eventFilter(watched, event)


def _set_margins(bar: QWidget) -> None:
    inner = bar.layout()
    if inner is not None:
        inner.setContentsMargins(theme.L, theme.M, theme.L, theme.M)


def lock_reason(context: Context) -> str:
    """Say why nothing can be changed here; empty where it can."""
    if context.writable:
        return ""
    holder = context.workspace.held_by
    words = _("This workspace is open for reading only.")
    return f"{words} {holder.sentence()}" if holder is not None else words


def lock(widget: QWidget, context: Context) -> None:
    """Disable a button where nothing may be written, and give the reason under the pointer and to screen readers."""
    reason = lock_reason(context)
    if reason:
        widget.setEnabled(False)
        widget.setToolTip(theme.plain_tip(reason))
        widget.setAccessibleDescription(reason)

"""The form beside a list: shows one row at a time or a new one, and loses nothing that was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

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

    def __init__(self, head: QWidget, inside: QWidget, foot: QWidget | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        column.addWidget(head)
        column.addWidget(rule())
        column.addWidget(scrolled(inside, theme.L), 1)
        if foot is not None:
            line = rule()
            column.addWidget(line)
            foot.setContentsMargins(theme.L, theme.S, theme.L, theme.M)
            column.addWidget(foot)


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

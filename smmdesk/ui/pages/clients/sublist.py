"""A short list inside the client's panel, with the form of the chosen one below it: people, contracts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.page import may_drop
from smmdesk.ui.pages.clients.reading import ClientDetail
from smmdesk.ui.widgets.editor import NEW, Editor, lock
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Button, Text

SHOWN_ROWS = 6


class SubList(QWidget):
    """A list, its button, and a form. A feature says what to show (`rows_of`, `values_of`) and how to keep it."""

    word = ""  # of `changes`

    def __init__(self, context: Context, columns: Sequence[Column], name: str, empty: str, act: str) -> None:
        super().__init__()
        self.context = context
        self.detail: ClientDetail | None = None
        self._select_after: int | None = None
        self.form = Editor()
        self.delete_button = Button(self.delete_words(), self.on_delete, icon="delete", kind="danger")
        self.build_form()
        self.form.add_buttons(self.delete_button)
        self.form.saved.connect(self.on_save)
        self.form.dropped.connect(self.on_dropped)
        self.foot = self.form.take_buttons()
        self.table = RowsTable(columns, name)
        self.table.chosen.connect(self.on_chosen)
        self._empty = Text(empty, "body", "muted", wrap=True)
        self.add_button = Button(act, self.on_add, icon="add")
        lock(self.add_button, context)
        self._frame = QFrame()
        self._frame.setObjectName("card")
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(theme.HAIRLINE, theme.HAIRLINE, theme.HAIRLINE, theme.HAIRLINE)
        inside.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self._empty)
        column.addWidget(self._frame)
        line = QHBoxLayout()
        line.addWidget(self.add_button)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.form)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.on_delete)
        self._show_form(False)

    # ------------------------------------------------------------------------------------------------- for features

    def build_form(self) -> None:
        """Add the fields."""
        raise NotImplementedError

    def delete_words(self) -> str:
        """Name the act of deleting."""
        raise NotImplementedError

    def rows_of(self, detail: ClientDetail) -> Sequence[Any]:
        """Return the rows of a client."""
        raise NotImplementedError

    def values_of(self, row: Any) -> Mapping[str, Any]:
        """Return what the form shows of a row."""
        raise NotImplementedError

    def new_values(self) -> Mapping[str, Any]:
        """Return what the form of a new one starts with."""
        raise NotImplementedError

    def add_command(self, client_id: int, values: dict[str, Any]) -> Callable[[], int]:
        """Return what keeps a new one."""
        raise NotImplementedError

    def update_command(self, row_id: int, values: dict[str, Any]) -> Callable[[], object]:
        """Return what keeps a changed one."""
        raise NotImplementedError

    def delete_command(self, row_id: int) -> Callable[[], Any]:
        """Return what deletes one and returns what restores it."""
        raise NotImplementedError

    def restore_command(self, removed: Any) -> Callable[[], object]:
        """Return what puts a deleted one back."""
        raise NotImplementedError

    def said(self, act: str) -> str:
        """Say that one was added, saved, deleted or is back."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------------- showing

    def show_client(self, detail: ClientDetail) -> None:
        """Show the rows of a client; half-typed text about the same client stays."""
        if self.detail is None or self.detail.row.id != detail.row.id:
            self._show_form(False)
            self.form.key = None
            self.table.clear_choice()
        self.detail = detail
        rows = self.rows_of(detail)
        self._empty.setVisible(not rows)
        self._frame.setVisible(bool(rows))
        self.table.set_rows(rows)
        header = self.table.horizontalHeader().sizeHint().height()
        shown = min(len(rows), SHOWN_ROWS)
        self.table.setFixedHeight(header + shown * theme.row_height())
        if self._select_after is not None:
            self.table.select(self._select_after)
            self._select_after = None
        elif len(rows) == 1 and self.form.key is None:
            self.table.select(rows[0].id)

    def on_chosen(self, row: Any | None) -> None:
        if row is None:
            if self.form.key != NEW and not self.form.is_dirty:
                self._show_form(False)
            return
        if row.id != self.form.key and self.form.is_dirty and not self._may_drop():
            if isinstance(self.form.key, int):
                self.table.select(self.form.key)
            else:
                self.table.clear_choice()
            return
        self.form.show_row(row.id, self.values_of(row))
        self.delete_button.show()
        self._show_form(True)

    def on_add(self) -> None:
        """Start a new one below the list."""
        if self.form.is_dirty and (self.form.key == NEW or not self._may_drop()):
            return
        self.table.clear_choice()
        self.form.show_row(NEW, self.new_values())
        self.delete_button.hide()
        self._show_form(True)
        self.form.focus_first()

    def on_dropped(self) -> None:
        """Cancel was pressed: a new one is given up."""
        if self.form.key == NEW:
            self.form.key = None
            self._show_form(False)

    def _may_drop(self) -> bool:
        return may_drop(self.context, [self.form])

    def _show_form(self, is_shown: bool) -> None:
        self.form.setVisible(is_shown)
        self.foot.setVisible(is_shown and self.context.writable)
        if not is_shown:
            self.form.key = None

    # ------------------------------------------------------------------------------------------------- acting

    def on_save(self) -> None:
        """Keep what is typed."""
        if self.detail is None:
            return
        values = self.form.values()
        if self.form.key == NEW:
            self.form.send(self.context, self.add_command(self.detail.row.id, values), self._on_added)
        elif isinstance(self.form.key, int):
            self.form.send(self.context, self.update_command(self.form.key, values), self._on_updated)

    def _on_added(self, row_id: int) -> None:
        self.form.key = row_id
        self._select_after = row_id
        self._tell("added")

    def _on_updated(self, _result: object) -> None:
        self._tell("saved")

    def on_delete(self) -> None:
        """Delete the chosen one; the quiet line offers to undo it."""
        row_id = self.form.key
        if not isinstance(row_id, int) or not self.context.writable:
            return

        def deleted(removed: Any) -> None:
            self.form.mark_clean()
            self._show_form(False)
            self.table.clear_choice()
            self._tell("deleted", partial(self._restore, removed, row_id))

        self.context.tasks.write(self.delete_command(row_id), deleted, owner=self)

    def _restore(self, removed: Any, row_id: int) -> None:
        def restored(_result: object) -> None:
            self._select_after = row_id
            self._tell("back")

        self.context.tasks.write(self.restore_command(removed), restored, owner=self)

    def _tell(self, act: str, undo: Callable[[], object] | None = None) -> None:
        self.context.changes.emit(self.word)
        self.context.notify.say(self.said(act), undo)

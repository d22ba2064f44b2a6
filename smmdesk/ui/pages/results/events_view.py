"""What happened to the client and explains a number: campaigns, giveaways, press. The charts mark these days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from smmdesk.core import periods
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain.events import (
    EVENT_KINDS,
    EventDraft,
    EventRow,
    add_event,
    delete_event,
    event_rows,
    restore_event,
    update_event,
)
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.page import ListDetail
from smmdesk.ui.pages.results.months_reading import event_days
from smmdesk.ui.pages.results.reading import Scope
from smmdesk.ui.pages.results.view import Remark, View
from smmdesk.ui.widgets.editor import NEW, Editor, Panel, lock
from smmdesk.ui.widgets.fields import ChoiceField, DayField, TextField
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.table import RowsTable
from smmdesk.ui.widgets.text import Button, Text, rule

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


class EventsView(View):
    """The events of the client on the left, the chosen one on the right."""

    def __init__(self, context: Context) -> None:
        self._select_after: int | None = None
        self._titles: dict[int, str] = {}
        super().__init__(context)

    def build(self) -> None:
        self.add_button = Button(_("Add an event"), self.on_add, icon="add")
        lock(self.add_button, self.context)
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        line.addWidget(
            Text(
                _("What explains a number: marked on the charts, and asked about where followers jump."),
                "body",
                "muted",
                wrap=True,
            ),
            1,
        )
        line.addWidget(self.add_button)
        self.table = RowsTable(
            [
                Column(_("When"), event_days, key=lambda row: row.first_day, most=30),
                Column(_("What happened"), lambda row: row.title, stretches=True, is_strong=True),
                Column(_("Kind"), lambda row: _(EVENT_KINDS[row.kind]), can_leave=True),
                Column(_("Concerns"), self._whose, can_leave=True),
            ],
            _("Events"),
        )
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _row: self.form.focus_first())
        self.remark = Remark()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.remark)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(rule())
        column.addWidget(self.stack, 1)

        self.form = Editor()
        self.form.add("title", _("What happened"), TextField(_("Summer campaign")), is_needed=True)
        self.form.add("kind", _("Kind"), ChoiceField([(kind.value, _(words)) for kind, words in EVENT_KINDS.items()]))
        self.form.add_row(("first_day", _("From"), DayField()), ("last_day", _("To"), DayField()))
        self._account = ChoiceField()
        self.form.add("account_id", _("Concerns"), self._account)
        self.delete_button = Button(_("Delete"), self.on_delete, icon="delete", kind="danger")
        self.form.add_buttons(self.delete_button)
        self.form.set_writable(self.context.writable)
        self.form.saved.connect(self._on_save)
        self.form.dropped.connect(self._on_dropped)
        self.heading = Text("", "section", wrap=True)
        top = QWidget()
        words = QVBoxLayout(top)
        words.addWidget(self.heading)
        self.split = ListDetail(left, Panel(top, self.form, self.form.take_buttons()), width=50, scrolls=False)
        self.split.show_detail(False)
        self.column.addWidget(self.split, 1)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.on_delete)

    # ------------------------------------------------------------------------------------------------- showing

    def show_scope(self, scope: Scope) -> None:
        super().show_scope(scope)
        self._titles = {row.id: row.title for row in scope.accounts}
        own = [(row.id, row.title) for row in scope.accounts if not row.is_guest]
        self._account.set_choices([(None, _("The whole client")), *own])
        self.ask(partial(event_rows, scope.client.id, FIRST_DAY, LAST_DAY), self._on_read)

    def _on_read(self, rows: list[EventRow]) -> None:
        self.table.set_rows(sorted(rows, key=lambda row: row.first_day, reverse=True))
        self.turn_to(self.stack, self.table if rows else self.remark)
        self.remark.say(
            ""
            if rows
            else _(
                "Nothing is noted yet. A campaign, a giveaway, a piece in the press or a post that went round: "
                "whoever reads the numbers later will want to know."
            )
        )
        if self._select_after is not None:
            self.table.select(self._select_after)
            self._select_after = None
        elif self.form.key != NEW and self.table.current_row() is None:
            self._show_nothing()

    def _whose(self, row: EventRow) -> str:
        return self._titles.get(row.account_id, "") if row.account_id is not None else _("The whole client")

    def _on_chosen(self, row: EventRow | None) -> None:
        if row is None:
            if self.form.key != NEW and not self.form.is_dirty:
                self._show_nothing()
            return
        self.heading.setText(row.title)
        self.form.show_row(
            row.id,
            {
                "title": row.title,
                "kind": row.kind.value,
                "first_day": row.first_day,
                "last_day": row.last_day,
                "account_id": row.account_id,
            },
        )
        self.delete_button.show()
        self.split.show_detail(True)

    def on_add(self) -> None:
        """Start a new event in the form."""
        if self.scope is None or not self.context.writable:
            return
        self.table.clear_choice()
        day = min(self.scope.month.last_day, periods.today())
        account = None if self.scope.account.row.is_guest else self.scope.account.id
        self.heading.setText(_("New event"))
        self.form.show_row(
            NEW, {"title": "", "kind": "campaign", "first_day": day, "last_day": day, "account_id": account}
        )
        self.delete_button.hide()
        self.split.show_detail(True)
        self.form.focus_first()

    def _on_dropped(self) -> None:
        if self.form.key == NEW:
            self._show_nothing()

    def _show_nothing(self) -> None:
        self.form.key = None
        self.split.show_detail(False)

    # ------------------------------------------------------------------------------------------------- acting

    def _on_save(self) -> None:
        if self.scope is None:
            return
        values: dict[str, Any] = self.form.values()
        if values["first_day"] is None:
            self.form.show_error(UserError(_("This is needed."), field="first_day"))
            return
        draft = EventDraft(
            values["kind"],
            values["title"],
            values["first_day"],
            values["last_day"] or values["first_day"],
            values["account_id"],
        )
        if self.form.key == NEW:
            self.form.send(self.context, partial(add_event, self.scope.client.id, draft), self._on_added)
        elif isinstance(self.form.key, int):
            before = next((row for row in self.table.rows.rows if row.id == self.form.key), None)
            self.form.send(
                self.context,
                partial(update_event, self.form.key, draft),
                lambda _none: self._changed(_("The event is saved."), _back_to(before) if before else None),
            )

    def _on_added(self, event_id: int) -> None:
        self.form.key = event_id
        self._select_after = event_id
        self._changed(_("The event is added; the charts mark it."), partial(delete_event, event_id))

    def on_delete(self) -> None:
        """Delete the chosen event; the quiet line offers to undo it."""
        row = self.table.current_row()
        if row is None or not self.context.writable:
            return
        self.form.mark_clean()
        self.context.tasks.write(
            partial(delete_event, row.id),
            lambda removed: self._changed(
                _("{title} is deleted.").format(title=row.title), partial(restore_event, removed)
            ),
            owner=self,
        )

    def _changed(self, said: str, undo: Callable[[], Any] | None) -> None:
        self.context.changes.emit("results")

        def back() -> None:
            assert undo is not None
            self.form.mark_clean()
            self.context.tasks.write(undo, lambda _none: self.context.changes.emit("results"), owner=self)

        self.context.notify.say(said, back if undo is not None else None)


def _back_to(row: EventRow) -> Callable[[], None]:
    draft = EventDraft(row.kind.value, row.title, row.first_day, row.last_day, row.account_id)
    return partial(update_event, row.id, draft)

"""One piece of work on the right side of the page: where it stands, its form, and the proof of delivery."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.domain.deliverables import STATUSES, DeliverableDraft, DeliverableRow
from smmdesk.domain.types import type_title
from smmdesk.ui import theme
from smmdesk.ui.context import Context
from smmdesk.ui.pages.deliverables.reading import (
    DeliverablesData,
    Proof,
    Standing,
    keep_proof,
    kept_proof,
    save_copy,
    standing_of,
)
from smmdesk.ui.pages.deliverables.words import days_waiting, status_tone, status_words, title_words
from smmdesk.ui.widgets.editor import NEW, Editor, Panel, lock, lock_reason
from smmdesk.ui.widgets.fields import ChoiceField, DayField, FlagField, LongTextField, MoneyField, TextField
from smmdesk.ui.widgets.kept_file import KeptFile
from smmdesk.ui.widgets.status import DELIVERABLE
from smmdesk.ui.widgets.suggest import SuggestField
from smmdesk.ui.widgets.text import Button, Elided, Text
from smmdesk.ui.widgets.type_field import TypeField

# The fields that belong to a status, and only to it.
STATUS_FIELDS = {
    "in_review": ("waiting_since",),
    "approved": ("approved_by", "approved_on"),
    "published": ("published_on",),
    "cancelled": ("reason",),
}
PUBLISH_KEYS = "Ctrl+Return"


class DeliverablePanel(QWidget):
    """The panel; the page tells it what to show and keeps what is typed."""

    def __init__(self, context: Context, on_publish: Callable[[], object], on_delete: Callable[[], object]) -> None:
        super().__init__()
        self.context = context
        self.row: DeliverableRow | None = None
        self._data: DeliverablesData | None = None
        self.form = Editor()
        self._build_form()
        self.delete_button = Button(_("Delete"), on_delete, icon="delete", kind="danger")
        self.form.add_buttons(self.delete_button)
        self.publish_button = Button(_("Mark published"), on_publish, icon="checked")
        self.publish_button.setToolTip(theme.plain_tip(PUBLISH_KEYS))
        lock(self.publish_button, context)
        self.proof = KeptFile(
            _("Proof"),
            empty=_("Drop the published page or a picture"),
            another=_("Drop another proof here"),
            remove=_("Remove the proof"),
            open_=_("Save a copy"),
        )
        self.proof.chosen.connect(self.on_proof)
        self.proof.removed.connect(lambda: self.on_proof(None))
        self.proof.opened.connect(self.on_copy)
        reason = lock_reason(context)
        self.proof.set_writable(not reason, reason)
        self.owner = Elided("", "caption", "muted")
        self.heading = Elided("", "section")
        self.state = Text("", wrap=True)
        self.waiting = Text("", "caption", "muted", wrap=True)
        head = QWidget()
        line = QHBoxLayout(head)
        line.setSpacing(theme.M)
        words = QVBoxLayout()
        words.setSpacing(theme.XS)
        words.addWidget(self.owner)
        words.addWidget(self.heading)
        words.addWidget(self.state)
        words.addWidget(self.waiting)
        line.addLayout(words, 1)
        line.addWidget(self.publish_button, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        within = QVBoxLayout(inside)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(theme.M)
        within.addWidget(self.form)
        within.addWidget(self.proof)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Panel(head, inside, self.form.take_buttons()))

    def _build_form(self) -> None:
        form = self.form
        self._client = ChoiceField()
        form.add("client_id", _("Client"), self._client)
        form.add("title", _("Title"), TextField(_("What it is about")))
        form.add("type", _("Type"), TypeField())
        self._account = ChoiceField()
        form.add("account_id", _("Channel"), self._account)
        self._month = ChoiceField()
        form.add_row(("due_on", _("Due"), DayField()), ("month", _("Counts for"), self._month))
        form.add("status", _("Status"), ChoiceField([(word, DELIVERABLE[word].text) for word in STATUSES]))
        form.add("waiting_since", _("In review since"), DayField())
        self._approved_by = SuggestField()
        form.add("approved_by", _("Approved by"), self._approved_by)
        form.add("approved_on", _("Approved on"), DayField())
        form.add("published_on", _("Published on"), DayField())
        form.add("reason", _("Why it is cancelled"), LongTextField(lines=2), hint=_("The report can say it."))
        form.add("link", _("Link"), TextField("https://"))
        form.add("is_on_hold", "", FlagField(_("On hold")))
        form.add(
            "is_extra",
            "",
            FlagField(_("Extra work")),
            hint=_("Beyond what the contract promises; it uses up nothing of it."),
        )
        self._price = MoneyField(least=0)
        form.add("extra_price", _("Price of the extra, net"), self._price, hint=_("Empty: given, not charged."))
        form.add("note", _("Note"), LongTextField(lines=3))
        self._client.edited.connect(self._on_client)
        form.field("status").edited.connect(self._show_fields)
        form.field("is_extra").edited.connect(self._show_fields)
        form.dropped.connect(self._show_fields)

    # ------------------------------------------------------------------------------------------------- showing

    def offer(self, data: DeliverablesData) -> None:
        """Take the clients and months that can be chosen."""
        self._data = data
        self._client.set_choices([(row.id, row.name) for row in data.clients.values() if not row.is_archived])
        months = [data.month.plus(step) for step in range(6, -13, -1)]
        self._month.set_choices([(month, formats.month_name(month)) for month in months])

    def show_deliverable(self, row: DeliverableRow) -> None:
        """Show a piece of work; what is half typed about it stays."""
        self.row = row
        self._offer_of_client(row.client_id, row.account_id)
        standing = standing_of(row)
        self.form.show_row(
            row.id,
            {
                "client_id": row.client_id,
                "title": row.title,
                "type": row.type,
                "account_id": row.account_id,
                "status": row.status,
                "waiting_since": row.waiting_since,
                "approved_by": row.approved_by,
                "approved_on": row.approved_on,
                "published_on": row.published_on,
                "reason": row.cancel_reason,
                "link": row.link,
                "due_on": row.due_on,
                "month": row.month,
                "is_on_hold": standing.is_on_hold,
                "is_extra": row.is_extra,
                "extra_price": row.extra_price,
                "note": row.note,
            },
        )
        today = self._data.today if self._data is not None else row.month.last_day
        self.owner.setText(row.client_name)
        self.owner.setVisible(self.context.client_id is None)
        self.heading.setText(row.title or _("{type} without a title").format(type=type_title(row.type)))
        self.state.setText(status_words(row, today))
        self.state.set_tone(status_tone(row, today))
        self._show_waiting(row)
        self.publish_button.setVisible(row.is_open)
        self.delete_button.show()
        self.proof.show()
        self._show_fields()
        self.proof.show_file("", None)
        if row.proof_id is not None:
            self.context.tasks.read(partial(kept_proof, row.proof_id), partial(self._on_proof_read, row.id), owner=self)

    def show_new(self, client_id: int | None, month: Month) -> None:
        """Show an empty form for a new piece of work."""
        self.row = None
        chosen = client_id if client_id is not None else self._client.value()
        self._offer_of_client(chosen, None)
        empty = dict.fromkeys(("waiting_since", "approved_on", "published_on", "due_on", "extra_price", "account_id"))
        texts = dict.fromkeys(("title", "approved_by", "reason", "link", "note"), "")
        flags = {"is_on_hold": False, "is_extra": False}
        values = {"client_id": chosen, "type": "post", "status": "planned", "month": month}
        self.form.show_row(NEW, {**empty, **texts, **flags, **values})
        self.owner.hide()
        self.heading.setText(_("New deliverable"))
        self.state.setText("")
        self.state.hide()
        self.waiting.hide()
        self.publish_button.hide()
        self.delete_button.hide()
        self.proof.hide()
        self._show_fields()

    def _show_waiting(self, row: DeliverableRow) -> None:
        self.state.show()
        said = ""
        if row.status == "in_review" and row.waiting_since is not None and self._data is not None:
            since = formats.day(row.waiting_since, year=False)
            names = self._data.approvers.get(row.client_id, ())
            if names:
                said = _("Waiting for {names} (approves), since {day}").format(names=", ".join(names), day=since)
            elif days_waiting(row, self._data.today):
                said = _("Waiting since {day}; nobody is named who approves").format(day=since)
        elif row.status == "approved" and row.approved_by:
            said = _("Approved by {name}").format(name=row.approved_by)
        elif row.status == "cancelled":
            said = row.cancel_reason
        self.waiting.setText(said)
        self.waiting.setVisible(bool(said))

    def _offer_of_client(self, client_id: int | None, account_id: int | None) -> None:
        if self._data is None or client_id is None:
            return
        accounts = self._data.accounts.get(client_id, ())
        own = [(row.id, row.title) for row in accounts if not row.is_guest or row.id == account_id]
        self._account.set_choices([(None, _("No channel")), *own])
        names = self._data.approvers.get(client_id, ())
        self._approved_by.set_choices([(name, name) for name in names])
        if client_id in self._data.clients:
            self._price.set_currency(self._data.clients[client_id].currency)

    def _on_client(self) -> None:
        self._offer_of_client(self._client.value(), None)

    def _show_fields(self) -> None:
        """Show the fields that belong to the chosen status."""
        form = self.form
        status = form.field("status").value()
        for word, names in STATUS_FIELDS.items():
            for name in names:
                form.set_shown(name, word == status)
        form.set_shown("client_id", form.key == NEW and self.context.client_id is None)
        form.set_shown("is_on_hold", status not in ("published", "cancelled"))
        form.set_shown("extra_price", form.field("is_extra").value())

    # ------------------------------------------------------------------------------------------------- values

    def typed(self) -> tuple[int, DeliverableDraft, Standing]:
        """Return what is typed: whose it is, what it is, and where it stands. Raises UserError as the form does."""
        values: dict[str, Any] = self.form.values()
        status = values["status"]
        on = {
            "in_review": values["waiting_since"],
            "approved": values["approved_on"],
            "published": values["published_on"],
        }.get(status)
        draft = DeliverableDraft(
            month=values["month"],
            type=values["type"],
            title=values["title"],
            account_id=values["account_id"],
            due_on=values["due_on"],
            is_extra=values["is_extra"],
            extra_price=values["extra_price"] if values["is_extra"] else None,
            link=values["link"],
            note=values["note"],
        )
        standing = Standing(
            status,
            on,
            values["approved_by"] if status == "approved" else "",
            values["reason"] if status == "cancelled" else "",
            values["is_on_hold"] and status not in ("published", "cancelled"),
        )
        return values["client_id"], draft, standing

    # ------------------------------------------------------------------------------------------------- the proof

    def on_proof(self, path: Path | None) -> None:
        """Keep a file as the proof at once, or take it away; the quiet line offers to undo it."""
        row = self.row
        if row is None:
            return
        said = _("The proof of {title} is kept.") if path is not None else _("The proof of {title} is removed.")
        self.context.tasks.write(
            partial(keep_proof, row.id, path),
            partial(self._on_proof_kept, row.id, said.format(title=title_words(row))),
            self._on_proof_refused,
            label=_("Keeping the proof"),
            owner=self,
        )

    def _on_proof_kept(self, row_id: int, said: str, before: int | None) -> None:
        self.context.changes.emit("deliverables")

        def undo() -> None:
            self.context.tasks.write(
                partial(keep_proof, row_id, before),
                lambda _before: self.context.changes.emit("deliverables"),
                owner=self,
            )

        self.context.notify.say(said, undo)

    def _on_proof_refused(self, error: UserError) -> None:
        self.proof.show_error(error.sentence())

    def _on_proof_read(self, row_id: int, proof: Proof) -> None:
        if self.row is not None and self.row.id == row_id:
            self.proof.show_file(proof.name, proof.picture)

    def on_copy(self) -> None:
        """Write a copy of the proof where the user wants it."""
        if self.row is None or self.row.proof_id is None:
            return
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save a copy"), "")
        if chosen:
            self.context.tasks.read(
                partial(save_copy, self.row.proof_id, Path(chosen)),
                lambda _result: self.context.notify.say(_("The copy is saved.")),
                owner=self,
            )

"""The people at a client: who decides, approves, pays, and who is called when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import partial
from typing import Any

from smmdesk.core.i18n import _, mark
from smmdesk.domain.clients import (
    ContactDraft,
    ContactRow,
    add_contact,
    delete_contact,
    restore_contact,
    update_contact,
)
from smmdesk.ui.context import Context
from smmdesk.ui.pages.clients.reading import ClientDetail
from smmdesk.ui.pages.clients.sublist import SubList
from smmdesk.ui.widgets.fields import FlagField, TextField
from smmdesk.ui.widgets.rows_model import Column

ROLES = {
    "decides": mark("decides"),
    "approves": mark("approves"),
    "pays": mark("pays"),
    "crisis": mark("crisis"),
}
_SAID = {
    "added": mark("The person is added."),
    "saved": mark("The person is saved."),
    "deleted": mark("The person is deleted."),
    "back": mark("The person is back."),
}


def roles_words(row: ContactRow) -> str:
    """Say what a person does: "decides, approves"."""
    return ", ".join(_(word) for name, word in ROLES.items() if getattr(row, name)) or "–"


class People(SubList):
    """The list of people and the form of one."""

    word = "clients"

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            [
                Column(_("Name"), lambda row: row.name, stretches=True, is_strong=True),
                Column(_("Role"), roles_words, most=34),
                Column(_("E-mail"), lambda row: row.email or "–", most=34, can_leave=True),
            ],
            _("People"),
            _("Nobody yet. Add who decides, who approves the posts, who pays, and whom to call in a crisis."),
            _("Add a person"),
        )

    def build_form(self) -> None:
        self.form.add("name", _("Name"), TextField(), is_needed=True)
        self.form.add_row(("email", _("E-mail"), TextField()), ("phone", _("Phone"), TextField()))
        self.form.add("decides", "", FlagField(_("Decides on strategy and budget")))
        self.form.add("approves", "", FlagField(_("Approves what is published")))
        self.form.add("pays", "", FlagField(_("Pays the invoices")))
        self.form.add("crisis", "", FlagField(_("Is called in a crisis")))

    def delete_words(self) -> str:
        return _("Delete this person")

    def rows_of(self, detail: ClientDetail) -> Sequence[ContactRow]:
        return detail.contacts

    def values_of(self, row: ContactRow) -> Mapping[str, Any]:
        return {column.name: getattr(row, column.name) for column in fields(ContactDraft)}

    def new_values(self) -> Mapping[str, Any]:
        return {column.name: getattr(ContactDraft(""), column.name) for column in fields(ContactDraft)}

    def add_command(self, client_id: int, values: dict[str, Any]) -> Callable[[], int]:
        return partial(add_contact, client_id, ContactDraft(**values))

    def update_command(self, row_id: int, values: dict[str, Any]) -> Callable[[], object]:
        return partial(update_contact, row_id, ContactDraft(**values))

    def delete_command(self, row_id: int) -> Callable[[], Any]:
        return partial(delete_contact, row_id)

    def restore_command(self, removed: Any) -> Callable[[], object]:
        return partial(restore_contact, removed)

    def said(self, act: str) -> str:
        return _(_SAID[act])

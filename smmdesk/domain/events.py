"""Events: what happened on some days and explains a number: a campaign, a giveaway, press, a viral post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from peewee import ForeignKeyField, TextField

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, mark
from smmdesk.domain import checks
from smmdesk.domain.accounts import Account
from smmdesk.domain.clients import Client
from smmdesk.domain.undo import Removed, put_back, take_out
from smmdesk.store.database import Table, database_errors, transaction
from smmdesk.store.fields import DayField


class Event(Table):
    """Something that happened to a client, or to one account, from `first_day` to `last_day`, both included."""

    client = ForeignKeyField(Client, on_delete="CASCADE", backref="events", index=False)
    account = ForeignKeyField(Account, null=True, on_delete="CASCADE")
    kind = TextField()
    title = TextField()
    first_day = DayField()
    last_day = DayField()

    class Meta:
        table_name = "event"
        indexes = ((("client", "first_day"), False),)


class EventKind(StrEnum):
    """What kind of thing happened."""

    CAMPAIGN = "campaign"
    GIVEAWAY = "giveaway"
    VIRAL = "viral"
    PRESS = "press"
    IMPORT = "import"
    OTHER = "other"


EVENT_KINDS: dict[EventKind, str] = {
    EventKind.CAMPAIGN: mark("Campaign"),
    EventKind.GIVEAWAY: mark("Giveaway"),
    EventKind.VIRAL: mark("Viral post"),
    EventKind.PRESS: mark("Press or television"),
    EventKind.IMPORT: mark("Followers brought over"),
    EventKind.OTHER: mark("Something else"),
}


# ------------------------------------------------------------------------------------------------------------- rows


@dataclass(frozen=True, slots=True)
class EventDraft:
    """What a form says about an event; `account_id` None: it concerns the whole client."""

    kind: str
    title: str
    first_day: date
    last_day: date
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as a list or a chart shows it."""

    id: int
    client_id: int
    account_id: int | None
    kind: EventKind
    title: str
    first_day: date
    last_day: date

    def touches(self, first: date, last: date) -> bool:
        """Tell whether it has a day in a span of days."""
        return self.first_day <= last and first <= self.last_day


# ---------------------------------------------------------------------------------------------------------- queries


def event_rows(client_id: int, first: date, last: date, account_id: int | None = None) -> list[EventRow]:
    """Return the events of a client that touch a span of days, earliest first.

    With an account: its own and those of the whole client.
    """
    query = Event.select().where((Event.client == client_id) & (Event.first_day <= last) & (Event.last_day >= first))
    if account_id is not None:
        query = query.where(Event.account.is_null() | (Event.account == account_id))
    with database_errors():
        return [_row(event) for event in query.order_by(Event.first_day, Event.id)]


def event_row(event_id: int) -> EventRow:
    """Return one event. Raises UserError when there is none with this id."""
    return _row(_event(event_id))


# --------------------------------------------------------------------------------------------------------- commands


def add_event(client_id: int, draft: EventDraft) -> int:
    """Keep an event of a client and return its id. Raises UserError, naming the field, for what cannot be kept."""
    with transaction():
        if not Client.select().where(Client.id == client_id).exists():
            raise UserError(_("This client no longer exists."), field="client")
        return Event.create(client=client_id, **_checked(client_id, draft)).id


def update_event(event_id: int, draft: EventDraft) -> None:
    """Replace what is kept of an event. Raises UserError, naming the field, for what cannot be kept."""
    with transaction():
        event = _event(event_id)
        Event.update(**_checked(event.client_id, draft)).where(Event.id == event_id).execute()


def delete_event(event_id: int) -> Removed:
    """Delete an event; return what `restore_event` needs."""
    with transaction():
        return take_out(_event(event_id))


def restore_event(removed: Removed) -> None:
    """Put a deleted event back. Raises UserError when that is no longer possible."""
    put_back(removed)


def _checked(client_id: int, draft: EventDraft) -> dict[str, Any]:
    if draft.kind not in EVENT_KINDS:
        raise UserError(
            _("This kind of event is not known: {typed}").format(typed=draft.kind[:60] or "–"),
            _("The choices are: {choices}.").format(choices=", ".join(EVENT_KINDS)),
            field="kind",
        )
    if draft.last_day < draft.first_day:
        raise UserError(_("The event would end before it begins."), "", _("Turn the two days round."), field="last_day")
    if draft.account_id is not None:
        account = Account.get_or_none((Account.id == draft.account_id) & (Account.client == client_id))
        if account is None:
            raise UserError(_("This account does not belong to the client."), field="account_id")
    return {
        "kind": draft.kind,
        "title": checks.checked_name(draft.title, "title"),
        "first_day": draft.first_day,
        "last_day": draft.last_day,
        "account": draft.account_id,
    }


def _event(event_id: int) -> Event:
    event = Event.get_or_none(Event.id == event_id)
    if event is None:
        raise UserError(_("This event no longer exists."))
    return event


def _row(event: Any) -> EventRow:
    return EventRow(
        event.id, event.client_id, event.account_id, EventKind(event.kind), event.title, event.first_day, event.last_day
    )

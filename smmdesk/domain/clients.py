"""Clients: the businesses I work for, and the people there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from itertools import chain, count

from peewee import ForeignKeyField, IntegerField, TextField

from smmdesk.core import periods
from smmdesk.core.errors import UserError
from smmdesk.core.formats import slug
from smmdesk.core.i18n import _
from smmdesk.core.readings import EngagementBase
from smmdesk.domain import checks
from smmdesk.domain.files import StoredFile
from smmdesk.domain.logos import keep_logo, prepared
from smmdesk.domain.undo import Removed, put_back, take_out
from smmdesk.store.database import Table, transaction
from smmdesk.store.fields import ExactField, FlagField
from smmdesk.store.references import is_pointed_at


class Client(Table):
    """A business I work for. `address_form` is voi, tu or Lei; `recoverable_vat` a percentage (100 by default).

    `engagement_base` is what interactions are divided by: reach, views or followers.
    """

    name = TextField()
    slug = TextField(unique=True)
    legal_name = TextField(default="")
    language = TextField()
    address_form = TextField(default="voi")
    currency = TextField()
    timezone = TextField()
    is_seasonal = FlagField(default=False)
    engagement_base = TextField(default="reach")
    compares_weekdays = FlagField(default=False)
    recoverable_vat = ExactField(default="100")
    attribution_rule = TextField(default="")
    country = TextField(default="IT")
    vat_number = TextField(default="")
    fiscal_code = TextField(default="")
    sdi_code = TextField(default="")
    certified_email = TextField(default="")
    eu_vat_id = TextField(default="")
    brand_color = TextField(default="")
    accent_color = TextField(default="")
    logo = ForeignKeyField(StoredFile, null=True, on_delete="SET NULL")
    note = TextField(default="")
    archived_at = IntegerField(null=True)

    class Meta:
        table_name = "client"


class Contact(Table):
    """A person at a client; the roles are decides, approves, pays and crisis."""

    client = ForeignKeyField(Client, on_delete="CASCADE", backref="contacts")
    name = TextField()
    email = TextField(default="")
    phone = TextField(default="")
    decides = FlagField(default=False)
    approves = FlagField(default=False)
    pays = FlagField(default=False)
    crisis = FlagField(default=False)

    class Meta:
        table_name = "contact"


# ------------------------------------------------------------------------------------------------------------- rows


@dataclass(frozen=True, slots=True)
class ClientDraft:
    """What a form or the command line says about a client; the columns mean what they mean in `Client`."""

    name: str
    language: str
    currency: str
    timezone: str
    address_form: str = "voi"
    legal_name: str = ""
    is_seasonal: bool = False
    engagement_base: str = "reach"
    compares_weekdays: bool = False
    recoverable_vat: Decimal = Decimal(100)
    attribution_rule: str = ""
    country: str = "IT"
    vat_number: str = ""
    fiscal_code: str = ""
    sdi_code: str = ""
    certified_email: str = ""
    eu_vat_id: str = ""
    brand_color: str = ""
    accent_color: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client as a list shows it."""

    id: int
    name: str
    slug: str
    language: str
    address_form: str
    currency: str
    timezone: str
    is_seasonal: bool
    engagement_base: EngagementBase
    compares_weekdays: bool
    recoverable_vat: Decimal
    brand_color: str
    accent_color: str
    logo_id: int | None
    is_archived: bool


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """What a form says about a person at a client."""

    name: str
    email: str = ""
    phone: str = ""
    decides: bool = False
    approves: bool = False
    pays: bool = False
    crisis: bool = False


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person at a client."""

    id: int
    client_id: int
    name: str
    email: str
    phone: str
    decides: bool
    approves: bool
    pays: bool
    crisis: bool


# ------------------------------------------------------------------------------------------------------------ rules


def checked_client(draft: ClientDraft) -> ClientDraft:
    """Return a draft as it is kept. Raises UserError, naming the field, for what cannot be kept."""
    return replace(
        draft,
        name=checks.checked_name(draft.name),
        legal_name=checks.checked_line(draft.legal_name, "legal_name"),
        language=checks.checked_language(draft.language),
        address_form=checks.checked_address_form(draft.address_form),
        currency=checks.checked_currency(draft.currency),
        timezone=checks.checked_timezone(draft.timezone),
        engagement_base=checks.checked_engagement_base(draft.engagement_base),
        recoverable_vat=checks.checked_percentage(draft.recoverable_vat, "recoverable_vat"),
        attribution_rule=checks.checked_text(draft.attribution_rule, "attribution_rule"),
        country=checks.checked_country(draft.country),
        vat_number=checks.checked_italian_vat_number(draft.vat_number),
        fiscal_code=checks.checked_fiscal_code(draft.fiscal_code),
        sdi_code=checks.checked_sdi_code(draft.sdi_code),
        certified_email=checks.checked_email(draft.certified_email, "certified_email"),
        eu_vat_id=checks.checked_eu_vat_id(draft.eu_vat_id),
        brand_color=checks.checked_color(draft.brand_color, "brand_color"),
        accent_color=checks.checked_color(draft.accent_color, "accent_color"),
        note=checks.checked_text(draft.note, "note"),
    )


def checked_contact(draft: ContactDraft) -> ContactDraft:
    """Return a draft as it is kept. Raises UserError, naming the field, for what cannot be kept."""
    return replace(
        draft,
        name=checks.checked_name(draft.name),
        email=checks.checked_email(draft.email),
        phone=checks.checked_line(draft.phone, "phone", limit=60),
    )


def free_slug(name: str, taken: Collection[str]) -> str:
    """Return the slug of a name, with a number behind it where another client has the plain one."""
    plain = slug(name)
    numbered = (f"{plain}-{number}" for number in count(2))
    return next(one for one in chain([plain], numbered) if one not in taken)


# ---------------------------------------------------------------------------------------------------------- queries


def client_rows(*, archived: bool | None = False) -> list[ClientRow]:
    """Return the clients by name: those in work, with `archived` the archived ones, with None all."""
    query = Client.select()
    if archived is not None:
        query = query.where(Client.archived_at.is_null(not archived))
    rows = [_client_row(client) for client in query]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.id))


def client_row(client_id: int) -> ClientRow:
    """Return one client. Raises UserError when there is none with this id."""
    return _client_row(_client(client_id))


def client_draft(client_id: int) -> ClientDraft:
    """Return what is kept of a client as a form edits it. Raises UserError when there is none with this id."""
    client = _client(client_id)
    return ClientDraft(**{column.name: getattr(client, column.name) for column in fields(ClientDraft)})


def find_client(named: str) -> ClientRow:
    """Return the client that a name, a handle (slug) or an id means, archived ones too.

    Raises UserError when none or more than one fits.
    """
    wanted = checks.checked_line(named, "client", limit=10_000).casefold()
    rows = client_rows(archived=None)
    for fits in (
        [row for row in rows if row.name.casefold() == wanted],
        [row for row in rows if row.slug == wanted],
        [row for row in rows if str(row.id) == wanted],
        [row for row in rows if wanted and row.name.casefold().startswith(wanted)],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            names = ", ".join(f"{row.name} ({row.id})" for row in fits[:10])
            raise UserError(
                _("More than one client fits this name."),
                names,
                _("Name it by the number in brackets."),
                field="client",
            )
    known = ", ".join(row.name for row in rows[:10] if not row.is_archived)
    raise UserError(
        _("There is no client named {name}.").format(name=named.strip()[:80] or "–"),
        _("The clients are: {names}.").format(names=known) if known else _("There is no client yet."),
        field="client",
    )


def contact_rows(client_id: int) -> list[ContactRow]:
    """Return the people at a client in the order of entry."""
    query = Contact.select().where(Contact.client == client_id).order_by(Contact.id)
    return [
        ContactRow(
            contact.id,
            client_id,
            contact.name,
            contact.email,
            contact.phone,
            contact.decides,
            contact.approves,
            contact.pays,
            contact.crisis,
        )
        for contact in query
    ]


def _client(client_id: int) -> Client:
    client = Client.get_or_none(Client.id == client_id)
    if client is None:
        raise UserError(_("This client no longer exists."), field="client")
    return client


def _client_row(client: Client) -> ClientRow:
    return ClientRow(
        id=client.id,
        name=client.name,
        slug=client.slug,
        language=client.language,
        address_form=client.address_form,
        currency=client.currency,
        timezone=client.timezone,
        is_seasonal=client.is_seasonal,
        engagement_base=EngagementBase(client.engagement_base),
        compares_weekdays=client.compares_weekdays,
        recoverable_vat=client.recoverable_vat,
        brand_color=client.brand_color,
        accent_color=client.accent_color,
        logo_id=client.logo_id,
        is_archived=client.archived_at is not None,
    )


# --------------------------------------------------------------------------------------------------------- commands


def add_client(draft: ClientDraft) -> int:
    """Keep a new client and return its id. Raises UserError, naming the field, for what cannot be kept."""
    kept = checked_client(draft)
    with transaction():
        chosen = _slug_for(kept.name, None)
        return Client.create(slug=chosen, **asdict(kept)).id


def update_client(client_id: int, draft: ClientDraft) -> None:
    """Replace what is kept of a client; its slug follows its name, the days of its posts its time zone.

    Raises UserError, naming the field, for what cannot be kept: another currency once the ledger holds rows without
    one of their own, too.
    """
    kept = checked_client(draft)
    with transaction():
        client = _client(client_id)
        if kept.currency != client.currency and _has_amounts(client_id):
            raise UserError(
                _("The currency of {name} can no longer be changed.").format(name=client.name),
                _("Amounts have been entered in {currency}.").format(currency=client.currency),
                _("Make a second client for the other currency."),
                field="currency",
            )
        if kept.timezone != client.timezone:
            from smmdesk.domain.imports.clock import follow_clock  # what was imported hangs on this table

            follow_clock(client_id, kept.timezone)
        if kept.name != client.name:
            client.slug = _slug_for(kept.name, client_id)
        for column, value in asdict(kept).items():
            setattr(client, column, value)
        client.save()


def set_client_logo(client_id: int, content: bytes | None, name: str = "logo.png") -> None:
    """Replace a client's logo (PNG, JPEG or SVG), or take it away with None. Raises UserError for another file."""
    logo = None if content is None else prepared(content)
    with transaction():
        client = _client(client_id)
        client.logo_id = None if logo is None else keep_logo(logo, name)
        client.save()


def archive_client(client_id: int) -> None:
    """Put a client away: it leaves the lists, and nothing of it is lost."""
    with transaction():
        client = _client(client_id)
        client.archived_at = int(periods.now().timestamp())
        client.save()


def unarchive_client(client_id: int) -> None:
    """Bring an archived client back into the lists."""
    with transaction():
        client = _client(client_id)
        client.archived_at = None
        client.save()


def add_contact(client_id: int, draft: ContactDraft) -> int:
    """Keep a person at a client and return the id. Raises UserError, naming the field, for what cannot be kept."""
    kept = checked_contact(draft)
    with transaction():
        return Contact.create(client=_client(client_id), **asdict(kept)).id


def update_contact(contact_id: int, draft: ContactDraft) -> None:
    """Replace what is kept of a person. Raises UserError, naming the field, for what cannot be kept."""
    kept = checked_contact(draft)
    with transaction():
        Contact.update(**asdict(kept)).where(Contact.id == _contact(contact_id).id).execute()


def delete_contact(contact_id: int) -> Removed:
    """Delete a person at a client; return what `restore_contact` needs."""
    with transaction():
        return take_out(_contact(contact_id))


def restore_contact(removed: Removed) -> None:
    """Put a deleted person back. Raises UserError when that is no longer possible."""
    put_back(removed)


def _contact(contact_id: int) -> Contact:
    contact = Contact.get_or_none(Contact.id == contact_id)
    if contact is None:
        raise UserError(_("This contact no longer exists."))
    return contact


def _slug_for(name: str, client_id: int | None) -> str:
    """Return the slug for a name. Raises UserError when another client has the same name."""
    others = [(row.name, row.slug) for row in Client.select(Client.name, Client.slug).where(Client.id != client_id)]
    if name.casefold() in (other.casefold() for other, _slug in others):
        raise UserError(
            _("There is already a client named {name}.").format(name=name),
            _("Nothing was saved."),
            _("Add the town or another word that tells them apart."),
            field="name",
        )
    return free_slug(name, {other for _name, other in others})


def _has_amounts(client_id: int) -> bool:
    return is_pointed_at("client", client_id, by=("contract", "ledger_row"))

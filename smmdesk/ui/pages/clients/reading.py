"""What the Clients page reads in a worker: the list with the contract in force, and everything about one client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from smmdesk.core import formats, periods
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.places import country_choices, currency_choices, timezone_choices
from smmdesk.domain.clients import (
    ClientDraft,
    ClientRow,
    ContactRow,
    client_draft,
    client_row,
    client_rows,
    contact_rows,
    set_client_logo,
    update_client,
)
from smmdesk.domain.contracts import ContractRow, contract_rows, contracts_by_client
from smmdesk.domain.files import file_content, kept_name, read_source
from smmdesk.domain.profile import profile

ENDS_SOON_DAYS = 60


@dataclass(frozen=True, slots=True)
class ListedClient:
    """A client in the list, with the contract that counts today (None: none in force)."""

    client: ClientRow
    contract: ContractRow | None
    contract_words: str
    contract_key: date | None

    @property
    def id(self) -> int:
        """Return the client's id."""
        return self.client.id


@dataclass(frozen=True, slots=True)
class Choices:
    """What the forms suggest, in the present language."""

    currencies: tuple[tuple[str, str], ...]
    countries: tuple[tuple[str, str], ...]
    timezones: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ClientsData:
    """What the page shows."""

    rows: tuple[ListedClient, ...]
    choices: Choices
    language: str  # of my profile: the usual one of new clients


@dataclass(frozen=True, slots=True)
class ClientDetail:
    """Everything about one client."""

    row: ClientRow
    draft: ClientDraft
    contacts: tuple[ContactRow, ...]
    contracts: tuple[ContractRow, ...]
    logo_name: str
    logo: bytes | None


def clients_data() -> ClientsData:
    """Read the list of all clients, archived ones too."""
    today = periods.today()
    contracts = contracts_by_client()
    rows = tuple(listed(row, contracts.get(row.id, ()), today) for row in client_rows(archived=None))
    choices = Choices(tuple(currency_choices()), tuple(country_choices()), timezone_choices())
    return ClientsData(rows, choices, profile().language)


def client_detail(client_id: int) -> ClientDetail:
    """Read everything about one client."""
    row = client_row(client_id)
    name, logo = kept_logo(row.logo_id)
    return ClientDetail(
        row, client_draft(client_id), tuple(contact_rows(client_id)), tuple(contract_rows(client_id)), name, logo
    )


def listed(client: ClientRow, contracts: Sequence[ContractRow], today: date) -> ListedClient:
    """Return a client with the words about its contract: until when, from when, or that it has ended."""
    current = next((row for row in contracts if row.start <= today <= row.end), None)
    if current is not None:
        return ListedClient(client, current, formats.short_day(current.end, year=True), current.end)
    coming = next((row for row in contracts if row.start > today), None)
    if coming is not None:
        words = _("from {day}").format(day=formats.short_day(coming.start, year=True))
        return ListedClient(client, None, words, coming.end)
    if contracts:
        last = max(row.end for row in contracts)
        return ListedClient(client, None, _("ended {day}").format(day=formats.short_day(last, year=True)), last)
    return ListedClient(client, None, _("none"), None)


def sentence(rows: Sequence[ListedClient]) -> str:
    """Say how many clients there are, whose contract ends soon, and who has none."""
    in_work = [row for row in rows if not row.client.is_archived]
    if not in_work:
        return ""
    count = len(in_work)
    said = [ngettext("{count} client in work.", "{count} clients in work.", count).format(count=count)]
    limit = periods.today() + timedelta(days=ENDS_SOON_DAYS)
    ending = sum(row.contract is not None and row.contract.end <= limit for row in in_work)
    if ending:
        said.append(
            ngettext(
                "{count} contract ends within {days} days.", "{count} contracts end within {days} days.", ending
            ).format(count=ending, days=ENDS_SOON_DAYS)
        )
    without = sum(row.contract is None for row in in_work)
    if without:
        said.append(
            ngettext(
                "{count} client has no contract in force.", "{count} clients have no contract in force.", without
            ).format(count=without)
        )
    return " ".join(said)


# -------------------------------------------------------------------------------------- several commands in one job


def save_part(client_id: int, values: dict[str, Any]) -> None:
    """Keep what one tab says; what the others say stays as it is kept."""
    update_client(client_id, replace(client_draft(client_id), **values))


def kept_logo(logo_id: int | None) -> tuple[str, bytes | None]:
    """Return a kept logo's name and content."""
    if logo_id is None:
        return "", None
    return kept_name(logo_id), file_content(logo_id)


def replace_logo(client_id: int, source: Any) -> tuple[str, bytes | None]:
    """Take a logo from a file (a path), from (name, content), or away (None); return what was there before."""
    before = kept_logo(client_row(client_id).logo_id)
    if source is None:
        set_client_logo(client_id, None)
    elif isinstance(source, tuple):
        name, content = source
        set_client_logo(client_id, content, name or "logo.png")
    else:
        set_client_logo(client_id, read_source(source), source.name)
    return before

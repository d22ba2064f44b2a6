"""Accounts: the profiles, pages, channels and properties that I manage for a client."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from urllib.parse import urlsplit

from peewee import ForeignKeyField, TextField

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, mark
from smmdesk.domain import checks
from smmdesk.domain.clients import Client
from smmdesk.domain.undo import Removed, put_back, take_out
from smmdesk.store.database import Table, transaction
from smmdesk.store.fields import FlagField
from smmdesk.store.references import is_pointed_at


class Account(Table):
    """One managed asset of a client. A guest came with collaboration posts and stays out of the channel pages."""

    client = ForeignKeyField(Client, on_delete="CASCADE", backref="accounts")
    platform = TextField()
    handle = TextField(default="")
    name = TextField(default="")
    external_id = TextField(default="")
    is_guest = FlagField(default=False)
    owner = TextField(default="")
    my_role = TextField(default="")
    access = TextField(default="")
    second_factor = TextField(default="")
    link = TextField(default="")
    note = TextField(default="")

    class Meta:
        table_name = "account"
        indexes = ((("client", "platform"), False),)


# Product.md: one word each. The titles are names of their owners, so most of them are the same in every language.
PLATFORMS: dict[str, str] = {
    "instagram": mark("Instagram"),
    "facebook": mark("Facebook"),
    "meta_ads": mark("Meta Ads"),
    "linkedin": mark("LinkedIn"),
    "tiktok": mark("TikTok"),
    "youtube": mark("YouTube"),
    "x": mark("X"),
    "ga4": mark("Google Analytics 4"),
    "search_console": mark("Google Search Console"),
    "google_ads": mark("Google Ads"),
    "business_profile": mark("Google Business Profile"),
    "linkedin_ads": mark("LinkedIn Ads"),
    "tiktok_ads": mark("TikTok Ads"),
    "bing_webmaster": mark("Bing Webmaster Tools"),
    "pinterest": mark("Pinterest"),
    "threads": mark("Threads"),
    "newsletter": mark("Newsletter"),
    "website": mark("Website"),
    "other": mark("Other"),
}
_WITH_AT = frozenset({"instagram", "tiktok", "youtube", "x", "threads", "pinterest"})


# ------------------------------------------------------------------------------------------------------------- rows


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """What a form or the command line says about an account; the columns mean what they mean in `Account`."""

    platform: str
    handle: str = ""
    name: str = ""
    external_id: str = ""
    is_guest: bool = False
    owner: str = ""
    my_role: str = ""
    access: str = ""
    second_factor: str = ""
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as a list shows it."""

    id: int
    client_id: int
    platform: str
    handle: str
    name: str
    external_id: str
    is_guest: bool
    owner: str
    my_role: str
    access: str
    second_factor: str
    link: str
    note: str

    @property
    def title(self) -> str:
        """Return what a person calls the account: its platform and its handle, or its name."""
        return account_title(self.platform, self.handle, self.name)


# ------------------------------------------------------------------------------------------------------------ rules


def platform_title(platform: str) -> str:
    """Return the name of a platform in the present language."""
    return _(PLATFORMS[platform]) if platform in PLATFORMS else platform


def account_title(platform: str, handle: str, name: str) -> str:
    """Return what a person calls an account: `Instagram @hotelbar`, `Google Analytics 4 Hotel Bar`."""
    own = f"@{handle}" if handle and platform in _WITH_AT and " " not in handle else handle or name
    return f"{platform_title(platform)} {own}".strip()


def checked_platform(typed: str, field: str = "platform") -> str:
    """Return the word of a platform. Raises UserError for an unknown one."""
    word = typed.strip().lower().replace("-", "_").replace(" ", "_")
    if word not in PLATFORMS:
        raise UserError(
            _("This platform is not known: {typed}").format(typed=typed.strip()[:60] or "–"),
            _("The choices are: {choices}.").format(choices=", ".join(PLATFORMS)),
            field=field,
        )
    return word


def plain_handle(typed: str) -> str:
    """Return a handle without its @, and the last word of a web address in its place."""
    handle = typed.strip()
    if "://" in handle:
        handle = urlsplit(handle).path.rstrip("/").rpartition("/")[2] or urlsplit(handle).netloc
    return handle.removeprefix("@").strip()


def checked_account(draft: AccountDraft) -> AccountDraft:
    """Return a draft as it is kept. Raises UserError, naming the field, for what cannot be kept."""
    kept = replace(
        draft,
        platform=checked_platform(draft.platform),
        handle=plain_handle(checks.checked_line(draft.handle, "handle")),
        name=checks.checked_line(draft.name, "name"),
        external_id=checks.checked_line(draft.external_id, "external_id"),
        owner=checks.checked_line(draft.owner, "owner"),
        my_role=checks.checked_line(draft.my_role, "my_role"),
        access=checks.checked_line(draft.access, "access"),
        second_factor=checks.checked_line(draft.second_factor, "second_factor"),
        link=checks.checked_link(draft.link),
        note=checks.checked_text(draft.note, "note"),
    )
    if not (kept.handle or kept.name):
        raise UserError(
            _("An account needs a handle or a name."), "", _("Write it as the platform shows it."), field="handle"
        )
    return kept


# ---------------------------------------------------------------------------------------------------------- queries


def account_rows(client_id: int | None = None, *, guests: bool = True) -> list[AccountRow]:
    """Return the accounts of a client (of all clients with None) by platform and handle; own ones before guests."""
    query = Account.select()
    if client_id is not None:
        query = query.where(Account.client == client_id)
    if not guests:
        query = query.where(Account.is_guest == False)  # noqa: E712
    order = {platform: place for place, platform in enumerate(PLATFORMS)}
    return sorted(
        (_row(account) for account in query),
        key=lambda row: (row.client_id, row.is_guest, order.get(row.platform, 99), row.handle.casefold(), row.id),
    )


def account_row(account_id: int) -> AccountRow:
    """Return one account. Raises UserError when there is none with this id."""
    return _row(_account(account_id))


def account_draft(account_id: int) -> AccountDraft:
    """Return what is kept of an account as a form edits it. Raises UserError when there is none with this id."""
    account = _account(account_id)
    return AccountDraft(**{column.name: getattr(account, column.name) for column in fields(AccountDraft)})


def find_account(client_id: int, named: str) -> AccountRow:
    """Return the client's account that a handle, a name, an id or `platform:handle` means.

    Raises UserError when none or more than one fits.
    """
    rows = account_rows(client_id)
    head, colon, rest = named.strip().partition(":")
    platform = head.strip().lower()
    if colon and platform in PLATFORMS:
        rows, wanted = [row for row in rows if row.platform == platform], plain_handle(rest).casefold()
    else:
        wanted = plain_handle(named).casefold()
    for fits in (
        [row for row in rows if row.handle and row.handle.casefold() == wanted],
        [row for row in rows if row.name and row.name.casefold() == wanted],
        [row for row in rows if row.external_id and row.external_id == wanted],
        [row for row in rows if str(row.id) == wanted],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise UserError(
                _("More than one account fits this name."),
                ", ".join(f"{row.platform}:{row.handle or row.name} ({row.id})" for row in fits[:10]),
                _("Name it with its platform, or by the number in brackets."),
                field="account",
            )
    known = ", ".join(f"{row.platform}:{row.handle or row.name}" for row in account_rows(client_id)[:10])
    raise UserError(
        _("The client has no account named {name}.").format(name=named.strip()[:80] or "–"),
        _("Its accounts are: {names}.").format(names=known) if known else _("It has no account yet."),
        field="account",
    )


def _account(account_id: int) -> Account:
    account = Account.get_or_none(Account.id == account_id)
    if account is None:
        raise UserError(_("This account no longer exists."), field="account")
    return account


def _row(account: Account) -> AccountRow:
    plain = [column.name for column in fields(AccountRow) if column.name != "client_id"]
    return AccountRow(**{name: getattr(account, name) for name in plain}, client_id=account.client_id)


# --------------------------------------------------------------------------------------------------------- commands


def add_account(client_id: int, draft: AccountDraft) -> int:
    """Keep a new account of a client and return its id. Raises UserError, naming the field, for what cannot be kept."""
    kept = checked_account(draft)
    with transaction():
        if not Client.select().where(Client.id == client_id).exists():
            raise UserError(_("This client no longer exists."), field="client")
        _refuse_twin(client_id, kept, None)
        return Account.create(client=client_id, **asdict(kept)).id


def update_account(account_id: int, draft: AccountDraft) -> None:
    """Replace what is kept of an account.

    Raises UserError, naming the field, for what cannot be kept, and for another platform once results were imported.
    """
    kept = checked_account(draft)
    with transaction():
        account = _account(account_id)
        if kept.platform != account.platform and _has_results(account_id):
            raise UserError(
                _("The platform of this account can no longer be changed."),
                _("It holds results imported from {platform}.").format(platform=platform_title(account.platform)),
                _("Add a second account for the other platform."),
                field="platform",
            )
        _refuse_twin(account.client_id, kept, account_id)
        Account.update(**asdict(kept)).where(Account.id == account_id).execute()


def delete_account(account_id: int) -> Removed:
    """Delete an account; return what `restore_account` needs. Raises UserError when results were imported for it."""
    with transaction():
        account = _account(account_id)
        if _has_results(account_id):
            raise UserError(
                _("{account} holds imported results.").format(account=_row(account).title),
                _("Deleting it would delete them too, so nothing was changed."),
                _("Undo its imports first."),
            )
        return take_out(account)


def restore_account(removed: Removed) -> None:
    """Put a deleted account back. Raises UserError when that is no longer possible."""
    put_back(removed)


def _refuse_twin(client_id: int, kept: AccountDraft, but: int | None) -> None:
    for other in account_rows(client_id):
        same = other.handle.casefold() == kept.handle.casefold() and (
            kept.handle or other.name.casefold() == kept.name.casefold()
        )
        if other.id != but and other.platform == kept.platform and same:
            raise UserError(
                _("The client already has this account."),
                _("{account} was added before; nothing was saved.").format(account=other.title),
                field="handle",
            )


def _has_results(account_id: int) -> bool:
    return is_pointed_at("account", account_id, by=("post", "account_reading", "segment"))

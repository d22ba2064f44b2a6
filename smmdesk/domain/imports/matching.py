"""Which account of the client each account of a file is, and what has to be asked where that is not certain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.domain.accounts import AccountRow, account_title, plain_handle, platform_title
from smmdesk.domain.imports.rows import ImportedAccount
from smmdesk.importers.rows import FoundAccount, Owner, Question, QuestionCode, Recognised


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account of the file that the client lacks; `guest` where the file is mainly another's."""

    platform: str
    external_id: str
    handle: str
    name: str
    guest: bool


@dataclass(slots=True)
class Match:
    """The client's account (or the new one) for each slot of a file, and the ids that known accounts learn.

    `said` holds what the file says of each slot, as an account made of it would be; `reasons` how it was found.
    """

    known: dict[int, AccountRow] = field(default_factory=dict)
    new: dict[int, NewAccount] = field(default_factory=dict)
    learnt: dict[int, str] = field(default_factory=dict)
    said: dict[int, NewAccount] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)

    def listed(self) -> tuple[ImportedAccount, ...]:
        """Return the accounts in the order of the file, each once."""
        listed: dict[object, ImportedAccount] = {}
        for slot in sorted({*self.known, *self.new}, key=lambda slot: (slot == 0, slot)):
            if slot in self.known:
                row = self.known[slot]
                external_id = row.external_id or self.learnt.get(row.id, "")
                found = ImportedAccount(
                    row.id, row.platform, external_id, row.handle, row.name, row.is_guest,
                    reason=self.reasons.get(slot, _("You said so.")),
                )  # fmt: skip
                listed.setdefault(row.id, found)
            else:
                new = self.new[slot]
                found = ImportedAccount(
                    None, new.platform, new.external_id, new.handle, new.name, new.guest, new=True,
                    reason=_("The file names it; the client does not have it yet."),
                )  # fmt: skip
                listed.setdefault(new, found)
        return tuple(listed.values())


def owners_of(recognised: Recognised) -> tuple[Owner, ...]:
    """Return the accounts that a file holds rows of and does not name."""
    return recognised.owners or (Owner((recognised.platform,)),)


def chosen_for(owner: Owner, chosen: Sequence[AccountRow]) -> AccountRow | None:
    """Return which of the chosen accounts is the owner: the only one on a platform that it may be on."""
    fits = [row for row in chosen if row.platform in owner.platforms]
    return fits[0] if len(fits) == 1 else None


def ask_account(recognised: Recognised, rows: Sequence[AccountRow], owner: Owner | None = None) -> Question:
    """Return the question whose a file is, for a file that names no account: the client's of that platform.

    Where several platforms come into question, accounts are named with theirs.
    """
    [first, *others] = owners_of(recognised)
    owner = owner or first
    own = [row for row in rows if row.platform in owner.platforms and not row.is_guest]
    platform = platform_title(owner.platforms[0])
    if others or len(owner.platforms) > 1:
        return _ask_owner(owner, own)
    choices = tuple(row.handle or row.name for row in own)
    guess, reason = None, _("The file does not say which account it belongs to.")
    told = recognised.account_guess
    if told is not None:
        named = [row for row in own if _plain(told) in (_plain(row.handle), _plain(row.name))]
        if len(named) == 1:
            guess = named[0].handle or named[0].name
            reason = _("The file names no account, but carries the name “{name}”.").format(name=told)
    if guess is None and len(own) == 1:
        guess = choices[0]
        reason = _("The file does not say which account it belongs to; the client has one on {platform}.").format(
            platform=platform
        )
    elif not own:
        reason = _("The file does not say which account it belongs to, and the client has none on {platform}.").format(
            platform=platform
        )
    return Question(QuestionCode.ACCOUNT, choices, guess, reason, owner.platforms)


def ways_to_name(row: AccountRow) -> tuple[str, ...]:
    """Return the names by which a question may mean an account: its handle, its name, `instagram:hotelbar`."""
    return row.handle, row.name, _with_platform(row)


def _with_platform(row: AccountRow) -> str:
    return f"{row.platform}:{row.handle or row.name}"


def _ask_owner(owner: Owner, own: Sequence[AccountRow]) -> Question:
    """Ask for an account whose platform is open, or that is one of several."""
    choices = tuple(_with_platform(row) for row in own)
    likely = [row for row in own if row.platform == owner.guess] if owner.guess else list(own)
    names = _listed(owner.platforms)
    reason = owner.reason or _("The file does not say whether its numbers are of {platforms}.").format(platforms=names)
    if not own:
        reason += " " + _("The client has no account on {platforms}.").format(platforms=names)
    elif len(likely) == 1 and not owner.guess:
        reason += " " + _("The client has only this account there.")
    guess = _with_platform(likely[0]) if len(likely) == 1 else None
    return Question(QuestionCode.ACCOUNT, choices, guess, reason, owner.platforms)


def _listed(platforms: Sequence[str]) -> str:
    names = [platform_title(platform) for platform in platforms]
    if len(names) == 1:
        return names[0]
    return _("{first} or {second}").format(first=", ".join(names[:-1]), second=names[-1])


def check_platforms(chosen: Sequence[AccountRow], recognised: Recognised) -> None:
    """Refuse accounts none of which can be an owner of the file's rows. Raises UserError."""
    platforms = {platform: None for owner in owners_of(recognised) for platform in owner.platforms}
    if not any(row.platform in platforms for row in chosen):
        raise _of_another_platform(chosen[0], tuple(platforms))


def check_platform(chosen: AccountRow, platform: str) -> None:
    """Refuse an account of another platform than the file's. Raises UserError."""
    if chosen.platform != platform:
        raise _of_another_platform(chosen, (platform,))


def _of_another_platform(chosen: AccountRow, platforms: Sequence[str]) -> UserError:
    names = _listed(platforms)
    return UserError(
        _("The file is an export of {platform}, but {account} is not.").format(platform=names, account=chosen.title),
        _("Nothing was imported."),
        _("Choose the client's account on {platform}.").format(platform=names),
        field="account",
    )


def match_owners(found: dict[int, FoundAccount], chosen: Sequence[AccountRow]) -> Match:
    """Give the rows of each platform in a file of several to the account that was chosen for it."""
    match = Match()
    for slot, account in found.items():
        row = chosen_for(Owner((account.platform,)), chosen)
        if row is not None:
            match.known[slot] = row
    return match


def match_accounts(
    found: dict[int, FoundAccount],
    rows: Sequence[AccountRow],
    chosen: AccountRow | None,
    main: int | None,
    remembered: Mapping[str, int] | None = None,
    *,
    are_all_own: bool = False,
    own: Collection[str] | None = None,
) -> Match:
    """Match the accounts that a file names with the client's, by platform and external id, then handle, then name.

    `main` is the slot of the file's own account, slot 0 what the file names no account for: it belongs to `chosen`,
    else to the main one. `chosen` is the account that the user named: it must be one of the file's, or one that can
    be the main one. `remembered` are the accounts that an import of the same file had found, by id or handle: they
    hold though their handle was changed since. A new account is the client's own where the user says so (`own`, by
    id, handle or name), else where the format has no others (`are_all_own`) or it is the main one; the rest are guests.
    Raises UserError where it cannot.
    """
    match = Match()
    order = sorted(found, key=lambda slot: (slot != main, slot))
    before = {row.id: row for row in rows}
    for slot in order:
        account = found[slot]
        match.said[slot] = NewAccount(
            account.platform,
            account.external_id or "",
            plain_handle(account.handle or ""),
            (account.name or "").strip()[:200],
            guest=not (are_all_own or slot == main) if own is None else not _is_among(account, own),
        )
        named = account_key(*account[1:])
        row = before.get((remembered or {}).get(named, 0))
        row = row or _known(account, rows, match)
        if row is not None:
            match.known[slot] = row
            by_id = bool(account.external_id) and row.external_id == account.external_id
            by_name = _("The file bears its handle.") if account.handle else _("The file bears its name.")
            match.reasons[slot] = _("The file bears its id.") if by_id else by_name
            if not row.external_id and account.external_id:
                match.learnt[row.id] = account.external_id
    if chosen is not None and found and chosen.id not in {row.id for row in match.known.values()}:
        _adopt(match, found, chosen, main)
    for slot in order:
        if slot not in match.known:
            match.new[slot] = match.said[slot]
    return match


def account_key(external_id: str | None, handle: str | None, name: str | None) -> str:
    """Return by what an account of a file is called in answers: its id, else its plain handle or name."""
    return external_id or _plain(handle or name or "")


def check_own(own: Collection[str], found: Iterable[FoundAccount], match: Match) -> None:
    """Refuse accounts that were said to be the client's own, but that a file does not name, or that are guests already.

    Raises UserError.
    """
    named = list(found)
    for wanted in own:
        if not any(_is_among(account, (wanted,)) for account in named):
            titles = dict.fromkeys(
                account_title(one.platform, one.handle or "", one.name or one.external_id or "") for one in named
            )
            raise UserError(
                _("The file names no account “{account}”.").format(account=wanted),
                _("Nothing was imported."),
                _("It names: {accounts}.").format(accounts=", ".join(titles))
                if titles
                else _("It names no account at all: say whose numbers they are with --account."),
                field="own",
            )
    for slot, row in match.known.items():
        said = match.said.get(slot)
        if row.is_guest and said is not None and not said.guest:
            raise UserError(
                _("{account} is kept as a guest already.").format(account=row.title),
                _("Nothing was imported."),
                _("Say on the page Accounts that it is the client’s own, then import the file."),
                field="own",
            )


def _is_among(account: FoundAccount, own: Collection[str]) -> bool:
    """Tell whether an account of a file is one of those said: by its id, its handle, else its name."""
    if account.external_id and account.external_id in own:
        return True
    told = _plain(account.handle or ("" if account.external_id else account.name) or "")
    return bool(told) and told in {_plain(one) for one in own}


def ask_new_accounts(match: Match, rows: Sequence[AccountRow]) -> Question:
    """Return the question whether the accounts that the client lacks are to be made."""
    choices = tuple(account_title(new.platform, new.handle, new.name or new.external_id) for new in match.new.values())
    main = next((new for new in match.new.values() if not new.guest), None)
    guess = None
    if main is not None:
        free = [row for row in rows if row.platform == main.platform and not row.external_id and not row.is_guest]
        if len(free) == 1:
            guess = free[0].handle or free[0].name
            return Question(
                QuestionCode.NEW_ACCOUNTS,
                choices,
                guess,
                _(
                    "The file names an account that the client lacks. If it is {account}, choose that one; "
                    "else let the account be made."
                ).format(account=free[0].title),
            )
    return Question(QuestionCode.NEW_ACCOUNTS, choices, guess, _("The file names accounts that the client lacks."))


def _plain(text: str) -> str:
    return plain_handle(text).casefold()


def _known(found: FoundAccount, rows: Sequence[AccountRow], match: Match) -> AccountRow | None:
    same = [row for row in rows if row.platform == found.platform]
    if found.external_id:
        for row in same:
            if row.external_id == found.external_id:
                return row
    if found.handle:
        handle = _plain(found.handle)
        for row in same:
            if row.handle and _plain(row.handle) == handle:
                taken = row.external_id or match.learnt.get(row.id, "")
                if not (taken and found.external_id and taken != found.external_id):
                    return row
    if found.name and not (found.external_id or found.handle):
        name = found.name.strip().casefold()
        named = [row for row in same if name in (row.name.casefold(), row.handle.casefold())]
        return named[0] if len(named) == 1 else None
    return None


def _adopt(match: Match, found: dict[int, FoundAccount], chosen: AccountRow, main: int | None) -> None:
    """Take the account that the user chose as the file's main one, where nothing contradicts it."""
    if main is None or main in match.known:
        own = ", ".join(account_title(one.platform, one.handle or "", one.name or "") for one in found.values())
        raise _another(chosen, own)
    account = found[main]
    check_platform(chosen, account.platform)
    contradicts = bool(chosen.external_id and account.external_id and chosen.external_id != account.external_id)
    other_handle = bool(chosen.handle and account.handle and _plain(chosen.handle) != _plain(account.handle))
    if contradicts or other_handle:
        raise _another(chosen, account_title(account.platform, account.handle or "", account.name or ""))
    match.known[main] = chosen
    if account.external_id and not chosen.external_id:
        match.learnt[chosen.id] = account.external_id


def _another(chosen: AccountRow, own: str) -> UserError:
    return UserError(
        _("The file belongs to {own}, not to {account}.").format(own=own, account=chosen.title),
        _("Nothing was imported."),
        _("Choose the account that the file names, or correct the handle of yours."),
        field="account",
    )

"""Today: what needs me now, across clients, each with the page where it is solved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from smmdesk.core import periods
from smmdesk.core.periods import Month
from smmdesk.domain.accounts import AccountRow, account_rows
from smmdesk.domain.clients import ClientRow, client_rows
from smmdesk.domain.contracts import ContractRow, contracts_by_client
from smmdesk.domain.profile import profile
from smmdesk.domain.reports.tables import MonthSheet
from smmdesk.store.database import database, database_errors

# The platforms whose exports can be read (a test compares them with the importers, which are slow to load).
PLATFORMS_READ = frozenset(
    {
        "facebook", "instagram", "meta_ads", "linkedin", "tiktok", "tiktok_ads", "youtube", "ga4", "search_console",
        "google_ads", "business_profile", "bing_webmaster", "newsletter", "x", "linkedin_ads",
    }
)  # fmt: skip
NOTICE_DAYS = 30
END_DAYS = 30


class Need(StrEnum):
    """Why a line stands on Today, the most pressing first."""

    OVERDUE = "overdue"
    APPROVAL = "approval"
    NOTICE = "notice"
    CONTRACT_ENDS = "contract_ends"
    NUMBERS = "numbers"
    REPORT = "report"
    NO_CONTRACT = "no_contract"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One line of Today.

    `count` says how many (deliverables, accounts), `day` since when or until when, `days` how far that is from today
    (past is positive for what is late, ahead for what comes), `names` what it is about, `month` which month it
    concerns, `item` the id to open where it is about one thing. `client` is None for my own things.
    """

    need: Need
    client: ClientRow | None
    count: int = 0
    day: date | None = None
    days: int = 0
    names: tuple[str, ...] = ()
    month: Month | None = None
    item: int | None = None

    @property
    def id(self) -> str:
        """Return what tells this line from the others, across readings."""
        return f"{self.need}-{self.client.id if self.client else 0}-{self.month or ''}"


@dataclass(frozen=True, slots=True)
class OpenWork:
    """A deliverable that is neither published nor cancelled nor on hold, as far as Today needs it."""

    id: int
    client_id: int
    month: Month
    title: str
    status: str
    due_on: date | None
    waiting_since: date | None


# ------------------------------------------------------------------------------------------------------------ rules


def late_work(rows: Iterable[OpenWork], today: date) -> list[OpenWork]:
    """Return what was due before today, the longest due first."""
    late = [row for row in rows if row.due_on is not None and row.due_on < today]
    return sorted(late, key=lambda row: (row.due_on or today, row.id))


def waiting_work(rows: Iterable[OpenWork]) -> list[OpenWork]:
    """Return what waits for the client's approval, the longest waiting first (without a day last)."""
    waiting = [row for row in rows if row.status == "in_review"]
    return sorted(waiting, key=lambda row: (row.waiting_since or date.max, row.id))


def contract_needs(client: ClientRow, contracts: Iterable[ContractRow], today: date) -> list[TodayRow]:
    """Return what a client's contracts ask for: notice to be given, an end without a successor, none in force."""
    known = sorted(contracts, key=lambda row: row.start)
    present = next((row for row in known if row.start <= today <= row.end), None)
    if present is None:
        return [] if any(row.start > today for row in known) else [TodayRow(Need.NO_CONTRACT, client)]
    needs = []
    has_next = any(row.start > present.end for row in known)
    if present.notice_by is not None and today <= present.notice_by <= today + timedelta(days=NOTICE_DAYS):
        days = (present.notice_by - today).days
        needs.append(TodayRow(Need.NOTICE, client, day=present.notice_by, days=days, item=present.id))
    elif present.end <= today + timedelta(days=END_DAYS) and not has_next:
        days = (present.end - today).days
        needs.append(TodayRow(Need.CONTRACT_ENDS, client, day=present.end, days=days, item=present.id))
    return needs


# ---------------------------------------------------------------------------------------------------------- queries


def today_rows(client_id: int | None = None) -> list[TodayRow]:
    """Return what needs me now, for one client or all of them, the most pressing first."""
    today = periods.today()
    month = Month.of(today)
    last = month.previous
    clients = [client for client in client_rows() if client_id in (None, client.id)]
    contracts = contracts_by_client()
    work = _open_work()
    accounts = account_rows(client_id, guests=False)
    imported = _imported_accounts(last)
    sheets = _sheets_of(last)
    rows: list[TodayRow] = []
    if client_id is None and not profile().name:
        rows.append(TodayRow(Need.PROFILE, None))
    for client in clients:
        rows += _delivery_needs(client, work.get(client.id, ()), today)
        rows += contract_needs(client, contracts.get(client.id, ()), today)
        missing = _missing_numbers(client, accounts, imported, last)
        rows += missing
        in_force = any(contract.days_in(last) for contract in contracts.get(client.id, ()))
        if in_force and client.id not in sheets:
            rows.append(TodayRow(Need.REPORT, client, month=last))
    order = list(Need)
    return sorted(rows, key=lambda row: (order.index(row.need), _urgency(row), row.client.name if row.client else ""))


def _urgency(row: TodayRow) -> int:
    return row.days if row.need in (Need.NOTICE, Need.CONTRACT_ENDS) else -row.days


def _delivery_needs(client: ClientRow, rows: Iterable[OpenWork], today: date) -> list[TodayRow]:
    rows = list(rows)
    needs = []
    late = late_work(rows, today)
    if late and late[0].due_on is not None:
        needs.append(
            TodayRow(
                Need.OVERDUE,
                client,
                count=len(late),
                day=late[0].due_on,
                days=(today - late[0].due_on).days,
                names=tuple(row.title for row in late[:3]),
                month=late[0].month,
                item=late[0].id,
            )
        )
    waiting = waiting_work(rows)
    if waiting:
        since = waiting[0].waiting_since
        needs.append(
            TodayRow(
                Need.APPROVAL,
                client,
                count=len(waiting),
                day=since,
                days=(today - since).days if since is not None else 0,
                names=tuple(row.title for row in waiting[:3]),
                month=waiting[0].month,
                item=waiting[0].id,
            )
        )
    return needs


def _missing_numbers(
    client: ClientRow, accounts: Iterable[AccountRow], imported: Mapping[int, None], month: Month
) -> list[TodayRow]:
    missing = [
        account
        for account in accounts
        if account.client_id == client.id and account.platform in PLATFORMS_READ and account.id not in imported
    ]
    if not missing:
        return []
    names = tuple(account.title for account in missing[:3])
    return [TodayRow(Need.NUMBERS, client, count=len(missing), names=names, month=month, item=missing[0].id)]


def _open_work() -> dict[int, list[OpenWork]]:
    """Return the open work by client."""
    statement = """
        SELECT id, client_id, month, title, status, due_on, waiting_since FROM deliverable
        WHERE status NOT IN ('published', 'cancelled') AND NOT is_on_hold
    """
    with database_errors():
        rows = database.execute_sql(statement).fetchall()
    found: dict[int, list[OpenWork]] = {}
    for id_, client_id, month, title, status, due_on, since in rows:
        work = OpenWork(id_, client_id, Month.parse(month), title, status, _day(due_on), _day(since))
        found.setdefault(client_id, []).append(work)
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _imported_accounts(month: Month) -> dict[int, None]:
    """Return the accounts for which a finished import covers some day of a month or was read after it."""
    statement = """
        SELECT DISTINCT l.account_id FROM import_account l JOIN import i ON i.id = l.import_id
        WHERE i.state = 'done'
          AND coalesce(i.period_first, i.first_day) <= ? AND coalesce(i.period_last, i.last_day) >= ?
    """
    with database_errors():
        rows = database.execute_sql(statement, (month.last_day.isoformat(), month.first_day.isoformat())).fetchall()
    return dict.fromkeys(account_id for (account_id,) in rows)


def _sheets_of(month: Month) -> set[int]:
    query: Any = MonthSheet.select(MonthSheet.client).where(MonthSheet.month == month).tuples()
    return {client_id for (client_id,) in query}

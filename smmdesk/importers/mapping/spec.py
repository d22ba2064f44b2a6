"""What the user said about the columns of a table: plain frozen data, with a JSON form that strangers may send."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from smmdesk.core.i18n import _, mark
from smmdesk.core.readings import State
from smmdesk.core.roi.words import Tie, ValueKind
from smmdesk.importers.cells import Mark, key

VERSION = 1


class Target(StrEnum):
    """What the rows of the table become."""

    POSTS = "posts"
    DAYS = "days"
    PARTS = "parts"
    ORDERS = "orders"


class Role(StrEnum):
    """What a column holds."""

    METRIC = "metric"
    DAY = "day"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    ID = "id"
    TITLE = "title"
    TEXT = "text"
    LINK = "link"
    KIND = "kind"
    ACCOUNT = "account"
    ONLY = "only"
    PART = "part"
    CURRENCY = "currency"
    ORDER = "order"
    STATUS = "status"
    GROSS = "gross"
    NET = "net"
    VAT = "vat"
    VAT_RATE = "vat_rate"
    REFUND = "refund"
    REFUND_DAY = "refund_day"
    QUANTITY = "quantity"


class Writing(StrEnum):
    """How the numbers of a column are written: as they are, as percent (5.3 is 5.3 %), as hours:minutes:seconds."""

    PLAIN = "plain"
    PERCENT = "percent"
    CLOCK = "clock"


class DateForm(StrEnum):
    """In which order a date is written. Words (6 July 2026, Jul 6, 2026) can be read in one way only."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"
    COMPACT = "compact"
    WORDS = "words"


class Kind(StrEnum):
    """What the cells of a column are, as far as it tells one table without titles from another."""

    DATE = "date"
    NUMBER = "number"
    WORDS = "words"
    EMPTY = "empty"


TARGET_TITLES: Mapping[Target, str] = {
    Target.POSTS: mark("One row per post"),
    Target.DAYS: mark("One row per day of the account"),
    Target.PARTS: mark("One row per part (campaign, page, country …)"),
    Target.ORDERS: mark("Orders or bookings, for the ledger"),
}
ROLE_TITLES: Mapping[Role, str] = {
    Role.METRIC: mark("A metric"),
    Role.DAY: mark("Date"),
    Role.FIRST_DAY: mark("First day"),
    Role.LAST_DAY: mark("Last day"),
    Role.ID: mark("Id of the post"),
    Role.TITLE: mark("Title"),
    Role.TEXT: mark("Text"),
    Role.LINK: mark("Link"),
    Role.KIND: mark("Kind of post"),
    Role.ACCOUNT: mark("Account (name or handle)"),
    Role.ONLY: mark("Only rows that say …"),
    Role.PART: mark("Name of the part"),
    Role.CURRENCY: mark("Currency"),
    Role.ORDER: mark("Order number"),
    Role.STATUS: mark("Status of the order"),
    Role.GROSS: mark("Amount with VAT"),
    Role.NET: mark("Amount without VAT"),
    Role.VAT: mark("VAT, as an amount"),
    Role.VAT_RATE: mark("VAT rate (%)"),
    Role.REFUND: mark("Refunded so far"),
    Role.REFUND_DAY: mark("Day of the refund or cancellation"),
    Role.QUANTITY: mark("Number of items"),
}
FORM_TITLES: Mapping[DateForm, str] = {
    DateForm.YMD: mark("year-month-day"),
    DateForm.DMY: mark("day/month/year"),
    DateForm.MDY: mark("month/day/year"),
    DateForm.COMPACT: mark("YYYYMMDD"),
    DateForm.WORDS: mark("in words"),
}
KIND_TITLES: Mapping[Kind, str] = {
    Kind.DATE: mark("date"),
    Kind.NUMBER: mark("number"),
    Kind.WORDS: mark("words"),
    Kind.EMPTY: mark("nothing yet"),
}
ROLES_OF: Mapping[Target, tuple[Role, ...]] = {
    Target.POSTS: (
        Role.METRIC, Role.ID, Role.DAY, Role.TITLE, Role.TEXT, Role.LINK, Role.KIND, Role.ACCOUNT, Role.ONLY,
    ),
    Target.DAYS: (Role.METRIC, Role.DAY, Role.ACCOUNT, Role.ONLY),
    Target.PARTS: (
        Role.METRIC, Role.PART, Role.ID, Role.DAY, Role.FIRST_DAY, Role.LAST_DAY, Role.CURRENCY, Role.ACCOUNT,
        Role.ONLY,
    ),
    Target.ORDERS: (
        Role.ORDER, Role.DAY, Role.STATUS, Role.GROSS, Role.NET, Role.VAT, Role.VAT_RATE, Role.REFUND, Role.REFUND_DAY,
        Role.CURRENCY, Role.QUANTITY,
    ),
}  # fmt: skip
DATE_ROLES = frozenset({Role.DAY, Role.FIRST_DAY, Role.LAST_DAY, Role.REFUND_DAY})
NUMBER_ROLES = frozenset({Role.METRIC, Role.GROSS, Role.NET, Role.VAT, Role.VAT_RATE, Role.REFUND, Role.QUANTITY})

# How exports call the line that adds the others up, in the languages whose exports are known.
TOTAL_WORDS = (
    "total", "totals", "grand total", "total general", "totale", "totali", "totale generale", "gesamt", "summe",
    "gesamtergebnis", "totaal", "suma", "somma", "toplam", "итого", "合計", "resultado", "ergebnis",
)  # fmt: skip
CANCELLED_WORDS = (
    "cancelled", "canceled", "failed", "voided", "expired", "no show", "no-show", "no_show", "trash", "declined",
    "annullato", "annullata", "cancellato", "cancellata", "fallito", "storniert", "annulé", "annulée", "cancelado",
    "cancelada", "wc-cancelled", "wc-failed",
)  # fmt: skip
REFUNDED_WORDS = (
    "refunded", "rimborsato", "rimborsata", "erstattet", "remboursé", "remboursée", "reembolsado", "reembolsada",
    "wc-refunded",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What one column is. `title` as the file writes it; `nth` counts columns of the same title, from 0.

    `metric` is the key of the metric that it holds, `writing` how its numbers are written.
    """

    title: str
    role: Role
    metric: str = ""
    writing: Writing = Writing.PLAIN
    nth: int = 0

    @property
    def place_key(self) -> tuple[str, int]:
        """Return what finds the column again in another file of the layout."""
        return key(self.title), self.nth


@dataclass(frozen=True, slots=True)
class TieRule:
    """Which orders are ours: those whose column is one of the values, or contains one; and how that ties them."""

    title: str
    values: tuple[str, ...]
    contains: bool = False
    tie: Tie = Tie.CODE
    nth: int = 0

    @property
    def place_key(self) -> tuple[str, int]:
        """Return what finds the column again in another file of the layout."""
        return key(self.title), self.nth


@dataclass(frozen=True, slots=True)
class OrderRules:
    """How orders become rows of the ledger.

    `counted` are the statuses that count (none: all but cancelled ones), `vat_rate` the percentage of gross amounts
    where no column says it, `adds_lines` whether the rows of one order are added up instead of repeating its total.
    """

    ours: tuple[TieRule, ...] = ()
    kind: ValueKind = ValueKind.SALE
    counted: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = CANCELLED_WORDS
    refunded: tuple[str, ...] = REFUNDED_WORDS
    vat_rate: Decimal | None = None
    currency: str = ""
    adds_lines: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class MappingSpec:
    """How a table with certain titles, or without any, is read.

    `titles` are all titles of the layout in their order. A table without titles has the letters of its columns in
    their place, and `kinds` says what each of them holds; it is empty where there are titles.

    `decimal` and `dates` answer what a file's own columns leave open (they never overrule what a whole column proves);
    `zone` is the clock of times written without one. `only` are the texts of the column of that role whose rows are
    read: a table of several networks holds one of them here.
    """

    name: str
    target: Target
    platform: str = ""
    titles: tuple[str, ...] = ()
    columns: tuple[ColumnUse, ...] = ()
    decimal: Mark | None = None
    dates: DateForm | None = None
    zone: str = "UTC"
    empty: State = State.NOT_AVAILABLE
    total_words: tuple[str, ...] = TOTAL_WORDS
    dimension: str = "part"
    only: tuple[str, ...] = ()
    orders: OrderRules = field(default_factory=OrderRules)
    kinds: tuple[Kind, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Return what the layout is kept under: its titles, whatever their order and letters.

        Columns without titles can be alike in several tables, so those are kept by name.
        """
        if self.kinds:
            return _hash(("", key(self.name), *self.kinds))  # no title is empty: never that of a header
        return fingerprint(self.titles)

    def column(self, role: Role) -> ColumnUse | None:
        """Return the column of a role."""
        return next((one for one in self.columns if one.role is role), None)

    @property
    def needed(self) -> set[tuple[str, int]]:
        """Return the columns without which a file is not of this layout."""
        rules = self.orders.ours if self.target is Target.ORDERS else ()
        return {one.place_key for one in self.columns} | {one.place_key for one in rules if one.values}

    def problems(self) -> list[str]:
        """Say what is missing before anything can be read by it; empty where nothing is."""
        return _problems(self)


def fingerprint(titles: Iterable[str]) -> str:
    """Return a hash of the titles of a header, compared as `cells.key` does, in any order."""
    return _hash(sorted(one for one in map(key, titles) if one))


def _hash(words: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def numbered(titles: Sequence[str]) -> list[tuple[str, int]]:
    """Return the key of each title of a header with its number among equal ones."""
    seen: dict[str, int] = {}
    found = []
    for one in map(key, titles):
        found.append((one, seen.get(one, 0)))
        seen[one] = seen.get(one, 0) + 1
    return found


def is_zone(name: str) -> bool:
    """Tell whether a name is a time zone of the IANA list."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _problems(spec: MappingSpec) -> list[str]:
    roles = [one.role for one in spec.columns]
    found: list[str] = []
    for role in dict.fromkeys(roles):
        if role not in ROLES_OF[spec.target]:
            found.append(_("“{role}” is not for rows of this kind.").format(role=_(ROLE_TITLES[role])))
        elif role is not Role.METRIC and roles.count(role) > 1:
            found.append(_("“{role}” is chosen for several columns.").format(role=_(ROLE_TITLES[role])))
    metrics = [one.metric for one in spec.columns if one.role is Role.METRIC]
    if len(set(metrics)) < len(metrics):
        found.append(_("One metric is chosen for several columns."))
    if spec.target is Target.ORDERS:
        return found + _order_problems(spec, roles)
    if not spec.platform:
        found.append(_("The platform is missing."))
    if not metrics:
        found.append(_("No column is a metric yet."))
    if Role.ONLY in roles and not any(text.strip() for text in spec.only):
        found.append(_("Say which rows are read: the text that their column holds."))
    if spec.target is Target.DAYS and Role.DAY not in roles:
        found.append(_("No column is the date yet."))
    if spec.target is Target.POSTS and not {Role.ID, Role.LINK} & set(roles):
        found.append(_("No column tells the posts apart yet: choose their id or their link."))
    if spec.target is Target.PARTS and not {Role.PART, Role.ID} & set(roles):
        found.append(_("No column names the part yet."))
    if spec.target is Target.PARTS and (Role.FIRST_DAY in roles) != (Role.LAST_DAY in roles):
        found.append(_("A period needs its first day and its last."))
    return found


def _order_problems(spec: MappingSpec, roles: Sequence[Role]) -> list[str]:
    found = []
    if Role.ORDER not in roles:
        found.append(_("No column is the order number yet."))
    if Role.DAY not in roles:
        found.append(_("No column is the date yet."))
    if (Role.GROSS in roles) == (Role.NET in roles):
        found.append(_("Choose one column as the amount: with VAT or without."))
    elif Role.GROSS in roles and not ({Role.VAT, Role.VAT_RATE} & set(roles) or spec.orders.vat_rate is not None):
        found.append(_("An amount with VAT needs the VAT rate."))
    if not any(rule.values for rule in spec.orders.ours):
        found.append(_("Say which orders are ours: a column and its values."))
    return found


def to_json(spec: MappingSpec) -> dict[str, Any]:
    """Return the mapping as plain data for JSON."""
    columns = [
        {
            "title": one.title,
            "role": one.role.value,
            **({"metric": one.metric} if one.metric else {}),
            **({"writing": one.writing.value} if one.writing is not Writing.PLAIN else {}),
            **({"nth": one.nth} if one.nth else {}),
        }
        for one in spec.columns
    ]
    told: dict[str, Any] = {
        "version": VERSION,
        "name": spec.name,
        "target": spec.target.value,
        "platform": spec.platform,
        "titles": list(spec.titles),
        "columns": columns,
        "decimal": spec.decimal.value if spec.decimal is not None else None,
        "dates": spec.dates.value if spec.dates is not None else None,
        "zone": spec.zone,
        "empty": spec.empty.value,
        "total_words": list(spec.total_words),
        "dimension": spec.dimension,
        "only": list(spec.only),
    }
    if spec.kinds:
        told["kinds"] = [one.value for one in spec.kinds]
    if spec.target is Target.ORDERS:
        rules = spec.orders
        told["orders"] = {
            "ours": [
                {
                    "title": rule.title,
                    "values": list(rule.values),
                    "contains": rule.contains,
                    "tie": rule.tie.value,
                    **({"nth": rule.nth} if rule.nth else {}),
                }
                for rule in rules.ours
            ],
            "kind": rules.kind.value,
            "counted": list(rules.counted),
            "cancelled": list(rules.cancelled),
            "refunded": list(rules.refunded),
            "vat_rate": f"{rules.vat_rate:f}" if rules.vat_rate is not None else None,
            "currency": rules.currency,
            "adds_lines": rules.adds_lines,
            "source": rules.source,
        }
    return told

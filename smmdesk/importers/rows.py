"""What an importer hands over: plain rows, each of one kind, and what was learnt about the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from smmdesk.core.readings import Number, State

if TYPE_CHECKING:
    from smmdesk.importers.mapping.spec import MappingSpec


class FoundAccount(NamedTuple):
    """An account that a file names. The main one is the file's own; the others came with collaboration posts."""

    platform: str
    external_id: str | None
    handle: str | None
    name: str | None


class ReadValue(NamedTuple):
    """One value of one metric as read; `value` is None where the state says that there is none."""

    metric: str
    value: Number | None
    state: State


class PostRow(NamedTuple):
    """A published item with its readings.

    `account` is None where the file names none (then it is the account that the user answers), else an identity:
    the external id, or the handle where there is no id. `published_at` is a UTC instant in Unix seconds;
    `published_on` the source's day where no instant is known. The same post may come more than once (a file that
    spreads it over several rows): readings then fill one another's gaps.
    """

    account: str | None
    external_id: str
    published_at: int | None
    published_on: date | None
    kind: str
    title: str
    text: str
    permalink: str
    duration_seconds: int | None
    values: tuple[ReadValue, ...]


class AccountDayRow(NamedTuple):
    """The readings of an account for one day of the source's calendar."""

    account: str | None
    day: date
    values: tuple[ReadValue, ...]


class SegmentRow(NamedTuple):
    """The readings of a part of an account in a period: a campaign, an ad, a page, an event, a country, an age.

    `dimension` names the kind of part in one word; `key` identifies it within account and dimension (`weak_key` when
    it is only a name); `title` is what a person reads. `first_day` to `last_day` is the period, both included; None
    where the file does not say it (the file's own period, or the one that the user answers, holds). `currency` is
    that of money metrics.
    """

    account: str | None
    dimension: str
    key: str
    title: str
    first_day: date | None
    last_day: date | None
    currency: str | None
    weak_key: bool
    values: tuple[ReadValue, ...]


class RefusedRow(NamedTuple):
    """A record that was not kept. `line` is the physical line where it starts, or the sheet's row, from 1."""

    line: int
    column: str
    value: str
    reason: str


Row = PostRow | AccountDayRow | SegmentRow | RefusedRow


class QuestionCode(StrEnum):
    """What a file can leave open."""

    ACCOUNT = "account"
    NEW_ACCOUNTS = "new_accounts"
    PERIOD = "period"
    READ_ON = "read_on"
    DATE_ORDER = "date_order"
    DECIMAL_MARK = "decimal_mark"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the file leaves open: the possible answers, the best guess and the reason for it.

    `platforms` are those whose accounts may be the answer.
    """

    code: QuestionCode
    choices: tuple[str, ...] = ()
    guess: str | None = None
    reason: str = ""
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What the user said about a file before it is read.

    `mapping` is what its columns are, where no format knows; `platform` is that of the account that was chosen for it.
    `own_accounts` are those of the accounts it names that are the client's own, by id or handle; None: not said.
    """

    read_on: date | None = None
    period: tuple[date, date] | None = None
    mapping: MappingSpec | None = None
    platform: str | None = None
    own_accounts: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """An account that a file holds rows of without naming it: the platforms it may be on.

    Of several platforms `guess` is the likelier one and `reason` says to a person why.
    """

    platforms: tuple[str, ...]
    guess: str | None = None
    reason: str = ""


@dataclass(slots=True)
class RowCounts:
    """How many records of each class a file holds; together all records outside the headers."""

    data: int = 0
    merged: int = 0
    total: int = 0
    footer: int = 0
    description: int = 0
    error: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is, found from its content alone, before its rows are read.

    `format` is a key such as `meta_content_instagram`, `language` the header's language (`en`, `it`, ..., empty where
    the headers do not tell). `platform` is the one that its account belongs to. `read_on` is the day on which the
    export was made, where the file itself says so, and `period` what the file says of itself. `questions` are those
    that the file alone leaves open (period, read date; the account is asked by the domain, which knows the client's).
    `owners` are the accounts that a file does not name: one of `platform` unless said otherwise. Rows of the only one
    have no account; of several each is of one platform, and their rows name that platform as their account.
    `names_own_accounts`: every account that it names is the client's own.
    """

    format: str
    language: str
    platform: str
    names_accounts: bool
    read_on: date | None = None
    period: tuple[date, date] | None = None
    account_guess: str | None = None
    questions: tuple[Question, ...] = ()
    warnings: tuple[str, ...] = ()
    owners: tuple[Owner, ...] = ()
    names_own_accounts: bool = False


@dataclass(slots=True)
class Reading:
    """A file being read: iterate `rows` once; `counts`, `accounts`, `warnings` are complete when it is exhausted.

    `accounts` maps the identities used in the rows to what the file says of them; the first is the main one.
    """

    recognised: Recognised
    rows: Iterator[Row]
    counts: RowCounts = field(default_factory=RowCounts)
    accounts: dict[str, FoundAccount] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

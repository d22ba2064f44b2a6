"""The monthly report: whose it is, the month's sheet, the work, the sources, and all the rest together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from smmdesk.core.periods import Month
from smmdesk.core.readings import Metric, Number, State, Unit
from smmdesk.core.status import Status
from smmdesk.documents.data.figures import Account, Comparison, Content
from smmdesk.documents.data.ledger import Ledger

GoalStatus = Status  # where a KPI stands against its target (roi.md 5)


class ReportState(StrEnum):
    """How far a report is; drafts say so in their footer."""

    DRAFT = "draft"
    CHECKED = "checked"
    FROZEN = "frozen"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Client:
    """The business that reads the report."""

    name: str
    language: str = "it"  # it or en
    address: str = "voi"  # voi, tu or Lei
    currency: str = "EUR"
    brand_colour: str = ""  # "#rrggbb"; empty or unreadable: the program's teal
    logo: bytes | None = None  # PNG as made by `images.prepare_logo`; anything broken is left out


@dataclass(frozen=True, slots=True)
class Freelancer:
    """Who signs the report (my profile of the settings). Empty texts are left out."""

    name: str = ""
    business: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    postal: str = ""  # one line
    tax_line: str = ""  # "P.IVA 01234567897", as it is to be printed
    logo: bytes | None = None  # PNG as made by `images.prepare_logo`


@dataclass(frozen=True, slots=True)
class Kpi:
    """One headline card: the client's word for it, the value, the target and how it stands."""

    text: str
    value: Number | Fraction | None  # money: in whole units of the client's currency (Decimal("143.88"))
    unit: Unit = Unit.COUNT
    target: Number | Fraction | None = None
    less_is_better: bool = False
    status: GoalStatus | None = None  # None: no target, or not judged
    comparison: Comparison | None = None
    marks: tuple[str, ...] = ()  # ledger marks that it is counted from
    state: State = State.VALUE  # why there is no value, where there is none
    spent_without_result: int | None = None  # a cost per result with no result: the amount spent ("none yet")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The month's result where the goal was not money (roi.md 9.9): "14 requests from Instagram"."""

    text: str
    cost_each: int | None = None  # None: none yet


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """What the freelancer writes for page 1. Empty texts are left out."""

    goal: str = ""  # in the client's words
    kpis: tuple[Kpi, ...] = ()  # at most 4 are printed
    worked: str = ""
    did_not_work: str = ""
    we_change: str = ""
    request: str = ""
    request_by: date | None = None
    outcome: Outcome | None = None  # only when the month's goal was not sales


@dataclass(frozen=True, slots=True)
class Quota:
    """One type of promised work in the month."""

    type: str  # post story reel carousel live newsletter article seo design campaign shoot audit, or other
    promised: int = 0
    carried_in: int = 0
    delivered: int = 0
    carried_out: int = 0
    extra: int = 0
    name: str = ""  # own name of the type "other"


@dataclass(frozen=True, slots=True)
class Delivered:
    """One piece of work delivered in the month."""

    type: str
    title: str
    day: date | None = None
    channel: str = ""  # "Instagram @hotelbar"
    link: str = ""  # only http(s) and mailto become links
    mark: str = ""  # "D1"
    extra: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """An import that figures of this report come from. What was typed `by_hand` has a file only as its evidence."""

    file: str
    format: str  # what it is, in words: "Meta Business Suite, Instagram content"
    account: str = ""
    first_day: date | None = None
    last_day: date | None = None
    rows: int = 0  # kept
    refused: int = 0
    read_on: date | None = None
    sha256: str = ""
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Data that is missing. `what` is a metric's source text (translated here) or a plain text."""

    what: str
    account: str = ""
    first_day: date | None = None
    last_day: date | None = None
    state: State = State.NOT_AVAILABLE
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Growth:
    """What there is to say of the growth of an account's followers; `needs_reason` while none was found."""

    platform_name: str
    sentences: tuple[str, ...]
    handle: str = ""
    name: str = ""
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning of the ledger, by its code (roi.md 9.4), with the marks of its rows; `text` for any other."""

    code: str  # no_cost mostly_estimated no_total_row screenshot_only over_reversed, or ""
    marks: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried inside the PDF."""

    name: str
    data: bytes = field(repr=False)
    mime: str = "text/csv"
    description: str = ""
    relationship: str = "Data"  # Source Data Alternative Supplement Unspecified


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """Everything that the monthly report of one client prints."""

    client: Client
    month: Month
    document_day: date  # a draft's: the latest read or entry date that it prints, else the month's last day
    freelancer: Freelancer = Freelancer()
    state: ReportState = ReportState.DRAFT
    version: int = 0  # number of a frozen version; 0 for a draft
    provisional: bool = False
    sheet: MonthSheet = MonthSheet()
    ledger: Ledger = field(default_factory=Ledger)
    quotas: tuple[Quota, ...] = ()
    delivered: tuple[Delivered, ...] = ()
    accounts: tuple[Account, ...] = ()
    content: tuple[Content, ...] = ()
    growth: tuple[Growth, ...] = ()
    sources: tuple[Source, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notices: tuple[Notice, ...] = ()
    glossary: tuple[Metric, ...] = ()  # empty: made from the metrics printed
    attachments: tuple[Attachment, ...] = ()

"""The frozen dataclasses that a document is made of: values, never written-out numbers, and the users' own texts.

Whoever fills them gives values (hundredths, counts, dates, states, codes); the document writes them in the client's
language. Amounts are `int` hundredths of the client's currency unless a comment says otherwise; percentages are
numbers of percent (110.25 is 110.25 %) as exact numbers; a text is plain text of a user, a file or a platform, never
markup. Everything here can be pickled, so that a report can be drawn in another process.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from smmdesk.core.periods import Month
from smmdesk.core.readings import Metric, Number, State, Unit

Exact = Fraction | Decimal | int


class LedgerState(StrEnum):
    """The states of roi.md 9.10 in which a report is printed (`blocked` is refused before)."""

    OK = "ok"
    NO_DATA = "no_data"
    NO_COST = "no_cost"
    MARGIN_UNKNOWN = "margin_unknown"
    NOT_YET_PROVEN = "not_yet_proven"
    NOTHING_PROVEN = "nothing_proven"
    REFUNDS_EXCEED = "refunds_exceed"


class Tier(StrEnum):
    """How sure a value is."""

    MEASURED = "measured"
    CONFIRMED = "confirmed"
    ESTIMATED = "estimated"


class Verdict(StrEnum):
    """What a comparison says (roi.md 6 and 9.12)."""

    BETTER = "better"
    WORSE = "worse"
    STABLE = "stable"
    NOT_COMPARABLE = "not_comparable"
    TOO_LITTLE_HISTORY = "too_little_history"


class ChangeKind(StrEnum):
    """In what a change is expressed."""

    COUNT = "count"
    PER_DAY = "per_day"
    PERCENT = "percent"
    POINTS = "points"
    NEW = "new"


class GoalStatus(StrEnum):
    """Where a KPI stands against its target (roi.md 5)."""

    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    TOO_EARLY = "too_early"
    NO_DATA = "no_data"


class ReportState(StrEnum):
    """How far a report is; drafts say so in their footer."""

    DRAFT = "draft"
    CHECKED = "checked"
    FROZEN = "frozen"
    SENT = "sent"


# ---------------------------------------------------------------------------------------------------------- who


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


# ---------------------------------------------------------------------------------------------------------- page 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """A value against another month. `value` None: no value there."""

    month: Month
    value: Number | Fraction | None
    verdict: Verdict
    # `change` by kind: percent = numbers of percent; points = percentage points; count and per_day = the difference
    # in the value's own unit (per_day: per day; then `per_day` holds both daily averages, this month's first)
    kind: ChangeKind = ChangeKind.COUNT
    change: Exact | None = None
    per_day: tuple[Exact, Exact] | None = None
    same_days_only: int | None = None  # both months' days 1..n only (an unfinished month)


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


# ---------------------------------------------------------------------------------------------------------- money


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum of the ledger and the marks of its rows. `cents` None: must not be computed in this state."""

    cents: int | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Triple:
    """A ratio three times: measured only, measured + confirmed, with estimates. None: must not be printed."""

    floor: Exact | None = None
    headline: Exact | None = None
    full: Exact | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file kept as proof."""

    name: str
    sha256: str  # hex; the paper shows the first digits
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value row of the ledger as printed in the appendix."""

    mark: str  # "M1"; empty for a row not counted
    day: date
    description: str
    kind: str  # sale booking appointment lead repeat saving other
    claimed: Tier
    tier: Tier  # effective
    quantity: Exact = 1
    net: int = 0  # net of VAT, in the client's currency, before margin and share (signed)
    margin: Exact | None = None  # percent
    share: Exact = 100  # percent
    probability: Exact = 100  # percent
    amount: int | None = None  # what it is worth to the client; None: margin unknown
    evidence: tuple[EvidenceFile, ...] = ()
    confirmed_by: str = ""
    confirmed_on: date | None = None
    source: str = ""
    read_on: date | None = None
    note: str = ""
    tie: str = ""  # link code number none
    month: Month | None = None  # the month that it belongs to, when it is another one (a late value)
    reverses: str = ""  # mark of the row that this one takes back, "" if none; "2026-05/M1" of another month
    rule: str = ""  # attribution rule, where it is not the client's
    id: str = ""
    # original amount, where the currency is not the client's: hundredths, code, foreign units per home unit, its day
    foreign: int | None = None
    foreign_currency: str = ""
    rate: Exact | None = None
    rate_day: date | None = None

    @property
    def late(self) -> bool:
        return self.month is not None


@dataclass(frozen=True, slots=True)
class CostRow:
    """A cost row of the ledger as printed in the appendix."""

    mark: str
    day: date
    description: str
    kind: str  # fee staff ads production tools influencer stamp other
    quantity: Exact = 1
    net: int = 0  # whole cost without VAT, in the client's currency
    vat_kept: int = 0  # VAT that the client does not recover, part of the cost
    amount: int = 0  # what this month bears
    cash: int | None = None  # what was paid this month, where it is another amount (spread costs)
    spread_months: int = 1
    spread_place: int = 1  # this is month `spread_place` of `spread_months`
    evidence: tuple[EvidenceFile, ...] = ()
    source: str = ""
    read_on: date | None = None
    note: str = ""
    origin: str = "typed"  # typed import contract
    id: str = ""
    foreign: int | None = None
    foreign_currency: str = ""
    rate: Exact | None = None
    rate_day: date | None = None


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A value row that is not counted, and why."""

    row: ValueRow
    reason: str  # duplicate saving_of_same_order reverses_not_counted
    of: str  # mark (or id) of the row that it yields to


@dataclass(frozen=True, slots=True)
class PlatformClaim:
    """What a platform says that it sold; printed, never added."""

    platform: str  # name as people know it: "Meta Ads"
    count: Exact
    value: int | None = None
    source: str = ""
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """The total since the start (roi.md 9.8)."""

    since: Month
    value: int | None
    invested: int | None
    roi: Exact | None


@dataclass(frozen=True, slots=True)
class Restated:
    """A month whose proven value has changed since it was first reported."""

    month: Month
    proven_first: int | None
    roi_first: Exact | None
    proven_now: int | None
    roi_now: Exact | None


@dataclass(frozen=True, slots=True)
class MarginBasis:
    """A margin in use and who agreed it, when (None: unknown)."""

    percent: Exact
    agreed_with: str = ""
    agreed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """What "How we computed this" says beside the sums."""

    read_on: date | None = None  # latest read date of the ledger's rows and the readings printed
    recoverable_vat: Exact = 100  # percent that the client recovers
    margins: tuple[MarginBasis, ...] = ()
    systems: tuple[str, ...] = ()  # sources of the counted measured rows: "Booking engine"
    ties: tuple[str, ...] = ()  # of the counted measured rows: link code number
    confirmers: tuple[tuple[str, date], ...] = ()  # of the counted confirmed rows
    assumptions: tuple[str, ...] = ()  # of the counted estimated rows (their notes or descriptions)
    rule: str = ""  # attribution rule agreed, in the client's words; empty: last link or code
    look_back_days: int = 90
    test: str = ""  # a test of what would have come anyway, if there was one
    test_on: date | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The month's ledger: sums, ratios and every row (roi.md 9.12, same names)."""

    state: LedgerState = LedgerState.NO_DATA
    measured: Figure = Figure()
    confirmed: Figure = Figure()
    estimated: Figure = Figure()
    proven: Figure = Figure()
    full: Figure = Figure()
    invested: Figure = Figure()
    invested_cash: int | None = None
    net: Triple = Triple()  # cents
    per_unit: Triple = Triple()  # multiples
    roi: Triple = Triple()  # percent
    range_low: Exact | None = None
    range_high: Exact | None = None
    sales: Figure = Figure()
    sales_per_unit: Exact | None = None
    break_even_margin: Exact | None = None  # percent
    break_even_sales: int | None = None
    break_even_customers: int | None = None
    late_value: Figure = Figure()
    running: Running | None = None
    restated: tuple[Restated, ...] = ()  # months that this month's late values change, and this month as known today
    values: tuple[ValueRow, ...] = ()  # counted and late ones, in the order of their marks within M, C, E
    costs: tuple[CostRow, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()
    platform_claims: tuple[PlatformClaim, ...] = ()
    method: Method = Method()


# ---------------------------------------------------------------------------------------------------------- work


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


# ---------------------------------------------------------------------------------------------------------- numbers


@dataclass(frozen=True, slots=True)
class DefinitionBreak:
    """The platform changed what it counts; figures before and after are not comparable."""

    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class MetricValue:
    """One figure of an account or a post. MONEY is in whole units of the client's currency, SHARE a fraction of 1."""

    metric: Metric
    value: Number | Fraction | None
    state: State = State.VALUE
    bounds: tuple[int, int] | None = None  # only daily unique counts are known: between these two
    read_on: date | None = None
    comparison: Comparison | None = None
    broken: DefinitionBreak | None = None


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """One month of an account's history. None: nothing there; `state` or `reason` says why."""

    month: Month
    value: Number | Fraction | None
    state: State = State.VALUE
    reason: str = ""  # the freelancer's or the importer's words for a gap; empty: the state's


@dataclass(frozen=True, slots=True)
class History:
    """The account's own past of one metric, oldest month first, 1 to 13 months."""

    metric: Metric
    points: tuple[HistoryPoint, ...]
    breaks: tuple[DefinitionBreak, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """One channel (guests are left out by whoever fills this)."""

    platform: str  # code: instagram, facebook, ...
    platform_name: str  # "Instagram"
    handle: str = ""
    name: str = ""
    metrics: tuple[MetricValue, ...] = ()  # of the account, most important first
    post_count: int = 0  # posts published in the month
    post_metrics: tuple[MetricValue, ...] = ()  # sums over those posts, as last read
    history: History | None = None
    why: str = ""  # the freelancer's one reason


@dataclass(frozen=True, slots=True)
class Post:
    """A published item in a ranking."""

    title: str
    day: date | None
    format: str  # post photo image video reel story carousel link text event live short article ...
    value: MetricValue  # of the measure that ranks
    others: tuple[MetricValue, ...] = ()
    link: str = ""
    reason: str = ""  # why, in the freelancer's words


@dataclass(frozen=True, slots=True)
class FormatLine:
    """What posts of one format reached together."""

    format: str
    posts: int
    values: tuple[MetricValue, ...]  # one per column of the table, in the same order


@dataclass(frozen=True, slots=True)
class Content:
    """Best and worst posts of one account by one measure."""

    platform_name: str
    handle: str
    measure: Metric
    best: tuple[Post, ...] = ()  # best first
    worst: tuple[Post, ...] = ()  # worst first, none of the best
    formats: tuple[FormatLine, ...] = ()  # columns: the metrics of the first line


# ---------------------------------------------------------------------------------------------------------- appendix


@dataclass(frozen=True, slots=True)
class Source:
    """An import that figures of this report come from."""

    file: str
    format: str  # what it is, in words: "Meta Business Suite, Instagram content"
    account: str = ""
    first_day: date | None = None
    last_day: date | None = None
    rows: int = 0  # kept
    refused: int = 0
    read_on: date | None = None
    sha256: str = ""


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
    ledger: Ledger = Ledger()
    quotas: tuple[Quota, ...] = ()
    delivered: tuple[Delivered, ...] = ()
    accounts: tuple[Account, ...] = ()
    content: tuple[Content, ...] = ()
    sources: tuple[Source, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notices: tuple[Notice, ...] = ()
    glossary: tuple[Metric, ...] = ()  # empty: made from the metrics printed
    attachments: tuple[Attachment, ...] = ()

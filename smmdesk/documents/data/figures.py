"""Figures of channels and posts: values, comparisons, histories, rankings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from smmdesk.core.comparison import ChangeKind, Verdict
from smmdesk.core.periods import Month
from smmdesk.core.readings import Metric, Number, State

Exact = Fraction | Decimal | int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A value against another month. `value` None: no value there."""

    month: Month
    value: Number | Fraction | None
    verdict: Verdict
    # `change` by kind, as core.comparison gives it: count and new = the difference in the value's own unit; percent
    # and per_day = numbers of percent (of the daily averages, which `per_day` holds, this month's first); points =
    # percentage points
    kind: ChangeKind = ChangeKind.COUNT
    change: Exact | None = None
    per_day: tuple[Exact, Exact] | None = None
    same_days_only: int | None = None  # both months' days 1..n only (an unfinished month)
    weekdays_back: int | None = None  # against the same weekdays so many days before
    no_daily_figures: bool = False  # an unfinished month against a whole one: daily averages
    short_history: bool = False  # a seasonal client without a figure of a year ago
    hindrance: str = ""  # why nothing is compared though both are there: break currency denominator


@dataclass(frozen=True, slots=True)
class DefinitionBreak:
    """The platform changed what it counts; figures before and after are not comparable."""

    on: date
    note: str = ""
    only_month: bool = False  # the day is not known, only its month


@dataclass(frozen=True, slots=True)
class FigurePart:
    """What a figure came to on one side of a change of definition."""

    first_day: date
    last_day: date
    value: Number | None
    state: State


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
    parts: tuple[FigurePart, ...] = ()  # the definition changed within the month: one for each side, no value
    average_post: Fraction | None = None  # of an engagement rate: the mean of the posts' own rates
    left_out: int = 0  # posts without a value that it needs
    note: str = ""  # a plain text that belongs to the figure
    is_namesake: bool = False  # a sum over posts; the account has a figure of its own of the same name


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
    is_namesake: bool = False  # as in `MetricValue`


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

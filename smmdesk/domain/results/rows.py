"""What results look like to the rest: plain rows, each value with its state, its read dates and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from smmdesk.core.breaks import Break
from smmdesk.core.periods import Month
from smmdesk.core.readings import Number, State


class CurrentValue(NamedTuple):
    """A value as read last, with the import that read it."""

    value: Number | None
    state: State
    read_on: date | None
    import_id: int


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post in its current wording; `values` holds the current value of each metric that was ever read for it."""

    id: int
    account_id: int
    external_id: str
    published_at: int | None
    published_on: date | None
    kind: str
    title: str
    text: str
    permalink: str
    duration_seconds: int | None
    values: dict[str, CurrentValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FigurePart:
    """What a figure came to on one side of a change of definition: from `first_day` to `last_day`, both included."""

    first_day: date
    last_day: date
    value: Number | None
    state: State


@dataclass(frozen=True, slots=True)
class PostSum:
    """A flow added up over posts: over those in `post_ids`; `missing` more have no value for it.

    `value` is None where no post has one; `state` then says why. `oldest_read_on` is the earliest read among them.
    Where the platform changed the definition between the posts there is no sum, only one in each of `parts`.
    """

    metric: str
    value: Number | None
    state: State
    post_ids: tuple[int, ...] = ()
    missing: int = 0
    read_on: date | None = None
    oldest_read_on: date | None = None
    parts: tuple[FigurePart, ...] = ()
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthPosts:
    """The posts of an account that were published in a month by the client's clock, and their sums by metric.

    `state` is that of the count: a 0 is one only where files cover the month whole.
    """

    count: int
    sums: tuple[PostSum, ...]
    state: State = State.VALUE


@dataclass(frozen=True, slots=True)
class AccountFigure:
    """A metric of an account for a month, by the rule of its class (roi.md 2.2).

    flow: the sum over `days` days, `gaps` lists those without a value; stock: the last value in the month, of `as_of`,
    `gaps` what comes after it, and `gain` since the first; unique: the platform's own figure for exactly this month,
    else `bounds`; ratio: from its parts, else None. `imports` are the ids of the imports that it was read by. Where the
    platform changed the definition within the month (`breaks`) there is no value, only one in each of `parts`.
    """

    metric: str
    month: Month
    value: Number | Fraction | None
    state: State
    bounds: tuple[int, int] | None = None
    days: int = 0
    gaps: tuple[tuple[date, date], ...] = ()
    as_of: date | None = None
    gain: Number | None = None
    currency: str = ""
    read_on: date | None = None
    oldest_read_on: date | None = None
    imports: tuple[int, ...] = ()
    parts: tuple[FigurePart, ...] = ()
    breaks: tuple[Break, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Tell whether no day of the month is missing."""
        return not self.gaps


@dataclass(frozen=True, slots=True)
class EngagementFigure(AccountFigure):
    """An engagement rate of the posts of a month, or of an account's days: a fraction of 1.

    `value` is the ratio of totals, `average_post` the mean of the posts' rates (None where there are no posts of their
    own rate). `denominator` names the metric that interactions are divided by and `numerators` those that count as
    interactions; `posts` were counted, `left_out` lack a value of either. `interactions` is the sum above the line.
    """

    numerators: tuple[str, ...] = ()
    denominator: str = ""
    average_post: Fraction | None = None
    interactions: Number | None = None
    denominated: Number | None = None  # the sum below the line, where that may be told: not of a unique count
    post_ids: tuple[int, ...] = ()
    left_out: int = 0
    followers: Number | None = None  # at the month's end, where they are the denominator


@dataclass(frozen=True, slots=True)
class SegmentSum:
    """A flow of an account added up over the parts of one level (campaigns) in a month, in one currency.

    `side` is the day of the latest change of definition before it: no sum holds days of both sides.
    """

    account_id: int
    metric: str
    dimension: str
    currency: str
    value: Number
    first_day: date
    last_day: date
    read_on: date | None
    imports: tuple[int, ...]
    side: date | None = None


@dataclass(frozen=True, slots=True)
class SourceLine:
    """An import that brought something for a month; the file of a typed one, if any, is only its evidence."""

    import_id: int
    file_name: str
    format: str
    accounts: str
    first_day: date | None
    last_day: date | None
    rows: int
    refused: int
    read_on: date | None
    sha256: str


@dataclass(frozen=True, slots=True)
class RankedPost:
    """A post with its place by a measure; a rate is a fraction of 1."""

    post: PostLine
    value: Number | Fraction

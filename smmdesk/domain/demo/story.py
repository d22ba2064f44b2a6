"""What the story of an example client is made of: words, work and money as plain data."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from smmdesk.core.money import cents_text
from smmdesk.core.periods import Month, months_between
from smmdesk.domain.accounts import AccountDraft
from smmdesk.domain.clients import ClientDraft, ContactDraft
from smmdesk.domain.contracts import ContractDraft
from smmdesk.domain.events import EventKind

FIRST_MONTH = Month(2025, 10)
LAST_MONTH = Month(2026, 10)
MONTHS = tuple(months_between(FIRST_MONTH, LAST_MONTH))


class Caption(NamedTuple):
    """What a piece of content is called in the plan, and its first sentence."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One published piece of content. `type` is that of its deliverable; `weight`: how well it does for its kind."""

    month: Month
    type: str
    title: str
    text: str
    at: datetime
    weight: float
    is_extra: bool = False


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure of page 1: counted by hand, from the ledger, or (with `platform`) from the account on a platform."""

    text: str
    source: str = ""
    platform: str = ""
    value: Decimal | None = None
    target: Decimal | None = None
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written for page 1 of a month."""

    goal: str
    worked: str = ""
    did_not_work: str = ""
    we_change: str = ""
    request: str = ""
    request_by: date | None = None
    kpis: tuple[Kpi, ...] = ()


@dataclass(frozen=True, slots=True)
class Money:
    """The rows of a ledger sheet, and the files that prove them by name."""

    rows: tuple[Mapping[str, str], ...]
    evidence: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Campaign:
    """Advertisements of one month: what Meta reports of them."""

    month: Month
    name: str
    spent: int  # hundredths
    result_kind: str
    results: int
    impressions: int
    reach: int
    link_clicks: int


class Shared(NamedTuple):
    """A collaboration post that the client's export brings along: whose account (id, handle, name), when and what."""

    account: tuple[str, str, str]
    at: datetime
    caption: Caption


class Happening(NamedTuple):
    """What explains a number: an event of the client, or of its account on one platform."""

    kind: EventKind
    title: str
    first_day: date
    last_day: date
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """An example client: who it is, what was agreed, what was published, and what came back."""

    draft: ClientDraft
    contacts: tuple[ContactDraft, ...]
    contracts: tuple[ContractDraft, ...]
    accounts: tuple[AccountDraft, ...]
    logo: Callable[[], bytes]
    captions: Callable[[Month], Sequence[Caption]]
    second_sentences: tuple[str, ...]
    hashtags: str
    # accounts reached by an average post of the main account, by month
    reach: Mapping[Month, int]
    # what was really published, where it is not what the contract promises: (month, type) -> count
    published: Mapping[tuple[Month, str], int] = field(default_factory=dict)
    extras: Mapping[tuple[Month, str], int] = field(default_factory=dict)
    shared: Shared | None = None
    # work that leaves no post: (title, link with {month})
    other_work: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    website_users: Mapping[Month, int] = field(default_factory=dict)
    campaigns: tuple[Campaign, ...] = ()
    money: Money = Money((), {})
    sheets: Mapping[Month, Sheet] = field(default_factory=dict)
    happenings: tuple[Happening, ...] = ()
    # tag -> words of which a post holds one
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def numbers(self, purpose: str) -> random.Random:
        """Return a source of numbers that gives the same ones each time, for one purpose."""
        return random.Random(f"{self.draft.name}/{purpose}")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.draft.timezone)


CONTENT_TYPES = ("post", "reel", "carousel")


def promised(story: Story, month: Month) -> dict[str, int]:
    """Return the monthly quotas in force at the end of a month."""
    for contract in reversed(story.contracts):
        if contract.start <= month.last_day and contract.end >= month.first_day:
            return dict(contract.quotas)
    return {}


def pieces(story: Story) -> list[Piece]:
    """Return all content of the story in the order of publication."""
    made: list[Piece] = []
    seconds = story.numbers("sentences")
    pool = list(story.second_sentences)
    for month in MONTHS:
        rng = story.numbers(f"pieces {month}")
        quotas = promised(story, month)
        wanted: list[tuple[str, bool]] = []
        for type_ in CONTENT_TYPES:
            count = story.published.get((month, type_), quotas.get(type_, 0))
            wanted += [(type_, False)] * count + [(type_, True)] * story.extras.get((month, type_), 0)
        rng.shuffle(wanted)
        captions = list(story.captions(month))
        rng.shuffle(captions)
        days = _spread(month, len(wanted), rng)
        for place, ((type_, is_extra), day) in enumerate(zip(wanted, days, strict=True)):
            caption = captions[place % len(captions)]
            second = pool[seconds.randrange(len(pool))]
            hour = time(rng.choice((8, 9, 12, 13, 18, 19)), rng.choice((0, 15, 30, 45)))
            made.append(
                Piece(
                    month,
                    type_,
                    caption.title,
                    f"{caption.text}\n\n{second}\n\n{story.hashtags}",
                    datetime.combine(day, hour, story.zone),
                    rng.lognormvariate(0, 0.35) * {"reel": 1.7, "carousel": 1.2}.get(type_, 0.9),
                    is_extra,
                )
            )
    return sorted(made, key=lambda piece: piece.at)


def _spread(month: Month, count: int, rng: random.Random) -> list[date]:
    """Return days for so many pieces, evenly through the month with a little unrest."""
    step = (month.days - 1) / max(count, 1)
    return [
        month.first_day + timedelta(days=min(int(step * place + rng.random() * step), month.days - 1))
        for place in range(count)
    ]


def split(total: int, parts: int, rng: random.Random) -> list[int]:
    """Split an amount in hundredths into unequal parts that re-add to it."""
    weights = [0.7 + 0.6 * rng.random() for _part in range(parts)]
    cuts = [round(total * weight / sum(weights) / 100) * 100 for weight in weights]
    cuts[-1] += total - sum(cuts)
    return cuts


def plain(cents: int) -> str:
    """Return hundredths as the ledger sheet writes them."""
    return cents_text(cents)

"""The growth check of an account's month: its days, its followers beside its engagement, and what explains it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from smmdesk.core import formats
from smmdesk.core.growth import (
    MONTHS_BEFORE,
    DayGrowth,
    DayVerdict,
    Exact,
    MonthGrowth,
    Outcome,
    judged_days,
    judged_month,
    outcome_of,
)
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.periods import Month, months_between
from smmdesk.core.readings import Number, joint_total, total_of
from smmdesk.domain.accounts import account_row
from smmdesk.domain.events import EVENT_KINDS, EventRow, event_rows
from smmdesk.domain.results.engagement import INTERACTIONS, followers_metric, interactions_of
from smmdesk.domain.results.queries import OF_ACCOUNT, RANK, day_of, posts_by_month, rows_of
from smmdesk.domain.results.rows import PostLine
from smmdesk.importers.registry import METRICS
from smmdesk.store.fields import read_number

# What says how many followers a day brought, where no file tells how many there are; the first that was read is taken.
GAINS: Mapping[str, tuple[str, ...]] = {
    "linkedin": ("linkedin.new_followers.v1",),
    "tiktok": ("tiktok.followers_change.v1",),
    "youtube": ("youtube.subscribers.v1",),
}
# An event explains a jump that comes with it or up to so many days after it.
DAYS_AFTER = 7
_MOST_SPIKES = 2  # told one by one


@dataclass(frozen=True, slots=True)
class AccountGrowth:
    """What an account's followers did in a month. `days` holds the days that were no usual ones.

    `outcome` is what the figures alone say; `events` are those that explain it, and it is explained when every jump
    and the divergence have one. `judged_days` counts the days that could be judged, `month_figures` is None where the
    month's gain is not known.
    """

    account_id: int
    title: str
    month: Month
    outcome: Outcome
    gain: Exact | None
    followers: Number | None
    days: tuple[DayGrowth, ...]
    judged_days: int
    month_figures: MonthGrowth | None
    events: tuple[EventRow, ...] = ()
    is_explained: bool = False
    imports: tuple[int, ...] = ()

    @property
    def spikes(self) -> tuple[DayGrowth, ...]:
        """Return the days that jumped up."""
        return tuple(day for day in self.days if day.verdict is DayVerdict.SPIKE)

    @property
    def losses(self) -> tuple[DayGrowth, ...]:
        """Return the days that fell far."""
        return tuple(day for day in self.days if day.verdict is DayVerdict.LOSS)

    @property
    def has_something_to_say(self) -> bool:
        """Tell whether the month was not as usual."""
        return self.outcome is not Outcome.NONE or bool(self.losses)

    @property
    def asks(self) -> bool:
        """Tell whether a reason is still to be found."""
        return self.outcome is not Outcome.NONE and not self.is_explained


# ------------------------------------------------------------------------------------------------------------- rules


def daily_gains(stocks: Mapping[date, Number]) -> dict[date, Exact]:
    """Return the net gain of each day whose number of followers is known, and that of the day before."""
    return {
        day: stocks[day] - stocks[before] for day in sorted(stocks) if (before := day - timedelta(days=1)) in stocks
    }


def month_gain(month: Month, stocks: Mapping[date, Number], flows: Mapping[date, Number], key: str) -> Exact | None:
    """Return what a month gained: between the last numbers of two months, or the sum of a flow without a gap."""
    if stocks:
        before, now = last_in(month.previous, stocks), last_in(month, stocks)
        return None if before is None or now is None else now - before
    inside = [value for day, value in flows.items() if day in month]
    return total_of(METRICS[key], inside) if len(inside) == month.days else None


def last_in(month: Month, stocks: Mapping[date, Number]) -> Number | None:
    """Return the last number of a month, None where none is known."""
    days = [day for day in stocks if day in month]
    return stocks[max(days)] if days else None


def explaining(
    month: Month, spikes: Sequence[DayGrowth], diverges: bool, events: Sequence[EventRow]
) -> tuple[tuple[EventRow, ...], bool]:
    """Return the events that explain a month's growth, and whether everything is explained.

    An event explains a jump on its days or up to a week after it, and a divergence in a month that it touches.
    """
    found: dict[int, EventRow] = {}
    is_explained = bool(spikes) or diverges
    for spike in spikes:
        mine = [one for one in events if one.touches(spike.day - timedelta(days=DAYS_AFTER), spike.day)]
        found.update({one.id: one for one in mine})
        is_explained = is_explained and bool(mine)
    if diverges:
        mine = [one for one in events if one.touches(month.first_day, month.last_day)]
        found.update({one.id: one for one in mine})
        is_explained = is_explained and bool(mine)
    return tuple(sorted(found.values(), key=lambda one: (one.first_day, one.id))), is_explained


def growth_sentences(growth: AccountGrowth) -> tuple[str, ...]:
    """Return what there is to say of a month's growth, sentence by sentence, in the language now spoken."""
    said: list[str] = []
    figures, month = growth.month_figures, formats.month_name(growth.month, year=False)
    if figures is not None and figures.diverges and growth.gain is not None:
        count = ngettext("{n} new follower in {month}", "{n} new followers in {month}", int(growth.gain)).format(
            n=_count(growth.gain), month=month
        )
        said.append(f"{count}; {_engagement_words(figures)}.")
    said += _spike_words(growth.spikes)
    if growth.outcome is not Outcome.NONE:
        if growth.is_explained:
            reasons = ", ".join(
                _("{kind}: {title}").format(kind=_(EVENT_KINDS[one.kind]), title=one.title) for one in growth.events
            )
            said.append(_("Explained by: {reasons}.").format(reasons=reasons))
        else:
            said.append(_("We did not find a reason. We do not count these followers as a result."))
    for day in growth.losses:
        said.append(
            _("{n} fewer followers on {day}: the platform cleaned up, or many left.").format(
                n=_count(-Fraction(day.gain)), day=formats.day(day.day, year=False)
            )
        )
    return tuple(said)


def _spike_words(spikes: Sequence[DayGrowth]) -> list[str]:
    if len(spikes) > _MOST_SPIKES:
        largest = max(spikes, key=lambda one: Fraction(one.gain))
        return [
            _(
                "{count} days brought far more followers than usual, most of all {day}: {n}; a usual day brings "
                "{usual}."
            ).format(
                count=formats.number(len(spikes)),
                day=formats.day(largest.day, year=False),
                n=_count(largest.gain),
                usual=_count(spikes[0].median or 0),
            )
        ]
    return [
        _("{n} more followers on {day}; a usual day brings {usual}.").format(
            n=_count(day.gain), day=formats.day(day.day, year=False), usual=_count(day.median or 0)
        )
        for day in spikes
    ]


def _engagement_words(figures: MonthGrowth) -> str:
    change = Fraction(figures.engagement or 0) * 100
    if change < 0:
        return _("interactions per post fell {percent}").format(percent=formats.percent(-change))
    if change > 0:
        return _("interactions per post rose only {percent}").format(percent=formats.percent(change))
    return _("interactions per post stayed the same")


def _count(value: Exact) -> str:
    return formats.number(Fraction(value), 0)


# ----------------------------------------------------------------------------------------------------------- queries


def growth_of(account_id: int, month: Month) -> AccountGrowth | None:
    """Return the growth check of an account for a month; None where no file tells of its followers in it.

    Raises UserError without such an account.
    """
    account = account_row(account_id)
    key, is_stock = _followers_of(account.platform, account_id)
    if key is None:
        return None
    first = month.plus(-MONTHS_BEFORE - 1)
    read = _days(account_id, key, first.first_day, month.last_day)
    if not any(day in month for day in read):
        return None
    values = {day: value for day, (value, _import_id) in read.items()}
    stocks, flows = (values, {}) if is_stock else ({}, values)
    gains: dict[date, Exact] = daily_gains(stocks) if is_stock else dict(flows)
    judged = judged_days(gains, dict(stocks), month.first_day, month.last_day)
    gain = month_gain(month, stocks, flows, key)
    figures = None
    if gain is not None:
        earlier = [
            found
            for one in months_between(month.plus(-MONTHS_BEFORE), month.previous)
            if (found := month_gain(one, stocks, flows, key)) is not None
        ]
        figures = judged_month(
            gain, last_in(month.previous, stocks), earlier, _interactions(account_id, account.platform, month)
        )
    odd = tuple(day for day in judged if day.verdict in (DayVerdict.SPIKE, DayVerdict.LOSS))
    spikes = [day for day in odd if day.verdict is DayVerdict.SPIKE]
    diverges = figures is not None and figures.diverges
    reach = month.first_day - timedelta(days=DAYS_AFTER)
    events = event_rows(account.client_id, reach, month.last_day, account_id) if spikes or diverges else []
    chosen, is_explained = explaining(month, spikes, diverges, events)
    return AccountGrowth(
        account_id,
        account.title,
        month,
        outcome_of(judged, figures),
        gain,
        last_in(month, stocks),
        odd,
        len([day for day in judged if day.verdict is not DayVerdict.TOO_LITTLE_HISTORY]),
        figures,
        chosen,
        is_explained,
        tuple(sorted({import_id for day, (_value, import_id) in read.items() if day in month})),
    )


def growth_after_import(import_id: int) -> list[AccountGrowth]:
    """Return the months of an import's accounts whose growth is not as usual, of the last three that it touches."""
    rows = rows_of(
        """
        SELECT l.account_id, coalesce(i.period_first, i.first_day), coalesce(i.period_last, i.last_day)
        FROM import i JOIN import_account l ON l.import_id = i.id JOIN account a ON a.id = l.account_id
        WHERE i.id = ? AND NOT a.is_guest ORDER BY l.account_id
        """,
        (import_id,),
    )
    found = []
    for account_id, first_text, last_text in rows:
        first, last = day_of(first_text), day_of(last_text)
        if first is None or last is None:
            continue
        for month in list(months_between(Month.of(first), Month.of(last)))[-_MONTHS_CHECKED:]:
            growth = growth_of(account_id, month)
            if growth is not None and growth.has_something_to_say:
                found.append(growth)
    return found


_MONTHS_CHECKED = 3


def _followers_of(platform: str, account_id: int) -> tuple[str | None, bool]:
    """Return the metric that tells of an account's followers, and whether it is their number (else their gain)."""
    stock = followers_metric(platform)
    wanted = [*([stock] if stock is not None else []), *GAINS.get(platform, ())]
    if not wanted:
        return None, False
    marks = ", ".join("?" * len(wanted))
    held = {
        key
        for (key,) in rows_of(
            f"SELECT m.key FROM metric_name m WHERE m.key IN ({marks}) AND EXISTS (SELECT 1 FROM account_reading r"
            " WHERE r.account_id = ? AND r.metric_id = m.id)",
            (*wanted, account_id),
        )
    }
    chosen = next((key for key in wanted if key in held), None)
    return chosen, chosen is not None and chosen == stock


def _days(account_id: int, key: str, first: date, last: date) -> dict[date, tuple[Number, int]]:
    rows = rows_of(
        f"""
        WITH {OF_ACCOUNT}
        SELECT r.day, r.value, r.import_id, max({RANK})
        FROM metric_name m CROSS JOIN account_reading r ON r.account_id = ? AND r.metric_id = m.id
        CROSS JOIN place ON place.id = r.import_id
        WHERE m.key = ? AND r.day BETWEEN ? AND ? GROUP BY r.day
        """,
        (account_id, account_id, key, first.isoformat(), last.isoformat()),
    )
    found = {}
    for day, value, import_id, _place in rows:
        number = read_number(value)
        if number is not None:
            found[date.fromisoformat(day)] = (number, import_id)
    return found


def _interactions(account_id: int, platform: str, month: Month) -> tuple[Exact | None, Exact | None]:
    """Return interactions per post of the month before and of a month, over the posts that have them."""
    rule = INTERACTIONS.get(platform)
    if rule is None or not rule.of_posts:
        return None, None
    keys = [*(key for group in rule.of_posts for key in group), *rule.also]
    posts = posts_by_month(account_id, keys, month.previous, month)
    return _per_post(posts.get(month.previous, ()), platform), _per_post(posts.get(month, ()), platform)


def _per_post(posts: Iterable[PostLine], platform: str) -> Exact | None:
    known = [found for post in posts if (found := interactions_of(post, platform)) is not None]
    first = next(iter(INTERACTIONS[platform].of_posts))[0]
    return Fraction(joint_total((METRICS[first], value) for value in known)) / len(known) if known else None

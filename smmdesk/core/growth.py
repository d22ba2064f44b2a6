"""Growth that needs an explanation: jumps in followers, and followers without engagement (roi.md section 4).

Nothing here counts bots: a growth can only be called unusual, in one of three steps that are all told in plain words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from smmdesk.core.readings import Number

Exact = Number | Fraction

DAYS_BEFORE = 28
FEWEST_DAYS = 14
MONTHS_BEFORE = 6
FEWEST_MONTHS = 3
LIMIT = Fraction(35, 10)  # Iglewicz & Hoaglin
SMALLEST_GAIN = 50
LEAST_SHARE = Fraction(1, 100)
_NORMAL = Fraction(6745, 10_000)  # the median of |x| of a normal distribution, for the MAD as it stands
_MEAN_DEVIATION = Fraction(1_253_314, 1_000_000)

GROWTH_SHARE = Fraction(10, 100)
TIMES_MEDIAN = 5
ENGAGEMENT_SHARE = Fraction(5, 100)


class DayVerdict(StrEnum):
    """What a day's net gain is called."""

    USUAL = "usual"
    SPIKE = "spike"
    LOSS = "loss"
    TOO_LITTLE_HISTORY = "too_little_history"


class Outcome(StrEnum):
    """What a month's growth is called: nothing found, one of spike and divergence, or both."""

    NONE = "none"
    UNUSUAL = "unusual"
    NEEDS_EXPLANATION = "needs_explanation"


@dataclass(frozen=True, slots=True)
class DayGrowth:
    """A day's net gain beside the days before it. `score` is None where it is undefined."""

    day: date
    gain: Exact
    median: Exact | None
    score: Fraction | None
    verdict: DayVerdict


@dataclass(frozen=True, slots=True)
class MonthGrowth:
    """A month of followers beside the months before: shares are fractions of 1, None where they cannot be told.

    `times` is the gain over the median gain of the months before, `engagement` the change of interactions per post.
    """

    gain: Exact
    share: Fraction | None
    median: Exact | None
    times: Fraction | None
    engagement: Fraction | None
    diverges: bool


def median(values: Iterable[Exact]) -> Fraction:
    """Return the median, of an even number of values the middle of the two in the middle."""
    order = sorted(Fraction(value) for value in values)
    half = len(order) // 2
    return order[half] if len(order) % 2 else (order[half - 1] + order[half]) / 2


def spike_score(gain: Exact, others: Sequence[Exact]) -> Fraction | None:
    """Return how far a gain lies from the others: 0.6745 × (x − median) ÷ MAD (Iglewicz & Hoaglin).

    Where the MAD is 0, (x − median) ÷ (1.253314 × mean absolute deviation); None where that is 0 too.
    """
    middle = median(others)
    distances = [abs(Fraction(one) - middle) for one in others]
    spread = median(distances)
    if spread:
        return _NORMAL * (Fraction(gain) - middle) / spread
    mean = sum(distances, Fraction(0)) / len(distances)
    return (Fraction(gain) - middle) / (_MEAN_DEVIATION * mean) if mean else None


def judged_day(day: date, gain: Exact, before: Sequence[Exact], followers: Exact | None) -> DayGrowth:
    """Judge a day's net gain against the gains of the 28 days before it, those known, in any order.

    A spike is a score above 3.5 and a gain of at least 50 and of 1 % of the followers before it (without their number,
    of 50); the same below the median is a loss. With fewer than 14 known days nothing is said.
    """
    if len(before) < FEWEST_DAYS:
        return DayGrowth(day, gain, None, None, DayVerdict.TOO_LITTLE_HISTORY)
    middle, score = median(before), spike_score(gain, before)
    guard = max(Fraction(SMALLEST_GAIN), LEAST_SHARE * Fraction(followers or 0))
    far_up = score > LIMIT if score is not None else Fraction(gain) > middle
    far_down = score < -LIMIT if score is not None else Fraction(gain) < middle
    if far_up and Fraction(gain) >= guard:
        verdict = DayVerdict.SPIKE
    elif far_down and -Fraction(gain) >= guard:
        verdict = DayVerdict.LOSS
    else:
        verdict = DayVerdict.USUAL
    return DayGrowth(day, gain, middle, score, verdict)


def judged_days(
    gains: dict[date, Exact], followers: dict[date, Exact], first: date, last: date
) -> tuple[DayGrowth, ...]:
    """Judge each known day of a span; `followers` are those at a day's end, where they are known."""
    judged = []
    for day in sorted(gains):
        if not first <= day <= last:
            continue
        before = [gains[at] for back in range(1, DAYS_BEFORE + 1) if (at := day - timedelta(days=back)) in gains]
        stood = followers.get(day - timedelta(days=1))
        if stood is None and day in followers:
            stood = Fraction(followers[day]) - Fraction(gains[day])
        judged.append(judged_day(day, gains[day], before, stood))
    return tuple(judged)


def judged_month(
    gain: Exact,
    followers_before: Exact | None,
    gains_before: Sequence[Exact],
    interactions_per_post: tuple[Exact | None, Exact | None],
) -> MonthGrowth:
    """Judge a month: growth without engagement is +10 % or more, 5 times the median gain, interactions up under 5 %.

    `gains_before` are those of the last months, at most six, at least three; `interactions_per_post` the month's
    before, then this month's. What is not known is not held against the account.
    """
    share = Fraction(gain) / Fraction(followers_before) if followers_before else None
    recent = list(gains_before)[-MONTHS_BEFORE:]
    middle = median(recent) if len(recent) >= FEWEST_MONTHS else None
    times = Fraction(gain) / middle if middle else None
    earlier, now = interactions_per_post
    engagement = Fraction(now) / Fraction(earlier) - 1 if earlier and now is not None else None
    diverges = (
        share is not None
        and middle is not None
        and engagement is not None
        and share >= GROWTH_SHARE
        and Fraction(gain) >= TIMES_MEDIAN * middle
        and engagement < ENGAGEMENT_SHARE
    )
    return MonthGrowth(gain, share, middle, times, engagement, diverges)


def outcome_of(days: Iterable[DayGrowth], month: MonthGrowth | None) -> Outcome:
    """Return what a month's growth is called: one of spike and divergence is unusual, both need an explanation."""
    spike = any(day.verdict is DayVerdict.SPIKE for day in days)
    diverges = month is not None and month.diverges
    if spike and diverges:
        return Outcome.NEEDS_EXPLANATION
    return Outcome.UNUSUAL if spike or diverges else Outcome.NONE

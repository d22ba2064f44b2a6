"""A month's engagement rate of an account beside the month that it is held against (roi.md 2.1 and 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from smmdesk.core.comparison import RANGE_MONTHS, ChangeKind, Comparison, Nature, Period, Verdict, base_month, compare
from smmdesk.core.periods import Month
from smmdesk.core.readings import EngagementBase, Number
from smmdesk.domain.results.compared import ComparedFigure, Hindrance, months_read
from smmdesk.domain.results.engagement import (
    ENGAGEMENT,
    INTERACTIONS,
    changed_between,
    engagement_of,
    is_same_rate,
)
from smmdesk.domain.results.queries import posts_by_month
from smmdesk.domain.results.rows import AccountFigure, EngagementFigure, PostLine

_NOTHING = Comparison(ChangeKind.COUNT, None, Verdict.NOT_COMPARABLE)
_ByMonth = Mapping[Month, Mapping[str, AccountFigure]]


def engagement_by_month(
    account_id: int, platform: str, months: Iterable[Month], base: EngagementBase, figures: _ByMonth
) -> dict[Month, EngagementFigure]:
    """Return the engagement rate of those months that have one; `figures` are the account's own of each month."""
    rule, wanted = INTERACTIONS.get(platform), sorted(set(months))
    if rule is None or not wanted:
        return {}
    posts: dict[Month, list[PostLine]] = {}
    keys = [*(key for group in rule.of_posts for key in group), *rule.also, rule.reach, rule.views]
    if rule.of_posts:
        for first, last in _runs(wanted):
            posts.update(posts_by_month(account_id, [key for key in keys if key], first, last))
    found = {}
    for month in wanted:
        figure = engagement_of(
            account_id, platform, month, base, posts=posts.get(month, []), figures=figures.get(month, {})
        )
        if figure is not None:
            found[month] = figure
    return found


def compared_engagement(
    account_id: int, platform: str, month: Month, base: EngagementBase, figures: _ByMonth, *, is_seasonal: bool = False
) -> ComparedFigure | None:
    """Return an account's engagement rate for a month with its comparison; None where there is none.

    Rates change in points, and only those with the same denominator and the same interactions are compared.
    """
    known = engagement_by_month(account_id, platform, months_read(month, is_seasonal=is_seasonal), base, figures)
    now = known.get(month)
    if now is None:
        return None
    chosen = base_month(month, list(known), is_seasonal=is_seasonal)
    then = known.get(chosen.month)
    hindrance, broken, base_value, comparison = None, None, None, _NOTHING
    if now.breaks:
        hindrance, broken = Hindrance.BREAK, now.breaks[-1]
    elif then is not None and (then.breaks or changed_between(then, now) is not None):
        hindrance, broken = Hindrance.BREAK, changed_between(then, now) or then.breaks[-1]
    elif then is not None and not is_same_rate(then, now):
        hindrance = Hindrance.DENOMINATOR
    elif then is not None and then.value is not None:
        base_value = then.value
        comparison = compare(
            _period(now),
            _period(then),
            [_period(one) for one in _comparable(known, now, is_year_on_year=chosen.is_year_on_year)],
            nature=Nature.RATE,
        )
    return ComparedFigure(
        metric=ENGAGEMENT[now.metric],
        figure=now,
        base=chosen.month,
        base_value=base_value,
        comparison=comparison,
        is_year_on_year=chosen.is_year_on_year,
        says_short_history=chosen.says_short_history,
        hindrance=hindrance,
        broken=broken,
    )


def _comparable(
    known: Mapping[Month, EngagementFigure], now: EngagementFigure, *, is_year_on_year: bool
) -> list[EngagementFigure]:
    found = [known[one] for one in sorted(known) if one < now.month]
    if is_year_on_year:
        found = [one for one in found if one.month.number == now.month.number]
    else:
        found = [one for one in found if now.month.plus(-RANGE_MONTHS) <= one.month]
    return [
        one for one in found if one.value is not None and is_same_rate(one, now) and changed_between(one, now) is None
    ]


def _period(figure: EngagementFigure) -> Period:
    value: Number | Fraction = Fraction(0) if figure.value is None else figure.value
    return Period(value, figure.month.days)


def _runs(months: list[Month]) -> list[tuple[Month, Month]]:
    """Return sorted months as first and last of runs without a gap."""
    runs: list[tuple[Month, Month]] = []
    for month in months:
        if runs and runs[-1][1].plus(1) == month:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return runs

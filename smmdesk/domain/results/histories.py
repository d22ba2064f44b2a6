"""An account's own past of one metric, month by month, with its gaps, their reasons and its breaks, for every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from smmdesk.core.breaks import Break, crossing
from smmdesk.core.periods import Month, months_between
from smmdesk.core.readings import EngagementBase, Metric, Number, State
from smmdesk.domain.results.compared_engagement import engagement_by_month
from smmdesk.domain.results.coverage import open_zero
from smmdesk.domain.results.engagement import ENGAGEMENT, INTERACTIONS, followers_metric, metric_of
from smmdesk.domain.results.gaps import Gap, GapKind, covers_of, gap_reasons, month_reason, posts_gap
from smmdesk.domain.results.months import HISTORY_MONTHS, account_history, account_metrics_of, post_history
from smmdesk.domain.results.rows import AccountFigure, EngagementFigure, PostSum
from smmdesk.domain.results.rules import is_summed_over_posts


@dataclass(frozen=True, slots=True)
class HistoryMonth:
    """One month of a metric; without a value `reason` says why, in the language spoken when it was read."""

    month: Month
    value: Number | Fraction | None
    state: State
    reason: str = ""

    @property
    def is_provisional(self) -> bool:
        """Tell whether the month is not complete, or the platform only estimated."""
        return self.state in (State.NOT_YET_COMPLETE, State.ESTIMATED)


@dataclass(frozen=True, slots=True)
class MetricHistory:
    """The months of a metric from the first with a value on, and the changes of definition among them."""

    metric: Metric
    months: tuple[HistoryMonth, ...]
    breaks: tuple[Break, ...] = ()

    @property
    def known(self) -> int:
        """Return how many months have a value."""
        return len([one for one in self.months if one.value is not None])


def metric_history(account_id: int, key: str, last: Month, months: int = HISTORY_MONTHS) -> MetricHistory | None:
    """Return a metric's months up to `last`; None for one that has no figure of a month (a unique count of posts).

    Works for an account's own metrics, for flows added up over posts, and for engagement rates (whose key names the
    platform). What stands before the first month with a value is left out.
    """
    metric = metric_of(key)
    if metric is None:
        return None
    first = last.plus(1 - months)
    if key in ENGAGEMENT:
        found = _engagement(account_id, key, first, last)
    elif metric.of_posts:
        if not is_summed_over_posts(metric):
            return None
        found = _of_posts(account_id, metric, last, months)
    else:
        found = _of_account(account_id, metric, last, months)
    while found and found[0].value is None:
        found.pop(0)
    breaks: tuple[Break, ...] = ()
    if found:
        keys = _parts(key)
        breaks = tuple(
            dict.fromkeys(
                change for one in keys for change in crossing(one, found[0].month.first_day, found[-1].month.last_day)
            )
        )
    return MetricHistory(metric, tuple(found), breaks)


def _parts(key: str) -> tuple[str, ...]:
    """Return the metrics whose definition decides over a metric: its own, or those of a rate."""
    if key not in ENGAGEMENT:
        return (key,)
    rule, base = INTERACTIONS[ENGAGEMENT[key].platform], _base_of(key)
    below = followers_metric(ENGAGEMENT[key].platform) if base is EngagementBase.FOLLOWERS else rule.denominator(base)
    return (*(one for group in rule.of_posts for one in group), *rule.of_account, *([below] if below else []))


def _base_of(key: str) -> EngagementBase:
    return EngagementBase(key.split(".")[1].removeprefix("engagement_on_"))


def _of_account(account_id: int, metric: Metric, last: Month, months: int) -> list[HistoryMonth]:
    figures = account_history(account_id, metric.key, last, months)
    reasons = _reasons(account_id, figures)
    return [HistoryMonth(one.month, one.value, one.state, reasons.get(one.month, "")) for one in figures]


def _reasons(account_id: int, figures: list[AccountFigure]) -> dict[Month, str]:
    empty = [one for one in figures if one.value is None]
    spans = [(one.metric, one.month.first_day, one.month.last_day) for one in empty if not one.breaks]
    found = gap_reasons(account_id, spans)
    reasons: dict[Month, str] = {}
    for one in empty:
        if one.breaks:
            gap = Gap(one.metric, *_days(one.month), GapKind.BREAK, one.breaks[-1].day, one.breaks[-1])
            reasons[one.month] = gap.reason
        elif one.state in (State.NOT_AVAILABLE, State.NOT_YET_COMPLETE) and one.bounds is None:
            reasons[one.month] = month_reason(found[one.metric, *_days(one.month)])
    return reasons


def _of_posts(account_id: int, metric: Metric, last: Month, months: int) -> list[HistoryMonth]:
    sums = post_history(account_id, metric.key, last, months)
    covers = covers_of(account_id, [metric.key]).get(metric.key, ())
    found = []
    for month, added in sums:
        reason = ""
        if added.value is None:
            reason = _post_reason(metric, month, added).reason if added.breaks else ""
            has_posts = bool(added.missing)
            reason = reason or month_reason([posts_gap(metric.key, *_days(month), covers, has_posts=has_posts)])
        is_open = bool(open_zero(added.value, month, covers))
        found.append(HistoryMonth(month, added.value, State.NOT_YET_COMPLETE if is_open else added.state, reason))
    return found


def _post_reason(metric: Metric, month: Month, added: PostSum) -> Gap:
    return Gap(metric.key, *_days(month), GapKind.BREAK, added.breaks[-1].day, added.breaks[-1])


def _engagement(account_id: int, key: str, first: Month, last: Month) -> list[HistoryMonth]:
    platform, base = ENGAGEMENT[key].platform, _base_of(key)
    wanted = list(months_between(first, last))
    rule = INTERACTIONS[platform]
    figures: dict[Month, dict[str, AccountFigure]] = {}
    if rule.of_account or base is EngagementBase.FOLLOWERS:
        read = account_metrics_of(account_id, wanted)
        figures = {month: {one.metric: one for one in read[month]} for month in wanted}
    known = engagement_by_month(account_id, platform, wanted, base, figures)
    found = []
    for month in wanted:
        figure: EngagementFigure | None = known.get(month)
        if figure is None or figure.metric != key:
            found.append(HistoryMonth(month, None, State.NOT_AVAILABLE))
        else:
            reason = ""
            if figure.breaks:
                reason = Gap(key, *_days(month), GapKind.BREAK, figure.breaks[-1].day, figure.breaks[-1]).reason
            found.append(HistoryMonth(month, figure.value, figure.state, reason))
    return found


def _days(month: Month) -> tuple[date, date]:
    return month.first_day, month.last_day

"""The channels and their content as the report prints them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from smmdesk.core.breaks import Break
from smmdesk.core.comparison import ChangeKind, Verdict
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.core.readings import Metric, State, Unit
from smmdesk.documents import data
from smmdesk.domain.accounts import platform_title
from smmdesk.domain.results.account_month import AccountMonth
from smmdesk.domain.results.compared import ComparedFigure
from smmdesk.domain.results.engagement import metric_of
from smmdesk.domain.results.gaps import break_sentence, break_text, gap_reasons
from smmdesk.domain.results.growth import growth_sentences
from smmdesk.domain.results.histories import MetricHistory, metric_history
from smmdesk.domain.results.queries import posts_of_month
from smmdesk.domain.results.rows import EngagementFigure, FigurePart, PostLine, PostSum
from smmdesk.domain.results.rules import best_and_worst, is_namesake, is_summed_over_posts, ranked, sum_of_posts
from smmdesk.importers.registry import METRICS

# What people were shown comes first; then what they did.
_EXPOSURE = ("views", "impressions", "video_views", "plays", "sessions", "reach", "viewers")
_ANSWERS = ("interactions", "reactions_comments_shares", "reactions", "likes", "engaged_sessions", "clicks")
MOST_METRICS = 6
MOST_COLUMNS = 4
FEWEST_POSTS = 2


def paper_account(one: AccountMonth, month: Month) -> data.Account | None:
    """Return a channel as the report prints it; None where the month has nothing of it, and for guests."""
    account = one.account
    known = sorted((figure for figure in one.metrics if _has_something(figure)), key=_order)
    totals = {figure.metric.key: figure.figure.value for figure in known}
    known = [figure for figure in known if not _repeats_its_total(figure, totals)]
    rates = [paper_metric(figure) for figure in known if isinstance(figure.figure, EngagementFigure)]
    others = [paper_metric(figure) for figure in known if not isinstance(figure.figure, EngagementFigure)]
    metrics = [*others[: MOST_METRICS - len(rates)], *rates]
    sums = [_paper_sum(added) for added in one.posts.sums if added.value is not None or added.parts]
    if account.is_guest or not (metrics or one.posts.count):
        return None
    return data.Account(
        platform=account.platform,
        platform_name=platform_title(account.platform),
        handle=account.handle,
        name=account.name,
        metrics=tuple(metrics),
        post_count=one.posts.count,
        post_metrics=tuple(sums[:MOST_METRICS]),
        history=_history(one, month),
    )


def account_gaps(one: AccountMonth, month: Month) -> Iterable[data.Gap]:
    """Return what is missing of a channel in the month, and why: nothing imported, or days without a value."""
    account = one.account
    if account.is_guest:
        return
    title = f"{platform_title(account.platform)} {account.handle or account.name}".strip()
    if not one.metrics and not one.posts.count:
        yield data.Gap(_("All figures"), title, month.first_day, month.last_day, reason=_("no export was imported"))
        return
    spans = [(figure.metric.key, *span) for figure in one.metrics for span in figure.figure.gaps]
    broken = [figure for figure in one.metrics if figure.figure.breaks]
    by_span: dict[tuple[date, date, str], list[str]] = defaultdict(list)
    for key, gaps in gap_reasons(account.id, spans).items():
        metric = metric_of(key[0])
        for gap in gaps:
            by_span[gap.first_day, gap.last_day, gap.reason].append("" if metric is None else _(metric.title))
    for figure in broken:
        reason = break_text(figure.figure.breaks[-1])
        by_span[month.first_day, month.last_day, reason].append(_(figure.metric.title))
    for (first, last, reason), names in sorted(by_span.items(), key=lambda pair: pair[0]):
        what = ", ".join(names) if len(names) <= 3 else _("{first} and others").format(first=", ".join(names[:2]))
        yield data.Gap(what, title, first, last, reason=reason)


def growth_of_accounts(accounts: Iterable[AccountMonth]) -> tuple[data.Growth, ...]:
    """Return what the report says of the accounts' growth: those whose month was not as usual."""
    return tuple(
        data.Growth(
            platform_title(one.account.platform),
            growth_sentences(one.growth),
            one.account.handle,
            one.account.name,
            one.growth.asks,
        )
        for one in accounts
        if one.growth is not None and one.growth.has_something_to_say
    )


def paper_content(one: AccountMonth, month: Month) -> data.Content | None:
    """Return best and worst posts of a channel by what most people were shown; None with too few posts to rank."""
    if one.account.is_guest or one.posts.count < FEWEST_POSTS:
        return None
    posts = posts_of_month(one.account.id, month)
    measure = _measure(posts)
    if measure is None:
        return None
    order = ranked(posts, measure.key)
    if len(order) < FEWEST_POSTS:
        return None
    best, worst = best_and_worst(order, 3 if len(order) >= 6 else max(1, len(order) // 2))
    others = [metric for metric in _columns(posts) if metric.key != measure.key][: MOST_COLUMNS - 1]
    return data.Content(
        platform_name=platform_title(one.account.platform),
        handle=one.account.handle or one.account.name,
        measure=measure,
        best=tuple(_paper_post(entry.post, measure, others) for entry in best),
        worst=tuple(_paper_post(entry.post, measure, others) for entry in worst),
        formats=tuple(_formats(posts)),
    )


def paper_metric(one: ComparedFigure) -> data.MetricValue:
    """Return a figure of an account with its comparison as the report prints it."""
    figure = one.figure
    comparison = None
    if one.base_value is not None:
        comparison = data.Comparison(
            month=one.base,
            value=one.base_value,
            verdict=one.comparison.verdict,
            kind=one.comparison.kind,
            change=one.comparison.change,
            per_day=one.comparison.per_day,
            same_days_only=one.days_compared,
            weekdays_back=one.days_back,
            no_daily_figures=one.no_daily_figures,
            short_history=one.says_short_history,
        )
    elif one.other_definition is not None or one.hindrance is not None:
        hindrance = "" if one.hindrance is None else one.hindrance.value
        comparison = data.Comparison(one.base, None, Verdict.NOT_COMPARABLE, ChangeKind.COUNT, hindrance=hindrance)
    is_rate = isinstance(figure, EngagementFigure)
    return data.MetricValue(
        one.metric,
        figure.value,
        figure.state,
        figure.bounds,
        figure.read_on,
        comparison,
        broken=None if one.broken is None else paper_break(one.broken),
        parts=_paper_parts(figure.parts),
        average_post=figure.average_post if is_rate else None,
        left_out=figure.left_out if is_rate else 0,
    )


def paper_break(change: Break) -> data.DefinitionBreak:
    """Return a change of definition as the report prints it, with its sentence."""
    return data.DefinitionBreak(change.day, break_sentence(change), change.is_month)


def _paper_parts(parts: Iterable[FigurePart]) -> tuple[data.FigurePart, ...]:
    return tuple(data.FigurePart(part.first_day, part.last_day, part.value, part.state) for part in parts)


def _has_something(one: ComparedFigure) -> bool:
    return one.figure.value is not None or one.figure.bounds is not None or bool(one.figure.breaks)


def _repeats_its_total(one: ComparedFigure, totals: Mapping[str, object]) -> bool:
    """Tell whether an organic figure says what the total beside it says: nothing was paid for."""
    whole = one.metric.key.replace("_organic.", ".")
    return whole != one.metric.key and whole in totals and totals[whole] == one.figure.value


def _order(one: ComparedFigure) -> tuple[bool, bool, bool, int]:
    """Return an account's figures in this order: what was shown, what followed, money; what stays at 0 last."""
    idle = not one.figure.value and one.figure.bounds is None and not one.base_value
    rank, place = _rank(one.metric)
    return idle, one.metric.unit is Unit.MONEY, rank > 0, place if rank == 0 else 0


def _paper_sum(added: PostSum) -> data.MetricValue:
    return data.MetricValue(
        METRICS[added.metric],
        added.value,
        added.state,
        read_on=added.read_on,
        broken=paper_break(added.breaks[-1]) if added.breaks else None,
        parts=_paper_parts(added.parts),
        is_namesake=is_namesake(METRICS[added.metric]),
    )


def _rank(metric: Metric) -> tuple[int, int]:
    name = metric.key.split(".")[-2]
    for place, names in enumerate((_EXPOSURE, _ANSWERS)):
        if name in names:
            return place, names.index(name)
    return 2, 0


def _history(one: AccountMonth, month: Month) -> data.History | None:
    """Return the past of the account's own figure, what was shown first; of the posts' sums only where it has none."""
    known = [figure for figure in one.metrics if figure.figure.value is not None or figure.figure.parts]
    of_account = [figure.metric for figure in known if not isinstance(figure.figure, EngagementFigure)]
    of_posts = [METRICS[added.metric] for added in one.posts.sums if added.value is not None]
    rates = [figure.metric for figure in known if isinstance(figure.figure, EngagementFigure)]
    for metric in (*sorted(of_account, key=_rank), *sorted(of_posts, key=_rank), *rates):
        past = metric_history(one.account.id, metric.key, month)
        if past is not None and past.known >= 2:
            return paper_history(past)
    return None


def paper_history(past: MetricHistory) -> data.History:
    """Return an account's own past of a metric as the report draws it, with the reasons of its gaps and its breaks."""
    points = tuple(data.HistoryPoint(one.month, one.value, one.state, one.reason) for one in past.months)
    breaks = tuple(paper_break(change) for change in past.breaks)
    return data.History(past.metric, points, breaks, is_namesake(past.metric))


def _measure(posts: Sequence[PostLine]) -> Metric | None:
    """Return what the posts are ranked by: the widest exposure that at least half of them have a value of."""
    held: dict[str, int] = defaultdict(int)
    for post in posts:
        for key, current in post.values.items():
            held[key] += current.value is not None
    known = [METRICS[key] for key, count in held.items() if key in METRICS and 2 * count >= len(posts) and count]
    return min(known, key=_rank, default=None)


def shown_metrics(posts: Sequence[PostLine]) -> list[Metric]:
    """Return the flows that a table of posts shows: exposure first, then answers, at most four."""
    return _columns(posts)[:MOST_COLUMNS]


def _columns(posts: Sequence[PostLine]) -> list[Metric]:
    keys = dict.fromkeys(key for post in posts for key in post.values)
    flows = [METRICS[key] for key in keys if key in METRICS and is_summed_over_posts(METRICS[key])]
    return sorted(flows, key=lambda metric: (_rank(metric), list(METRICS).index(metric.key)))


def _paper_post(post: PostLine, measure: Metric, others: Sequence[Metric]) -> data.Post:
    return data.Post(
        title=post_title(post),
        day=post.published_on,
        format=post.kind,
        value=_value_of(post, measure),
        others=tuple(_value_of(post, metric) for metric in others),
        link=post.permalink,
    )


def _value_of(post: PostLine, metric: Metric) -> data.MetricValue:
    current = post.values.get(metric.key)
    if current is None:
        return data.MetricValue(metric, None, State.NOT_AVAILABLE)
    return data.MetricValue(metric, current.value, current.state, read_on=current.read_on)


def post_title(post: PostLine) -> str:
    """Return what a post is called: its title, else the first line of its text, else its id."""
    text = post.title.strip() or next((line.strip() for line in post.text.splitlines() if line.strip()), "")
    if len(text) > 140:
        text = text[:139].rsplit(" ", 1)[0] + "…"
    return text or post.external_id


def _formats(posts: Sequence[PostLine]) -> Iterable[data.FormatLine]:
    columns = _columns(posts)[:MOST_COLUMNS]
    by_kind: dict[str, list[PostLine]] = defaultdict(list)
    for post in posts:
        by_kind[post.kind].append(post)
    for kind, mine in sorted(by_kind.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        values = []
        for metric in columns:
            added = sum_of_posts(metric, mine)
            values.append(data.MetricValue(metric, None, State.NOT_AVAILABLE) if added is None else _paper_sum(added))
        yield data.FormatLine(kind, len(mine), tuple(values))

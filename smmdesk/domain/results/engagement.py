"""Engagement rates: what counts as an interaction on each platform, divided by what the client chose (roi.md 2.1, 2.3).

The rate is the ratio of totals, Σ interactions ÷ Σ denominators; what it is divided by is part of its name. A unique
count stands below the line only and is never shown by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from smmdesk.core.breaks import Break, crossed_by, crossing
from smmdesk.core.i18n import mark
from smmdesk.core.periods import Month
from smmdesk.core.readings import (
    Additivity,
    EngagementBase,
    Metric,
    Number,
    Span,
    State,
    Unit,
    joint_total,
    mean_rate,
    pooled_rate,
    total_of,
)
from smmdesk.domain.results.definitions import of_one_definition
from smmdesk.domain.results.months import account_metrics_of
from smmdesk.domain.results.queries import posts_of_month
from smmdesk.domain.results.rows import AccountFigure, EngagementFigure, PostLine, RankedPost
from smmdesk.domain.results.rules import joint_state
from smmdesk.importers.registry import METRICS


@dataclass(frozen=True, slots=True)
class Interactions:
    """What counts as an interaction on a platform, and what it may be divided by.

    Each group of `of_posts` (or, without posts of their own, `of_account`) is one way in which files give the same
    interactions; the first that a post has is taken whole. `also` is added where it is there: it belongs to some kinds
    of posts only. What a platform's files lack for a post altogether is no interaction there; a cell without a value
    leaves the post out.
    """

    of_posts: tuple[tuple[str, ...], ...] = ()
    of_account: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    reach: str = ""
    views: str = ""

    def denominator(self, base: EngagementBase) -> str:
        """Return the metric of posts (or of the account) for a base; empty where the platform gives none."""
        return {EngagementBase.REACH: self.reach, EngagementBase.VIEWS: self.views}.get(base, "")


# The platforms' own definitions where there are any (LinkedIn), else those of the vendors: roi.md 2.3.
INTERACTIONS: Mapping[str, Interactions] = {
    "instagram": Interactions(
        of_posts=(
            (
                "instagram.post.likes.v1",
                "instagram.post.comments.v1",
                "instagram.post.shares.v1",
                "instagram.post.saves.v1",
            ),
        ),
        also=("instagram.post.replies.v1",),
        reach="instagram.post.reach.v1",
        views="instagram.post.views.v1",
    ),
    "facebook": Interactions(
        of_posts=(
            ("facebook.post.interactions.v1",),
            ("facebook.post.reactions.v1", "facebook.post.comments.v1", "facebook.post.shares.v1"),
        ),
        reach="facebook.post.reach.v1",
        views="facebook.post.views.v1",
    ),
    "linkedin": Interactions(
        of_posts=(
            (
                "linkedin.post.clicks.v1",
                "linkedin.post.likes.v1",
                "linkedin.post.comments.v1",
                "linkedin.post.reposts.v1",
                "linkedin.post.follows.v1",
            ),
        ),
        views="linkedin.post.impressions.v1",
    ),
    "tiktok": Interactions(
        of_posts=(
            ("tiktok.post.likes.v1", "tiktok.post.comments.v1", "tiktok.post.shares.v1", "tiktok.post.saves.v1"),
        ),
        views="tiktok.post.views.v1",
    ),
    "youtube": Interactions(
        of_account=("youtube.likes.v1", "youtube.comments.v1", "youtube.shares.v1"),
        views="youtube.views.v1",
    ),
}
_FALLBACK = (EngagementBase.REACH, EngagementBase.VIEWS)

# By the name of what stands below the line, as the platform calls it.
_WORDS = {
    "reach": (
        mark("Engagement rate on reach"),
        mark(
            "Interactions (what people did: likes, comments, shares, saves; on LinkedIn clicks too) ÷ reach, all posts "
            "of the month together."
        ),
    ),
    "views": (
        mark("Engagement rate on views"),
        mark(
            "Interactions (what people did: likes, comments, shares, saves; on LinkedIn clicks too) ÷ views, all posts "
            "of the month together."
        ),
    ),
    "impressions": (  # LinkedIn gives a rate of this name for the whole page
        mark("Engagement rate of posts on impressions"),
        mark(
            "Interactions (what people did: likes, comments, shares, saves; on LinkedIn clicks too) ÷ impressions, all "
            "posts of the month together."
        ),
    ),
    "followers": (
        mark("Engagement rate on followers"),
        mark(
            "Interactions (what people did: likes, comments, shares, saves; on LinkedIn clicks too) per post ÷ "
            "followers at the month's end."
        ),
    ),
}


def _rate_words(rule: Interactions, base: EngagementBase) -> tuple[str, str]:
    """Return title and meaning of a platform's rate: LinkedIn's stands on impressions, since it counts no views."""
    below = rule.denominator(base)
    return _WORDS[below.split(".")[-2] if below else base.value]


def engagement_key(platform: str, base: EngagementBase) -> str:
    """Return the key of a platform's engagement rate on a base."""
    return f"{platform}.engagement_on_{base.value}.v1"


ENGAGEMENT: dict[str, Metric] = {
    engagement_key(platform, base): Metric(
        engagement_key(platform, base),
        *_rate_words(rule, base),
        unit=Unit.SHARE,
        additivity=Additivity.RATIO,
        span=Span.PERIOD,
    )
    for platform, rule in INTERACTIONS.items()
    for base in EngagementBase
}


def metric_of(key: str) -> Metric | None:
    """Return a metric of the registry or an engagement rate of ours; None for a key that is neither."""
    return METRICS.get(key) or ENGAGEMENT.get(key)


def followers_metric(platform: str) -> str | None:
    """Return the metric that says how many follow an account of a platform, None where no file tells it."""
    return next(
        (
            key
            for key in (f"{platform}.followers.v1", f"{platform}.subscribers_total.v1", f"{platform}.page_fans.v1")
            if key in METRICS and METRICS[key].additivity is Additivity.STOCK
        ),
        None,
    )


# ------------------------------------------------------------------------------------------------------------- rules


def numerators_of(post: PostLine, rule: Interactions) -> tuple[str, ...]:
    """Return the metrics that count as the interactions of a post: those of one group that its files brought."""
    for group in rule.of_posts:
        held = tuple(key for key in group if key in post.values)
        if held:
            return held + tuple(key for key in rule.also if key in post.values)
    return ()


def interactions_of(post: PostLine, platform: str) -> Number | None:
    """Return the interactions of a post; None where one that its files brought has no value, or none was brought.

    What does not apply to the kind of post (a story has no saves) is no interaction of it.
    """
    rule = INTERACTIONS.get(platform)
    return None if rule is None else _total(post, numerators_of(post, rule))


def _total(post: PostLine, numerators: Iterable[str]) -> Number | None:
    parts: list[tuple[Metric, Number]] = []
    for key in numerators:
        current = post.values[key]
        if current.state is State.NOT_APPLICABLE:
            continue
        if current.value is None:
            return None
        parts.append((METRICS[key], current.value))
    return joint_total(parts) if parts else None


def post_rate(post: PostLine, platform: str, base: EngagementBase) -> Fraction | None:
    """Return the engagement rate of one post on its reach or views; None where a part of it is missing or 0."""
    rule = INTERACTIONS.get(platform)
    below = None if rule is None else post.values.get(rule.denominator(base))
    above = interactions_of(post, platform)
    if above is None or below is None or not below.value:
        return None
    return pooled_rate([(above, below.value)])


def engagement_of_posts(
    platform: str, month: Month, posts: Sequence[PostLine], base: EngagementBase, followers: Number | None = None
) -> EngagementFigure | None:
    """Return the engagement rate of posts published in a month; None where no post has interactions.

    Posts without a value above or below the line are left out of both sums and counted. `followers` are those at the
    month's end, below the line once for each post. Posts from both sides of a change of definition have no rate.
    """
    rule = INTERACTIONS.get(platform)
    if rule is None or not rule.of_posts:
        return None
    key, below_key = engagement_key(platform, base), rule.denominator(base)
    pairs: list[tuple[PostLine, Number, Number]] = []
    held: dict[tuple[str, ...], None] = {}
    for post in posts:
        mine = numerators_of(post, rule)
        above = _total(post, mine)
        stands = post.values.get(below_key)
        below = followers if base is EngagementBase.FOLLOWERS else None if stands is None else stands.value
        if above is not None and below:
            pairs.append((post, above, below))
            held[mine] = None
    if not pairs:
        return None
    counted = [post for post, _above, _below in pairs]
    numerators = tuple(dict.fromkeys(one for mine in held for one in mine))
    breaks = _breaks(counted, (*numerators, *([below_key] if below_key else [])))
    read = [post.values[one] for post in counted for one in (*numerators, below_key) if one in post.values]
    rate = pooled_rate((above, below) for _post, above, below in pairs)
    state = joint_state({one.state for one in read} - {State.NOT_APPLICABLE})
    days = {one.read_on for one in read if one.read_on is not None}
    return EngagementFigure(
        key,
        month,
        None if breaks else rate,
        State.NOT_AVAILABLE if breaks else State.ZERO if not rate and state is State.VALUE else state,
        days=month.days,
        read_on=max(days, default=None),
        oldest_read_on=min(days, default=None),
        imports=tuple(sorted({one.import_id for one in read})),
        breaks=breaks,
        numerators=numerators,
        denominator=below_key or followers_metric(platform) or "",
        # the mean of the posts' own rates: named, beside the rate, never instead of it
        average_post=None if breaks else mean_rate((above, below) for _post, above, below in pairs),
        interactions=None if breaks else joint_total((METRICS[numerators[0]], above) for _post, above, _below in pairs),
        denominated=None if breaks else _told(below_key, [below for _post, _above, below in pairs]),
        post_ids=tuple(post.id for post in counted),
        left_out=len(posts) - len(counted),
        followers=followers if base is EngagementBase.FOLLOWERS else None,
    )


def engagement_of_days(
    platform: str, month: Month, figures: Mapping[str, AccountFigure], base: EngagementBase
) -> EngagementFigure | None:
    """Return the engagement rate of an account's own flows over a month, for platforms whose posts have none."""
    rule = INTERACTIONS.get(platform)
    if rule is None or not rule.of_account:
        return None
    below_key = rule.denominator(base)
    parts = [figures[key] for key in (*rule.of_account, below_key) if key in figures]
    if not below_key or len(parts) != len(rule.of_account) + 1:
        return None
    breaks = tuple(dict.fromkeys(change for part in parts for change in part.breaks))
    values = [part.value for part in parts]
    if breaks:
        rate = None
    elif any(value is None for value in values) or len({part.gaps for part in parts}) > 1 or not values[-1]:
        return None
    else:
        rate = pooled_rate([*((_exact(value), 0) for value in values[:-1]), (0, _exact(values[-1]))])
    state = joint_state(part.state for part in parts)
    days = [part.read_on for part in parts if part.read_on is not None]
    oldest = [part.oldest_read_on for part in parts if part.oldest_read_on is not None]
    return EngagementFigure(
        engagement_key(platform, base),
        month,
        rate,
        State.NOT_AVAILABLE if rate is None else State.ZERO if not rate and state is State.VALUE else state,
        days=parts[-1].days,
        gaps=parts[-1].gaps,
        read_on=max(days, default=None),
        oldest_read_on=min(oldest, default=None),
        imports=tuple(sorted({one for part in parts for one in part.imports})),
        breaks=breaks,
        numerators=rule.of_account,
        denominator=below_key,
        interactions=None
        if rate is None
        else joint_total((METRICS[key], _exact(value)) for key, value in zip(rule.of_account, values, strict=False)),
        denominated=None if rate is None else _told(below_key, [_exact(values[-1])]),
    )


def ranked_by_engagement(
    posts: Iterable[PostLine], platform: str, base: EngagementBase, *, minimum: Number = 0
) -> list[RankedPost]:
    """Rank posts by their engagement rate, best first; those with less than `minimum` below the line are left out.

    Posts without a part of it are left out, and those from before a change of definition among them. By followers the
    order is that of the interactions themselves, since all posts of an account share them.
    """
    rule = INTERACTIONS.get(platform)
    if rule is None:
        return []
    below_key = rule.denominator(base)
    keys = [*(key for group in rule.of_posts for key in group), *([below_key] if below_key else [])]
    found: list[RankedPost] = []
    for post in of_one_definition(posts, *keys):
        if base is EngagementBase.FOLLOWERS:
            above = interactions_of(post, platform)
            if above is not None and above >= minimum:
                found.append(RankedPost(post, above))
            continue
        rate, below = post_rate(post, platform, base), post.values.get(below_key)
        if rate is not None and below is not None and (below.value or 0) >= minimum:
            found.append(RankedPost(post, rate))
    return sorted(found, key=lambda one: (-Fraction(one.value), one.post.id))


def changed_between(before: EngagementFigure, now: EngagementFigure) -> Break | None:
    """Return the change of definition that lies between two engagement rates, above or below the line."""
    keys = {*before.numerators, *now.numerators, before.denominator, now.denominator}
    return crossed_by(keys, before.month.first_day, now.month.last_day)


def is_same_rate(before: EngagementFigure, now: EngagementFigure) -> bool:
    """Tell whether two rates have the same denominator and count the same interactions.

    What some kinds of posts have beside the others (answers to stories) makes no other rate.
    """
    also = {key for rule in INTERACTIONS.values() for key in rule.also}
    return (
        before.metric == now.metric
        and before.denominator == now.denominator
        and set(before.numerators) - also == set(now.numerators) - also
    )


def _breaks(posts: Sequence[PostLine], keys: Iterable[str]) -> tuple[Break, ...]:
    days = [post.published_on for post in posts if post.published_on is not None]
    if not days:
        return ()
    return tuple(dict.fromkeys(change for key in keys for change in crossing(key, min(days), max(days))))


def _told(below_key: str, values: Sequence[Number]) -> Number | None:
    """Add up what stands below the line, where it may be told by itself: views yes, reach no, followers are no sum."""
    metric = METRICS.get(below_key)
    if metric is None or metric.additivity is not Additivity.FLOW:
        return None
    return total_of(metric, values)


def _exact(value: Number | Fraction | None) -> Number:
    assert value is not None and not isinstance(value, Fraction)
    return value


# ----------------------------------------------------------------------------------------------------------- queries


def engagement_of(
    account_id: int,
    platform: str,
    month: Month,
    base: EngagementBase,
    *,
    posts: Sequence[PostLine] | None = None,
    figures: Mapping[str, AccountFigure] | None = None,
) -> EngagementFigure | None:
    """Return the engagement rate of an account for a month; None where its files do not give one.

    On the client's base where the account's files have it, else on reach, else on views: the metric's name says which.
    `posts` and `figures` are those of the month where the caller has them already.
    """
    rule = INTERACTIONS.get(platform)
    if rule is None:
        return None
    if figures is None:
        figures = {figure.metric: figure for figure in account_metrics_of(account_id, [month])[month]}
    if posts is None and rule.of_posts:
        posts = posts_of_month(account_id, month)
    stock = figures.get(followers_metric(platform) or "")
    followers = None if stock is None or isinstance(stock.value, Fraction) else stock.value
    for chosen in dict.fromkeys((base, *_FALLBACK)):
        found = (
            engagement_of_posts(platform, month, posts or (), chosen, followers)
            if rule.of_posts
            else engagement_of_days(platform, month, figures, chosen)
        )
        if found is not None:
            return found
    return None

"""The best and the worst posts by a chosen measure: what is too small to judge is left out, and that is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from smmdesk.core import formats
from smmdesk.core.breaks import Break
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.readings import Additivity, Metric, Number, State
from smmdesk.domain.results.gaps import break_sentence
from smmdesk.domain.results.post_list import ListedPost, PostChoice, listed_posts, post_order
from smmdesk.domain.results.queries import OF_ACCOUNT, RANK, day_of, metric_id, post_metrics_of, rows_of
from smmdesk.domain.results.rows import CurrentValue, PostLine
from smmdesk.domain.results.rules import best_and_worst, breaks_between, of_one_definition, ranked
from smmdesk.importers.registry import METRICS
from smmdesk.store.fields import read_number

SHOWN = 5
CANDIDATES = 200
# A rate on a handful of people is chance: one like of four views is no 25 %.
LEAST_DENOMINATOR = 100
_EXPOSURE = ("views", "impressions", "reach", "viewers", "video_views", "unique_viewers")


@dataclass(frozen=True, slots=True)
class Place:
    """A post with what it is ranked by: the number itself, or the rate with its two parts."""

    listed: ListedPost
    value: Number | Fraction
    below: Number | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best and the worst of `judged` posts; `left_out` says how many more were not, and why, in sentences."""

    metric: Metric
    over: Metric | None
    minimum: int
    best: tuple[Place, ...]
    worst: tuple[Place, ...]
    judged: int
    left_out: tuple[str, ...] = ()


def measures_of(account_id: int) -> list[Metric]:
    """Return what the posts of an account can be ranked by: what they were shown first, then what followed."""
    known = [METRICS[key] for key in post_metrics_of(account_id)]
    return sorted(known, key=lambda metric: (_exposure_place(metric), list(METRICS).index(metric.key)))


def denominators_of(account_id: int) -> list[Metric]:
    """Return what a rate can be taken on: the counts of views and of people reached."""
    return [
        metric
        for metric in measures_of(account_id)
        if _exposure_place(metric) < len(_EXPOSURE) and metric.additivity is not Additivity.RATIO
    ]


def _exposure_place(metric: Metric) -> int:
    name = metric.key.split(".")[-2]
    return _EXPOSURE.index(name) if name in _EXPOSURE else len(_EXPOSURE)


def default_minimum(over: str | None) -> int:
    """Return the smallest sample that is judged where the user says nothing else."""
    return LEAST_DENOMINATOR if over is not None else 0


def post_ranking(
    account_id: int,
    choice: PostChoice,
    metric: str,
    *,
    over: str | None = None,
    minimum: int | None = None,
    most: int = SHOWN,
) -> Ranking:
    """Rank the chosen posts by a metric, or by its rate on another one; never across a change of definition.

    `minimum` is the smallest denominator (without one: the smallest value) that is judged. Of posts on both sides of
    a change those after it are ranked. Raises UserError for a metric that the account has not.
    """
    keys = [metric] if over is None else [metric, over]
    if any(key not in METRICS for key in keys):
        raise UserError(_("Posts cannot be sorted by this."), ", ".join(keys))
    least = default_minimum(over) if minimum is None else minimum
    ids = post_order(account_id, choice).ids
    posts = _with_values(account_id, ids, keys)
    left_out: list[str] = []
    broken = _latest_change(posts, keys)
    posts = of_one_definition(posts, *keys)
    if len(posts) < len(ids) and broken is not None:
        count = len(ids) - len(posts)
        words = ngettext("{n} post from before: {reason}", "{n} posts from before: {reason}", count)
        left_out.append(words.format(n=formats.number(count), reason=break_sentence(broken).rstrip(".")))
    judged = [post for post in posts if _rough(post, metric, over, least) is not None]
    left_out += _why(posts, metric, over, least)
    # Exact rates of very many posts take seconds: roughly first, exactly among those that can come first or last.
    rough = sorted(judged, key=lambda post: _rough(post, metric, over, least) or 0.0)
    near = rough if len(rough) <= 2 * CANDIDATES else [*rough[:CANDIDATES], *rough[-CANDIDATES:]]
    order = ranked(near, metric, over=over, minimum=least)
    best, worst = best_and_worst(order, min(most, max(1, len(order) // 2)))
    shown = {one.id: one for one in listed_posts(account_id, [entry.post.id for entry in (*best, *worst)])}

    def place(post: PostLine, value: Number | Fraction) -> Place:
        below = post.values.get(over).value if over is not None and over in post.values else None  # type: ignore[union-attr]
        return Place(shown[post.id], value, below)

    return Ranking(
        METRICS[metric],
        None if over is None else METRICS[over],
        least,
        tuple(place(entry.post, entry.value) for entry in best),
        tuple(place(entry.post, entry.value) for entry in worst) if len(order) > 1 else (),
        len(judged),
        tuple(left_out),
    )


def _with_values(account_id: int, ids: Sequence[int], keys: Sequence[str]) -> list[PostLine]:
    """Return posts with their days and the current values of a few metrics, nothing else of them."""
    numbers = {metric_id(key): key for key in keys}
    wanted = [number for number in numbers if number is not None]
    posts: list[PostLine] = []
    ordered = sorted(ids)
    for start in range(0, len(ordered), 2_000):
        piece = ordered[start : start + 2_000]
        marks = ", ".join("?" * len(piece))
        values: dict[int, dict[str, CurrentValue]] = {}
        for post_id, number, value, state, import_id, _place in rows_of(
            f"""
            WITH {OF_ACCOUNT}
            SELECT r.post_id, r.metric_id, r.value, r.state, r.import_id, max({RANK})
            FROM post_reading r JOIN place ON place.id = r.import_id
            WHERE r.post_id IN ({marks}) AND r.metric_id IN ({", ".join("?" * len(wanted))})
            GROUP BY r.post_id, r.metric_id
            """,
            (account_id, *piece, *wanted),
        ):
            current = CurrentValue(read_number(value), State(state), None, import_id)
            values.setdefault(post_id, {})[numbers[number]] = current
        for post_id, day in rows_of(f"SELECT id, published_on FROM post WHERE id IN ({marks})", piece):
            posts.append(
                PostLine(post_id, account_id, "", None, day_of(day), "", "", "", "", None, values.get(post_id, {}))
            )
    return posts


def _rough(post: PostLine, metric: str, over: str | None, least: int) -> float | None:
    """Return about what a post is ranked by; None where it is left out, by the rule of `ranked`."""
    above = post.values.get(metric)
    if above is None or above.value is None:
        return None
    if over is None:
        return float(above.value) if above.value >= least else None
    below = post.values.get(over)
    if below is None or not below.value or below.value < least:
        return None
    return float(above.value) / float(below.value)


def _latest_change(posts: Sequence[PostLine], keys: Sequence[str]) -> Break | None:
    """Return the latest change of the metrics' definitions that lies among the posts."""
    changes = [one for key in keys for one in breaks_between(key, posts)]
    return max(changes, key=lambda one: one.day, default=None)


def _why(posts: Sequence[PostLine], metric: str, over: str | None, least: int) -> list[str]:
    """Say how many posts are not judged, and why: no value, nothing to divide by, too small."""
    without = unshown = small = 0
    for post in posts:
        above = post.values.get(metric)
        if above is None or above.value is None:
            without += 1
            continue
        sample = above if over is None else post.values.get(over)
        if sample is None or sample.value is None or (over is not None and not sample.value):
            unshown += 1
        elif sample.value < least:
            small += 1
    told = []
    if without:
        words = ngettext("{n} post without a value for {metric}", "{n} posts without a value for {metric}", without)
        told.append(words.format(n=formats.number(without), metric=_(METRICS[metric].title)))
    if unshown and over is not None:
        words = ngettext("{n} post without {metric}", "{n} posts without {metric}", unshown)
        told.append(words.format(n=formats.number(unshown), metric=_(METRICS[over].title)))
    if small:
        words = ngettext("{n} post under {least} {metric}", "{n} posts under {least} {metric}", small)
        told.append(
            words.format(n=formats.number(small), least=formats.number(least), metric=_(METRICS[over or metric].title))
        )
    return told

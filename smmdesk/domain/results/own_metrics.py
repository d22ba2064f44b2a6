"""Metrics that the user named, for numbers that no declared format brings; known while their workspace is open."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, mark
from smmdesk.core.readings import Additivity, Direction, Metric, Span, Unit
from smmdesk.domain import checks
from smmdesk.domain.accounts import PLATFORMS
from smmdesk.domain.results.tables import AccountReading, MetricName, OwnMetric, PostReading, SegmentReading
from smmdesk.importers.registry import METRICS
from smmdesk.store.database import database_errors, transaction

MEANING = mark("A figure that you named yourself.")

# What a person is asked instead of the letters of roi.md 2.2; short enough for a field in a panel, in Italian too.
CLASS_WORDS: Mapping[Additivity, str] = {
    Additivity.FLOW: mark("Adds up over days and posts (views, clicks)"),
    Additivity.UNIQUE: mark("Each person once: never added up (reach)"),
    Additivity.DAILY_UNIQUE: mark("Counts each person once a day"),
    Additivity.STOCK: mark("A level: the last value counts (followers)"),
    Additivity.RATIO: mark("A rate or an average: never added up"),
    Additivity.ROLLING: mark("The days before, such as the last 28"),
}
UNIT_WORDS: Mapping[Unit, str] = {
    Unit.COUNT: mark("A whole number"),
    Unit.DECIMAL: mark("A number with decimals"),
    Unit.SHARE: mark("A percentage"),
    Unit.MONEY: mark("Money"),
    Unit.SECONDS: mark("Seconds"),
    Unit.HOURS: mark("Hours"),
}
DIRECTION_WORDS: Mapping[Direction, str] = {
    Direction.UP_IS_GOOD: mark("More is better"),
    Direction.UP_IS_BAD: mark("Less is better"),
    Direction.NEUTRAL: mark("Neither"),
}
_MOST = 500
_LONGEST = 80


# ------------------------------------------------------------------------------------------------------------ rules


def own_key(platform: str, title: str, *, of_posts: bool = False) -> str:
    """Return the key that an own metric of this title gets: `platform.own_<slug>.v1`, of posts `platform.post.own_…`.

    Raises UserError where the title holds neither a letter nor a digit.
    """
    plain = unicodedata.normalize("NFKD", title).casefold()
    slug = re.sub(r"[^a-z0-9]+", "_", "".join(one for one in plain if not unicodedata.combining(one))).strip("_")
    if not slug:  # a title in another script has no letters for the key: its code points stand for it
        slug = "_".join(f"{ord(one):x}" for one in title if one.isalnum())[:_LONGEST]
    if not slug:
        raise UserError(_("A name is missing."), "", _("Write one, then save again."), field="title")
    return f"{platform}.{'post.' if of_posts else ''}own_{slug[:_LONGEST]}.v1"


def span_of(additivity: Additivity, *, of_posts: bool, span: Span | None = None) -> Span:
    """Return the time that a value covers: as said, else since publication for posts, a moment for a level, a day."""
    if span is not None:
        return span
    if of_posts:
        return Span.LIFETIME
    return Span.MOMENT if additivity in (Additivity.STOCK, Additivity.ROLLING) else Span.DAY


def checked_own_metric(
    platform: str,
    title: str,
    *,
    of_posts: bool = False,
    unit: Unit = Unit.COUNT,
    additivity: Additivity = Additivity.FLOW,
    direction: Direction = Direction.UP_IS_GOOD,
    span: Span | None = None,
    meaning: str = "",
) -> Metric:
    """Return an own metric as it would be kept. Raises UserError with the field that cannot be kept."""
    if platform not in PLATFORMS:
        raise UserError(
            _("{typed} is not offered here.").format(typed=platform[:40] or "–"),
            _("The choices are: {choices}.").format(choices=", ".join(PLATFORMS)),
            field="platform",
        )
    shown = checks.checked_name(title, "title", limit=_LONGEST)
    said = checks.checked_line(meaning, "meaning")
    if unit is Unit.SHARE and additivity is not Additivity.RATIO:
        raise UserError(
            _("A percentage cannot be added up or carried on."),
            "",
            _("Choose “{words}”.").format(words=_(CLASS_WORDS[Additivity.RATIO])),
            field="additivity",
        )
    return Metric(
        own_key(platform, shown, of_posts=of_posts),
        shown,
        said,
        unit,
        additivity,
        direction,
        span_of(additivity, of_posts=of_posts, span=span),
    )


# ---------------------------------------------------------------------------------------------------------- queries


def own_metrics() -> list[Metric]:
    """Return the metrics that the user named, in the order in which that was done."""
    with database_errors():
        rows = list(OwnMetric.select().order_by(OwnMetric.id))
    return [
        Metric(
            row.key,
            row.title,
            row.meaning or MEANING,
            Unit(row.unit),
            Additivity(row.additivity),
            Direction(row.direction),
            Span(row.span),
        )
        for row in rows
    ]


def load_own_metrics() -> None:
    """Make the own metrics of the open workspace known in `METRICS`, in place of those known before."""
    METRICS.set_own(own_metrics())


def forget_own_metrics() -> None:
    """Take the own metrics out of `METRICS`: their workspace is closed."""
    METRICS.set_own(())


# --------------------------------------------------------------------------------------------------------- commands


def add_own_metric(
    platform: str,
    title: str,
    *,
    of_posts: bool = False,
    unit: Unit = Unit.COUNT,
    additivity: Additivity = Additivity.FLOW,
    direction: Direction = Direction.UP_IS_GOOD,
    span: Span | None = None,
    meaning: str = "",
) -> Metric:
    """Keep a metric that the user named, make it known and return it. Raises UserError where it cannot be kept.

    One that is there already with the same meaning of its numbers is returned as it is; one with another is refused.
    """
    metric = checked_own_metric(
        platform, title, of_posts=of_posts, unit=unit, additivity=additivity, direction=direction, span=span,
        meaning=meaning,
    )  # fmt: skip
    with transaction():
        kept = next((one for one in own_metrics() if one.key == metric.key), None)
        if kept is None:
            if OwnMetric.select().count() >= _MOST:
                raise UserError(_("There are {most} own metrics already.").format(most=_MOST), field="title")
            OwnMetric.create(
                key=metric.key,
                title=metric.title,
                meaning=metric.meaning,
                unit=metric.unit.value,
                additivity=metric.additivity.value,
                direction=metric.direction.value,
                span=metric.span.value,
            )
        elif (kept.unit, kept.additivity, kept.span) != (metric.unit, metric.additivity, metric.span):
            raise UserError(
                _("There is already an own metric “{title}” that counts differently.").format(title=kept.title),
                _("Nothing was changed."),
                _("Give this one another name."),
                field="title",
            )
    load_own_metrics()
    return METRICS[metric.key]


def delete_own_metric(key: str) -> None:
    """Forget an own metric. Raises UserError while the workspace holds a value of it."""
    with transaction():
        number = MetricName.get_or_none(MetricName.key == key)
        if number is not None and any(
            table.select().where(table.metric == number.id).limit(1).exists()
            for table in (PostReading, AccountReading, SegmentReading)
        ):
            raise UserError(
                _("This metric has values."),
                _("Nothing was changed."),
                _("Undo the imports that brought them first."),
            )
        OwnMetric.delete().where(OwnMetric.key == key).execute()
    load_own_metrics()

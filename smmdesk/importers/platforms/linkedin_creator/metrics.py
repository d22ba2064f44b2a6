"""The metrics that a LinkedIn profile's own export brings."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Direction, Metric, Span, Unit

_DAY, _PERIOD, _MOMENT = Span.DAY, Span.PERIOD, Span.MOMENT
_NEUTRAL = Direction.NEUTRAL


def profile_key(name: str) -> str:
    """Return the key of a metric of profiles."""
    return f"linkedin.profile_{name}.v1"


def _metric(
    name: str,
    title: str,
    meaning: str,
    span: Span,
    additivity: Additivity = Additivity.FLOW,
    unit: Unit = Unit.COUNT,
    direction: Direction = Direction.UP_IS_GOOD,
) -> Metric:
    return Metric(profile_key(name), title, meaning, unit, additivity, direction, span)


# A profile counts otherwise than a page: its interactions hold clicks and visits too and can be taken back.
METRICS = (
    _metric("impressions", mark("Profile impressions"), mark("Showings of all posts of the profile on the day."), _DAY),
    _metric(
        "interactions",
        mark("Profile engagements"),
        mark("Actions on posts of the profile on the day; below 0 where more were taken back."),
        _DAY,
    ),
    _metric(
        "members_reached",
        mark("Members reached"),
        mark("Members who saw a post of the profile in the file's period."),
        _PERIOD,
        Additivity.UNIQUE,
    ),
    _metric(
        "followers",
        mark("Profile followers"),
        mark("Followers of the profile at the end of the day."),
        _MOMENT,
        Additivity.STOCK,
    ),
    _metric("new_followers", mark("New profile followers"), mark("Followers of the profile gained on the day."), _DAY),
    _metric(
        "post_impressions",
        mark("Impressions of the post"),
        mark("Showings of one of the top posts within the file's period."),
        _PERIOD,
    ),
    _metric(
        "post_interactions",
        mark("Engagements with the post"),
        mark("Actions on one of the top posts within the file's period."),
        _PERIOD,
    ),
    _metric(
        "audience_share",
        mark("Share of the audience"),
        mark("Share of the profile's audience that belongs to the group."),
        _MOMENT,
        Additivity.RATIO,
        Unit.SHARE,
        _NEUTRAL,
    ),
    _metric(
        "readers_share",
        mark("Share of those reached"),
        mark("Share of the members reached by the content that belongs to the group."),
        _MOMENT,
        Additivity.RATIO,
        Unit.SHARE,
        _NEUTRAL,
    ),
)

"""The metrics of Google Analytics 4 and the titles of its columns."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Direction, Metric, Span, Unit
from smmdesk.importers.cells import key

B, E = Additivity.UNIQUE, Additivity.RATIO
SHARE, SECONDS, DECIMAL = Unit.SHARE, Unit.SECONDS, Unit.DECIMAL


def _metric(
    name: str,
    title: str,
    meaning: str,
    unit: Unit = Unit.COUNT,
    additivity: Additivity = Additivity.FLOW,
    direction: Direction = Direction.UP_IS_GOOD,
) -> Metric:
    return Metric(f"ga4.{name}.v1", title, meaning, unit, additivity, direction, Span.DAY)


METRICS = (
    _metric("views", mark("Views"), mark("Pages and screens seen, repeats included.")),
    _metric(
        "active_users", mark("Active users"), mark("People with an engaged session or a first visit."), additivity=B
    ),
    _metric("total_users", mark("Total users"), mark("People with any event."), additivity=B),
    _metric("users", mark("Users"), mark("Users, as Analytics called them before active users."), additivity=B),
    _metric("new_users", mark("New users"), mark("People on their first visit.")),
    _metric("returning_users", mark("Returning users"), mark("People who had visited before."), additivity=B),
    _metric("sessions", mark("Sessions"), mark("Visits.")),
    _metric("engaged_sessions", mark("Engaged sessions"), mark("Visits of 10 seconds, two pages or a key event.")),
    _metric("engagement_rate", mark("Engagement rate"), mark("Engaged sessions per session."), SHARE, E),
    _metric("bounce_rate", mark("Bounce rate"), mark("Sessions without engagement."), SHARE, E, Direction.UP_IS_BAD),
    _metric("event_count", mark("Event count"), mark("Events of all kinds."), direction=Direction.NEUTRAL),
    _metric("events_per_user", mark("Event count per user"), mark("Events per person."), DECIMAL, E),
    _metric("key_events", mark("Key events"), mark("Events that were marked as important."), DECIMAL),
    _metric(
        "conversions", mark("Conversions"), mark("Key events, as Analytics called them until March 2024."), DECIMAL
    ),
    _metric("views_per_user", mark("Views per active user"), mark("Views per person."), DECIMAL, E),
    _metric(
        "engagement_time",
        mark("Average engagement time per active user"),
        mark("Time with the page in front, per person."),
        SECONDS,
        E,
    ),
    _metric("session_duration", mark("Average session duration"), mark("Time per visit."), SECONDS, E),
    _metric(
        "revenue",
        mark("Total revenue"),
        mark("Revenue that the website reports, in the property's currency, which the file does not name."),
        DECIMAL,
    ),
)

_METRIC_NAMES: dict[str, tuple[str, ...]] = {
    "views": ("Views", "Screen views"),
    "active_users": ("Active users",),
    "total_users": ("Total users",),
    "users": ("Users",),
    "new_users": ("New users",),
    "returning_users": ("Returning users",),
    "sessions": ("Sessions",),
    "engaged_sessions": ("Engaged sessions",),
    "engagement_rate": ("Engagement rate",),
    "bounce_rate": ("Bounce rate",),
    "event_count": ("Event count",),
    "events_per_user": ("Event count per user", "Event count per active user"),
    "key_events": ("Key events",),
    "conversions": ("Conversions",),
    "views_per_user": ("Views per active user", "Views per user"),
    "engagement_time": ("Average engagement time per active user", "Average engagement time"),
    "session_duration": ("Average session duration",),
    "revenue": ("Total revenue",),
}
METRIC_OF = {key(title): name for name, titles in _METRIC_NAMES.items() for title in titles}
# In the series of new and returning users the columns are called by the value of that dimension.
SERIES_METRIC_OF = {"new": "new_users", "returning": "returning_users"}

DIMENSIONS = {
    "page path and screen class": "page",
    "page path": "page",
    "page title and screen class": "page_title",
    "page title and screen name": "page_title",
    "event name": "event",
    "first user source / medium": "first_source_medium",
    "session source / medium": "source_medium",
    "first user default channel group": "first_channel",
    "first user primary channel group (default channel group)": "first_channel",
    "session default channel group": "channel",
    "session primary channel group (default channel group)": "channel",
    "country": "country",
    "country id": "country",
    "city": "city",
    "platform": "platform",
    "audience name": "audience",
    "device category": "device",
    "device model": "device_model",
    "os with version": "system",
    "gender": "gender",
    "landing page": "landing_page",
}

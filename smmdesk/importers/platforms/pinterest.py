"""What Pinterest measures; it has no export whose form is known, so the figures are written in by hand."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Metric, Span
from smmdesk.importers.tables import Format


def _metric(
    name: str, title: str, meaning: str, additivity: Additivity = Additivity.FLOW, span: Span = Span.PERIOD
) -> Metric:
    return Metric(f"pinterest.{name}.v1", title, meaning, additivity=additivity, span=span)


METRICS = (
    _metric("impressions", mark("Impressions"), mark("How often pins were on a screen.")),
    _metric("audience", mark("Total audience"), mark("People who saw a pin at least once."), Additivity.UNIQUE),
    _metric("engagements", mark("Engagements"), mark("Saves, clicks and what else Pinterest counts of the pins.")),
    _metric("saves", mark("Saves"), mark("How often pins were saved.")),
    _metric("pin_clicks", mark("Pin clicks"), mark("Clicks that opened a pin.")),
    _metric("outbound_clicks", mark("Outbound clicks"), mark("Clicks that led from a pin to its website.")),
    _metric("followers", mark("Followers"), mark("Followers of the profile."), Additivity.STOCK, Span.MOMENT),
)

FORMATS: tuple[Format, ...] = ()

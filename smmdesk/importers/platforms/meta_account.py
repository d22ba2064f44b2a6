"""Figures of Instagram and Facebook accounts that no export holds: they are read in the app and written in by hand."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Metric, Span
from smmdesk.importers.tables import Format

METRICS = (
    Metric(
        "instagram.followers.v1",
        mark("Followers"),
        mark("Followers of the profile."),
        additivity=Additivity.STOCK,
        span=Span.MOMENT,
    ),
    Metric(
        "facebook.followers.v1",
        mark("Followers"),
        mark("Followers of the page."),
        additivity=Additivity.STOCK,
        span=Span.MOMENT,
    ),
)

FORMATS: tuple[Format, ...] = ()

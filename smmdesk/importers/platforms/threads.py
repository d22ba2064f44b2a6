"""What Threads measures; it has no export whose form is known, so the figures are written in by hand."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Metric, Span
from smmdesk.importers.tables import Format


def _metric(
    name: str, title: str, meaning: str, additivity: Additivity = Additivity.FLOW, span: Span = Span.PERIOD
) -> Metric:
    return Metric(f"threads.{name}.v1", title, meaning, additivity=additivity, span=span)


METRICS = (
    _metric("views", mark("Profile views"), mark("Views of the profile; those of posts are counted per post.")),
    _metric("post_views", mark("Post views"), mark("How often posts were shown or played.")),
    _metric("likes", mark("Likes"), mark("Likes of posts.")),
    _metric("replies", mark("Replies"), mark("Replies to posts.")),
    _metric("reposts", mark("Reposts"), mark("Reposts of posts.")),
    _metric("quotes", mark("Quotes"), mark("Posts that quote one of the profile's.")),
    _metric("followers", mark("Followers"), mark("Followers of the profile."), Additivity.STOCK, Span.MOMENT),
)

FORMATS: tuple[Format, ...] = ()

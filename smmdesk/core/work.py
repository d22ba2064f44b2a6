"""The types of promised work: one word each, with the name of a single piece."""

from __future__ import annotations

from smmdesk.core.i18n import mark

TYPES: dict[str, str] = {
    "post": mark("Post"),
    "story": mark("Story"),
    "reel": mark("Reel or video"),
    "carousel": mark("Carousel"),
    "live": mark("Live"),
    "newsletter": mark("Newsletter"),
    "article": mark("Blog article"),
    "seo": mark("SEO task"),
    "design": mark("Graphic design"),
    "campaign": mark("Campaign set-up"),
    "shoot": mark("Photo or video shoot"),
    "audit": mark("Audit"),
}

"""Meta Business Suite insights cards of Facebook and Instagram: days, followers and their groups, content by format."""

from __future__ import annotations

from collections.abc import Callable

from smmdesk.core.i18n import mark
from smmdesk.importers.platforms.meta_insights.blocks import Block, Shape
from smmdesk.importers.platforms.meta_insights.cards import METRICS
from smmdesk.importers.platforms.meta_insights.networks import card_timing
from smmdesk.importers.platforms.meta_insights.reading import finder, is_empty, read_cards, unknown_titles
from smmdesk.importers.tables import Format


def _format(fits: Callable[[Block], bool], *, asks_period: bool = False) -> Format:
    return Format(
        "meta_insights",
        "instagram",
        mark("Meta Business Suite: insights card"),
        mark("Reach, views, follows and other values per day; followers by age, place and format of content."),
        read=read_cards,
        find=finder(fits),
        is_empty=is_empty,
        unknown_titles=unknown_titles,
        timing=card_timing,
        asks_period=asks_period,
        header_languages=("en", "pt"),
    )


FORMATS = (
    _format(lambda block: block.shape is Shape.DAYS),
    _format(lambda block: block.is_read and block.shape is not Shape.DAYS and not block.is_of_formats),
    _format(lambda block: block.is_of_formats, asks_period=True),
)

__all__ = ["FORMATS", "METRICS"]

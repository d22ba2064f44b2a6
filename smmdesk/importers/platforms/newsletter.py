"""What newsletters are measured by, whichever tool sends them; the figures of a month are written in by hand."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Direction, Metric, Span, Unit
from smmdesk.importers.tables import Format

B, D, E = Additivity.UNIQUE, Additivity.STOCK, Additivity.RATIO
BAD, NEUTRAL, UP = Direction.UP_IS_BAD, Direction.NEUTRAL, Direction.UP_IS_GOOD
SHARE = Unit.SHARE


def _sent(
    name: str,
    title: str,
    meaning: str,
    additivity: Additivity = Additivity.FLOW,
    unit: Unit = Unit.COUNT,
    direction: Direction = UP,
) -> Metric:
    return Metric(f"newsletter.post.{name}.v1", title, meaning, unit, additivity, direction)


def _month(
    name: str,
    title: str,
    meaning: str,
    additivity: Additivity = Additivity.FLOW,
    unit: Unit = Unit.COUNT,
    direction: Direction = UP,
    span: Span = Span.PERIOD,
) -> Metric:
    return Metric(f"newsletter.{name}.v1", title, meaning, unit, additivity, direction, span)


METRICS = (
    _sent("recipients", mark("Recipients"), mark("Addresses that the newsletter was sent to."), direction=NEUTRAL),
    _sent("delivered", mark("Delivered"), mark("Messages that no server sent back.")),
    _sent("bounces", mark("Bounces"), mark("Messages that were sent back."), direction=BAD),
    _sent("soft_bounces", mark("Soft bounces"), mark("Messages sent back for now."), direction=BAD),
    _sent("hard_bounces", mark("Hard bounces"), mark("Messages sent back for good."), direction=BAD),
    _sent(
        "opens_unique",
        mark("Unique opens"),
        mark("Recipients whose program loaded the newsletter; Apple's loads it unread."),
        B,
    ),
    _sent("opens", mark("Opens"), mark("How often the newsletter was loaded, repeats included.")),
    _sent("open_rate", mark("Open rate"), mark("Unique opens per delivered message."), E, SHARE),
    _sent("clicks_unique", mark("Unique clicks"), mark("Recipients who clicked at least once."), B),
    _sent("clicks", mark("Clicks"), mark("Clicks on links of the newsletter, repeats included.")),
    _sent("click_rate", mark("Click rate"), mark("Recipients who clicked per delivered message."), E, SHARE),
    _sent("unsubscribes", mark("Unsubscribes"), mark("Recipients who left with this newsletter."), direction=BAD),
    _sent("complaints", mark("Spam complaints"), mark("Recipients who reported it as spam."), direction=BAD),
    _sent("forwards", mark("Forwards"), mark("How often the newsletter was forwarded with its own button.")),
    _sent("orders", mark("Orders"), mark("Orders that the tool ascribes to the newsletter.")),
    _sent(
        "revenue",
        mark("Revenue"),
        mark("Revenue that the tool ascribes to the newsletter, in the shop's currency, which the file does not name."),
        unit=Unit.DECIMAL,
    ),
    _month("subscribers", mark("Subscribers"), mark("Addresses on the list."), D, span=Span.MOMENT),
    _month("new_subscribers", mark("New subscribers"), mark("Addresses that joined the list.")),
    _month("unsubscribes", mark("Unsubscribes"), mark("Addresses that left the list."), direction=BAD),
    _month("sent", mark("Newsletters sent"), mark("Newsletters sent in the period."), direction=NEUTRAL),
    _month("delivered", mark("Delivered"), mark("Messages that no server sent back.")),
    _month("clicks", mark("Clicks"), mark("Clicks on links of the newsletters, repeats included.")),
    _month("click_through_rate", mark("Click-through rate"), mark("Clicks per delivered message."), E, SHARE),
    _month("open_rate", mark("Open rate"), mark("Unique opens per delivered message."), E, SHARE),
)

# How a ratio is made again from flows of the same account: numerators, denominator, factor.
RATIOS = {
    "newsletter.click_through_rate.v1": (("newsletter.clicks.v1",), "newsletter.delivered.v1", 1),
}


FORMATS: tuple[Format, ...] = ()

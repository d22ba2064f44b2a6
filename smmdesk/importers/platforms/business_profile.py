"""Google Business Profile performance reports: one row per location, a line that describes the columns above them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from smmdesk.core.i18n import _, mark
from smmdesk.core.readings import Additivity, Metric, Span, Unit
from smmdesk.importers.cells import is_number, iso_day
from smmdesk.importers.records import BadCell, main_first, metric_plans, read_each, unread_columns
from smmdesk.importers.rows import FoundAccount, Row, SegmentRow
from smmdesk.importers.sources import plain_timing
from smmdesk.importers.tables import Column, Context, Format, Header, Source, Table, Timing, column
from smmdesk.importers.text import Damaged

C, D = Additivity.DAILY_UNIQUE, Additivity.STOCK


def _metric(name: str, title: str, meaning: str, additivity: Additivity = Additivity.FLOW) -> Metric:
    return Metric(f"business_profile.{name}.v1", title, meaning, additivity=additivity, span=Span.PERIOD)


# Google counts a person once per day, surface and kind of device (roi.md 2.2 class C).
METRICS = (
    _metric(
        "search_mobile", mark("Views on Search, phones"),
        mark("People per day who saw the profile in Search on a phone."), C,
    ),
    _metric(
        "search_desktop", mark("Views on Search, computers"),
        mark("People per day who saw the profile in Search on a computer."), C,
    ),
    _metric(
        "maps_mobile", mark("Views on Maps, phones"),
        mark("People per day who saw the profile in Maps on a phone."), C,
    ),
    _metric(
        "maps_desktop", mark("Views on Maps, computers"),
        mark("People per day who saw the profile in Maps on a computer."), C,
    ),
    _metric("calls", mark("Calls"), mark("Clicks on the call button; not every one became a call.")),
    _metric("messages", mark("Messages"), mark("Conversations begun from the profile; Google ended them in 2024.")),
    _metric("bookings", mark("Bookings"), mark("Bookings made from the profile.")),
    _metric("directions", mark("Direction requests"), mark("Requests for directions; not every one became a visit.")),
    _metric("website_clicks", mark("Website clicks"), mark("Clicks on the website button.")),
    _metric("food_orders", mark("Food orders"), mark("Orders for pick-up or delivery made from the profile.")),
    _metric("menu_clicks", mark("Menu clicks"), mark("Clicks on the menu.")),
    _metric("hotel_bookings", mark("Hotel booking clicks"), mark("Clicks on the booking links of a hotel.")),
    Metric(
        "business_profile.reviews.v1", mark("Reviews"), mark("Reviews that the profile has."), additivity=D,
        span=Span.MOMENT,
    ),
    Metric(
        "business_profile.rating.v1", mark("Rating"), mark("Average number of stars."), Unit.DECIMAL, D,
        span=Span.MOMENT,
    ),
)  # fmt: skip

_PERIOD = re.compile(r"(\d{4}-\d{1,2}-\d{1,2}) ?[-–] ?(\d{4}-\d{1,2}-\d{1,2})")


def _surface(field: str, title: str) -> Column:
    return column(field, metric=f"business_profile.{field}.v1", en=(title, title.replace(" - ", " – ")))


def _figure(field: str, title: str) -> Column:
    return column(field, metric=f"business_profile.{field}.v1", en=title)


def _names(header: Header, cells: list[str]) -> tuple[str, str, str]:
    """Return the store code, the name and the address of a record."""
    places = [header.place(field) for field in ("store", "business", "address")]
    code, name, address = (cells[place].strip() if place is not None and place < len(cells) else "" for place in places)
    return code, name, address


def _read(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield one row per location, each an account: named by its store code, else by its name (and its address)."""
    unread_columns(context, header)
    plans, reading = metric_plans(format_, header), context.reading
    listed = Counter(_names(header, cells)[1] for _line, cells in table.after(header) if not isinstance(cells, Damaged))

    def make(_line: int, cells: list[str]) -> Row | None:
        code, name, address = _names(header, cells)
        if not (code or name):
            if not any(is_number(cells[plan.place]) for plan in plans):
                reading.counts.description += 1
                return None
            raise BadCell(header.title("business"), "", _("The row names no location."))
        handle = f"{name}, {address}" if name and address and listed[name] > 1 else name
        identity = code or handle
        reading.accounts.setdefault(
            identity, FoundAccount("business_profile", code or None, handle or None, name or None)
        )
        values = tuple([plan.read(cells[plan.place]) for plan in plans])
        return SegmentRow(identity, "account", "account", "", None, None, None, False, values)

    yield from read_each(table, header, context, make)
    main_first(reading.accounts, {})


def timing(source: Source) -> Timing:
    """Return the period, which only the file's name says: `… - 2026-3-1 - 2026-3-31 - ….csv`."""
    plain, match = plain_timing(source), _PERIOD.search(source.path.stem)
    period: tuple[date, date] | None = None
    if match is not None:
        try:
            first, last = iso_day(match[1]), iso_day(match[2])
        except ValueError:
            pass  # a name that only looks like a period: it is asked
        else:
            period = (first, last) if first <= last else None
    reason = _("The table does not say which period it covers; Google writes it in the name of the file.")
    return Timing(None, plain.read_on_guess, plain.read_on_reason, (), period, None, reason)


FORMATS = (
    Format(
        "business_profile",
        "business_profile",
        mark("Google Business Profile: performance"),
        mark("Views, calls, directions and website clicks of each location in the file's period."),
        (
            column("store", en="Store code"),
            column("business", en="Business name"),
            column("address", en="Address"),
            column("labels", en="Labels"),
            _surface("search_mobile", "Google Search - Mobile"),
            _surface("search_desktop", "Google Search - Desktop"),
            _surface("maps_mobile", "Google Maps - Mobile"),
            _surface("maps_desktop", "Google Maps - Desktop"),
            _figure("calls", "Calls"),
            _figure("messages", "Messages"),
            _figure("bookings", "Bookings"),
            _figure("directions", "Directions"),
            _figure("website_clicks", "Website clicks"),
            _figure("food_orders", "Food orders"),
            _figure("menu_clicks", "Food menu clicks"),
            _figure("hotel_bookings", "Hotel bookings"),
        ),
        ("store", "business", "calls|website_clicks|directions|search_mobile"),
        _read,
        timing=timing,
        asks_period=True,
        names_accounts=True,
        names_own_accounts=True,
    ),
)

"""LinkedIn Campaign Manager reports: campaigns, ad sets or ads, per day or for the report's whole period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from smmdesk.core.i18n import _, mark
from smmdesk.core.readings import Additivity, Direction, Metric, Number, Span, State, Unit
from smmdesk.importers.cells import Mark, iso_day, key, month_number
from smmdesk.importers.records import BadCell, main_first, metric_plans, read_each, share_of_percent, unread_columns
from smmdesk.importers.rows import FoundAccount, Row, SegmentRow
from smmdesk.importers.sources import plain_timing
from smmdesk.importers.tables import Context, Format, Header, Source, Table, Timing, column
from smmdesk.importers.text import Damaged

_BAD, _NEUTRAL = Direction.UP_IS_BAD, Direction.NEUTRAL


def _metric(
    name: str,
    title: str,
    meaning: str,
    unit: Unit = Unit.COUNT,
    additivity: Additivity = Additivity.FLOW,
    direction: Direction = Direction.UP_IS_GOOD,
) -> Metric:
    return Metric(f"linkedin_ads.{name}.v1", title, meaning, unit, additivity, direction, Span.PERIOD)


METRICS = (
    _metric("spend", mark("Total spent"), mark("What the advertisements cost."), Unit.MONEY, direction=_NEUTRAL),
    _metric("impressions", mark("Impressions"), mark("How often advertisements were on a screen.")),
    _metric("clicks", mark("Clicks"), mark("Clicks that LinkedIn charges for by the campaign's objective.")),
    _metric("landing_page_clicks", mark("Clicks to landing page"), mark("Clicks that led to the landing page.")),
    _metric("engagements", mark("Total engagements"), mark("All clicks and reactions on the advertisements.")),
    _metric("conversions", mark("Conversions"), mark("Conversions that LinkedIn ascribes to the advertisements.")),
    _metric("leads", mark("Leads"), mark("Lead forms that were sent from the advertisements.")),
    _metric(
        "conversion_value",
        mark("Total conversion value"),
        mark("Value of the conversions that LinkedIn ascribes to the advertisements."),
        Unit.MONEY,
    ),
    _metric("ctr", mark("Click-through rate"), mark("Clicks per impression."), Unit.SHARE, Additivity.RATIO),
    _metric(
        "cpm",
        mark("Average CPM"),
        mark("Amount spent per 1,000 impressions."),
        Unit.MONEY,
        Additivity.RATIO,
        _BAD,
    ),
    _metric("cpc", mark("Average CPC"), mark("Amount spent per click."), Unit.MONEY, Additivity.RATIO, _BAD),
)


def _key(name: str) -> str:
    return f"linkedin_ads.{name}.v1"


_COLUMNS = (
    column("day", en="Start Date (in UTC)", nl="Begindatum (in UTC)"),
    column("account_id", en="Account ID"),
    column("account_name", en="Account Name", nl="Accountnaam"),
    column("currency", en="Currency", nl="Valuta"),
    column("campaign_id", en="Campaign ID", nl="Campagne-ID"),
    column("campaign_name", en="Campaign Name", nl="Campagnenaam"),
    column("ad_set_id", en="Ad Set ID", nl="Advertentieset-ID"),
    column("ad_set_name", en="Ad Set Name", nl="Naam van advertentieset"),
    column("ad_id", en="Ad ID", nl="Advertentie-ID"),
    column("ad_name", en="Ad Name", nl="Advertentienaam"),
    # known, not kept
    column("group_name", en="Campaign Group Name"),
    column("campaign_status", en="Campaign Status", nl="Status campagne"),
    column("objective", en="Ad Set Objective", nl="Doelstelling van advertentieset"),
    column("ad_status", en="Ad Status", nl="Advertentiestatus"),
    column("introduction", en="Ad Introduction Text", nl="Inleidende advertentietekst"),
    column("headline", en="Ad Headline", nl="Kop van advertentie"),
    column("url", en="Click URL", nl="URL"),
    column("spend", metric=_key("spend"), en="Total Spent", nl="Totaal besteed"),
    column("impressions", metric=_key("impressions"), en="Impressions", nl="Weergaven"),
    column("clicks", metric=_key("clicks"), en="Clicks", nl="Klikken"),
    column(
        "landing_page_clicks",
        metric=_key("landing_page_clicks"),
        en="Clicks to Landing Page",
        nl="Klikken naar bestemmingspagina",
    ),
    column("engagements", metric=_key("engagements"), en="Total Engagements", nl="Aantal interacties"),
    column("conversions", metric=_key("conversions"), en="Conversions", nl="Conversies"),
    column("leads", metric=_key("leads"), en="Leads", nl="Leads"),
    column("conversion_value", metric=_key("conversion_value"), en="Total Conversion Value"),
    column("ctr", metric=_key("ctr"), en="Click Through Rate", nl="Doorklikfrequentie (CTR)"),
    column("cpm", metric=_key("cpm"), en="Average CPM", nl="Gemiddelde CPM"),
    column("cpc", metric=_key("cpc"), en="Average CPC", nl="Gemiddelde CPC"),
)

# The finest part that a file names; a row is one of it.
_LEVELS = (
    ("ad", "ad_id", "ad_name"),
    ("ad_set", "ad_set_id", "ad_set_name"),
    ("campaign", "campaign_id", "campaign_name"),
)
_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})\Z")
_DAY_FORMS = {"en": "M/D/YYYY", "nl": "D-M-YYYY"}
_TITLES = re.compile(r"\S.* performance report \(in utc\)|rapport met \S.*prestaties.*")
_STARTS = ("report start:", "begindatum van rapport:")
_ENDS = ("report end:", "einddatum van rapport:")
_MADE = ("date generated:",)
_WRITTEN = re.compile(r"(?:(?P<m1>[^\W\d]+)\s+(?P<d1>\d{1,2}),|(?P<d2>\d{1,2})\s+(?P<m2>[^\W\d]+))\s*(?P<year>\d{4})")


def _day(text: str, language: str) -> date:
    """Read a day as the language of the header writes it: `9/21/2026`, `23-9-2026`. Raises ValueError."""
    match = _DAY.match(text)
    if match is None:
        return iso_day(text)
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    return date(year, second, first) if language == "nl" else date(year, first, second)


def _preamble(table: Table) -> dict[str, date]:
    """Return the days that the lines above the header name: `start`, `end`, `made`."""
    found: dict[str, date] = {}
    for _line, cells in table.head:
        line = key(", ".join(cell for cell in cells if cell.strip())[:200])
        for name, words in (("start", _STARTS), ("end", _ENDS), ("made", _MADE)):
            if line.startswith(words):
                match = _WRITTEN.search(line)
                if match is not None:
                    try:
                        month = month_number(match["m1"] or match["m2"])
                        found[name] = date(int(match["year"]), month, int(match["d1"] or match["d2"]))
                    except ValueError:
                        continue
    return found


def _find_preamble(table: Table) -> Header | None:
    """Find a report of a period without activity: it has its first lines and no header."""
    for _line, cells in table.head[:3]:
        if not isinstance(cells, Damaged) and cells and _TITLES.fullmatch(key(cells[0][:200])):
            return Header(1, 0, (), "", {})
    return None


def _unknown_titles(table: Table) -> list[str]:
    """Return the titles of a header in a language that is not known."""
    return next((cells for _line, cells in table.head if len([one for one in cells if one.strip()]) > 4), [])


def _read(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield one segment per row: the finest part that the file names, for its day or the report's period."""
    unread_columns(context, header)
    # "1.234" is 1234 in a Dutch report and 1.234 in an English one: only the language of the file decides.
    decimal = Mark.COMMA if header.language == "nl" else Mark.DOT

    def percent(text: str) -> Number:
        return share_of_percent(text, decimal)

    plans = metric_plans(format_, header, State.NOT_AVAILABLE, decimal, {"ctr": percent})
    level = next(one for one in _LEVELS if header.place(one[1]) is not None or header.place(one[2]) is not None)
    whole = _whole_period(table, header, context.period, level)
    accounts = context.reading.accounts
    rows_of: dict[str, int] = {}

    def cell(cells: list[str], name: str) -> str:
        place = header.place(name)
        return cells[place].strip() if place is not None else ""

    def make(_line: int, cells: list[str]) -> Row | None:
        written = cell(cells, "day")
        if key(written) in ("total", "totaal") or not any(cell(cells, name) for name in ("day", level[1], level[2])):
            context.reading.counts.total += 1
            return None
        try:
            day = _day(written, header.language)
        except ValueError:
            form = _DAY_FORMS.get(header.language, _DAY_FORMS["en"])
            reason = _("This is not a date ({form}).").format(form=form)
            raise BadCell(header.title("day"), written, reason) from None
        part_id, name = cell(cells, level[1]), cell(cells, level[2])
        if not (part_id or name):
            raise BadCell(header.title(level[2]) or header.title(level[1]), "", _("The row has no name."))
        if part_id and not part_id.isdigit():
            raise BadCell(header.title(level[1]), part_id, _("This is not an id."))
        first, last = whole if whole is not None else (day, day)
        values = tuple([plan.read(cells[plan.place]) for plan in plans])
        account = cell(cells, "account_id") or cell(cells, "account_name")
        if account:
            found = FoundAccount(
                "linkedin_ads", cell(cells, "account_id") or None, None, cell(cells, "account_name") or None
            )
            accounts.setdefault(account, found)
            rows_of[account] = rows_of.get(account, 0) + 1
        currency = cell(cells, "currency").upper() or None
        return SegmentRow(
            account or None, level[0], part_id or name, name or part_id, first, last, currency, not part_id, values
        )

    yield from read_each(table, header, context, make)
    main_first(accounts, rows_of)


def _whole_period(
    table: Table, header: Header, period: tuple[date, date] | None, level: Sequence[str]
) -> tuple[date, date] | None:
    """Return the report's period where its rows are sums over all of it, None where each is of its own day.

    Without a daily breakdown each part stands once, dated with the first day of the period: what looks like one day
    is the sum of all.
    """
    if period is None or period[0] == period[1]:
        return None
    seen: set[tuple[str, str]] = set()
    for _line, cells in table.after(header):
        texts = [cells[place].strip() if place < len(cells) else "" for place in _places(header, ("day", *level[1:]))]
        if isinstance(cells, Damaged) or not any(texts):
            continue
        try:
            day = _day(texts[0], header.language)
        except ValueError:
            continue
        part = (texts[1], texts[2] if not texts[1] else "")
        if day != period[0] or part in seen:
            return None
        seen.add(part)
    return period if seen else None


def _places(header: Header, names: Sequence[str]) -> list[int]:
    places = [header.place(name) for name in names]
    return [len(header.titles) if place is None else place for place in places]


def timing(source: Source) -> Timing:
    """Return the period and the day of the export from the lines above the header, else the period of several days."""
    plain = plain_timing(source)
    told: dict[str, date] = {}
    days: set[date] = set()
    for _format, table, header in source.tables:
        told |= _preamble(table)
        place = header.place("day")
        if place is None:
            continue
        for _line, cells in table.after(header):
            try:
                days.add(_day(cells[place].strip(), header.language))
            except (ValueError, IndexError):
                continue
    period = None
    if "start" in told and "end" in told and told["start"] <= told["end"]:
        period = (told["start"], told["end"])
    elif len(days) > 1:
        period = (min(days), max(days))
    return Timing(told.get("made"), told.get("made", plain.read_on_guess), plain.read_on_reason, period=period)


_TITLE = mark("LinkedIn Campaign Manager report")
_HOLDS = mark("Spend, impressions, clicks and conversions by campaign, ad set or ad, per day or for the whole period.")

# How a ratio is made again from flows of the same account: numerators, denominator, factor.
RATIOS = {
    "linkedin_ads.ctr.v1": (("linkedin_ads.clicks.v1",), "linkedin_ads.impressions.v1", 1),
    "linkedin_ads.cpc.v1": (("linkedin_ads.spend.v1",), "linkedin_ads.clicks.v1", 1),
    "linkedin_ads.cpm.v1": (("linkedin_ads.spend.v1",), "linkedin_ads.impressions.v1", 1000),
}


FORMATS = (
    Format(
        "linkedin_ads",
        "linkedin_ads",
        _TITLE,
        _HOLDS,
        _COLUMNS,
        ("day", "campaign_name|campaign_id|ad_set_name|ad_name|ad_id", "spend|impressions|clicks"),
        _read,
        timing=timing,
        names_own_accounts=True,
        asks_period=True,
        rank=1,
    ),
    Format(
        "linkedin_ads",
        "linkedin_ads",
        _TITLE,
        _HOLDS,
        read=_read,
        find=_find_preamble,
        is_empty=lambda _table: True,
        unknown_titles=_unknown_titles,
        timing=timing,
        names_own_accounts=True,
        header_languages=("en", "nl"),
    ),
)

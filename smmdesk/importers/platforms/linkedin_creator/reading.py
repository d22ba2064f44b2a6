"""The rows of the sheets of a LinkedIn profile's export: totals, days, top posts, followers and their groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote

from smmdesk.core.i18n import _, ngettext
from smmdesk.core.readings import State
from smmdesk.importers.cells import key, named, whole_number
from smmdesk.importers.platforms.linkedin_creator.cells import day_order, read_day, share
from smmdesk.importers.platforms.linkedin_creator.metrics import profile_key
from smmdesk.importers.records import BadCell, MetricPlan, day_cell, read_each, refuse, refuse_damaged
from smmdesk.importers.rows import AccountDayRow, ReadValue, Row, SegmentRow
from smmdesk.importers.sources import plain_timing
from smmdesk.importers.tables import Context, Format, Header, Source, Table, Timing
from smmdesk.importers.text import Damaged

_ANY_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}")
_SPAN = re.compile(rf"({_ANY_DAY.pattern})\s*[-–]\s*({_ANY_DAY.pattern})\Z")
_UNDER_ONE = re.compile(r"(?:<|less than|meno di|menos de)\s*1\s*%\Z")
_POST_ID = re.compile(r"(?:share|ugcpost|activity)[-:](\d{15,20})(?!\d)", re.IGNORECASE)
_NAME_LAST = re.compile(r"Content_\d{4}-\d{2}-\d{2}_\d{4}-\d{2}-\d{2}_(?P<name>.+)\Z", re.IGNORECASE)
_NAME_FIRST = re.compile(r"[^_]+_(?P<name>.+)_\d{4}-\d{2}-\d{2}_\d{4}-\d{2}-\d{2}\Z")
_DAY_FORM = "17/6/2026, 6/17/2026"
_MOST_NAMED = 8

_DISCOVERED = {
    "impressions": ("en", "impressions"),
    "members reached": ("en", "members_reached"),
    "impressioni": ("it", "impressions"),
    "utenti raggiunti": ("it", "members_reached"),
    "impressões": ("pt", "impressions"),
    "usuários alcançados": ("pt", "members_reached"),
}
_GROUPS = {
    "company": "company",
    "azienda": "company",
    "location": "location",
    "località": "location",
    "company size": "company_size",
    "dimensioni dell’azienda": "company_size",
    "dimensioni dell'azienda": "company_size",
    "seniority": "seniority",
    "anzianità": "seniority",
    "job title": "job_title",
    "qualifica": "job_title",
    "industry": "industry",
    "settore": "industry",
}
_OF_CONTENT = ("content", "contenut", "conteúdo")


def _day_texts(table: Table, header: Header) -> list[str]:
    place = header.place("day")
    if place is None:
        return []
    return [
        cells[place].strip()
        for _line, cells in table.after(header)
        if not isinstance(cells, Damaged) and place < len(cells)
    ]


def find_totals(table: Table) -> Header | None:
    """Find the totals: a row with the period, then rows of a name and a number."""
    for above, (line, cells) in enumerate(table.head[:4]):
        bare = [cell.strip() for cell in cells if cell.strip()]
        if isinstance(cells, Damaged) or len(bare) != 2 or not _SPAN.match(bare[1]):
            continue
        for _line, below in table.head[above + 1 :]:
            known = _DISCOVERED.get(key(below[0])) if below and not isinstance(below, Damaged) else None
            if known is not None:
                return Header(line, above, tuple(cells), known[0], {"name": (0,), "value": (1,), "total": (2,)})
    return None


def read_totals(_format: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the totals of the period as those of the whole account."""
    unknown: list[str] = []

    def make(_line: int, cells: list[str]) -> Row | None:
        known = _DISCOVERED.get(key(cells[0]))
        if known is None:
            unknown.append(cells[0].strip())
            context.reading.counts.description += 1
            return None
        value = MetricPlan(profile_key(known[1]), cells[0].strip(), 1, State.NOT_AVAILABLE, convert=whole_number).read(
            cells[1]
        )
        first, last = context.period or (None, None)
        return SegmentRow(None, "account", "account", "", first, last, None, False, (value,))

    yield from read_each(table, header, context, make)
    if unknown:
        names = named(unknown, _MOST_NAMED)
        context.reading.warnings.append(_("Lines that are not read: {names}.").format(names=names))


def _plans(format_: Format, header: Header) -> list[MetricPlan]:
    return [
        MetricPlan(metric, header.title(name), places[0], State.NOT_AVAILABLE, convert=whole_number)
        for name, metric in format_.metrics.items()
        if (places := header.places.get(name))
    ]


def read_days(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the values per day; above the days of the followers stands their number on the last of them."""
    counts = context.reading.counts
    order = day_order(_day_texts(table, header), header.language, context.period)
    plans = _plans(format_, header)

    def make(_line: int, cells: list[str]) -> Row:
        day = day_cell(header, "day", cells, lambda text: read_day(text, order), _DAY_FORM)
        return AccountDayRow(None, day, tuple([plan.read(cells[plan.place]) for plan in plans]))

    if header.place("new_followers") is not None:
        for _line, cells in table.head[: header.above]:
            bare = [cell.strip() for cell in cells]
            said = _ANY_DAY.search(bare[0]) if len(bare) > 1 else None
            if said is None:
                continue
            try:
                value = whole_number(bare[1])
                day = read_day(said[0], order)
            except ValueError:
                continue
            counts.description -= 1  # counted with the lines above the header
            counts.data += 1
            state = State.VALUE if value else State.ZERO
            yield AccountDayRow(None, day, (ReadValue(profile_key("followers"), value, state),))
    yield from read_each(table, header, context, make)


def read_posts(_format: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the top posts of two tables side by side, with their values in the file's period.

    The values are not those since publication: added up they give the period's total (checked on a real file), so a
    later export of the same post may well be smaller. They are parts of the account, not posts with lifetime values.
    """
    counts = context.reading.counts
    counts.description += header.above
    sides = _sides(header)
    for line, cells in table.after(header):
        if isinstance(cells, Damaged):
            yield refuse_damaged(context, table, line, cells)
            continue
        cells += [""] * (len(header.titles) - len(cells))
        made: list[Row] = []
        refused: BadCell | None = None
        for url_place, plan in sides:
            url = cells[url_place].strip()
            if not url and not cells[plan.place].strip():
                continue
            try:
                made.append(_post(header, url_place, url, plan.read(cells[plan.place]), context.period))
            except BadCell as bad:
                refused = bad
        if refused is not None:
            yield refuse(context, table, line, refused.column_title.strip(), refused.value, refused.reason)
            continue
        if not made:
            counts.footer += 1
            continue
        counts.data += 1
        yield from made


def _sides(header: Header) -> list[tuple[int, MetricPlan]]:
    """Return the place of the link that belongs to each column of values: the next one to its left."""
    sides: list[tuple[int, MetricPlan]] = []
    for name, metric in (("interactions", "post_interactions"), ("impressions", "post_impressions")):
        for place in header.places.get(name, ()):
            links = [link for link in header.places["link"] if link < place]
            if links:
                plan = MetricPlan(
                    profile_key(metric), header.titles[place].strip(), place, State.NOT_AVAILABLE, convert=whole_number
                )
                sides.append((max(links), plan))
    return sides


def _post(header: Header, place: int, url: str, value: ReadValue, period: tuple[date, date] | None) -> SegmentRow:
    if not url:
        raise BadCell(header.titles[place], "", _("The row names no post."))
    match = _POST_ID.search(unquote(url))
    first, last = period or (None, None)
    return SegmentRow(None, "post", match[1] if match else url, url, first, last, None, match is None, (value,))


def read_groups(_format: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the shares of the groups on the day of the export; `< 1%` is no number, so it stays without one."""
    kind, name_place, share_place = (header.places[name][0] for name in ("group", "name", "share"))
    is_of_content = any(word in key(table.name.rpartition(":")[2]) for word in _OF_CONTENT)
    metric = profile_key("readers_share" if is_of_content else "audience_share")
    plan = MetricPlan(metric, header.title("share"), share_place, State.NOT_AVAILABLE, convert=share)
    small = 0

    def make(_line: int, cells: list[str]) -> Row:
        nonlocal small
        group, name = cells[kind].strip(), cells[name_place].strip()
        if not (group and name):
            raise BadCell(header.titles[name_place], name, _("The row has no name."))
        if _UNDER_ONE.match(key(cells[share_place])):
            value = ReadValue(metric, None, State.NOT_AVAILABLE)
            small += 1
        else:
            value = plan.read(cells[share_place])
        dimension = _GROUPS.get(key(group))
        identity = name if dimension else f"{group}: {name}"
        day = context.read_on
        return SegmentRow(None, dimension or "group", identity, identity, day, day, None, True, (value,))

    yield from read_each(table, header, context, make)
    if small:
        told = ngettext(
            "{count} group is smaller than 1 %; LinkedIn does not say how large it is, so it stays without a value.",
            "{count} groups are smaller than 1 %; LinkedIn does not say how large they are, so they stay without a "
            "value.",
            small,
        )
        context.reading.warnings.append(told.format(count=small))


def timing(source: Source) -> Timing:
    """Return the period of the totals, else of the days; the profile from the file's name."""
    plain = plain_timing(source)
    texts = [(_day_texts(table, header), header.language) for _format, table, header in source.tables]
    longest, language = max(texts, key=lambda found: len(found[0]), default=([], ""))
    languages = [header.language for _format, _table, header in source.tables if header.language]
    order = day_order(longest, language or next(iter(languages), ""))
    period: tuple[date, date] | None = None
    for format_, _table, header in source.tables:
        match = _SPAN.match(header.titles[1].strip()) if format_.find is find_totals else None
        if match is not None:
            try:
                first, last = read_day(match[1], order), read_day(match[2], order)
            except ValueError:
                continue
            period = (first, last) if first <= last else None
    if period is None:
        days: list[date] = []
        for text in longest:
            try:
                days.append(read_day(text, order))
            except ValueError:
                continue
        period = (min(days), max(days)) if days else None
    name = _NAME_LAST.match(source.path.stem) or _NAME_FIRST.match(source.path.stem)
    guess = name["name"].replace("_", " ").strip() if name is not None else None
    return Timing(None, plain.read_on_guess, plain.read_on_reason, period=period, account_guess=guess)

"""What X's cells say: ids, instants and days; and the video overview, which holds two tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from smmdesk.core.i18n import _
from smmdesk.core.readings import Number, State
from smmdesk.importers.cells import english_day, number
from smmdesk.importers.declared import Cells
from smmdesk.importers.records import (
    BadCell,
    MetricPlan,
    day_cell,
    metric_plans,
    refuse,
    refuse_damaged,
    share_of_percent,
    unread_columns,
)
from smmdesk.importers.rows import AccountDayRow, Row, SegmentRow
from smmdesk.importers.sources import plain_timing
from smmdesk.importers.tables import Context, Format, Header, Source, Table, Timing
from smmdesk.importers.text import Damaged, any_text

_EPOCH_MS = 1_288_834_974_657
_FIRST_ID = 1 << 40  # ids before November 2010 hold no time
_STATUS = re.compile(r"(?:twitter|x)\.com/(?:i(?:/web)?|(?P<handle>[A-Za-z0-9_]{1,20}))/status/(?P<id>\d{1,20})(?!\d)")
_ID = re.compile(r"\d{5,20}\Z")
_WRITTEN_DAY = re.compile(r"(?:[A-Za-z]{3},? )?(?P<month>[A-Za-z]{3})[a-z]* (?P<day>\d{1,2}),? (?P<year>\d{4})\Z")
_FILE_NAME = re.compile(r"tweet_activity_metrics_(?P<handle>[A-Za-z0-9_]+?)_\d{8}_\d{8}_", re.IGNORECASE)
DAY_FORM = "Sat, Aug 15, 2026"
INSTANT_FORM = "2022-02-28 17:39 +0000"


def post_id(cells: Cells) -> str:
    """Return the id of a post; one that a spreadsheet has rounded is repaired from the link. Raises BadCell."""
    match = _STATUS.search(cells["link"])
    written = cells["post_id"]
    if match is not None and (not written or not _ID.match(written)):
        return match["id"]
    if not _ID.match(written):
        name = "post_id" if cells.header.place("post_id") is not None else "link"
        raise cells.bad(name, _("This is not the id of a post, and the link does not hold it either."))
    if match is not None and match["id"] != written:
        raise cells.bad("post_id", _("The id and the link name two different posts."))
    return written


def post_handle(cells: Cells) -> str:
    """Return the account that the link names. Raises BadCell where it names none."""
    match = _STATUS.search(cells["link"])
    if match is None or not match["handle"]:
        raise cells.bad("link", _("The link does not name the account."))
    return match["handle"]


def post_instant(external_id: str) -> int | None:
    """Return the instant that an id holds, Unix seconds; None for ids from before they held one."""
    number_of = int(external_id)
    return ((number_of >> 22) + _EPOCH_MS) // 1000 if number_of >= _FIRST_ID else None


def written_day(text: str) -> date:
    """Read `Sat, Aug 15, 2026` or `Mon Feb 17 2025`, in English in every language of X. Raises ValueError."""
    match = _WRITTEN_DAY.match(text)
    if match is None:
        raise ValueError(f"not a date: {text[:40]!r}")
    return english_day(f"{match['month']} {match['day']}, {match['year']}")


def written_instant(text: str) -> datetime:
    """Read `2022-02-28 17:39 +0000`. Raises ValueError."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M %z")


def milliseconds(text: str) -> Number:
    """Read milliseconds as seconds, exactly. Raises ValueError."""
    value = Decimal(number(text)).scaleb(-3)
    whole = int(value)
    return whole if whole == value else value


def legacy_timing(source: Source) -> Timing:
    """Return the account that the name of a tweet activity export names."""
    plain = plain_timing(source)
    match = _FILE_NAME.search(source.path.stem)
    guess = match["handle"] if match is not None else None
    return Timing(None, plain.read_on_guess, plain.read_on_reason, account_guess=guess)


# The second table by the order in which X writes it; its titles are in the language of the window.
_UPLOADED, _VIDEO_ID, _TITLE, _VIEWS, _WIDTH = 0, 1, 2, 3, 10
_KEY = re.compile(r"\d+_\d{5,20}\Z|\d{5,20}\Z")


def read_videos(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the days of the video overview, then its videos as parts of the account since their upload."""
    unread_columns(context, header)
    counts, width = context.reading.counts, len(header.titles)
    counts.description += header.above
    converts = {
        "watch_time": milliseconds,
        "average_watch_time": milliseconds,
        "completion_rate": share_of_percent,
    }
    plans = metric_plans(format_, header, State.NOT_AVAILABLE, converts=converts)
    titles: list[str] | None = None
    is_second = False
    for line, cells in table.after(header):
        if isinstance(cells, Damaged):
            yield refuse_damaged(context, table, line, cells)
            continue
        if not any_text(cells):
            continue
        cells += [""] * (max(width, _WIDTH) - len(cells))
        if sum(bool(cell.strip()) for cell in cells) == 1 and cells[0].strip() and not is_second:
            is_second = True  # the title of the second table
            counts.description += 1
            continue
        if is_second and titles is None:
            titles = cells
            continue
        try:
            if titles is None:
                day = day_cell(header, "day", cells, written_day, DAY_FORM)
                row: Row = AccountDayRow(None, day, tuple([plan.read(cells[plan.place]) for plan in plans]))
            else:
                row = _video(titles, cells, context.read_on)
        except BadCell as bad:
            yield refuse(context, table, line, bad.column_title.strip(), bad.value, bad.reason)
            continue
        counts.data += 1
        yield row


def _video(titles: list[str], cells: list[str], read_on: date) -> Row:
    video, title = cells[_VIDEO_ID].strip(), cells[_TITLE].strip()
    if not _KEY.match(video):
        raise BadCell(titles[_VIDEO_ID], video, _("This is not the id of a video."))
    try:
        uploaded = english_day(cells[_UPLOADED].strip())
    except ValueError:
        reason = _("This is not a date ({form}).").format(form="Aug 15, 2026")
        raise BadCell(titles[_UPLOADED], cells[_UPLOADED], reason) from None
    plan = MetricPlan("x.views_of_video.v1", titles[_VIEWS], _VIEWS, State.NOT_AVAILABLE)
    values = (plan.read(cells[_VIEWS]),)
    return SegmentRow(None, "video", video, title or video, uploaded, max(uploaded, read_on), None, False, values)

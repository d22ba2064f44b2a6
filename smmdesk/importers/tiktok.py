"""TikTok exports: Studio (creator) and business account; days without a year are placed by the file's own order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from smmdesk.core.i18n import _, mark
from smmdesk.core.periods import today
from smmdesk.core.readings import Additivity, Direction, Metric, Span, Unit
from smmdesk.importers.cells import day_without_year, iso_day
from smmdesk.importers.rows import AccountDayRow, FoundAccount, PostRow, Row, SegmentRow
from smmdesk.importers.sources import Source, Timing, plain_timing
from smmdesk.importers.tables import (
    BadCell,
    Column,
    Context,
    Format,
    Header,
    Table,
    clock_seconds,
    column,
    main_first,
    metric_plans,
    read_each,
)
from smmdesk.importers.text import Damaged

B, D, E = Additivity.UNIQUE, Additivity.STOCK, Additivity.RATIO
BAD = Direction.UP_IS_BAD


def _day(
    name: str,
    title: str,
    meaning: str,
    additivity: Additivity = Additivity.FLOW,
    direction: Direction = Direction.UP_IS_GOOD,
) -> Metric:
    return Metric(f"tiktok.{name}.v1", title, meaning, Unit.COUNT, additivity, direction, Span.DAY)


METRICS = (
    Metric("tiktok.post.views.v1", mark("Views"), mark("Plays of the video, of any length.")),
    Metric("tiktok.post.likes.v1", mark("Likes"), mark("Likes of the video.")),
    Metric("tiktok.post.comments.v1", mark("Comments"), mark("Comments on the video.")),
    Metric("tiktok.post.shares.v1", mark("Shares"), mark("How often the video was shared.")),
    Metric("tiktok.post.saves.v1", mark("Saves"), mark("How often the video was added to favourites.")),
    Metric("tiktok.post.play_time.v1", mark("Play time"), mark("Time for which the video was played."), Unit.SECONDS),
    Metric(
        "tiktok.post.average_watch_time.v1",
        mark("Average watch time"),
        mark("Time played per view of the video."),
        Unit.SECONDS,
        E,
    ),
    Metric(
        "tiktok.post.watched_full.v1",
        mark("Watched to the end"),
        mark("Share of views that reached the end."),
        Unit.SHARE,
        E,
    ),
    _day("video_views", mark("Video views"), mark("Plays of all videos on the day.")),
    _day("reached_audience", mark("Reached audience"), mark("Accounts that saw a video on the day."), B),
    _day("engaged_audience", mark("Engaged audience"), mark("Accounts that reacted on the day."), B),
    _day("profile_views", mark("Profile views"), mark("Views of the profile on the day.")),
    _day("likes", mark("Likes"), mark("Likes on the day.")),
    _day("comments", mark("Comments"), mark("Comments on the day.")),
    _day("shares", mark("Shares"), mark("Shares on the day.")),
    _day("phone_clicks", mark("Phone number clicks"), mark("Clicks on the phone number on the day.")),
    _day("leads", mark("Leads"), mark("Lead forms sent on the day.")),
    _day("followers_change", mark("Change of followers"), mark("Followers gained less followers lost on the day.")),
    _day("new_followers", mark("New followers"), mark("Followers gained on the day.")),
    _day("lost_followers", mark("Lost followers"), mark("Followers lost on the day."), direction=BAD),
    _day("viewers", mark("Viewers"), mark("Accounts that watched a video on the day."), B),
    _day("new_viewers", mark("New viewers"), mark("Accounts that watched for the first time."), B),
    _day("returning_viewers", mark("Returning viewers"), mark("Accounts that watched again."), B),
    Metric(
        "tiktok.followers.v1",
        mark("Followers"),
        mark("Followers at the end of the day."),
        additivity=D,
        span=Span.MOMENT,
    ),
    _day("active_followers", mark("Active followers"), mark("Followers active in the hour."), B, Direction.NEUTRAL),
    Metric(
        "tiktok.followers_share.v1",
        mark("Share of followers"),
        mark("Share of the followers that belongs to the group."),
        Unit.SHARE,
        E,
        Direction.NEUTRAL,
        Span.MOMENT,
    ),
)

_VIDEO_ID = re.compile(r"/(video|photo)/(\d{15,20})(?!\d)")
_HANDLE = re.compile(r"tiktok\.com/@([^/?#\s]+)/")
_FILE_NAME = re.compile(r"(?P<what>[A-Za-z]+)_(?P<start>\d{4}-\d{2}-\d{2})_(?P<made>\d{10})_(?P<handle>[\w.]+)\Z")
_MOMENT = re.compile(r"(\d{4}/\d{1,2}/\d{1,2}) (\d{1,2}):(\d{2}):(\d{2})\Z")
MonthDay = tuple[int, int]
_YEARS_BACK = 8  # far enough for a 29 February


def place_in_years(days: list[MonthDay], latest: date) -> list[date]:
    """Give days without a year, in their file's order, the latest years that do not pass `latest`.

    The order may ascend or descend; where it turns from December to January a year changes. One day more than
    `latest` is allowed, as the account's clock may be ahead. Raises ValueError for days that fit no year.
    """
    if not days:
        return []
    ups = sum(after > before for before, after in pairwise(days))
    downs = sum(after < before for before, after in pairwise(days))
    ordered = days if ups >= downs else days[::-1]
    for year in range(latest.year + 1, latest.year - _YEARS_BACK, -1):
        placed: list[date] = []
        try:
            for number, day in enumerate(reversed(ordered)):
                if number and day > (placed[-1].month, placed[-1].day):
                    year -= 1
                placed.append(date(year, *day))
        except ValueError:
            continue
        if placed[0] <= latest + timedelta(days=1):
            return placed if ordered is not days else placed[::-1]
    raise ValueError("the days fit no year")


def video_instant(video_id: str) -> int:
    """Return the publish instant (Unix seconds) that a video id holds."""
    return int(video_id) >> 32


class _Days:
    """The days of a file's column, with their years, by physical line."""

    def __init__(self, table: Table, header: Header, name: str, latest: date) -> None:
        self._place = header.places[name][0]
        self._title = header.titles[self._place]
        self._days: dict[int, date] = {}
        lines: list[int] = []
        plain: list[MonthDay] = []
        for line, cells in table.after(header):
            if isinstance(cells, Damaged) or len(cells) <= self._place:
                continue
            text = cells[self._place].strip()
            try:
                plain.append(day_without_year(text))
                lines.append(line)
            except ValueError:
                try:
                    self._days[line] = iso_day(text)
                except ValueError:
                    continue
        try:
            self._days.update(zip(lines, place_in_years(plain, latest), strict=True))
        except ValueError:
            self._unplaced = set(lines)
        else:
            self._unplaced = set[int]()

    def at(self, line: int, cells: list[str]) -> date:
        day = self._days.get(line)
        if day is None:
            reason = _("This is not a day.") if line not in self._unplaced else _("The year of this day is not clear.")
            raise BadCell(self._title, cells[self._place], reason)
        return day


def _read_days(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    plans = metric_plans(format_, header)
    days = _Days(table, header, "day", context.read_on)

    def make(line: int, cells: list[str]) -> Row:
        day = days.at(line, cells)
        return AccountDayRow(None, day, tuple([plan.read(cells[plan.place]) for plan in plans]))

    return read_each(table, header, context, make)


def _read_activity(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    plans = metric_plans(format_, header)
    days = _Days(table, header, "day", context.read_on)
    hour_place = header.places["hour"][0]

    def make(line: int, cells: list[str]) -> Row:
        hour = cells[hour_place].strip()
        if not (hour.isdigit() and hour.isascii() and int(hour) < 24):
            raise BadCell(header.titles[hour_place], hour, _("This is not an hour from 0 to 23."))
        day = days.at(line, cells)
        values = tuple([plan.read(cells[plan.place]) for plan in plans])
        return SegmentRow(None, "hour", str(int(hour)), f"{int(hour):02d}:00", day, day, None, False, values)

    return read_each(table, header, context, make)


def _share_reader(dimension: str) -> Callable[[Format, Table, Header, Context], Iterator[Row]]:
    def read_shares(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
        plans = metric_plans(format_, header)
        place = header.places["group"][0]

        def make(_line: int, cells: list[str]) -> Row:
            name = cells[place].strip()
            if not name:
                raise BadCell(header.titles[place], "", _("The row has no name."))
            values = tuple([plan.read(cells[plan.place]) for plan in plans])
            return SegmentRow(None, dimension, name, name, context.read_on, context.read_on, None, False, values)

        return read_each(table, header, context, make)

    return read_shares


def _read_videos(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    plans = metric_plans(format_, header, converts={"play_time": _duration, "average_watch_time": _duration})
    link_place, title_place = header.places["link"][0], header.place("title")
    time_place = header.place("published")
    seen: set[str] = set()
    rows_of: dict[str, int] = {}
    counts, accounts = context.reading.counts, context.reading.accounts

    def make(_line: int, cells: list[str]) -> Row:
        link = cells[link_place].strip()
        match = _VIDEO_ID.search(link)
        if match is None:
            raise BadCell(header.titles[link_place], link, _("The link does not hold the id of a video."))
        values = tuple([plan.read(cells[plan.place]) for plan in plans])
        published = _published(cells[time_place] if time_place is not None else "", match[2])
        handle = _HANDLE.search(link)
        account = handle[1] if handle else None
        if account is not None:
            accounts.setdefault(account, FoundAccount("tiktok", None, account, None))
            rows_of[account] = rows_of.get(account, 0) + 1
        if match[2] in seen:
            counts.merged += 1
            counts.data -= 1
        seen.add(match[2])
        title = cells[title_place].strip() if title_place is not None else ""
        kind = "video" if match[1] == "video" else "image"
        return PostRow(account, match[2], published, None, kind, "", title, link, None, values)

    yield from read_each(table, header, context, make)
    main_first(accounts, rows_of)


def _published(text: str, video_id: str) -> int:
    """Return the publish instant: the business account's cell is UTC and exact, else the id's own."""
    match = _MOMENT.match(text.strip())
    if match is not None:
        try:
            day = iso_day(match[1])
            hour, minute, second = int(match[2]), int(match[3]), int(match[4])
            return int(datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC).timestamp())
        except ValueError:
            pass  # the id says it as well
    return video_instant(video_id)


def _duration(text: str) -> int:
    """Read seconds, `12.5s` or `0:12`."""
    bare = text.rstrip("s").strip()
    return int(clock_seconds(bare)) if ":" in bare else int(float(bare))


def timing(source: Source) -> Timing:
    """Return when the file was exported: from Content's Time column, else a guess from file name or file date."""
    plain = plain_timing(source)
    guess, reason, choices, read_on = plain.read_on_guess, plain.read_on_reason, (), None
    match = _FILE_NAME.match(source.path.stem)
    if match is not None:
        guess = datetime.fromtimestamp(int(match["made"]), UTC).date()
        reason = _("The file's name says that it was made on this day; its content does not say it.")
    for format_, table, header in source.tables:
        if format_.read is _read_videos and header.place("made") is not None:
            candidates = _export_days(table, header)
            if len(candidates) == 1:
                read_on = candidates[0]
            elif candidates:
                guess, choices = candidates[-1], tuple(day.isoformat() for day in candidates)
                reason = _("The file names the day of the export without its year.")
    return Timing(read_on, guess, reason, choices, account_guess=match["handle"] if match else None)


def _export_days(table: Table, header: Header) -> list[date]:
    """Return the days that Content's Time column may mean: not before the newest video, not after today."""
    newest, made = 0, None
    for _line, cells in table.after(header):
        if isinstance(cells, Damaged) or len(cells) <= max(header.places["made"][0], header.places["link"][0]):
            continue
        match = _VIDEO_ID.search(cells[header.places["link"][0]])
        if match is not None:
            newest = max(newest, video_instant(match[2]))
        if made is None:
            try:
                made = day_without_year(cells[header.places["made"][0]].strip())
            except ValueError:
                continue
    if made is None or not newest or newest > 4_102_444_800:
        return []
    first = datetime.fromtimestamp(newest, UTC).date() - timedelta(days=1)
    found: list[date] = []
    for year in range(first.year, today().year + 1):
        try:
            day = date(year, *made)
        except ValueError:
            continue
        if first <= day <= today() + timedelta(days=1):
            found.append(day)
    return found


def _post(name: str) -> str:
    return f"tiktok.post.{name}.v1"


def _of_day(field: str, english: str, metric: str = "") -> Column:
    return column(field, metric=f"tiktok.{metric or field}.v1", en=english)


_OVERVIEW_DAYS = mark("Views, profile views and reactions per day.")

FORMATS = (
    Format(
        "tiktok_overview",
        "tiktok",
        mark("TikTok Studio: overview"),
        _OVERVIEW_DAYS,
        (
            column("day", en="Date"),
            _of_day("video_views", "Video Views"),
            _of_day("profile_views", "Profile Views"),
            _of_day("likes", "Likes"),
            _of_day("comments", "Comments"),
            _of_day("shares", "Shares"),
        ),
        ("day", "video_views", "profile_views"),
        _read_days,
        rank=9,
    ),
    Format(
        "tiktok_content",
        "tiktok",
        mark("TikTok Studio: content"),
        mark("One row per video with its values since publication."),
        (
            column("made", en="Time"),
            column("title", en="Video title"),
            column("link", en="Video link"),
            column("published", en="Post time"),
            column("likes", metric=_post("likes"), en="Total likes"),
            column("comments", metric=_post("comments"), en="Total comments"),
            column("shares", metric=_post("shares"), en="Total shares"),
            column("views", metric=_post("views"), en="Total views"),
            column("play_time", metric=_post("play_time"), en="Total play time"),
            column("average_watch_time", metric=_post("average_watch_time"), en="Average watch time"),
            column("watched_full", metric=_post("watched_full"), en="Watched full video"),
            column("saves", metric=_post("saves"), en="Add to favorites"),
        ),
        ("link", "published", "views"),
        _read_videos,
        rank=8,
        names_accounts=True,
    ),
    Format(
        "tiktok_viewers",
        "tiktok",
        mark("TikTok Studio: viewers"),
        mark("Viewers per day, new and returning."),
        (
            column("day", en="Date"),
            _of_day("viewers", "Total Viewers"),
            _of_day("new_viewers", "New Viewers"),
            _of_day("returning_viewers", "Returning Viewers"),
        ),
        ("day", "viewers"),
        _read_days,
        rank=6,
    ),
    Format(
        "tiktok_follower_history",
        "tiktok",
        mark("TikTok Studio: follower history"),
        mark("Followers per day."),
        (
            column("day", en="Date"),
            _of_day("followers", "Followers"),
            _of_day("followers_change", "Difference in followers from previous day"),
        ),
        ("day", "followers", "followers_change"),
        _read_days,
        rank=7,
    ),
    Format(
        "tiktok_follower_activity",
        "tiktok",
        mark("TikTok Studio: follower activity"),
        mark("Active followers by hour of the last seven days."),
        (column("day", en="Date"), column("hour", en="Hour"), _of_day("active_followers", "Active followers")),
        ("day", "hour", "active_followers"),
        _read_activity,
        rank=3,
    ),
    Format(
        "tiktok_follower_gender",
        "tiktok",
        mark("TikTok Studio: gender of followers"),
        mark("Share of followers by gender."),
        (column("group", en="Gender"), _of_day("share", "Distribution", "followers_share")),
        ("group", "share"),
        _share_reader("gender"),
        rank=2,
    ),
    Format(
        "tiktok_follower_territories",
        "tiktok",
        mark("TikTok Studio: territories of followers"),
        mark("Share of followers by territory."),
        (column("group", en="Top territories"), _of_day("share", "Distribution", "followers_share")),
        ("group", "share"),
        _share_reader("territory"),
        rank=1,
    ),
    Format(
        "tiktok_business_videos",
        "tiktok",
        mark("TikTok business account: videos"),
        mark("One row per video with its values since publication."),
        (
            column("title", en="Video title"),
            column("link", en="Video link"),
            column("published", en="Post time"),
            column("views", metric=_post("views"), en="Video views"),
            column("likes", metric=_post("likes"), en="Likes"),
            column("comments", metric=_post("comments"), en="Comments"),
            column("shares", metric=_post("shares"), en="Shares"),
            column("saves", metric=_post("saves"), en="Add to Favorites"),
        ),
        ("link", "published", "views"),
        _read_videos,
        rank=8,
        names_accounts=True,
    ),
    Format(
        "tiktok_business_days",
        "tiktok",
        mark("TikTok business account: days"),
        mark("Views, audience, reactions and followers per day."),
        (
            column("day", en="Date"),
            _of_day("video_views", "Video views"),
            _of_day("reached_audience", "Reached audience"),
            _of_day("profile_views", "Profile views"),
            _of_day("likes", "Likes"),
            _of_day("shares", "Shares"),
            _of_day("comments", "Comments"),
            _of_day("phone_clicks", "Phone number clicks"),
            _of_day("leads", "Leads submission"),
            _of_day("followers_change", "Net growth"),
            _of_day("new_followers", "New followers"),
            _of_day("lost_followers", "Lost followers"),
        ),
        ("day", "reached_audience", "video_views"),
        _read_days,
        rank=9,
    ),
    Format(
        "tiktok_business_audience",
        "tiktok",
        mark("TikTok business account: audience"),
        mark("Followers and audience per day."),
        (
            column("day", en="Date"),
            _of_day("new_followers", "New followers"),
            _of_day("followers", "Total followers"),
            _of_day("reached_audience", "Reached audience"),
            _of_day("engaged_audience", "Engaged audience"),
        ),
        ("day", "followers", "reached_audience"),
        _read_days,
        rank=7,
    ),
)

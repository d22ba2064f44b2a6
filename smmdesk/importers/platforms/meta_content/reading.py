"""The rows of Meta's content exports: posts with their publish instants, and videos."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from smmdesk.core.i18n import _
from smmdesk.core.readings import State
from smmdesk.importers.cells import key, month_day_year, number
from smmdesk.importers.records import (
    BadCell,
    MetricPlan,
    main_first,
    merged_places,
    refuse,
    refuse_damaged,
    unread_columns,
    values_reader,
)
from smmdesk.importers.rows import FoundAccount, PostRow, ReadValue, Row, SegmentRow
from smmdesk.importers.tables import Context, Format, Header, Table
from smmdesk.importers.text import Damaged, any_text

_LONGEST = 10**8  # seconds
_FIRST_YEAR, _LAST_YEAR = 2004, 2100  # no post is older than Facebook; a year beyond is a typing error
ZONE = "America/Los_Angeles"
_PACIFIC = ZoneInfo(ZONE)
_TIME = re.compile(r"(\d{1,2}/\d{1,2}/\d{4}) (\d{1,2}):(\d{2})(?::\d{2})?\Z")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}\Z", re.IGNORECASE)
_LINK_ID = re.compile(r"(?:/posts/|/permalink/|story_fbid=)(?:[^/?&]*/)?(\d{6,20})(?![\w])")
_SHORTCODE = re.compile(r"instagram\.com/(?:[^/?#]+/)?(?:p|reel|reels|tv)/([A-Za-z0-9_-]{5,})")
_BASE64 = {letter: place for place, letter in enumerate(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
)}  # fmt: skip
_INSTAGRAM_EPOCH = 1_314_220_021_721

_KIND_WORDS = (
    ("reel", ("reel",)),
    ("carousel", ("carousel", "carrossel", "secuencia", "karusell", "carosello", "album", "multi")),
    ("story", ("story", "stories", "história", "historia")),
    ("live", ("live", "en directo", "ao vivo")),
    ("image", ("image", "imagem", "imagen", "photo", "foto", "bild", "immagine")),
    ("video", ("video", "vídeo")),
    ("link", ("link", "enlace", "länk")),
    ("text", ("text", "status")),
)


def kind_of(text: str) -> str:
    """Return Meta's word for a post as image, reel, carousel, video, story, live, link, text or post."""
    word = key(text)
    return next((kind for kind, words in _KIND_WORDS if any(part in word for part in words)), "post")


def shortcode_instant(permalink: str) -> int | None:
    """Return the creation instant (Unix seconds) that an Instagram link's shortcode holds."""
    match = _SHORTCODE.search(permalink)
    if match is None or len(match[1]) < 11:
        return None
    media = 0
    for letter in match[1][:11]:  # what follows belongs to links of private accounts
        media = media * 64 + _BASE64[letter]
    return ((media >> 23) + _INSTAGRAM_EPOCH) // 1000


class PacificClock:
    """Meta's publish times, which are US Pacific whatever the account (formats.md trap 1), as UTC instants."""

    def __init__(self) -> None:
        self._midnights: dict[str, tuple[int, bool]] = {}

    def instant(self, text: str, permalink: str = "") -> int:
        """Return Unix seconds of `MM/DD/YYYY HH:MM`. Raises ValueError.

        An hour that occurs twice is the one nearer to the link's own instant, without one the first; an hour that the
        change to summer time leaves out is read as if the clock had not been changed yet.
        """
        # The ordinary cell, `06/10/2026 10:30` on a known day without a change of the clock.
        if len(text) == 16 and (known := self._midnights.get(text[:10])) is not None and known[1]:
            hours, minutes = text[11:13], text[14:]
            if text[10] == " " and text[13] == ":" and text.isascii() and hours.isdigit() and minutes.isdigit():
                hour, minute = int(hours), int(minutes)
                if hour < 24 and minute < 60:
                    return known[0] + hour * 3600 + minute * 60
        match = _TIME.match(text)
        if match is None:
            raise ValueError(text)
        hour, minute = int(match[2]), int(match[3])
        if hour > 23 or minute > 59:
            raise ValueError(text)
        known = self._midnights.get(match[1])
        if known is None:
            day = month_day_year(match[1])
            if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
                raise ValueError(text)
            known = self._midnights[match[1]] = self._midnight(day)
        midnight, plain = known
        if plain:
            return midnight + hour * 3600 + minute * 60
        local = datetime.combine(month_day_year(match[1]), datetime.min.time()).replace(hour=hour, minute=minute)
        first = int(local.replace(tzinfo=_PACIFIC, fold=0).timestamp())
        second = int(local.replace(tzinfo=_PACIFIC, fold=1).timestamp())
        if first < second and (proof := shortcode_instant(permalink)) is not None:
            nearer = min((first, second), key=lambda instant: abs(instant - proof))
            return nearer if abs(nearer - proof) <= 3600 else first
        return first

    @staticmethod
    def _midnight(day: date) -> tuple[int, bool]:
        start = datetime(day.year, day.month, day.day, tzinfo=_PACIFIC)
        end = start + timedelta(days=1)
        plain = start.utcoffset() == end.utcoffset()
        return int(start.astimezone(UTC).timestamp()), plain


def repaired_id(text: str, permalink: str) -> str | None:
    """Return the digits of an id that a spreadsheet rounded (1.22158E+17), taken from the permalink; None without."""
    match = _LINK_ID.search(permalink)
    if match is None:
        return None
    rounded, digits = float(text.replace(",", ".")), match[1]
    return digits if abs(int(digits) - rounded) <= rounded / 10_000 else None


def _readings(format_: Format, header: Header, empty: State = State.NOT_APPLICABLE) -> list[MetricPlan]:
    return [
        MetricPlan(metric, header.title(name), places[0], empty)
        for name, metric in format_.metrics.items()
        if (places := header.places.get(name))
    ]


def read_posts(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the posts. A post that comes again for the same account is yielded again and counted as merged."""
    counts, accounts = context.reading.counts, context.reading.accounts
    counts.description += header.above
    unread_columns(context, header)
    width = len(header.titles)
    id_place = header.places["post_id"][0]
    time_place = header.places["published"][0]
    # A field that the file lacks reads the empty cell that is put behind each record.
    account_place, handle_place, name_place, title_place, text_place, link_place, kind_place, length_place = (
        place if (place := header.place(name)) is not None else width
        for name in (
            "account_id",
            "account_handle",
            "account_name",
            "title",
            "text",
            "permalink",
            "kind",
            "duration",
        )
    )
    comment_place, span_place = header.place("comment"), header.place("span")
    plans = _readings(format_, header)
    values_of = values_reader(plans)
    doubled = merged_places(header, header.places)
    unknown_zero = _zero_views(plans, header)
    clock, kinds, lengths = PacificClock(), dict[str, str](), dict[str, int | None]()
    fixed_kind = "story" if format_.key == "meta_content_stories" else None
    posts_of: dict[str, set[str]] = {}
    before = counts.data
    data = merged = rounded = shortcodes = 0
    try:
        for line, cells in table.after(header):
            if type(cells) is Damaged:
                yield refuse_damaged(context, table, line, cells)
                continue
            if len(cells) <= width:
                cells += [""] * (width + 1 - len(cells))
            try:
                for first, others in doubled:
                    if not cells[first].strip():
                        cells[first] = next((cells[other] for other in others if cells[other].strip()), "")
                post_id = cells[id_place].strip()
                if not (post_id.isdigit() and post_id.isascii()):
                    if not post_id and comment_place is not None and cells[comment_place].strip():
                        counts.error += 1
                        continue
                    if not any_text(cells):
                        counts.footer += 1
                        continue
                    post_id, from_link = _damaged_id(post_id, cells[link_place], header)
                    rounded, shortcodes = rounded + 1, shortcodes + (not from_link)
                if span_place is not None and (span := cells[span_place]) and span[:1].isdigit():
                    raise BadCell(
                        header.titles[span_place], span, _("This is a day's value; only lifetime values can be read.")
                    )
                account = cells[account_place].strip()
                if not account.isdigit():
                    account = _account_without_id(account, cells[handle_place], cells[name_place])
                if account is None:
                    raise BadCell(
                        header.title("account_id") or header.title("account_handle"), "", _("The row names no account.")
                    )
                seen = posts_of.get(account)
                if seen is None:
                    seen = posts_of[account] = set()
                    accounts.setdefault(
                        account, _found(format_.platform, account, cells[handle_place], cells[name_place])
                    )
                try:
                    published = clock.instant(cells[time_place].strip(), cells[link_place])
                except (ValueError, OverflowError):
                    reason = _("This is not a date and time (MM/DD/YYYY HH:MM).")
                    raise BadCell(header.titles[time_place], cells[time_place], reason) from None
                values = values_of(cells)
                if unknown_zero is not None:
                    values = unknown_zero(values)
                kind = fixed_kind or kinds.get(cells[kind_place])
                if kind is None:
                    kind = kinds[cells[kind_place]] = kind_of(cells[kind_place])
                length = cells[length_place]
                if length not in lengths:
                    lengths[length] = _whole(length, header.title("duration"))
            except BadCell as bad:
                counts.data = before + data
                yield refuse(context, table, line, bad.column_title.strip(), bad.value, bad.reason)
                continue
            if post_id in seen:
                merged += 1
            else:
                seen.add(post_id)
                data += 1
            yield PostRow(
                account, post_id, published, None, kind, cells[title_place], cells[text_place],
                cells[link_place], lengths[length], values,
            )  # fmt: skip
    finally:
        counts.data = before + data
        counts.merged += merged
        main_first(accounts, {account: len(posts) for account, posts in posts_of.items()})
    if rounded:
        context.reading.warnings.append(
            _("A spreadsheet had rounded {count} post ids; they were taken from the links.").format(count=rounded)
        )
    if shortcodes:
        context.reading.warnings.append(
            _("{count} posts are known by the code in their link only; download the file again for their ids.").format(
                count=shortcodes
            )
        )


def _damaged_id(text: str, permalink: str, header: Header) -> tuple[str, bool]:
    """Return (id, whether it is the real one) for an id that is no digits. Raises BadCell."""
    title = header.title("post_id")
    if not text:
        raise BadCell(title, text, _("The post has no id."))
    if not _SCIENTIFIC.match(text):
        raise BadCell(title, text, _("This is not the id of a post."))
    found = repaired_id(text, permalink)
    if found is not None:
        return found, True
    match = _SHORTCODE.search(permalink)
    if match is not None:
        return match[1], False
    raise BadCell(title, text, _("A spreadsheet has rounded this id and the link does not hold it."))


def _account_without_id(text: str, handle: str, name: str) -> str | None:
    if text and not _SCIENTIFIC.match(text):
        return text
    return handle.strip() or name.strip() or None


def _found(platform: str, account: str, handle: str, name: str) -> FoundAccount:
    external = account if account.isdigit() else None
    return FoundAccount(platform, external, handle.strip() or None, name.strip() or None)


def _whole(text: str, title: str) -> int | None:
    bare = text.strip()
    if not bare:
        return None
    try:
        seconds = int(number(bare))
        if not 0 <= seconds < _LONGEST:
            raise ValueError(bare)
        return seconds
    except ValueError:
        raise BadCell(title, text, _("This cell is not a number.")) from None


Correction = Callable[[tuple[ReadValue, ...]], tuple[ReadValue, ...]]


def _zero_views(plans: list[MetricPlan], header: Header) -> Correction | None:
    """Return what turns a 0 in a doubled `Views` column beside a reach above 0 into "not available" (trap 4)."""
    metrics = [plan.metric.split(".")[2] for plan in plans]
    if len(header.places.get("views", ())) < 2 or "reach" not in metrics:
        return None
    views, reach = metrics.index("views"), metrics.index("reach")
    unknown = ReadValue(plans[views].metric, None, State.NOT_AVAILABLE)

    def correct(values: tuple[ReadValue, ...]) -> tuple[ReadValue, ...]:
        if values[views].value == 0 and (values[reach].value or 0) > 0:
            return (*values[:views], unknown, *values[views + 1 :])
        return values

    return correct


def read_videos(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield the videos as segments: their ids are not those of the posts that hold them, so they are no posts here."""
    counts, accounts = context.reading.counts, context.reading.accounts
    counts.description += header.above
    unread_columns(context, header)
    width = len(header.titles)
    plans = _readings(format_, header)
    clock = PacificClock()
    id_place, time_place = header.places["video_id"][0], header.places["published"][0]
    places = {
        name: place if (place := header.place(name)) is not None else width
        for name in ("account_id", "account_name", "title", "span")
    }
    rows_of: dict[str, int] = {}
    for line, cells in chain(table.after(header)):
        if isinstance(cells, Damaged):
            yield refuse_damaged(context, table, line, cells)
            continue
        cells += [""] * (width + 1 - len(cells)) if len(cells) <= width else []
        video = cells[id_place].strip()
        try:
            if not video.isdigit():
                raise BadCell(header.titles[id_place], video, _("This is not the id of a video."))
            account = cells[places["account_id"]].strip()
            if not account:
                raise BadCell(
                    header.title("account_id") or header.title("account_handle"), "", _("The row names no account.")
                )
            if cells[places["span"]][:1].isdigit():
                raise BadCell(
                    header.title("span"),
                    cells[places["span"]],
                    _("This is a day's value; only lifetime values can be read."),
                )
            try:
                published = datetime.fromtimestamp(clock.instant(cells[time_place].strip()), _PACIFIC).date()
            except (ValueError, OverflowError):
                reason = _("This is not a date and time (MM/DD/YYYY HH:MM).")
                raise BadCell(header.titles[time_place], cells[time_place], reason) from None
            values = tuple([plan.read(cells[plan.place]) for plan in plans])
        except BadCell as bad:
            yield refuse(context, table, line, bad.column_title, bad.value, bad.reason)
            continue
        accounts.setdefault(account, _found(format_.platform, account, "", cells[places["account_name"]]))
        rows_of[account] = rows_of.get(account, 0) + 1
        counts.data += 1
        last = max(published, context.read_on)
        yield SegmentRow(account, "video", video, cells[places["title"]], published, last, None, False, values)
    main_first(accounts, rows_of)

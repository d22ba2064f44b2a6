"""Why a figure is missing on some days: what the files cover, what they leave empty, and what the platform changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from smmdesk.core import formats
from smmdesk.core.breaks import Break, crossing
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.core.readings import Metric
from smmdesk.domain.results.queries import day_of, rows_of
from smmdesk.importers.registry import METRICS


class GapKind(StrEnum):
    """What is behind a gap."""

    NOT_IMPORTED = "not_imported"
    STARTS_LATER = "starts_later"
    ENDS_EARLIER = "ends_earlier"
    NOT_COVERED = "not_covered"
    NO_VALUE = "no_value"
    NO_POSTS = "no_posts"
    BREAK = "break"
    NOT_COUNTED_YET = "not_counted_yet"
    NO_LONGER_COUNTED = "no_longer_counted"


@dataclass(frozen=True, slots=True)
class Cover:
    """The days that an import's file covers."""

    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on which a metric has no value, and why: `day` is the day that the reason names, where it names one."""

    metric: str
    first_day: date
    last_day: date
    kind: GapKind
    day: date | None = None
    change: Break | None = None

    @property
    def reason(self) -> str:
        """Return why, in the language now spoken."""
        return gap_text(self)


# ------------------------------------------------------------------------------------------------------------- rules


def gaps_of(metric: str, first: date, last: date, covers: Sequence[Cover], known: Metric | None = None) -> list[Gap]:
    """Return why a metric has no value from `first` to `last`, cut into spans of one reason, oldest first.

    `covers` are the days of the files that bring this metric for the account.
    """
    changes = crossing(metric, first, last)
    if changes:
        return [Gap(metric, first, last, GapKind.BREAK, changes[-1].day, changes[-1])]
    if not covers:
        return [_unread(metric, first, last, known)]
    earliest = min(cover.first_day for cover in covers)
    latest = max(cover.last_day for cover in covers)
    found: list[Gap] = []
    day = first
    while day <= last:
        kind, named = _reason(day, covers, earliest, latest)
        if found and found[-1].kind is kind:
            found[-1] = Gap(metric, found[-1].first_day, day, kind, named)
        else:
            found.append(Gap(metric, day, day, kind, named))
        day += timedelta(days=1)
    return found


def _unread(metric: str, first: date, last: date, known: Metric | None) -> Gap:
    if known is not None and known.since is not None and last < known.since:
        return Gap(metric, first, last, GapKind.NOT_COUNTED_YET, known.since)
    if known is not None and known.until is not None and known.until < first:
        return Gap(metric, first, last, GapKind.NO_LONGER_COUNTED, known.until)
    return Gap(metric, first, last, GapKind.NOT_IMPORTED)


def _reason(day: date, covers: Sequence[Cover], earliest: date, latest: date) -> tuple[GapKind, date | None]:
    if day < earliest:
        return GapKind.STARTS_LATER, earliest
    if day > latest:
        return GapKind.ENDS_EARLIER, latest
    if any(cover.first_day <= day <= cover.last_day for cover in covers):
        return GapKind.NO_VALUE, None
    return GapKind.NOT_COVERED, None


def posts_gap(metric: str, first: date, last: date, covers: Sequence[Cover], *, has_posts: bool) -> Gap:
    """Return why a sum over the posts of a span is missing: a file that touches it may hold no post of it."""
    if not covers:
        return _unread(metric, first, last, METRICS.get(metric))
    if has_posts:
        return Gap(metric, first, last, GapKind.NO_VALUE)
    if any(cover.first_day <= last and first <= cover.last_day for cover in covers):
        return Gap(metric, first, last, GapKind.NO_POSTS)
    earliest, latest = min(cover.first_day for cover in covers), max(cover.last_day for cover in covers)
    kind, named = _reason(first, covers, earliest, latest)
    return Gap(metric, first, last, kind, named)


def gap_text(gap: Gap) -> str:
    """Return why a figure is missing, as part of a sentence in the language now spoken."""
    named = "" if gap.day is None else formats.day(gap.day)
    if gap.kind is GapKind.STARTS_LATER:
        return _("the export starts on {day}").format(day=named)
    if gap.kind is GapKind.ENDS_EARLIER:
        return _("the export ends on {day}").format(day=named)
    if gap.kind is GapKind.NOT_COVERED:
        if gap.first_day == gap.last_day:
            return _("no file covers {day}").format(day=formats.day(gap.first_day))
        return _("no file covers {first} to {last}").format(
            first=formats.day(gap.first_day, year=gap.first_day.year != gap.last_day.year),
            last=formats.day(gap.last_day),
        )
    if gap.kind is GapKind.NO_VALUE:
        if gap.first_day == gap.last_day:
            return _("the file has no value for this day")
        return _("the file has no value for these days")
    if gap.kind is GapKind.NO_POSTS:
        return _("nothing was published")
    if gap.kind is GapKind.BREAK and gap.change is not None:
        return break_text(gap.change)
    if gap.kind is GapKind.NOT_COUNTED_YET:
        return _("the platform gives this figure since {day}").format(day=named)
    if gap.kind is GapKind.NO_LONGER_COUNTED:
        return _("the platform gave this figure until {day}").format(day=named)
    return _("no export was imported")


def break_sentence(change: Break) -> str:
    """Return the dated sentence of a change of definition, in the language now spoken."""
    return _(change.sentence).format(date=break_day(change))


def break_text(change: Break) -> str:
    """Return a change of definition as the reason of a gap, in the language now spoken."""
    if change.is_month:
        return _("definition changed in {month}").format(month=break_day(change))
    return _("definition changed on {day}").format(day=break_day(change))


def break_day(change: Break) -> str:
    """Return the day of a change, or its month where only that is known."""
    return formats.month_name(Month.of(change.day)) if change.is_month else formats.day(change.day)


def month_reason(gaps: Iterable[Gap]) -> str:
    """Return why a whole month is empty: its reasons one after the other, each once."""
    found = list(gaps)
    if len(found) == 1 and found[0].kind is GapKind.NOT_COVERED:
        return _("no file covers this month")
    return "; ".join(dict.fromkeys(gap.reason for gap in found))


# ----------------------------------------------------------------------------------------------------------- queries


def gap_reasons(account_id: int, gaps: Iterable[tuple[str, date, date]]) -> dict[tuple[str, date, date], list[Gap]]:
    """Return why each gap (metric, first day, last day) of an account is one, in spans of one reason.

    The files asked are those that bring the metric for the account; for how many days is what the user or the file
    said, else from the first to the last day in it.
    """
    wanted = list(dict.fromkeys(gaps))
    covers = covers_of(account_id, {metric for metric, _first, _last in wanted})
    return {
        (metric, first, last): gaps_of(metric, first, last, covers.get(metric, ()), METRICS.get(metric))
        for metric, first, last in wanted
    }


def covers_of(account_id: int, metrics: Iterable[str]) -> Mapping[str, list[Cover]]:
    """Return which days the finished imports that bring each metric for an account cover."""
    keys = sorted(set(metrics))
    marks = ", ".join("?" * len(keys))
    rows = rows_of(
        f"""
        WITH wanted AS MATERIALIZED (SELECT id, key FROM metric_name WHERE key IN ({marks})),
        brought AS (
            SELECT w.key, r.import_id FROM wanted w CROSS JOIN account_reading r
                ON r.account_id = ? AND r.metric_id = w.id
            UNION
            SELECT w.key, r.import_id FROM segment s CROSS JOIN segment_reading r ON r.segment_id = s.id
                JOIN wanted w ON w.id = r.metric_id WHERE s.account_id = ?
            UNION
            -- which metrics a file of posts brings is not looked up: that would read every post of the account
            SELECT w.key, l.import_id FROM wanted w CROSS JOIN import_account l ON l.account_id = ?
                AND w.key LIKE '%.post.%' AND EXISTS (SELECT 1 FROM post_read r WHERE r.import_id = l.import_id))
        SELECT b.key, coalesce(i.period_first, i.first_day), coalesce(i.period_last, i.last_day)
        FROM brought b JOIN import i ON i.id = b.import_id WHERE i.state = 'done'
        """,
        (*keys, account_id, account_id, account_id),
    )
    found: dict[str, list[Cover]] = defaultdict(list)
    for key, first, last in rows:
        first_day, last_day = day_of(first), day_of(last)
        if first_day is not None and last_day is not None:
            found[key].append(Cover(first_day, last_day))
    return found

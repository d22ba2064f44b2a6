"""Adding a post by hand, for platforms without exports: a typed import with its wording and its numbers."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.readings import Number, State
from smmdesk.domain import checks
from smmdesk.domain.accounts import AccountRow
from smmdesk.domain.results.queries import posts_by_id, rows_of
from smmdesk.domain.results.rows import CurrentValue
from smmdesk.domain.results.tables import Post, PostRead, PostReading, PostWording
from smmdesk.domain.results.typed.commands import begin_typed, checked_setting, metric_number
from smmdesk.domain.results.typed.rows import TypedPost, TypedResult
from smmdesk.domain.results.typed.rules import check_value
from smmdesk.importers.registry import METRICS
from smmdesk.store.database import database, transaction

# The formats that a post can be given by hand; `words.post_format` says them.
KINDS = ("post", "photo", "video", "reel", "story", "carousel", "link", "text", "live", "article")

# Where a post's id stands in its link; elsewhere the link itself tells posts apart.
_IDS: Mapping[str, re.Pattern[str]] = {
    "instagram": re.compile(r"instagram\.com/(?:[\w.]+/)?(?:p|reel|reels|tv)/([\w-]{5,})"),
    "threads": re.compile(r"threads\.(?:net|com)/@[\w.]+/post/([\w-]{5,})"),
    "pinterest": re.compile(r"pinterest\.[a-z.]+/pin/(?:[\w-]*--)?(\d{5,})"),
    "tiktok": re.compile(r"tiktok\.com/@[\w.]+/(?:video|photo)/(\d{8,})"),
    "x": re.compile(r"(?:x|twitter)\.com/\w+/status/(\d{5,})"),
    "youtube": re.compile(r"(?:youtu\.be/|youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|live/))([\w-]{11})"),
    "linkedin": re.compile(r"(?:activity|ugcPost|share)[:-](\d{15,})"),
    "facebook": re.compile(r"facebook\.com/(?:[\w.]+/(?:posts|videos)/(?:[\w-]+/)?|reel/|watch/\?v=)(\d{8,})"),
}


def post_id_of(platform: str, link: str) -> str | None:
    """Return the platform's id of a post that stands in its link; None where none does."""
    found = _IDS[platform].search(link) if platform in _IDS else None
    return found[1] if found is not None else None


def checked_post(post: TypedPost, account: AccountRow, read_on: date) -> TypedPost:
    """Return a post as it is kept. Raises UserError with the field (a metric's key for a number of it)."""
    if post.day > read_on:
        raise UserError(
            _("The post was published after the day on which its numbers were read, {day}.").format(
                day=formats.numeric_day(read_on)
            ),
            field="day",
        )
    kept = replace(
        post,
        kind=checks.checked_line(post.kind, "kind", limit=40),
        title=checks.checked_line(post.title, "title", limit=500),
        text=checks.checked_text(post.text, "text"),
        link=checks.checked_link(post.link),
    )
    if not (kept.title or kept.text or kept.link):
        raise UserError(
            _("A post needs a title, a text or a link."),
            "",
            _("Else nobody could tell which one it is."),
            field="title",
        )
    values: dict[str, tuple[Number | None, State]] = {}
    for key, (value, state) in post.values.items():
        metric = METRICS.get(key)
        if metric is None or not metric.of_posts or metric.platform != account.platform:
            raise UserError(
                _("{account} has no metric named {name}.").format(account=account.title, name=key[:80]), field=key
            )
        try:
            if value is not None:
                check_value(value, metric)
        except UserError as failure:
            raise UserError(failure.title, failure.detail, failure.hint, field=key) from failure
        values[key] = (value, State.ZERO if state is State.VALUE and value == 0 else state)
    return replace(kept, values=values)


def keep_post(
    account_id: int,
    post: TypedPost,
    *,
    read_on: date | None = None,
    evidence: Path | None = None,
    post_id: int | None = None,
) -> TypedResult:
    """Keep a post that was typed; one that is there already (by id or link, or `post_id`) gets the newer read.

    The same again, read on the same day, changes nothing. Raises UserError with the field.
    """
    account, client, day, proof = checked_setting(account_id, read_on, evidence)
    kept = checked_post(post, account, day)
    instant = None
    if kept.at is not None:
        instant = int(datetime.combine(kept.day, kept.at, ZoneInfo(client.timezone)).astimezone(UTC).timestamp())
    with transaction():
        known = post_id if post_id is not None else _known_post(account, kept)
        before = _Before.of(account.id, known)
        if before is not None and before.says(kept, instant, day):
            return TypedResult(unchanged=1)
        counts = {"data": 1, "added": int(known is None), "updated": int(known is not None), "unchanged": 0}
        import_id = begin_typed(account, day, kept.day, kept.day, proof, counts)
        if known is None:
            made = post_id_of(account.platform, kept.link) or f"typed-{secrets.token_hex(8)}"
            known = Post.create(account=account.id, external_id=made, published_at=instant, published_on=kept.day).id
        _write(known, import_id, kept, instant)
        _settle(known, instant, kept.day, day)
    return TypedResult((import_id,), counts["added"], counts["updated"], 0)


@dataclass(frozen=True, slots=True)
class _Before:
    """What is known of a post: its current wording, values, and when it was read last."""

    wording: tuple[object, ...]
    values: Mapping[str, CurrentValue]
    read_on: str

    @classmethod
    def of(cls, account_id: int, post_id: int | None) -> _Before | None:
        if post_id is None:
            return None
        (line,) = posts_by_id(account_id, [post_id])
        ((read_on,),) = rows_of(
            "SELECT max(i.read_on) FROM post_read r JOIN post_wording w ON w.id = r.wording_id"
            " JOIN import i ON i.id = r.import_id WHERE w.post_id = ?",
            (post_id,),
        )
        wording = (line.published_on, line.published_at, line.kind, line.title, line.text, line.permalink)
        return cls(wording, line.values, read_on or "")

    def says(self, post: TypedPost, instant: int | None, read_on: date) -> bool:
        """Tell whether a post says nothing that is not known, as of that day."""
        same = self.wording == (post.day, instant, post.kind, post.title, post.text, post.link)
        values = {key: (one.value, one.state) for key, one in self.values.items()}
        return same and self.read_on >= read_on.isoformat() and all(
            values.get(key) == typed for key, typed in post.values.items()
        )  # fmt: skip


def _known_post(account: AccountRow, post: TypedPost) -> int | None:
    made = post_id_of(account.platform, post.link)
    found = rows_of(
        "SELECT p.id FROM post p WHERE p.account_id = ? AND p.external_id = ?"
        " UNION SELECT w.post_id FROM post_wording w JOIN post p ON p.id = w.post_id"
        " WHERE p.account_id = ? AND w.permalink <> '' AND (w.permalink = ? OR instr(w.permalink, ?) > 0) ORDER BY 1",
        (account.id, made or "", account.id, post.link, f"/{made}" if made else "\n"),
    )
    return found[0][0] if found else None


def _write(post_id: int, import_id: int, post: TypedPost, instant: int | None) -> None:
    wording = {
        "post": post_id,
        "published_at": instant,
        "published_on": post.day if instant is None else None,
        "kind": post.kind,
        "title": post.title,
        "text": post.text,
        "permalink": post.link,
        "duration_seconds": None,
    }
    found = PostWording.get_or_none(
        *(
            getattr(PostWording, name).is_null() if value is None else getattr(PostWording, name) == value
            for name, value in wording.items()
        )
    )
    PostRead.create(source=import_id, wording=found or PostWording.create(**wording))
    for key, (value, state) in post.values.items():
        PostReading.create(post=post_id, metric=metric_number(key), source=import_id, value=value, state=state.value)


def _settle(post_id: int, instant: int | None, day: date, read_on: date) -> None:
    """Let the post stand on its day, where no later read says another."""
    database.execute_sql(
        "UPDATE post SET published_at = ?, published_on = ? WHERE id = ? AND NOT EXISTS ("
        " SELECT 1 FROM post_wording w JOIN post_read r ON r.wording_id = w.id JOIN import i ON i.id = r.import_id"
        " WHERE w.post_id = post.id AND i.state = 'done' AND i.read_on > ?)",
        (instant, day.isoformat(), post_id, read_on.isoformat()),
    )

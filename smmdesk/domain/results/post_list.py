"""The list of an account's posts: which ones, in which order, page by page; made for 100,000 of them.

What is read at once stays short, so that no reader holds the writer up: ids are gathered in pieces.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from smmdesk.core.breaks import crossed_by
from smmdesk.core.errors import UserError
from smmdesk.core.formats import folded
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.core.readings import Metric, Number, State, total_of
from smmdesk.domain.results.queries import OF_ACCOUNT, RANK, current_value, day_of, metric_id, posts_by_id, rows_of
from smmdesk.domain.results.rows import PostLine
from smmdesk.domain.results.rules import is_summed_over_posts, joint_state
from smmdesk.importers.registry import METRICS
from smmdesk.store.fields import read_number

IDS_AT_ONCE = 20_000
ROWS_AT_ONCE = 400
DAY, FORMAT, TEXT = "published_on", "kind", "text"
_ORDERS = (DAY, FORMAT, TEXT)
WITHOUT_TAG = ""
# Where a platform dates its posts by a clock of its own, whatever the account's (formats.md).
_SOURCE_CLOCKS = {"facebook": ZoneInfo("America/Los_Angeles"), "instagram": ZoneInfo("America/Los_Angeles")}


@dataclass(frozen=True, slots=True)
class PostChoice:
    """Which posts: published from `first` to `last` (None: no end), holding every word, of one of the formats and tags.

    Empty formats or tags mean all; the tag "" stands for posts without any.
    """

    first: date | None = None
    last: date | None = None
    words: str = ""
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostOrder:
    """The ids of the chosen posts in their order."""

    account_id: int
    ids: array[int] = field(default_factory=lambda: array("q"))


@dataclass(frozen=True, slots=True)
class ListedPost:
    """A post of the list with its tags and, where it has one, the id of its picture."""

    post: PostLine
    tags: tuple[str, ...] = ()
    picture_id: int | None = None

    @property
    def id(self) -> int:
        return self.post.id


@dataclass(frozen=True, slots=True)
class ChoiceSum:
    """What a flow adds up to over posts; `without` of them have no value. `value` None with the `reason` why."""

    metric: Metric
    value: Number | None
    state: State
    without: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PastRead:
    """One value of a post as one import read it."""

    metric: str
    value: Number | None
    state: State
    read_on: date | None
    file_name: str
    is_current: bool = False


# ----------------------------------------------------------------------------------------------------------- choosing


def post_order(account_id: int, choice: PostChoice, sort: str = DAY, *, descending: bool = True) -> PostOrder:
    """Return the chosen posts of an account in order: by day, format, text, or the current value of a metric.

    Posts without that value come last either way. Raises UserError for an order that is none of these.
    """
    if sort not in _ORDERS and sort not in METRICS:
        raise UserError(_("Posts cannot be sorted by this."), sort)
    words = tuple(folded(choice.words).split())
    found: list[tuple[Any, int]] = []
    missing: list[int] = []
    patterns = [_pattern(word) for word in words]
    for post_id, key, text in _candidates(account_id, choice, sort, has_words=bool(words)):
        if not all(pattern.search(text) for pattern in patterns):
            continue
        if key is None:
            missing.append(post_id)
        else:
            found.append((key, post_id))
    found.sort(reverse=descending)
    return PostOrder(account_id, array("q", (*(post_id for _key, post_id in found), *missing)))


def _candidates(account_id: int, choice: PostChoice, sort: str, *, has_words: bool) -> Iterator[tuple[int, Any, str]]:
    """Yield the id, the key to sort by and, where words are looked for, the text of posts that may be chosen."""
    within, values = _within(account_id, choice)
    key, places, key_values = _sort_key(account_id, sort)
    if has_words or choice.kinds or sort in (FORMAT, TEXT):
        text = "w.title || ' ' || w.text" if has_words else "''"
        kinds = f" AND kind IN ({', '.join('?' * len(choice.kinds))})" if choice.kinds else ""
        statement = f"""
            WITH {OF_ACCOUNT}
            SELECT id, key, text FROM (
                SELECT p.id AS id, {key} AS key, {text} AS text, w.kind AS kind, max(place.n)
                FROM post p JOIN post_wording w ON w.post_id = p.id JOIN post_read r ON r.wording_id = w.id
                JOIN place ON place.id = r.import_id
                WHERE p.id > ? AND p.id <= ? AND {within} GROUP BY p.id)
            WHERE 1{kinds}
        """
        before, after = (account_id, *key_values), (*values, *choice.kinds)
    else:
        with_places = f"WITH {OF_ACCOUNT} " if places else ""
        statement = f"{with_places}SELECT p.id, {key}, '' FROM post p WHERE p.id > ? AND p.id <= ? AND {within}"
        before, after = (*places, *key_values), values
    is_metric = sort in METRICS
    ((last,),) = rows_of("SELECT coalesce(max(id), 0) FROM post WHERE account_id = ?", (account_id,))
    for first in range(0, last, IDS_AT_ONCE):
        for post_id, found, words in rows_of(statement, (*before, first, first + IDS_AT_ONCE, *after)):
            yield post_id, read_number(found) if is_metric else found, words


def _within(account_id: int, choice: PostChoice) -> tuple[str, tuple[Any, ...]]:
    within, values = ["p.account_id = ?"], [account_id]
    if choice.first is not None:
        within, values = [*within, "p.published_on >= ?"], [*values, choice.first.isoformat()]
    if choice.last is not None:
        within, values = [*within, "p.published_on <= ?"], [*values, choice.last.isoformat()]
    if choice.tags:
        tagged = "SELECT 1 FROM post_tag t WHERE t.account_id = p.account_id AND t.external_id = p.external_id"
        either = []
        named = [tag for tag in choice.tags if tag != WITHOUT_TAG]
        if named:
            either.append(f"EXISTS ({tagged} AND t.tag IN ({', '.join('?' * len(named))}))")
            values = [*values, *named]
        if WITHOUT_TAG in choice.tags:
            either.append(f"NOT EXISTS ({tagged})")
        within.append(f"({' OR '.join(either)})")
    if rows_of(
        "SELECT 1 FROM import i JOIN account a ON a.client_id = i.client_id WHERE a.id = ? AND i.state <> 'done'",
        (account_id,),
    ):
        # Posts that a running import has brought already are not there yet.
        within.append(
            "EXISTS (SELECT 1 FROM post_wording v JOIN post_read s ON s.wording_id = v.id"
            " JOIN import i ON i.id = s.import_id WHERE v.post_id = p.id AND i.state = 'done')"
        )
    return " AND ".join(within), tuple(values)


def _sort_key(account_id: int, sort: str) -> tuple[str, tuple[Any, ...], tuple[Any, ...]]:
    """Return the SQL to sort by, the values of the places that it needs, and its own."""
    if sort == DAY:
        return "coalesce(p.published_at, unixepoch(p.published_on))", (), ()
    if sort == FORMAT:
        return "lower(w.kind)", (), ()
    if sort == TEXT:
        return "lower(trim(substr(w.title || ' ' || w.text, 1, 60)))", (), ()
    value, places = current_value(account_id)
    return value, places, (metric_id(sort),)


@cache
def _spellings() -> dict[str, str]:
    """Return for each plain letter the small Latin letters that are it with an accent."""
    found: dict[str, str] = {}
    for number in (*range(0xDF, 0x250), *range(0x1E00, 0x1F00)):
        letter = chr(number)
        plain = folded(letter)
        if len(plain) == 1 and plain.isalpha() and letter.islower():
            found[plain] = found.get(plain, "") + letter
    return found


def _pattern(word: str) -> re.Pattern[str]:
    """Return what finds a folded word anywhere, whatever its case and accents.

    (Folding every text of 100,000 posts would take seconds.)
    """
    known = _spellings()
    signs = (f"[{sign}{known[sign]}]" if sign in known else re.escape(sign) for sign in word)
    return re.compile("".join(signs), re.IGNORECASE)


# ------------------------------------------------------------------------------------------------------------- reading


def listed_posts(account_id: int, ids: Sequence[int]) -> list[ListedPost]:
    """Return posts with all their values, tags and pictures, in the order of the ids given."""
    made: list[ListedPost] = []
    for start in range(0, len(ids), ROWS_AT_ONCE):
        piece = list(ids[start : start + ROWS_AT_ONCE])
        marks = ", ".join("?" * len(piece))
        tags: dict[int, list[str]] = {}
        for post_id, tag in rows_of(
            f"SELECT p.id, t.tag FROM post p JOIN post_tag t ON t.account_id = p.account_id"
            f" AND t.external_id = p.external_id WHERE p.id IN ({marks}) ORDER BY t.tag",
            piece,
        ):
            tags.setdefault(post_id, []).append(tag)
        pictures = dict(
            rows_of(
                f"SELECT p.id, t.file_id FROM post p JOIN post_picture t ON t.account_id = p.account_id"
                f" AND t.external_id = p.external_id WHERE p.id IN ({marks})",
                piece,
            )
        )
        made += [
            ListedPost(post, tuple(tags.get(post.id, ())), pictures.get(post.id))
            for post in posts_by_id(account_id, piece)
        ]
    return made


def post_place(post_id: int) -> tuple[int, date | None] | None:
    """Return the account and the day of a post, None where it is gone."""
    rows = rows_of("SELECT account_id, published_on FROM post WHERE id = ?", (post_id,))
    return (rows[0][0], day_of(rows[0][1])) if rows else None


def post_kinds(account_id: int) -> list[str]:
    """Return the formats that the posts of an account have, by name."""
    found: set[str] = set()
    ((last,),) = rows_of("SELECT coalesce(max(id), 0) FROM post_wording")
    for first in range(0, last, IDS_AT_ONCE):
        found.update(
            kind
            for (kind,) in rows_of(
                "SELECT DISTINCT w.kind FROM post_wording w JOIN post p ON p.id = w.post_id"
                " WHERE w.id > ? AND w.id <= ? AND p.account_id = ?",
                (first, first + IDS_AT_ONCE, account_id),
            )
        )
    return sorted(kind for kind in found if kind)


def post_reads(account_id: int, post_id: int) -> list[PastRead]:
    """Return every value that was ever read for a post: by metric, the newest read first."""
    rows = rows_of(
        f"""
        WITH {OF_ACCOUNT}
        SELECT m.key, r.value, r.state, place.read_on, i.file_name, {RANK}
        FROM post_reading r JOIN metric_name m ON m.id = r.metric_id JOIN place ON place.id = r.import_id
        JOIN import i ON i.id = r.import_id WHERE r.post_id = ? ORDER BY place.n DESC
        """,
        (account_id, post_id),
    )
    order = {key: place for place, key in enumerate(METRICS)}
    current: dict[str, int] = {}
    for key, *_read, rank in rows:
        current[key] = max(rank, current.get(key, rank))
    found = [
        PastRead(key, read_number(value), State(state), day_of(read_on), file_name, rank == current[key])
        for key, value, state, read_on, file_name, rank in rows
    ]
    return sorted((one for one in found if one.metric in order), key=lambda one: order[one.metric])


def other_day(post: PostLine, platform: str) -> date | None:
    """Return the day on which the platform's own clock dates a post, where that puts it into another month."""
    zone = _SOURCE_CLOCKS.get(platform)
    if zone is None or post.published_at is None or post.published_on is None:
        return None
    day = datetime.fromtimestamp(post.published_at, UTC).astimezone(zone).date()
    return day if Month.of(day) != Month.of(post.published_on) else None


# ----------------------------------------------------------------------------------------------------------- adding up


def choice_sums(account_id: int, ids: Sequence[int], metrics: Iterable[str]) -> list[ChoiceSum]:
    """Add flows up over posts, as last read; nothing else is added up, and nothing over a change of definition."""
    wanted = [METRICS[key] for key in metrics if key in METRICS]
    days = _day_span(ids)
    made = []
    for metric in wanted:
        if not is_summed_over_posts(metric):
            made.append(ChoiceSum(metric, None, State.NOT_APPLICABLE, reason=_("is not added up over posts")))
            continue
        broken = crossed_by([metric.key], *days) if days is not None else None
        if broken is not None:
            made.append(ChoiceSum(metric, None, State.NOT_APPLICABLE, reason=_("counted in two ways, not added up")))
            continue
        numbers, states = _current_values(account_id, metric.key, ids)
        value = total_of(metric, numbers) if numbers else None
        made.append(ChoiceSum(metric, value, joint_state(states), len(ids) - len(numbers)))
    return made


def _day_span(ids: Sequence[int]) -> tuple[date, date] | None:
    firsts, lasts = [], []
    for piece in _pieces(ids):
        ((first, last),) = rows_of(
            f"SELECT min(published_on), max(published_on) FROM post WHERE id IN ({', '.join('?' * len(piece))})", piece
        )
        if first is not None:
            firsts.append(date.fromisoformat(first))
            lasts.append(date.fromisoformat(last))
    return (min(firsts), max(lasts)) if firsts else None


def _current_values(account_id: int, key: str, ids: Sequence[int]) -> tuple[list[Number], set[State]]:
    number = metric_id(key)
    numbers: list[int | Decimal] = []
    states: set[State] = set()
    for piece in _pieces(ids):
        rows = rows_of(
            f"""
            WITH {OF_ACCOUNT}
            SELECT r.value, r.state, max({RANK}) FROM post_reading r JOIN place ON place.id = r.import_id
            WHERE r.post_id IN ({", ".join("?" * len(piece))}) AND r.metric_id = ? GROUP BY r.post_id
            """,
            (account_id, *piece, number),
        )
        for value, state, _place in rows:
            states.add(State(state))
            current = read_number(value)
            if current is not None:
                numbers.append(current)
    return numbers, states


def _pieces(ids: Sequence[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), 2_000):
        yield ordered[start : start + 2_000]

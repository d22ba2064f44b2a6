"""Meta Business Suite content exports: posts of Instagram and Facebook, stories, Facebook videos."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from smmdesk.core.i18n import _, mark
from smmdesk.core.readings import Additivity, Direction, Metric, State, Unit
from smmdesk.importers.cells import key, month_day_year
from smmdesk.importers.rows import FoundAccount, PostRow, ReadValue, Row, SegmentRow
from smmdesk.importers.tables import (
    BadCell,
    Column,
    Context,
    Format,
    Header,
    MetricPlan,
    Table,
    column,
    main_first,
    merged_places,
    refuse,
    refuse_damaged,
    unread_columns,
)
from smmdesk.importers.text import Damaged

B, E = Additivity.UNIQUE, Additivity.RATIO
BAD, NEUTRAL = Direction.UP_IS_BAD, Direction.NEUTRAL

METRICS = (
    Metric("instagram.post.views.v1", mark("Views"), mark("How often the post was played or shown, repeats included.")),
    Metric("instagram.post.reach.v1", mark("Reach"), mark("Accounts that saw the post at least once."), additivity=B),
    Metric("instagram.post.likes.v1", mark("Likes"), mark("Likes of the post.")),
    Metric("instagram.post.comments.v1", mark("Comments"), mark("Comments on the post.")),
    Metric("instagram.post.shares.v1", mark("Shares"), mark("How often the post was shared.")),
    Metric("instagram.post.saves.v1", mark("Saves"), mark("How often the post was saved.")),
    Metric("instagram.post.follows.v1", mark("Follows"), mark("Accounts that began to follow from the post.")),
    Metric(
        "instagram.post.navigation.v1",
        mark("Story navigation"),
        mark("Taps forward, back and out of the story."),
        direction=NEUTRAL,
    ),
    Metric("instagram.post.replies.v1", mark("Replies"), mark("Replies to the story.")),
    Metric("instagram.post.sticker_taps.v1", mark("Sticker taps"), mark("Taps on stickers of the story.")),
    Metric("instagram.post.profile_visits.v1", mark("Profile visits"), mark("Visits to the profile from the post.")),
    Metric("instagram.post.link_clicks.v1", mark("Link clicks"), mark("Clicks on the link of the story.")),
    Metric("facebook.post.views.v1", mark("Views"), mark("How often the post was played or shown, repeats included.")),
    Metric(
        "facebook.post.impressions.v1",
        mark("Impressions"),
        mark("How often the post entered a screen; Meta's count until it was replaced by views."),
    ),
    Metric("facebook.post.reach.v1", mark("Reach"), mark("Accounts that saw the post at least once."), additivity=B),
    Metric(
        "facebook.post.interactions.v1",
        mark("Reactions, comments and shares"),
        mark("Reactions, comments and shares of the post together."),
    ),
    Metric("facebook.post.reactions.v1", mark("Reactions"), mark("Reactions to the post.")),
    Metric("facebook.post.comments.v1", mark("Comments"), mark("Comments on the post.")),
    Metric("facebook.post.shares.v1", mark("Shares"), mark("How often the post was shared.")),
    Metric("facebook.post.total_clicks.v1", mark("Total clicks"), mark("All clicks on the post.")),
    Metric("facebook.post.link_clicks.v1", mark("Link clicks"), mark("Clicks on the link of the post.")),
    Metric("facebook.post.photo_clicks.v1", mark("Photo clicks"), mark("Clicks on photos of the post.")),
    Metric("facebook.post.other_clicks.v1", mark("Other clicks"), mark("Clicks that are not on link or photo.")),
    Metric(
        "facebook.post.seconds_viewed.v1",
        mark("Seconds viewed"),
        mark("Time for which the video was played."),
        Unit.SECONDS,
    ),
    Metric(
        "facebook.post.average_seconds_viewed.v1",
        mark("Average seconds viewed"),
        mark("Time played per view of the video."),
        Unit.SECONDS,
        E,
    ),
    Metric("facebook.post.video_views_3s.v1", mark("3-second video views"), mark("Plays of three seconds or more.")),
    Metric("facebook.post.video_views_1m.v1", mark("1-minute video views"), mark("Plays of one minute or more.")),
    Metric(
        "facebook.post.viewers_3s.v1",
        mark("3-second viewers"),
        mark("Accounts that played three seconds or more."),
        additivity=B,
    ),
    Metric(
        "facebook.post.viewers_1m.v1",
        mark("1-minute viewers"),
        mark("Accounts that played one minute or more."),
        additivity=B,
    ),
    Metric(
        "facebook.post.reach_organic.v1",
        mark("Reach of organic posts"),
        mark("Accounts that saw the post without paid distribution."),
        additivity=B,
    ),
    Metric(
        "facebook.post.reach_boosted.v1",
        mark("Reach of boosted posts"),
        mark("Accounts that saw the post through paid distribution."),
        additivity=B,
    ),
    Metric(
        "facebook.post.negative_feedback.v1",
        mark("Negative feedback"),
        mark("Posts hidden, reported or marked as spam."),
        direction=BAD,
    ),
    Metric(
        "facebook.post.negative_feedback_users.v1",
        mark("Accounts with negative feedback"),
        mark("Accounts that hid, reported or marked the post."),
        additivity=B,
        direction=BAD,
    ),
    Metric(
        "facebook.post.ad_impressions.v1",
        mark("Ad impressions"),
        mark("Advertisements shown within the video."),
        direction=NEUTRAL,
    ),
    Metric("facebook.video_reach.v1", mark("Reach of the video"), mark("Accounts that saw the video."), additivity=B),
    Metric("facebook.video_views_3s.v1", mark("3-second video views"), mark("Plays of three seconds or more.")),
    Metric("facebook.video_views_1m.v1", mark("1-minute video views"), mark("Plays of one minute or more.")),
    Metric(
        "facebook.video_seconds_viewed.v1",
        mark("Seconds viewed"),
        mark("Time for which the video was played."),
        Unit.SECONDS,
    ),
    Metric("facebook.video_reactions.v1", mark("Reactions to the video"), mark("Reactions to the video.")),
    Metric("facebook.video_comments.v1", mark("Comments on the video"), mark("Comments on the video.")),
    Metric("facebook.video_shares.v1", mark("Shares of the video"), mark("How often the video was shared.")),
)

_POST: tuple[Column, ...] = (
    column(
        "post_id",
        en="Post ID",
        pt=("Identificação da publicação", "Identificação do post"),
        es="Identificador de la publicación",
        sv="Publicerings-id",
    ),
    column("title", en="Title", sv="Titel", it="Titolo"),
    column("text", en="Description", pt="Descrição", es="Descripción", sv="Beskrivning", it="Descrizione"),
    column(
        "duration",
        en=("Duration (sec)", "Duration (secs)"),
        pt=("Duração (segundos)", "Duração (s)"),
        es="Duración (segundos)",
        sv="Varaktighet (sek)",
    ),
    column(
        "published",
        en="Publish time",
        pt="Horário de publicação",
        es="Hora de publicación",
        sv="Publiceringstid",
        it="Orario di pubblicazione",
    ),
    column("permalink", en="Permalink", pt="Link permanente", es="Enlace permanente", sv="Permalänk"),
    column(
        "kind",
        en="Post type",
        pt=("Tipo de publicação", "Tipo de post"),
        es="Tipo de publicación",
        sv="Inläggstyp",
        it="Tipo di post",
    ),
    column("comment", en="Data comment", pt="Comentário de dados", es="Comentario sobre los datos", sv="Datakommentar"),
    column("span", en="Date", pt="Data", es="Fecha", sv="Datum", it="Data"),
)

_ACCOUNT = (
    column("account_id", en="Account ID", pt="Identificação da conta", es="Identificador de la cuenta", sv="Konto-id"),
    column(
        "account_handle",
        en="Account username",
        pt="Nome de usuário da conta",
        es="Nombre de usuario de la cuenta",
        sv="Kontots användarnamn",
    ),
    column("account_name", en="Account name", pt="Nome da conta", es="Nombre de la cuenta", sv="Kontonamn"),
)

_PAGE = (
    column("account_id", en="Page ID", es="Identificador de la página", sv="Sid-id"),
    column("account_name", en="Page name", es="Nombre de la página", sv="Sidnamn"),
)


def _instagram(name: str) -> str:
    return f"instagram.post.{name}.v1"


def _facebook(name: str) -> str:
    return f"facebook.post.{name}.v1"


_INSTAGRAM_METRICS = (
    column("views", metric=_instagram("views"), en="Views", pt="Visualizações", es="Visualizaciones", sv="Visningar"),
    column("reach", metric=_instagram("reach"), en="Reach", pt="Alcance", es="Alcance", sv="Räckvidd", it="Copertura"),
    column(
        "likes",
        metric=_instagram("likes"),
        en="Likes",
        pt="Curtidas",
        es="Me gusta",
        sv="Gilla-markeringar",
        it="Mi piace",
    ),
    column(
        "shares",
        metric=_instagram("shares"),
        en="Shares",
        pt="Compartilhamentos",
        es="Veces que se ha compartido",
        sv="Delningar",
        it="Condivisioni",
    ),
    # "Seguidores" in the Spanish file are the follows that the post gained, not the followers.
    column("follows", metric=_instagram("follows"), en="Follows", pt="Seguimentos", es="Seguidores", sv="Följer"),
    column(
        "comments",
        metric=_instagram("comments"),
        en="Comments",
        pt="Comentários",
        es="Comentarios",
        sv="Kommentarer",
        it="Commenti",
    ),
    column("saves", metric=_instagram("saves"), en="Saves", pt="Salvamentos", es="Veces guardado", sv="Sparade objekt"),
)

_STORY_METRICS = (
    column("navigation", metric=_instagram("navigation"), en="Navigation", pt="Navegação"),
    column("replies", metric=_instagram("replies"), en="Replies", pt="Respostas"),
    column("sticker_taps", metric=_instagram("sticker_taps"), en="Sticker taps", pt="Toques em figurinhas"),
    column("profile_visits", metric=_instagram("profile_visits"), en="Profile visits", pt="Visitas ao perfil"),
    column("link_clicks", metric=_instagram("link_clicks"), en="Link clicks", pt="Cliques no link"),
)

_FACEBOOK_METRICS = (
    column("views", metric=_facebook("views"), en="Views", sv="Visningar"),
    column("impressions", metric=_facebook("impressions"), en="Impressions"),
    column("reach", metric=_facebook("reach"), en="Reach", sv="Räckvidd", it="Copertura"),
    column(
        "interactions",
        metric=_facebook("interactions"),
        en="Reactions, comments and shares",
        it="Reazioni, commenti e condivisioni",
    ),
    column("reactions", metric=_facebook("reactions"), en="Reactions", it="Reazioni"),
    column("comments", metric=_facebook("comments"), en="Comments", sv="Kommentarer", it="Commenti"),
    column("shares", metric=_facebook("shares"), en="Shares", sv="Delningar", it="Condivisioni"),
    column("total_clicks", metric=_facebook("total_clicks"), en="Total clicks", sv="Totalt antal klick"),
    column("link_clicks", metric=_facebook("link_clicks"), en="Link clicks", sv="Länkklick"),
    column("photo_clicks", metric=_facebook("photo_clicks"), en="Matched Audience Targeting Consumption (Photo Click)"),
    column("other_clicks", metric=_facebook("other_clicks"), en="Other clicks", sv="Övriga klick"),
    column("seconds_viewed", metric=_facebook("seconds_viewed"), en="Seconds viewed"),
    column("average_seconds_viewed", metric=_facebook("average_seconds_viewed"), en="Average seconds viewed"),
    column("video_views_3s", metric=_facebook("video_views_3s"), en="3-second video views"),
    column("video_views_1m", metric=_facebook("video_views_1m"), en="1-minute video views"),
    column("viewers_3s", metric=_facebook("viewers_3s"), en="3-second viewers"),
    column("viewers_1m", metric=_facebook("viewers_1m"), en="1-minute viewers"),
    column("reach_organic", metric=_facebook("reach_organic"), en="Reach from Organic posts"),
    column("reach_boosted", metric=_facebook("reach_boosted"), en="Reach from Boosted posts"),
    column("negative_feedback", metric=_facebook("negative_feedback"), en="Negative feedback from users"),
    column(
        "negative_feedback_users",
        metric=_facebook("negative_feedback_users"),
        en="Unique negative feedback from users",
    ),
    column("ad_impressions", metric=_facebook("ad_impressions"), en="Ad impressions"),
)

# Columns that are known and carry nothing that is kept.
_FACEBOOK_IGNORED = (
    column("caption_type", en="Caption type", sv="Typ av undertext"),
    column("is_crosspost", en="Is crosspost", sv="Är korspublicering"),
    column("is_share", en="Is share", sv="Delat"),
    column("languages", en="Languages", sv="Språk"),
    column("labels", en="Custom labels", sv="Anpassade etiketter"),
    column("funded", en="Funded content status", sv="Status för betalinnehåll"),
    column("internal", en="IMPRESSION:UNIQUE_USERS"),
)

_VIDEO_METRICS = (
    column("reach", metric="facebook.video_reach.v1", en="Reach", es="Alcance"),
    column("video_views_3s", metric="facebook.video_views_3s.v1", en="3-second video views"),
    column("video_views_1m", metric="facebook.video_views_1m.v1", en="1-minute video views"),
    column("seconds_viewed", metric="facebook.video_seconds_viewed.v1", en="Seconds viewed"),
    column("reactions", metric="facebook.video_reactions.v1", en="Reactions"),
    column("comments", metric="facebook.video_comments.v1", en="Comments"),
    column("shares", metric="facebook.video_shares.v1", en="Shares"),
)

_LIFETIME = frozenset({"", "lifetime", "vitalício", "total", "livstid"})
_PACIFIC = ZoneInfo("America/Los_Angeles")
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
    number = 0
    for letter in match[1][:11]:  # what follows belongs to links of private accounts
        number = number * 64 + _BASE64[letter]
    return ((number >> 23) + _INSTAGRAM_EPOCH) // 1000


class PacificClock:
    """Meta's publish times, which are US Pacific whatever the account (formats.md trap 1), as UTC instants."""

    def __init__(self) -> None:
        self._midnights: dict[str, tuple[int, bool]] = {}

    def instant(self, text: str, permalink: str = "") -> int:
        """Return Unix seconds of `MM/DD/YYYY HH:MM`. Raises ValueError.

        An hour that occurs twice is the one nearer to the link's own instant, without one the first; an hour that the
        change to summer time leaves out is read as if the clock had not been changed yet.
        """
        match = _TIME.match(text)
        if match is None:
            raise ValueError(text)
        hour, minute = int(match[2]), int(match[3])
        if hour > 23 or minute > 59:
            raise ValueError(text)
        known = self._midnights.get(match[1])
        if known is None:
            known = self._midnights[match[1]] = self._midnight(month_day_year(match[1]))
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


def _read_posts(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
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
    steps = [(plan.place, plan.cache.get, plan.read) for plan in plans]
    doubled = merged_places(header, header.places)
    unknown_zero = _zero_views(plans, header)
    clock, kinds, lengths = PacificClock(), dict[str, str](), dict[str, int | None]()
    fixed_kind = "story" if format_.key == "meta_content_stories" else None
    seen: set[tuple[str | None, str]] = set()
    rows_of: dict[str, int] = {}
    data = merged = rounded = shortcodes = 0
    try:
        for line, cells in table.after(header):
            if type(cells) is Damaged:
                yield refuse_damaged(context, table, line, cells)
                continue
            cells += [""] * (width + 1 - len(cells)) if len(cells) <= width else []
            try:
                for first, others in doubled:
                    if not cells[first].strip():
                        cells[first] = next((cells[other] for other in others if cells[other].strip()), "")
                post_id = cells[id_place].strip()
                if not (post_id.isdigit() and post_id.isascii()):
                    if not post_id and comment_place is not None and cells[comment_place].strip():
                        counts.error += 1
                        continue
                    if _is_blank(cells):
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
                if account is not None and account not in accounts:
                    accounts[account] = _found(format_.platform, account, cells[handle_place], cells[name_place])
                try:
                    published = clock.instant(cells[time_place].strip(), cells[link_place])
                except (ValueError, OverflowError):
                    reason = _("This is not a date and time (MM/DD/YYYY HH:MM).")
                    raise BadCell(header.titles[time_place], cells[time_place], reason) from None
                values = tuple([get(cells[place]) or read(cells[place]) for place, get, read in steps])
                if unknown_zero is not None:
                    values = unknown_zero(values)
                kind = fixed_kind or kinds.get(cells[kind_place])
                if kind is None:
                    kind = kinds[cells[kind_place]] = kind_of(cells[kind_place])
                length = cells[length_place]
                if length not in lengths:
                    lengths[length] = _whole(length, header.title("duration"))
            except BadCell as bad:
                yield refuse(context, table, line, bad.column_title.strip(), bad.value, bad.reason)
                continue
            identity = (account, post_id)
            if identity in seen:
                merged += 1
            else:
                seen.add(identity)
                data += 1
            if account is not None:
                rows_of[account] = rows_of.get(account, 0) + 1
            yield PostRow(
                account, post_id, published, None, kind, cells[title_place], cells[text_place],
                cells[link_place], lengths[length], values,
            )  # fmt: skip
    finally:
        counts.data += data
        counts.merged += merged
        main_first(accounts, rows_of)
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


def _is_blank(cells: list[str]) -> bool:
    return not any(cell.strip() for cell in cells)


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
        return int(float(bare))
    except (ValueError, OverflowError):
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


def _read_videos(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
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
        account = _account_without_id("", "", "") or cells[places["account_id"]].strip() or None
        if account is not None:
            accounts.setdefault(account, _found(format_.platform, account, "", cells[places["account_name"]]))
            rows_of[account] = rows_of.get(account, 0) + 1
        counts.data += 1
        last = max(published, context.read_on)
        yield SegmentRow(account, "video", video, cells[places["title"]], published, last, None, False, values)
    main_first(accounts, rows_of)


FORMATS = (
    Format(
        "meta_content_stories",
        "instagram",
        mark("Meta Business Suite: Instagram stories"),
        mark("One row per story with its values since publication."),
        _POST + _ACCOUNT + _INSTAGRAM_METRICS + _STORY_METRICS,
        ("post_id", "account_id", "published", "navigation|sticker_taps"),
        _read_posts,
        names_accounts=True,
    ),
    Format(
        "meta_content_instagram",
        "instagram",
        mark("Meta Business Suite: Instagram posts"),
        mark("One row per post with its values since publication."),
        _POST + _ACCOUNT + _INSTAGRAM_METRICS,
        ("post_id", "account_id|account_handle", "published", "permalink", "views|reach|likes"),
        _read_posts,
        names_accounts=True,
    ),
    Format(
        "meta_content_facebook",
        "facebook",
        mark("Meta Business Suite: Facebook posts"),
        mark("One row per post with its values since publication."),
        _POST + _PAGE + _FACEBOOK_METRICS + _FACEBOOK_IGNORED,
        ("post_id", "account_id", "published", "permalink", "views|impressions|reach|reactions"),
        _read_posts,
        names_accounts=True,
    ),
    Format(
        "meta_content_videos",
        "facebook",
        mark("Meta Business Suite: Facebook videos"),
        mark("One row per video with its values since publication."),
        (
            column("video_id", en="Video asset ID", es="Identificador de la pieza de vídeo"),
            column("universal_id", en="Universal video ID", es="Identificador de vídeo universal"),
            column("published", en="Publish time", es="Hora de publicación"),
            column("title", en="Title", es="Título"),
            column("span", en="Date", es="Fecha"),
            *_PAGE,
            *_VIDEO_METRICS,
        ),
        ("video_id", "published"),
        _read_videos,
        names_accounts=True,
    ),
)

"""LinkedIn page exports (.xls, .xlsx): content, followers, visitors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from urllib.parse import unquote

from smmdesk.core.i18n import _, mark
from smmdesk.core.readings import Additivity, Direction, Metric, Span, State, Unit
from smmdesk.importers.cells import iso_day, key, month_day_year
from smmdesk.importers.records import BadCell, day_cell, metric_plans, read_each
from smmdesk.importers.rows import AccountDayRow, PostRow, Row, SegmentRow
from smmdesk.importers.sources import plain_timing
from smmdesk.importers.tables import Column, Context, Format, Header, Source, Table, Timing, column

B, D, E = Additivity.UNIQUE, Additivity.STOCK, Additivity.RATIO
SHARE = Unit.SHARE


def _post(
    name: str, title: str, meaning: str, unit: Unit = Unit.COUNT, additivity: Additivity = Additivity.FLOW
) -> Metric:
    return Metric(f"linkedin.post.{name}.v1", title, meaning, unit, additivity)


def _day(
    name: str, title: str, meaning: str, unit: Unit = Unit.COUNT, additivity: Additivity = Additivity.FLOW
) -> Metric:
    return Metric(f"linkedin.{name}.v1", title, meaning, unit, additivity, Direction.UP_IS_GOOD, Span.DAY)


METRICS = (
    _post("impressions", mark("Impressions"), mark("How often at least half of the post was on a screen.")),
    _post("views", mark("Video views"), mark("Plays of the video.")),
    _post("offsite_views", mark("Views outside LinkedIn"), mark("Plays of the video on other sites.")),
    _post("clicks", mark("Clicks"), mark("Clicks on the post, its link or the page's name.")),
    _post("ctr", mark("Click-through rate"), mark("Clicks per impression."), SHARE, E),
    _post("likes", mark("Reactions"), mark("Likes and other reactions to the post.")),
    _post("comments", mark("Comments"), mark("Comments on the post.")),
    _post("reposts", mark("Reposts"), mark("How often the post was shared.")),
    _post("follows", mark("Follows"), mark("Followers gained through a sponsored post.")),
    _post(
        "engagement_rate",
        mark("Engagement rate on impressions"),
        mark("Clicks, reactions, comments, reposts and follows per impression."),
        SHARE,
        E,
    ),
    _day("impressions", mark("Impressions"), mark("Impressions of all posts on the day, organic and sponsored.")),
    _day("impressions_organic", mark("Organic impressions"), mark("Impressions without paid distribution.")),
    _day("impressions_sponsored", mark("Sponsored impressions"), mark("Impressions through paid distribution.")),
    _day(
        "unique_impressions_organic",
        mark("Unique organic impressions"),
        mark("Members who saw a post on the day, without paid distribution."),
        additivity=B,
    ),
    _day("clicks", mark("Clicks"), mark("Clicks on posts on the day.")),
    _day("clicks_organic", mark("Organic clicks"), mark("Clicks without paid distribution.")),
    _day("clicks_sponsored", mark("Sponsored clicks"), mark("Clicks through paid distribution.")),
    _day("reactions", mark("Reactions"), mark("Reactions to posts on the day.")),
    _day("reactions_organic", mark("Organic reactions"), mark("Reactions without paid distribution.")),
    _day("reactions_sponsored", mark("Sponsored reactions"), mark("Reactions through paid distribution.")),
    _day("comments", mark("Comments"), mark("Comments on posts on the day.")),
    _day("comments_organic", mark("Organic comments"), mark("Comments without paid distribution.")),
    _day("comments_sponsored", mark("Sponsored comments"), mark("Comments through paid distribution.")),
    _day("reposts", mark("Reposts"), mark("Reposts of posts on the day.")),
    _day("reposts_organic", mark("Organic reposts"), mark("Reposts without paid distribution.")),
    _day("reposts_sponsored", mark("Sponsored reposts"), mark("Reposts through paid distribution.")),
    _day(
        "engagement_rate",
        mark("Engagement rate on impressions"),
        mark("Clicks, reactions, comments and reposts per impression on the day."),
        SHARE,
        E,
    ),
    _day("new_followers", mark("New followers"), mark("Followers gained on the day, of all kinds.")),
    _day("new_followers_organic", mark("New organic followers"), mark("Followers gained without advertising.")),
    _day("new_followers_sponsored", mark("New sponsored followers"), mark("Followers gained through advertising.")),
    _day("new_followers_invited", mark("New invited followers"), mark("Followers gained by automatic invitations.")),
    _day("page_views", mark("Page views"), mark("Views of all sections of the page on the day.")),
    _day("page_views_desktop", mark("Page views on computers"), mark("Page views on computers.")),
    _day("page_views_mobile", mark("Page views on phones"), mark("Page views on phones.")),
    _day("overview_page_views", mark("Views of the overview"), mark("Views of the page's overview.")),
    _day("life_page_views", mark("Views of the Life section"), mark("Views of the page's Life section.")),
    _day("jobs_page_views", mark("Views of the jobs section"), mark("Views of the page's jobs section.")),
    _day("unique_visitors", mark("Unique visitors"), mark("Members who visited the page on the day."), additivity=B),
    _day(
        "unique_visitors_desktop",
        mark("Unique visitors on computers"),
        mark("Members who visited on a computer."),
        additivity=B,
    ),
    _day(
        "unique_visitors_mobile",
        mark("Unique visitors on phones"),
        mark("Members who visited on a phone."),
        additivity=B,
    ),
    Metric(
        "linkedin.followers_in_segment.v1",
        mark("Followers in the group"),
        mark("Followers of the page in the group on the day of the export."),
        additivity=D,
        span=Span.MOMENT,
    ),
    Metric(
        "linkedin.page_views_in_segment.v1",
        mark("Page views by the group"),
        mark("Page views by members of the group in the file's period."),
        span=Span.PERIOD,
    ),
)


def _three(name: str, english: str, spanish: tuple[str, str, str] | None = None) -> list[Column]:
    """Declare the organic, sponsored and total columns of one count."""
    es = spanish or ("", "", "")
    return [
        column(
            f"{name}{suffix}",
            metric=f"linkedin.{name}{suffix}.v1",
            en=f"{english} ({word})",
            **({"es": es[place]} if es[place] else {}),
        )
        for place, (suffix, word) in enumerate((("_organic", "organic"), ("_sponsored", "sponsored"), ("", "total")))
    ]


_METRICS_SHEET = (
    column("day", en="Date", es="Fecha"),
    *_three(
        "impressions",
        "Impressions",
        ("Impresiones (orgánicas)", "Impresiones (patrocinadas)", "Impresiones totales"),
    ),
    column(
        "unique_impressions_organic",
        metric="linkedin.unique_impressions_organic.v1",
        en="Unique impressions (organic)",
        es="Impresiones únicas (orgánicas)",
    ),
    *_three("clicks", "Clicks", ("Clics (orgánicos)", "Clics (patrocinados)", "Clics (Totales)")),
    # "generales" stands for organic: the file has "(total)" beside it.
    *_three("reactions", "Reactions", ("Reacciones (generales)", "Reacciones (patrocinadas)", "Reacciones (total)")),
    *_three("comments", "Comments", ("Comentarios (orgánicos)", "Comentarios (patrocinados)", "Comentarios (totales)")),
    *_three(
        "reposts",
        "Reposts",
        ("Veces compartido (orgánico)", "Veces compartido (patrocinado)", "Veces compartido (total)"),
    ),
    column(
        "engagement_rate",
        metric="linkedin.engagement_rate.v1",
        en="Engagement rate (total)",
        es="Tasa de interacción (total)",
    ),
    column("rate_organic", en="Engagement rate (organic)", es="Tasa de interacción (orgánica)"),
    column("rate_sponsored", en="Engagement rate (sponsored)", es="Tasa de interacción (patrocinada)"),
)

_POSTS_SHEET = (
    column("title", en="Post title", es="Título de la publicación"),
    column("link", en="Post link", es="Enlace de la publicación"),
    column("kind", en="Post type", es="Tipo de publicación"),
    column("campaign", en="Campaign name", es="Nombre de la campaña"),
    column("author", en="Posted by", es="Anunciado por"),
    column("day", en="Created date", es="Fecha de creación"),
    column("starts", en="Campaign start date", es="Fecha de inicio de campaña"),
    column("ends", en="Campaign end date", es="Fecha de finalización de campaña"),
    column("audience", en="Audience", es="Público"),
    column("content", en="Content Type", es="Tipo de contenido"),
    column("impressions", metric="linkedin.post.impressions.v1", en="Impressions", es="Impresiones"),
    column("views", metric="linkedin.post.views.v1", en="Views", es="Visualizaciones"),
    column(
        "offsite_views",
        metric="linkedin.post.offsite_views.v1",
        en="Offsite Views",
        es="Visualizaciones fuera del sitio",
    ),
    column("clicks", metric="linkedin.post.clicks.v1", en="Clicks", es="Clics"),
    column("ctr", metric="linkedin.post.ctr.v1", en="Click through rate (CTR)", es="Porcentaje de clics"),
    column("likes", metric="linkedin.post.likes.v1", en="Likes", es="Recomendaciones"),
    column("comments", metric="linkedin.post.comments.v1", en="Comments", es="Comentarios"),
    column("reposts", metric="linkedin.post.reposts.v1", en="Reposts", es="Veces compartido"),
    column("follows", metric="linkedin.post.follows.v1", en="Follows", es="Seguidores"),
    column("rate", metric="linkedin.post.engagement_rate.v1", en="Engagement rate", es="Tasa de interacción"),
)

_SECTIONS = (("total", "Total"), ("overview", "Overview"), ("life", "Life"), ("jobs", "Jobs"))
_KEPT_VISITS = {
    ("total", "page views", "total"): "page_views",
    ("total", "page views", "desktop"): "page_views_desktop",
    ("total", "page views", "mobile"): "page_views_mobile",
    ("overview", "page views", "total"): "overview_page_views",
    ("life", "page views", "total"): "life_page_views",
    ("jobs", "page views", "total"): "jobs_page_views",
    ("total", "unique visitors", "total"): "unique_visitors",
    ("total", "unique visitors", "desktop"): "unique_visitors_desktop",
    ("total", "unique visitors", "mobile"): "unique_visitors_mobile",
}
_VISITS_SHEET = (
    column("day", en="Date", es="Fecha"),
    *(
        column(
            f"{section}_{what.replace(' ', '_')}_{where}",
            metric=f"linkedin.{kept}.v1" if (kept := _KEPT_VISITS.get((section, what, where))) else "",
            en=f"{word} {what} ({where})",
        )
        for section, word in _SECTIONS
        for what in ("page views", "unique visitors")
        for where in ("desktop", "mobile", "total")
    ),
)

_GROUPS = (
    ("location", "Location"),
    ("job_function", "Job function"),
    ("seniority", "Seniority"),
    ("industry", "Industry"),
    ("company_size", "Company size"),
)

_URN = re.compile(r"urn:li:(?:activity|share|ugcPost):(\d{15,20})")
_NAME_TIME = re.compile(r"_(\d{13})(?:\D|$)")
_NAME = re.compile(r"(?P<page>.+?)_(?:content|followers|visitors)_\d{13}", re.IGNORECASE)
_DATE_FORM = "MM/DD/YYYY"


def _date(text: str) -> date:
    return iso_day(text[:10]) if text[4:5] == "-" else month_day_year(text)


def _read_days(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    plans = metric_plans(format_, header)

    def make(_line: int, cells: list[str]) -> Row:
        day = day_cell(header, "day", cells, _date, _DATE_FORM)
        return AccountDayRow(None, day, tuple([plan.read(cells[plan.place]) for plan in plans]))

    return read_each(table, header, context, make)


def _read_posts(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    # Views are empty for posts without a video, follows for posts that were not sponsored: they do not apply.
    plans = metric_plans(format_, header, State.NOT_APPLICABLE)
    places = {name: header.place(name) for name in ("title", "kind", "content")}

    def text(cells: list[str], name: str) -> str:
        place = places[name]
        return cells[place] if place is not None else ""

    def make(_line: int, cells: list[str]) -> Row:
        link = cells[header.places["link"][0]].strip()
        match = _URN.search(unquote(link))
        if match is None:
            raise BadCell(header.title("link"), link, _("The link does not hold the id of a post."))
        instant = (int(match[1]) >> 22) // 1000
        day = day_cell(header, "day", cells, _date, _DATE_FORM)
        values = tuple([plan.read(cells[plan.place]) for plan in plans])
        return PostRow(
            None, match[1], instant, day, _kind(text(cells, "content")), "", text(cells, "title"), link, None, values
        )

    return read_each(table, header, context, make)


def _kind(text: str) -> str:
    word = key(text)
    for kind, parts in (
        ("video", ("video",)),
        ("image", ("image", "photo")),
        ("document", ("document",)),
        ("article", ("article",)),
        ("carousel", ("carousel", "multi")),
        ("poll", ("poll",)),
        ("event", ("event",)),
    ):
        if any(part in word for part in parts):
            return kind
    return "post"


def _group_reader(dimension: str) -> Callable[[Format, Table, Header, Context], Iterator[Row]]:
    def read_group(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
        plans = metric_plans(format_, header)

        def make(_line: int, cells: list[str]) -> Row:
            name = cells[header.places[dimension][0]].strip()
            if not name:
                raise BadCell(header.title(dimension), "", _("The row has no name."))
            values = tuple([plan.read(cells[plan.place]) for plan in plans])
            # Followers are a stock of the day of the export, views a sum over the file's days.
            first, last = (context.read_on, context.read_on) if "followers" in format_.key else _period(context)
            return SegmentRow(None, dimension, name, name, first, last, None, True, values)

        return read_each(table, header, context, make)

    return read_group


def _period(context: Context) -> tuple[date, date]:
    return context.period or (context.read_on, context.read_on)


def timing(source: Source) -> Timing:
    """Return the export instant from the file name, the period from the days, the page from the file name."""
    plain = plain_timing(source)
    read_on, guess = None, plain.read_on_guess
    match = _NAME_TIME.search(source.path.stem)
    if match is not None and 1_300_000_000_000 < int(match[1]) < 4_100_000_000_000:
        read_on = datetime.fromtimestamp(int(match[1]) / 1000, UTC).date()
    page = _NAME.match(source.path.stem)
    days: list[date] = []
    for format_, table, header in source.tables:
        if format_.read is _read_days:
            for _line, cells in table.after(header):
                try:
                    days.append(_date(cells[header.places["day"][0]].strip()))
                except (ValueError, IndexError):
                    continue
    return Timing(
        read_on,
        guess,
        plain.read_on_reason,
        period=(min(days), max(days)) if days else None,
        account_guess=page["page"].strip() if page else None,
    )


_CONTENT = mark("LinkedIn page: content")
_FOLLOWERS = mark("LinkedIn page: followers")
_VISITORS = mark("LinkedIn page: visitors")

# How a ratio is made again from flows of the same account: numerators, denominator, factor.
RATIOS = {
    "linkedin.engagement_rate.v1": (
        ("linkedin.clicks.v1", "linkedin.reactions.v1", "linkedin.comments.v1", "linkedin.reposts.v1"),
        "linkedin.impressions.v1",
        1,
    ),
}


FORMATS = (
    Format(
        "linkedin_content",
        "linkedin",
        _CONTENT,
        mark("Impressions and reactions per day, and one row per post."),
        _METRICS_SHEET,
        ("day", "impressions|impressions_organic", "clicks|clicks_organic"),
        _read_days,
        timing=timing,
        rank=2,
    ),
    Format(
        "linkedin_content",
        "linkedin",
        _CONTENT,
        mark("Impressions and reactions per day, and one row per post."),
        _POSTS_SHEET,
        ("title", "link", "day"),
        _read_posts,
        timing=timing,
        rank=1,
    ),
    Format(
        "linkedin_followers",
        "linkedin",
        _FOLLOWERS,
        mark("New followers per day, and followers by place, function, seniority, industry and company size."),
        (
            column("day", en="Date", es="Fecha"),
            column("sponsored", metric="linkedin.new_followers_sponsored.v1", en="Sponsored followers"),
            column("organic", metric="linkedin.new_followers_organic.v1", en="Organic followers"),
            column("invited", metric="linkedin.new_followers_invited.v1", en="Auto-invited followers"),
            column("total", metric="linkedin.new_followers.v1", en="Total followers"),
        ),
        ("day", "organic", "total"),
        _read_days,
        timing=timing,
        rank=2,
    ),
    Format(
        "linkedin_visitors",
        "linkedin",
        _VISITORS,
        mark("Page views and visitors per day, and views by place, function, seniority, industry and company size."),
        _VISITS_SHEET,
        ("day", "total_page_views_total"),
        _read_days,
        timing=timing,
        rank=2,
    ),
    *(
        Format(
            f"linkedin_{kind}",
            "linkedin",
            title,
            "",
            (column(dimension, en=name), column("value", metric=f"linkedin.{metric}.v1", en=value)),
            (dimension, "value"),
            _group_reader(dimension),
            timing=timing,
        )
        for kind, title, value, metric in (
            ("followers", _FOLLOWERS, "Total followers", "followers_in_segment"),
            ("visitors", _VISITORS, "Total views", "page_views_in_segment"),
        )
        for dimension, name in _GROUPS
    ),
    Format(
        "linkedin_competitors",
        "linkedin",
        mark("LinkedIn page: competitors"),
        refusal=mark(
            "“{name}” is a LinkedIn competitor export: it holds other companies' figures, which are no results of this "
            "client, so it is not imported."
        ),
        columns=(
            column("page", en="Page"),
            column("followers", en="Total Followers"),
            column("new_followers", en="New Followers"),
            column("engagements", en="Total post engagements"),
            column("posts", en="Total posts"),
        ),
        required=("page", "new_followers", "posts"),
    ),
)

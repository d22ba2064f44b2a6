"""Meta Ads Manager and Ads Reporting exports: campaigns, ad sets, ads and their breakdowns, any choice of columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from smmdesk.core.i18n import _, mark
from smmdesk.core.readings import Additivity, Direction, Metric, Number, Span, Unit
from smmdesk.importers.cells import Mark, iso_day, key
from smmdesk.importers.records import (
    BadCell,
    MetricPlan,
    decimal_mark,
    main_first,
    refuse,
    refuse_damaged,
    share_of_percent,
    unread_columns,
)
from smmdesk.importers.rows import FoundAccount, ReadValue, Row, SegmentRow
from smmdesk.importers.tables import Context, Format, Header, Table, column
from smmdesk.importers.text import Damaged, any_text

B, E = Additivity.UNIQUE, Additivity.RATIO
BAD, NEUTRAL = Direction.UP_IS_BAD, Direction.NEUTRAL
MONEY, SHARE, DECIMAL = Unit.MONEY, Unit.SHARE, Unit.DECIMAL


def _metric(
    name: str,
    title: str,
    meaning: str,
    unit: Unit = Unit.COUNT,
    additivity: Additivity = Additivity.FLOW,
    direction: Direction = Direction.UP_IS_GOOD,
) -> Metric:
    return Metric(f"meta_ads.{name}.v1", title, meaning, unit, additivity, direction, Span.PERIOD)


# Results of different kinds are never one number: each known kind is a metric of its own, the rest is not added up.
_RESULT_KINDS = {
    "purchases": ("website purchases", "purchases", "acquisti sul sito web", "fb_pixel_purchase"),
    "leads": ("leads", "leads (form)", "on-facebook leads", "website leads", "contatti", "actions:lead"),
    "conversations": ("messaging conversations started", "onsite_conversion.messaging_conversation_started_7d"),
    "link_clicks": ("link clicks", "clic sul link", "actions:link_click"),
    "landing_page_views": ("landing page views", "actions:landing_page_view"),
    "post_engagement": ("post engagement", "post engagements", "actions:post_engagement"),
    "profile_visits": ("instagram profile visits", "profile visits", "actions:profile_visit"),
    "reach": ("reach",),
    "thruplays": ("thruplay", "thruplays", "video_thruplay_watched_actions"),
}

METRICS = (
    _metric("spend", mark("Amount spent"), mark("What the advertisements cost."), MONEY, direction=NEUTRAL),
    _metric("impressions", mark("Impressions"), mark("How often advertisements were on a screen.")),
    _metric("reach", mark("Reach"), mark("Accounts that saw an advertisement at least once."), additivity=B),
    _metric("frequency", mark("Frequency"), mark("Impressions per account reached."), DECIMAL, E, NEUTRAL),
    _metric("link_clicks", mark("Link clicks"), mark("Clicks on links of the advertisements.")),
    _metric("clicks_all", mark("Clicks (all)"), mark("All clicks on the advertisements, links and others.")),
    _metric("outbound_clicks", mark("Outbound clicks"), mark("Clicks that led away from Meta's platforms.")),
    _metric("landing_page_views", mark("Landing page views"), mark("Clicks after which the page was loaded.")),
    _metric("content_views", mark("Content views"), mark("Views of a product or page counted by the website.")),
    _metric("adds_to_cart", mark("Adds to cart"), mark("Adds to cart that Meta ascribes to the advertisements.")),
    _metric("checkouts", mark("Checkouts initiated"), mark("Checkouts that Meta ascribes to the advertisements.")),
    _metric("payment_infos", mark("Adds of payment info"), mark("Payment details entered after an advertisement.")),
    _metric("purchases", mark("Purchases"), mark("Purchases that Meta ascribes to the advertisements.")),
    _metric(
        "purchase_value",
        mark("Purchases conversion value"),
        mark("Value of the purchases that Meta ascribes to the advertisements."),
        MONEY,
    ),
    _metric(
        "conversations",
        mark("Messaging conversations started"),
        mark("Conversations that began after an advertisement."),
    ),
    _metric("instagram_follows", mark("Instagram follows"), mark("Follows ascribed to the advertisements.")),
    _metric("page_engagement", mark("Page engagement"), mark("Actions on the page and its posts.")),
    _metric("post_reactions", mark("Post reactions"), mark("Reactions to the advertised posts.")),
    _metric("post_saves", mark("Post saves"), mark("Saves of the advertised posts.")),
    _metric("post_shares", mark("Post shares"), mark("Shares of the advertised posts.")),
    _metric("thruplays", mark("ThruPlays"), mark("Videos played to the end or for 15 seconds.")),
    _metric("ctr_all", mark("CTR (all)"), mark("All clicks per impression."), SHARE, E),
    _metric("ctr_link", mark("Link click-through rate"), mark("Link clicks per impression."), SHARE, E),
    _metric("cpc_all", mark("Cost per click (all)"), mark("Amount spent per click of any kind."), MONEY, E, BAD),
    _metric("cpc_link", mark("Cost per link click"), mark("Amount spent per link click."), MONEY, E, BAD),
    _metric("cpm", mark("Cost per 1,000 impressions"), mark("Amount spent per 1,000 impressions."), MONEY, E, BAD),
    _metric("roas", mark("Purchase ROAS"), mark("Purchase value per unit spent, as Meta ascribes it."), DECIMAL, E),
    _metric(
        "results",
        mark("Results"),
        mark("Results of the kind that each row names; kinds are not added up."),
        additivity=B,
    ),
    _metric("results_purchases", mark("Results: purchases"), mark("Results of the kind purchases.")),
    _metric("results_leads", mark("Results: leads"), mark("Results of the kind leads.")),
    _metric("results_conversations", mark("Results: conversations"), mark("Results of the kind conversations.")),
    _metric("results_link_clicks", mark("Results: link clicks"), mark("Results of the kind link clicks.")),
    _metric(
        "results_landing_page_views",
        mark("Results: landing page views"),
        mark("Results of the kind landing page views."),
    ),
    _metric("results_post_engagement", mark("Results: post engagement"), mark("Results of the kind post engagement.")),
    _metric("results_profile_visits", mark("Results: profile visits"), mark("Results of the kind profile visits.")),
    _metric("results_reach", mark("Results: reach"), mark("Results of the kind reach."), additivity=B),
    _metric("results_thruplays", mark("Results: ThruPlays"), mark("Results of the kind ThruPlays.")),
)


def _ads(name: str) -> str:
    return f"meta_ads.{name}.v1"


# The kinds of part, the finest first; a row's kind is the finest that the file has.
_LEVELS = (
    ("ad", "ad_name", "ad_id"),
    ("ad_set", "ad_set_name", "ad_set_id"),
    ("campaign", "campaign_name", "campaign_id"),
)
_BREAKDOWNS = ("region", "country", "age", "gender", "platform", "placement", "device", "objective")
_PARENT = {"ad": "ad_set_name", "ad_set": "campaign_name", "campaign": ""}

_COLUMNS = (
    column("account_name", en="Account name", it="Nome dell'account"),
    column("account_id", en="Account ID"),
    column("campaign_name", en=("Campaign name", "Campaigns", "Campaign"), it="Nome della campagna"),
    column("campaign_id", en="Campaign ID"),
    column("ad_set_name", en=("Ad set name", "Ad sets")),
    column("ad_set_id", en="Ad set ID"),
    column("ad_name", en=("Ad name", "Ads"), pt="Anúncios"),
    column("ad_id", en="Ad ID"),
    column("objective", en="Objective"),
    column("region", en="Region"),
    column("country", en="Country"),
    column("age", en="Age"),
    column("gender", en="Gender"),
    column("platform", en="Platform"),
    column("placement", en="Placement"),
    column("device", en="Impression device"),
    column("month", en="Month"),
    column("day", en="Day", it="Giorno"),
    column("starts", en="Reporting starts", it="Inizio dei report", pt="Início dos relatórios"),
    column("ends", en="Reporting ends", it="Fine dei report", pt="Término dos relatórios"),
    column("currency", en="Currency"),
    column(
        "result_kind",
        en=("Result indicator", "Result type"),
        it="Indicatore di risultato",
        pt="Tipo de resultado",
    ),
    column("results", en="Results", it="Risultati", pt="Resultados"),
    # known, not kept
    column(
        "status",
        en=("Delivery status", "Campaign delivery", "Ad delivery", "Ad set delivery"),
        it="Pubblicazione della campagna",
    ),
    column("level", en="Delivery level"),
    column("attribution", en="Attribution setting", it="Impostazione di attribuzione", pt="Configuração de atribuição"),
    column(
        "cost_per_result",
        en=("Cost per result", "Cost per results"),
        it="Costo per risultati",
        pt="Custo por resultado",
    ),
    column("result_rate", en="Result rate", pt="Índice de resultados"),
    column("budget", en=("Ad set budget", "Campaign budget"), it="Budget del gruppo di inserzioni"),
    column(
        "budget_kind", en=("Ad set budget type", "Campaign budget type"), it="Tipo di budget del gruppo di inserzioni"
    ),
    column("ends_on", en="Ends", it="Fine"),
    column("first_results", it="Risultati (iniziali)"),
    column("first_result_kind", it="Indicatore (iniziale) dei risultati"),
    column("spend", metric=_ads("spend"), en="Amount spent ({cur})", it="Importo speso ({cur})"),
    column("impressions", metric=_ads("impressions"), en="Impressions", it="Impression", pt="Impressões"),
    column("reach", metric=_ads("reach"), en="Reach", it="Copertura"),
    column("frequency", metric=_ads("frequency"), en="Frequency", it="Frequenza"),
    column("link_clicks", metric=_ads("link_clicks"), en="Link clicks", it="Clic sul link"),
    column("clicks_all", metric=_ads("clicks_all"), en="Clicks (all)"),
    column("outbound_clicks", metric=_ads("outbound_clicks"), en="Outbound clicks"),
    column("landing_page_views", metric=_ads("landing_page_views"), en="Landing page views"),
    column("content_views", metric=_ads("content_views"), en="Content views"),
    column("adds_to_cart", metric=_ads("adds_to_cart"), en="Adds to cart"),
    column("checkouts", metric=_ads("checkouts"), en="Checkouts initiated"),
    column("payment_infos", metric=_ads("payment_infos"), en="Adds of payment info"),
    column("purchases", metric=_ads("purchases"), en="Purchases"),
    column("purchase_value", metric=_ads("purchase_value"), en="Purchases conversion value"),
    column("conversations", metric=_ads("conversations"), en="Messaging conversations started"),
    column("instagram_follows", metric=_ads("instagram_follows"), en="Instagram follows"),
    column("page_engagement", metric=_ads("page_engagement"), en="Page engagement", it="Interazione con la Pagina"),
    column("post_reactions", metric=_ads("post_reactions"), en="Post reactions", it="Reazioni al post"),
    column("post_saves", metric=_ads("post_saves"), en="Post saves", it="Salvataggi del post"),
    column("post_shares", metric=_ads("post_shares"), en="Post shares", it="Condivisioni del post"),
    column("thruplays", metric=_ads("thruplays"), en="ThruPlays", it="ThruPlay"),
    column("ctr_all", metric=_ads("ctr_all"), en="CTR (all)", pt="CTR (todos)"),
    column(
        "ctr_link",
        metric=_ads("ctr_link"),
        en="CTR (link click-through rate)",
        it="CTR (percentuale di clic sul link)",
    ),
    column("cpc_all", metric=_ads("cpc_all"), en="CPC (all)"),
    column("cpc_link", metric=_ads("cpc_link"), en="CPC (cost per link click)", it="CPC (costo per clic sul link)"),
    column(
        "cpm",
        metric=_ads("cpm"),
        en="CPM (cost per 1,000 impressions)",
        it="CPM (costo per 1.000 impression)",
        pt="CPM (custo por 1.000 impressões)",
    ),
    column("roas", metric=_ads("roas"), en="Purchase ROAS (return on ad spend)"),
)

_MONTH = re.compile(r"(\d{4}-\d{2}-\d{2}) - (\d{4}-\d{2}-\d{2})\Z")
_MIXED = frozenset({"mixed", "multiple conversions"})


def _plans(format_: Format, header: Header, decimal: Mark) -> list[MetricPlan]:
    plans: list[MetricPlan] = []
    for name, metric in format_.metrics.items():
        place = header.place(name)
        if place is None:
            continue
        convert = None
        if name.startswith("ctr"):
            convert = _percent_in(decimal)
        plans.append(MetricPlan(metric, header.titles[place].strip(), place, mark=decimal, convert=convert))
    return plans


def _percent_in(decimal: Mark) -> Callable[[str], Number]:
    return lambda text: share_of_percent(text, decimal)


def _result_plans(header: Header, decimal: Mark) -> tuple[int, int | None, dict[str, MetricPlan]] | None:
    place = header.place("results")
    if place is None:
        return None
    title = header.titles[place].strip()
    names = [f"results_{kind}" for kind in _RESULT_KINDS] + ["results"]
    return (
        place,
        header.place("result_kind"),
        {name: MetricPlan(_ads(name), title, place, mark=decimal) for name in names},
    )


def _result_metric(kind_text: str) -> str:
    word = key(kind_text)
    for kind, words in _RESULT_KINDS.items():
        if word in words or any(word.endswith((f":{known}", f".{known}")) for known in words):
            return f"results_{kind}"
    return "results"


def _read(format_: Format, table: Table, header: Header, context: Context) -> Iterator[Row]:
    """Yield one segment per row: the finest part that the file names, within the breakdown and period of the row."""
    counts, accounts = context.reading.counts, context.reading.accounts
    counts.description += header.above
    unread_columns(context, header)
    width = len(header.titles)
    numeric = [place for name in format_.metrics if (place := header.place(name)) is not None]
    decimal = decimal_mark(table, header, numeric + [place for place in [header.place("results")] if place is not None])
    plans, results = _plans(format_, header, decimal), _result_plans(header, decimal)
    currency = _header_currency(header)
    level = next((found for found in _LEVELS if header.place(found[1]) is not None), None)
    breakdowns = [(name, header.places[name][0]) for name in _BREAKDOWNS if header.place(name) is not None]
    names = ([level[1]] if level else []) + [name for name, _place in breakdowns]
    name_places = [header.places[name][0] for name in names]
    currency_place = header.place("currency")
    rows_of: dict[str, int] = {}
    weak_seen: dict[tuple[str, str, str, date | None, date | None], int] = {}
    first = True
    for line, cells in table.after(header):
        if isinstance(cells, Damaged):
            yield refuse_damaged(context, table, line, cells)
            continue
        if not any_text(cells):
            counts.footer += 1
            continue
        cells += [""] * (width - len(cells)) if len(cells) < width else []
        is_first, first = first, False
        try:
            # The total row stands first and has no name; a file of one single part may lack it.
            if not any(cells[place].strip() for place in name_places):
                if not is_first:
                    raise BadCell(header.titles[name_places[0]], "", _("The row has no name."))
                counts.total += 1
                continue
            start, end = _period(header, cells)
            values = [plan.read(cells[plan.place]) for plan in plans]
            if results is not None:
                place, kind_place, by_kind = results
                kind = cells[kind_place] if kind_place is not None else ""
                if cells[place].strip() and key(kind) not in _MIXED:
                    values.append(by_kind[_result_metric(kind)].read(cells[place]))
            row = _segment(header, cells, level, breakdowns, (start, end), tuple(values))
            paid_in = cells[currency_place].strip().upper() if currency_place is not None else ""
            account = _account(header, cells)
        except BadCell as bad:
            yield refuse(context, table, line, bad.column_title.strip(), bad.value, bad.reason)
            continue
        if account is not None:
            identity = account.external_id or account.name or ""
            accounts.setdefault(identity, account)
            rows_of[identity] = rows_of.get(identity, 0) + 1
            row = row._replace(account=identity)
        if row.weak_key:
            seen = (row.account or "", row.dimension, row.key, start, end)
            weak_seen[seen] = weak_seen.get(seen, 0) + 1
            if weak_seen[seen] > 1:
                row = row._replace(key=f"{row.key} #{weak_seen[seen]}")
        counts.data += 1
        yield row._replace(currency=currency or paid_in or None)
    main_first(accounts, rows_of)


def _header_currency(header: Header) -> str:
    return next(iter(header.currencies.values()), "")


def _account(header: Header, cells: list[str]) -> FoundAccount | None:
    id_place, name_place = header.place("account_id"), header.place("account_name")
    external = cells[id_place].strip() if id_place is not None else ""
    name = cells[name_place].strip() if name_place is not None else ""
    if external or name:
        return FoundAccount("meta_ads", external or None, None, name or None)
    if id_place is not None or name_place is not None:
        raise BadCell(header.title("account_name") or header.title("account_id"), "", _("The row names no account."))
    return None


def _period(header: Header, cells: list[str]) -> tuple[date, date]:
    day, month = header.place("day"), header.place("month")
    if day is not None:
        read = _date(header.titles[day], cells[day])
        return read, read
    if month is not None and cells[month].strip():
        match = _MONTH.match(cells[month].strip())
        if match is None:
            raise BadCell(header.titles[month], cells[month], _("This is not a period (YYYY-MM-DD - YYYY-MM-DD)."))
        return _date(header.titles[month], match[1]), _date(header.titles[month], match[2])
    start, end = header.place("starts"), header.place("ends")
    first = _date(header.titles[start], cells[start]) if start is not None else None
    last = _date(header.titles[end], cells[end]) if end is not None else None
    if first is not None and last is not None and last < first:
        raise BadCell(header.titles[end or 0], cells[end or 0], _("The period ends before it begins."))
    if first is None or last is None:
        raise BadCell("", "", _("The row does not say its period."))
    return first, last


def _date(title: str, text: str) -> date:
    try:
        return iso_day(text.strip()[:10])
    except ValueError:
        raise BadCell(title, text, _("This is not a date (YYYY-MM-DD).")) from None


def _segment(
    header: Header,
    cells: list[str],
    level: tuple[str, str, str] | None,
    breakdowns: list[tuple[str, int]],
    period: tuple[date, date],
    values: tuple[ReadValue, ...],
) -> SegmentRow:
    parts: list[str] = []
    dimension, weak, title, identity = "", False, "", ""
    if level is not None:
        dimension = level[0]
        title = cells[header.places[level[1]][0]].strip()
        id_place = header.place(level[2])
        digits = cells[id_place].strip() if id_place is not None else ""
        if digits.isdigit():
            identity = digits
        else:
            weak = True
            parent = header.place(_PARENT[dimension]) if _PARENT[dimension] else None
            owner = cells[parent].strip() if parent is not None else ""
            identity = f"{owner} / {title}" if owner else title
        parts.append(identity)
    for name, place in breakdowns:
        text = cells[place].strip()
        if name == "objective" and level is not None:
            continue  # an objective beside a campaign is a property of it, not a breakdown
        dimension = f"{dimension}_{name}" if dimension else name
        title = f"{title} · {text}" if title else text
        parts.append(text)
    return SegmentRow(None, dimension, " / ".join(parts), title, period[0], period[1], None, weak, values)


# How a ratio is made again from flows of the same account: numerators, denominator, factor.
RATIOS = {
    "meta_ads.ctr_all.v1": (("meta_ads.clicks_all.v1",), "meta_ads.impressions.v1", 1),
    "meta_ads.ctr_link.v1": (("meta_ads.link_clicks.v1",), "meta_ads.impressions.v1", 1),
    "meta_ads.cpc_all.v1": (("meta_ads.spend.v1",), "meta_ads.clicks_all.v1", 1),
    "meta_ads.cpc_link.v1": (("meta_ads.spend.v1",), "meta_ads.link_clicks.v1", 1),
    "meta_ads.cpm.v1": (("meta_ads.spend.v1",), "meta_ads.impressions.v1", 1000),
    "meta_ads.roas.v1": (("meta_ads.purchase_value.v1",), "meta_ads.spend.v1", 1),
}


FORMATS = (
    Format(
        "meta_ads",
        "meta_ads",
        mark("Meta Ads Manager or Ads Reporting"),
        mark("Spend and results by campaign, ad set, ad or breakdown, for the file's period."),
        _COLUMNS,
        (
            "campaign_name|ad_set_name|ad_name|region|country|age|gender|platform|placement|device|objective",
            "starts|day|month",
            "ends|day|month",
            "spend|impressions|reach",
        ),
        _read,
        names_own_accounts=True,
    ),
)

"""A first guess of what the columns of a table are, from their titles and cells; the user corrects it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from smmdesk.core.i18n import _
from smmdesk.core.readings import Metric, Unit
from smmdesk.core.roi.words import Tie
from smmdesk.importers.cells import key
from smmdesk.importers.mapping.outline import ColumnOutline, Looks, TableOutline
from smmdesk.importers.mapping.presets import preset_of
from smmdesk.importers.mapping.spec import ROLES_OF, ColumnUse, MappingSpec, OrderRules, Role, Target, TieRule, Writing
from smmdesk.importers.registry import FORMATS, METRICS

# Titles of exports of shops, tools and platforms, as comparison keys. Those of the plugins of WooCommerce are read off
# their own lists of columns: "order number", "order total amount", "order total amount without tax", "order total tax
# amount", "order refund amount", "coupons used" in "Advanced Order Export For WooCommerce" (algolplus, its class
# WC_Order_Export_Data_Extractor_UI; its "order subtotal amount" is what it was before the coupon, so it is no net);
# order_number, order_total, tax_total, order_currency, coupon_items and the source of the visit in "Order Export &
# Order Import for WooCommerce" (WebToffee, its data-order-post-columns.php).
_WORDS: Mapping[Role, tuple[str, ...]] = {
    Role.DAY: (
        "date", "day", "data", "giorno", "fecha", "datum", "tag", "jour", "publish time", "published", "published at",
        "publish date", "publication date", "published date", "post date", "created", "created at", "date created",
        "pubblicato il", "data di pubblicazione", "orario di pubblicazione", "data pubblicazione", "sent", "sent at",
        "send date", "sent date", "date sent", "data di invio", "inviata il", "order date", "data ordine",
        "data dell'ordine", "booking date", "booked on", "reservation date", "data prenotazione", "paid at",
        "scheduled", "timestamp", "time", "fecha de publicación", "veröffentlicht",
    ),
    Role.FIRST_DAY: ("start date", "from", "start", "first day", "dal", "data inizio", "reporting starts"),
    Role.LAST_DAY: ("end date", "to", "end", "last day", "al", "data fine", "reporting ends"),
    Role.ID: (
        "id", "post id", "media id", "tweet id", "video id", "campaign id", "update id", "post-id", "id post",
        "id del post", "unique id",
    ),
    Role.TITLE: ("title", "name", "post title", "titolo", "nome", "subject", "oggetto", "campaign name", "titre"),
    Role.TEXT: (
        "text", "caption", "content", "message", "testo", "didascalia", "contenuto", "post text", "description",
        "descrizione", "post", "copy", "texto",
    ),
    Role.LINK: ("link", "url", "permalink", "post link", "post url", "collegamento", "indirizzo", "enlace", "lien"),
    Role.KIND: ("type", "post type", "media type", "tipo", "tipo di post", "content type", "format", "formato"),
    Role.ACCOUNT: ("account", "profile", "page", "profilo", "pagina", "brand", "handle", "username", "account name"),
    Role.PART: (
        "campaign", "campagna", "campaign name", "nome campagna", "ad set", "ad", "country", "paese", "city", "città",
        "age", "età", "source", "channel", "canale", "page path", "query", "keyword",
    ),
    Role.CURRENCY: ("currency", "valuta", "order currency", "order_currency", "divisa", "währung", "moneda"),
    Role.ORDER: (
        "order", "order #", "order number", "order_number", "order no", "order id", "order_id", "ordine",
        "numero ordine", "n. ordine", "numero d'ordine", "booking", "booking id", "booking number",
        "booking reference", "reservation number", "reservation id", "reservation", "prenotazione",
        "numero prenotazione", "codice prenotazione", "bestellnummer", "pedido",
    ),
    Role.STATUS: ("status", "order status", "order_status", "stato", "stato ordine", "financial status", "estado"),
    Role.GROSS: (
        "total", "order total", "order_total", "grand total", "gross", "totale", "totale ordine", "importo",
        "importo totale", "total amount", "order total amount", "amount", "lordo", "totale ivato", "price", "prezzo",
        "total price",
    ),
    Role.NET: (
        "net", "net total", "net sales", "n. revenue", "netto", "imponibile", "subtotal", "totale netto",
        "order total amount without tax",
    ),
    Role.VAT: (
        "tax", "taxes", "vat", "iva", "total tax", "tax_total", "order tax", "vat amount", "importo iva",
        "order total tax amount",
    ),
    Role.VAT_RATE: ("vat rate", "tax rate", "aliquota", "aliquota iva", "iva %", "% iva"),
    Role.REFUND: (
        "refunded", "refunded amount", "refund", "refund amount", "total refunded", "rimborso",
        "rimborsato", "importo rimborsato", "refunds", "order refund amount",
    ),
    Role.REFUND_DAY: ("refund date", "refunded at", "cancelled at", "cancellation date", "data rimborso"),
    Role.QUANTITY: ("quantity", "items", "items sold", "quantità", "qty", "articoli"),
}  # fmt: skip
_TIE_WORDS = (
    "coupon", "coupons", "coupon(s)", "coupon code", "discount code", "discount codes", "codice sconto",
    "codice promozionale", "promo code", "promotion code", "voucher", "voucher code", "utm_source", "utm source",
    "utm_campaign", "utm campaign", "attribution", "origin", "rate code", "source", "codice tariffa", "coupon_items",
    "coupons used", "meta:_wc_order_attribution_utm_source",
)  # fmt: skip
_CODES = ("coupon", "discount", "sconto", "promo", "voucher", "rate code", "tariffa")

# Words of tools that export several networks under one title, for the part of a metric's key that they mean.
_METRIC_WORDS: Mapping[str, str] = {
    "likes": "likes", "like": "likes", "mi piace": "likes", "me gusta": "likes", "reactions": "reactions",
    "reazioni": "reactions", "comments": "comments", "commenti": "comments", "comentarios": "comments",
    "shares": "shares", "condivisioni": "shares", "compartidos": "shares", "saves": "saves", "saved": "saves",
    "salvataggi": "saves", "views": "views", "visualizzazioni": "views", "video views": "views",
    "visualizzazioni video": "views", "impressions": "impressions", "impression": "impressions",
    "impresiones": "impressions", "reach": "reach", "copertura": "reach", "alcance": "reach", "clicks": "clicks",
    "clic": "clicks", "click": "clicks", "link clicks": "link_clicks", "clic sul link": "link_clicks",
    "followers": "followers", "follower": "followers", "seguidores": "followers", "reposts": "reposts",
    "retweets": "reposts", "engagements": "engagements", "interactions": "interactions",
    "interazioni": "interactions", "spend": "spend", "spent": "spend", "cost": "spend", "costo": "spend",
    "sessions": "sessions", "sessioni": "sessions", "users": "users", "utenti": "users",
    "engagement rate": "engagement_rate", "tasso di coinvolgimento": "engagement_rate",
}  # fmt: skip


_NETWORKS = frozenset(
    {"facebook", "instagram", "linkedin", "tiktok", "youtube", "x", "twitter", "pinterest", "threads"}
)


@lru_cache(maxsize=1)
def _titles_of_metrics() -> dict[str, tuple[str, ...]]:
    """Return the declared metrics by the titles under which any format writes them, in all languages."""
    found: dict[str, list[str]] = {}
    for format_ in FORMATS:
        for column in format_.columns:
            if column.metric:
                for names in column.names.values():
                    for name in names:
                        found.setdefault(key(name), []).append(column.metric)
    return {title: tuple(dict.fromkeys(keys)) for title, keys in found.items()}


def metric_choices(platform: str, target: Target) -> list[Metric]:
    """Return the metrics that rows of this kind may hold, own ones included."""
    of_posts = target is Target.POSTS
    return [one for one in METRICS.values() if one.platform == platform and one.of_posts is of_posts]


def metric_candidates(title: str, platform: str, target: Target) -> list[str]:
    """Return the metrics of a platform that a title may mean, the likeliest first."""
    wanted = key(title)
    offered = {one.key: one for one in metric_choices(platform, target)}
    found = [one for one in _titles_of_metrics().get(wanted, ()) if one in offered]
    found += [one.key for one in offered.values() if wanted in (key(one.title), key(_(one.title)))]
    # The same title on another platform, or the word of a tool that reads several: the metric of that word here.
    words = [one.split(".")[-2] for one in _titles_of_metrics().get(wanted, ())]
    if wanted in _METRIC_WORDS:
        words.insert(0, _METRIC_WORDS[wanted])
    for word in words:
        found += [one for one in offered if one.split(".")[-2] == word]
    return list(dict.fromkeys(found))


def likely_writing(column: ColumnOutline, metric: Metric | None) -> Writing:
    """Return how the numbers of a column are written: with percent signs, as durations, or plainly."""
    if column.clocks and column.clocks >= column.filled // 2:
        return Writing.CLOCK
    if column.percents and column.percents >= column.filled // 2:
        return Writing.PERCENT
    if metric is not None and metric.unit is Unit.SHARE and any(_is_above_one(cell) for cell in column.first_cells):
        return Writing.PERCENT
    return Writing.PLAIN


def _is_above_one(cell: str) -> bool:
    return cell.lstrip("+-").split(".")[0].split(",")[0].lstrip("0").isdigit()


def guess_target(table: TableOutline) -> Target:
    """Return what the rows of a table most likely are."""
    words = {one.words for one in table.columns}
    if words & set(_WORDS[Role.ORDER]) and words & {*_WORDS[Role.GROSS], *_WORDS[Role.NET]}:
        return Target.ORDERS
    looks = {one.looks for one in table.columns}
    has_id = bool(words & set(_WORDS[Role.ID])) or Looks.LINK in looks or bool(words & set(_WORDS[Role.LINK]))
    if has_id and looks & {Looks.DAY, Looks.INSTANT}:
        return Target.POSTS
    # A day for each row: a table of days has hardly any other text.
    days = [one for one in table.columns if one.looks in (Looks.DAY, Looks.INSTANT)]
    texts = [one for one in table.columns if one.looks is Looks.TEXT and one.constant is None]
    if days and not texts:
        return Target.DAYS
    return Target.POSTS if has_id else Target.PARTS


def guess(
    table: TableOutline, *, platform: str = "", target: Target | None = None, zone: str = "UTC", name: str = ""
) -> MappingSpec:
    """Return the likeliest mapping of a table for a platform and kind of rows; what is not guessed is left out."""
    preset = preset_of(table.titles) if target in (None, Target.ORDERS) else None
    if preset is not None:
        return replace(preset.spec, name=name or preset.title, titles=table.titles, zone=zone)
    kind = target or guess_target(table)
    roles = _roles(table, kind)
    uses = [ColumnUse(table.columns[place].title, role, nth=table.columns[place].nth) for place, role in roles.items()]
    if kind is not Target.ORDERS:
        uses += _metrics(table, platform, kind, set(roles))
    only: tuple[str, ...] = ()
    if kind is not Target.ORDERS and platform:
        taken = {(one.title, one.nth) for one in uses}
        for column in table.columns:
            wanted = _of_platform(column, platform) if (column.title, column.nth) not in taken else ()
            if wanted:
                uses.append(ColumnUse(column.title, Role.ONLY, nth=column.nth))
                only = wanted
                break
    order = {(one.title, one.nth): one.place for one in table.columns}
    uses.sort(key=lambda one: order[one.title, one.nth])
    orders = _order_rules(table) if kind is Target.ORDERS else OrderRules()
    whose = "" if kind is Target.ORDERS else platform
    return MappingSpec(
        name, kind, whose, table.titles, tuple(uses), zone=zone, orders=orders, only=only, kinds=table.kinds
    )


def _of_platform(column: ColumnOutline, platform: str) -> tuple[str, ...]:
    """Return the texts of a column that mean the platform, where each of its texts names one."""
    names = {one.platform for one in METRICS.values()} | _NETWORKS
    found = {text: key(text).replace(" ", "_").removesuffix("_business") for text in column.distinct}
    if column.looks is not Looks.TEXT or not found or not all(name in names for name in found.values()):
        return ()
    return tuple(text for text, name in found.items() if name == platform)


def _roles(table: TableOutline, target: Target) -> dict[int, Role]:
    """Return the role of each place; a role goes to one column, the title that names it best first."""
    found: dict[int, Role] = {}
    order = [role for role in _WORDS if role in ROLES_OF[target]]
    for role in order:
        options = [
            (_WORDS[role].index(one.words), one.place)
            for one in table.columns
            if one.place not in found and one.words in _WORDS[role] and _fits(one, role)
        ]
        if options:
            found[min(options)[1]] = role
    if Role.DAY in ROLES_OF[target] and Role.DAY not in found.values() and target is not Target.PARTS:
        dated = [
            one.place for one in table.columns if one.looks in (Looks.DAY, Looks.INSTANT) and one.place not in found
        ]
        if dated:
            found[dated[0]] = Role.DAY
    if target is Target.POSTS and Role.LINK not in found.values():
        links = [one.place for one in table.columns if one.looks is Looks.LINK and one.place not in found]
        if links:
            found[links[0]] = Role.LINK
    if target is Target.PARTS and Role.PART not in found.values():
        texts = [one.place for one in table.columns if one.looks is Looks.TEXT and one.place not in found]
        if texts:
            found[texts[0]] = Role.PART
    if Role.NET in found.values() and Role.GROSS in found.values():
        # One amount only: the total, from which VAT is taken off, unless nothing says how much that is.
        has_vat = {Role.VAT, Role.VAT_RATE} & set(found.values())
        spare = Role.NET if has_vat else Role.GROSS
        found = {place: role for place, role in found.items() if role is not spare}
    return found


def _fits(column: ColumnOutline, role: Role) -> bool:
    """Tell whether the cells allow a role that the title suggests."""
    if role in (Role.DAY, Role.FIRST_DAY, Role.LAST_DAY, Role.REFUND_DAY):
        return column.looks in (Looks.DAY, Looks.INSTANT, Looks.EMPTY)
    if role in (Role.GROSS, Role.NET, Role.VAT, Role.VAT_RATE, Role.REFUND, Role.QUANTITY):
        return column.looks in (Looks.NUMBER, Looks.EMPTY)
    if role is Role.ACCOUNT:
        return column.looks is Looks.TEXT
    return True


def _metrics(table: TableOutline, platform: str, target: Target, taken: Iterable[int]) -> list[ColumnUse]:
    used: set[str] = set()
    found = []
    for column in table.columns:
        if column.place in taken or column.looks not in (Looks.NUMBER, Looks.EMPTY):
            continue
        free = [one for one in metric_candidates(column.words, platform, target) if one not in used]
        if free:
            used.add(free[0])
            writing = likely_writing(column, METRICS[free[0]])
            found.append(ColumnUse(column.title, Role.METRIC, free[0], writing, column.nth))
    return found


def _order_rules(table: TableOutline) -> OrderRules:
    rules = []
    for column in table.columns:
        if column.words in _TIE_WORDS:
            is_code = any(word in column.words for word in _CODES)
            rules.append(_rule(column, is_code=is_code))
    return OrderRules(ours=tuple(rules[:3]))


def _rule(column: ColumnOutline, *, is_code: bool) -> TieRule:
    return TieRule(column.title, (), contains=not is_code, tie=Tie.CODE if is_code else Tie.LINK, nth=column.nth)

"""Order exports whose columns are documented: WooCommerce, Shopify and Cloudbeds, ready but for "which are ours".

Sources of the columns:
- WooCommerce → Analytics → Orders → Download: `get_export_columns` in WooCommerce's own
  `src/Admin/API/Reports/Orders/Controller.php` (Date, Order #, N. Revenue (formatted), Status, Customer, …, Coupon(s),
  Net Sales, Attribution); the net column was called "N. Revenue", newer versions "Net Sales".
  Coupons are joined by a comma; a refund is a row of its own with a negative amount and its order's number.
- Shopify → Orders → Export: help.shopify.com, "Exporting orders" (`Name,Email,Financial Status,Paid at, …`). The order
  repeats on a row per line item, and only the first one has totals; "Refunded Amount" adds up what was paid back.
  "Cancelled at" is "Canceled at" in shops of the USA.
- Cloudbeds → Reservations → Export: the columns of its reservation list (myfrontdesk.cloudbeds.com, "Reservations",
  "Report types"), among them Reservation Number, Grand Total, Reservation Date, Source, Status; public code that reads
  such exports writes the last one both "Cancellation Date" and "Cancelation Date".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from smmdesk.core.i18n import mark
from smmdesk.core.roi.words import Tie, ValueKind
from smmdesk.importers.mapping.spec import ColumnUse, MappingSpec, OrderRules, Role, Target, TieRule, numbered

# What may have been taken out of an export without changing what an order is worth: missing VAT is asked for.
_CAN_LACK = frozenset({Role.VAT, Role.REFUND_DAY, Role.QUANTITY})


@dataclass(frozen=True, slots=True)
class Preset:
    """A known order export: what to call it, its mapping without values in its rules, what to look out for."""

    key: str
    title: str
    spec: MappingSpec
    note: str


def _preset(
    key: str, title: str, note: str, columns: dict[str, Role], rules: Sequence[TieRule], orders: OrderRules
) -> Preset:
    uses = tuple(ColumnUse(name, role) for name, role in columns.items())
    rules_ = replace(orders, ours=tuple(rules), source=title)
    return Preset(key, title, MappingSpec(title, Target.ORDERS, columns=uses, orders=rules_), note)


_WOO_RULES = (TieRule("Coupon(s)", ()), TieRule("Attribution", (), contains=True, tie=Tie.LINK))
_WOO_STATUSES = OrderRules(counted=("completed", "processing", "refunded"))
_WOO_NOTE = mark(
    "Net sales are without VAT and shipping; a refund is a row of its own, with a minus. Type the coupon codes of your "
    "posts, or the source that WooCommerce notes, such as instagram."
)


def _woocommerce(key: str, net: str) -> Preset:
    return _preset(
        key,
        "WooCommerce",
        _WOO_NOTE,
        {
            "Date": Role.DAY,
            "Order #": Role.ORDER,
            "Status": Role.STATUS,
            "Items sold": Role.QUANTITY,
            net: Role.NET,
        },
        _WOO_RULES,
        _WOO_STATUSES,
    )


PRESETS: tuple[Preset, ...] = (
    _woocommerce("woocommerce", "Net Sales"),
    _woocommerce("woocommerce_revenue", "N. Revenue"),
    _preset(
        "shopify",
        "Shopify",
        mark(
            "The total is with VAT and shipping, and its taxes are taken off. Type the discount codes of your posts. "
            "Refunds are what Shopify has paid back so far."
        ),
        {
            "Name": Role.ORDER,
            "Created at": Role.DAY,
            "Financial Status": Role.STATUS,
            "Currency": Role.CURRENCY,
            "Total": Role.GROSS,
            "Taxes": Role.VAT,
            "Refunded Amount": Role.REFUND,
            "Cancelled at": Role.REFUND_DAY,
            "Canceled at": Role.REFUND_DAY,
        },
        (TieRule("Discount Code", ()),),
        OrderRules(counted=("paid", "partially_paid", "partially_refunded", "refunded")),
    ),
    _preset(
        "cloudbeds",
        "Cloudbeds",
        mark(
            "The grand total is with VAT. Type the sources that your work brings, such as the booking engine behind "
            "the link in your profile; a source that others fill too is no proof."
        ),
        {
            "Reservation Number": Role.ORDER,
            "Reservation Date": Role.DAY,
            "Status": Role.STATUS,
            "Grand Total": Role.GROSS,
            "Cancellation Date": Role.REFUND_DAY,
            "Cancelation Date": Role.REFUND_DAY,
        },
        (TieRule("Source", (), tie=Tie.LINK),),
        OrderRules(
            kind=ValueKind.BOOKING,
            counted=("confirmed", "in-house", "in house", "checked in", "checked out", "checked-out"),
        ),
    ),
)


def preset_of(titles: Sequence[str]) -> Preset | None:
    """Return the known order export whose chief columns are among these titles, without what is not there."""
    there = set(numbered(titles))
    for preset in PRESETS:
        if {one.place_key for one in preset.spec.columns if one.role not in _CAN_LACK} <= there:
            uses = tuple(one for one in preset.spec.columns if one.place_key in there)
            rules = tuple(rule for rule in preset.spec.orders.ours if rule.place_key in there)
            spec = replace(preset.spec, columns=uses, orders=replace(preset.spec.orders, ours=rules))
            return replace(preset, spec=spec)
    return None

"""The form of a row: values, costs and totals in plain words; every refused column is said at its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.money import cents_from_decimal, cents_text
from smmdesk.core.periods import Month
from smmdesk.core.roi.words import (
    COST_KIND_TITLES,
    DATE_COLUMNS,
    MONTH_COLUMNS,
    TIE_TITLES,
    VALUE_KIND_TITLES,
    RowType,
    Tie,
    Tier,
)
from smmdesk.domain.ledger.rules import RowRefused
from smmdesk.ui.widgets.editor import Editor
from smmdesk.ui.widgets.fields import (
    ChoiceField,
    DayField,
    LongTextField,
    MoneyField,
    MonthField,
    NumberField,
    PercentField,
    TextField,
)
from smmdesk.ui.widgets.suggest import SuggestField
from smmdesk.ui.widgets.text import Button

# Which columns each kind of row has: those always shown, and those behind "More".
ALWAYS = {
    RowType.VALUE: (
        "date", "amount", "quantity", "kind", "description", "tier", "tie", "confirmed_by", "confirmed_on",
        "order_key", "vat", "vat_rate", "probability", "entered_month",
    ),
    RowType.COST: ("date", "amount", "quantity", "kind", "description", "vat", "vat_rate", "spread_months", "account"),
    RowType.TOTAL: ("date", "amount", "description", "source", "month", "vat", "vat_rate"),
}  # fmt: skip
MORE = {
    RowType.VALUE: (
        "margin", "share", "rule", "source", "read_date", "month", "currency", "rate", "rate_date", "note",
    ),
    RowType.COST: ("recoverable_vat", "source", "read_date", "month", "currency", "rate", "rate_date", "note"),
    RowType.TOTAL: ("read_date", "note"),
}  # fmt: skip
# Taken from the row that is taken back, whatever they say.
OF_ORIGINAL = frozenset({"margin", "share", "probability", "rule", "tier", "tie", "confirmed_by", "confirmed_on"})
_DECIMALS = ("quantity", "rate", "vat_rate", "margin", "share", "probability", "recoverable_vat")


@dataclass(frozen=True, slots=True)
class Terms:
    """What stands in for empty fields, to be said below them."""

    currency: str
    margin: Decimal | None
    recoverable_vat: Decimal
    rule: str
    handles: Sequence[str]


class RowForm(Editor):
    """The fields of a row; `cells()` gives them as plain text by column."""

    def __init__(self, month: Month) -> None:
        super().__init__(_("Save"))
        self.type = RowType.VALUE
        self.reverses = ""
        self._vat = ""
        self._terms = Terms("EUR", None, Decimal(100), "", ())
        self._has_more = False
        self._month = month
        self._build(month)

    def _build(self, month: Month) -> None:
        self._amount = MoneyField()
        self.add_row(
            ("date", _("Date"), DayField()), ("amount", _("Amount"), self._amount),
        )  # fmt: skip
        self.add_row(("quantity", _("How many (empty: 1)"), NumberField()), ("kind", _("What it is"), ChoiceField()))
        self.add("description", _("Description"), TextField(_("As it shall stand in the report")))
        self.add(
            "tier",
            _("How sure is it?"),
            ChoiceField(
                [
                    (None, _("Choose …")),
                    (Tier.MEASURED.value, _("● Measured: recorded, tied to our work, with a file")),
                    (Tier.CONFIRMED.value, _("◐ Confirmed: somebody at the client said it")),
                    (Tier.ESTIMATED.value, _("○ Estimated: a count times an agreed assumption")),
                ]
            ),
        )
        self.add(
            "tie",
            _("How it is tied to our work"),
            ChoiceField(
                [(None, "–"), *((tie.value, _(TIE_TITLES[tie])) for tie in Tie)],
            ),
        )
        self.add_row(
            ("confirmed_by", _("Who said it"), TextField(_("Name of the person"))),
            ("confirmed_on", _("When it was said"), DayField()),
        )
        self.add(
            "order_key",
            _("Order or booking number"),
            TextField(),
            hint=_("The same order is never counted twice."),
        )
        self.add_row(
            ("vat", _("The amount is"), ChoiceField([(None, _("without VAT")), ("gross", _("with VAT"))])),
            ("vat_rate", _("VAT rate"), PercentField()),
        )
        self.add(
            "probability",
            _("How likely"),
            PercentField(),
            hint=_("For estimates only. Empty: 100 %."),
        )
        self.add(
            "entered_month",
            _("Reported in"),
            MonthField(month, may_be_empty=True),
            hint=_("Later than the month of its date: it is listed as a late value."),
        )
        self.add(
            "spread_months",
            _("Spread over months"),
            NumberField(is_whole=True),
            hint=_("A one-off cost may be shared out over up to 24 months. Empty: 1."),
        )
        self._account = SuggestField()
        self.add("account", _("Account"), self._account)
        self.more_button = Button(_("More fields"), self._on_more, icon="open", kind="link")
        self.add_widget(self.more_button)
        self.body.setAlignment(self.more_button, Qt.AlignmentFlag.AlignLeft)
        self.add("margin", _("Margin"), PercentField())
        self.add("share", _("Share credited to our work"), PercentField(), hint=_("Empty: 100 %."))
        self.add("rule", _("Attribution rule"), TextField())
        self.add("recoverable_vat", _("VAT that the client gets back"), PercentField())
        self.add("source", _("Where it was read"), TextField(_("Booking engine, till, mail …")))
        self.add("read_date", _("Read on"), DayField())
        self.add(
            "month", _("Belongs to"), MonthField(month, may_be_empty=True), hint=_("Empty: the month of its date.")
        )
        self.add("currency", _("Currency"), TextField(longest=3))
        self.add(
            "rate",
            _("Exchange rate"),
            NumberField(),
            hint=_("How much of the foreign currency makes one unit of the client's."),
        )
        self.add("rate_date", _("Day of the rate"), DayField())
        self.add("note", _("Note"), LongTextField(lines=2))
        for name in ("tier", "vat"):
            self.field(name).edited.connect(self.show_parts)
        self.dropped.connect(self.show_parts)

    # ------------------------------------------------------------------------------------------------- showing

    def set_terms(self, terms: Terms, month: Month) -> None:
        """Say below the fields what an empty one means for this client."""
        self._terms = terms
        self._amount.set_currency(terms.currency)
        self._account.set_choices([(handle, handle) for handle in terms.handles])
        margin = _("none agreed, so the month has no return") if terms.margin is None else formats.percent(terms.margin)
        self.set_hint("margin", _("Empty: that of the contract ({margin}).").format(margin=margin))
        self.set_hint(
            "recoverable_vat",
            _("Empty: the client's ({percent}).").format(percent=formats.percent(terms.recoverable_vat)),
        )
        self.set_hint("rule", _("Empty: the client's ({rule}).").format(rule=terms.rule))
        self.set_hint("currency", _("Empty: {currency}.").format(currency=terms.currency))
        self._month = month

    def show_cells(self, key: object, row_type: RowType, cells: Mapping[str, str]) -> bool:
        """Show a row from its cells; what is half typed about the same row stays (then False)."""
        if key == self.key and self.is_dirty:
            return False
        self.type = row_type
        self.reverses = cells.get("reverses", "")
        self._vat = cells.get("vat", "")
        titles: Mapping[Any, str] = VALUE_KIND_TITLES if row_type is RowType.VALUE else COST_KIND_TITLES
        kind = self.field("kind")
        assert isinstance(kind, ChoiceField)
        kind.set_choices([(one.value, _(title)) for one, title in titles.items()])
        values = {name: _value(name, cells.get(name, "")) for name in (*ALWAYS[row_type], *MORE[row_type])}
        for name in MONTH_COLUMNS:
            self._offer_month(name, values.get(name))
        blank = {name: _value(name, "") for name in self._fields if name not in values}
        self._has_more = False
        shown = self.show_row(key, {**blank, **values})
        self.show_parts()
        return shown

    def _offer_month(self, name: str, kept: Any) -> None:
        """Offer the months around the chosen one; a row of long ago keeps its own among them."""
        months = [self._month.plus(step) for step in range(6, -25, -1)]
        if kept is not None and kept not in months:
            months.append(kept)
        field = self.field(name)
        assert isinstance(field, MonthField)
        field.set_choices([(None, "–"), *((one, formats.month_name(one)) for one in months)])

    def show_parts(self) -> None:
        """Show the fields that belong to what is chosen."""
        always, more = ALWAYS[self.type], MORE[self.type]
        tier, is_gross = self.field("tier").value(), self.field("vat").value() == "gross"
        hidden = set(OF_ORIGINAL) if self.reverses else set()
        hidden |= set() if tier == Tier.CONFIRMED.value else {"confirmed_by", "confirmed_on"}
        hidden |= set() if tier == Tier.MEASURED.value else {"tie"}
        hidden |= set() if tier == Tier.ESTIMATED.value else {"probability"}
        # VAT that the client does not get back is a cost of its own.
        hidden |= set() if is_gross or self.type is RowType.COST else {"vat_rate"}
        for name, labelled in self._fields.items():
            is_shown = name in always or (name in more and (self._has_more or _is_filled(labelled.field)))
            labelled.setVisible((is_shown and name not in hidden) or bool(labelled.field.control.property("wrong")))
        self.more_button.setVisible(not self._has_more and any(self._fields[name].isHidden() for name in more))

    def _on_more(self) -> None:
        self._has_more = True
        self.show_parts()

    # ------------------------------------------------------------------------------------------------- values

    def cells(self) -> dict[str, str]:
        """Return what is typed as cells of the ledger. Raises UserError at the field that cannot be read."""
        values = self.values()
        own = (*ALWAYS[self.type], *MORE[self.type])
        cells = {name: _cell(name, values[name]) for name in own}
        cells["row"] = self.type.value
        if not cells["vat"] and self._vat:
            cells["vat"] = "net"  # an empty cell stays empty: it means the same, or what the original says
        if cells["vat"] != "gross" and self.type is not RowType.COST:
            cells["vat_rate"] = ""
        cells["reverses"] = self.reverses
        return cells

    def show_error(self, error: UserError) -> None:
        """Say every refused column at its field; what has no field is said above."""
        if not isinstance(error, RowRefused):
            super().show_error(error)
            self.show_parts()
            return
        self.clear_errors()
        above = []
        first: Callable[[], object] | None = None
        for refusal in error.refusals:
            labelled = self._fields.get(refusal.column)
            if labelled is None:
                above.append(refusal.reason)
                continue
            labelled.show_error(refusal.reason)
            first = first or labelled.field.setFocus
        self.show_parts()
        if above:
            self._notice.tell(" ".join(above))
        if first is not None:
            first()


def _is_filled(field: Any) -> bool:
    try:
        return field.value() not in (None, "")
    except UserError:
        return True


def _value(name: str, text: str) -> Any:
    """Turn a cell into the value of its field."""
    if name in DATE_COLUMNS:
        return date.fromisoformat(text) if text else None
    if name in MONTH_COLUMNS:
        return Month.parse(text) if text else None
    if name == "amount":
        return cents_from_decimal(Decimal(text)) if text else None
    if name == "spread_months":
        return int(text) if text else None
    if name in _DECIMALS:
        return Decimal(text) if text else None
    if name in ("tier", "tie"):
        return text or None
    return ("gross" if text == "gross" else None) if name == "vat" else text


def _cell(name: str, value: Any) -> str:
    """Turn the value of a field into a cell."""
    if value is None:
        return ""
    if name == "amount":
        return cents_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if name == "currency":
        return str(value).upper()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)

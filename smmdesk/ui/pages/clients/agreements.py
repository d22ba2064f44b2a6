"""The contracts of a client: for how long, for what fee, what is promised each month, and how value is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date, timedelta
from functools import partial
from typing import Any

from smmdesk.core import formats, periods
from smmdesk.core.i18n import _, mark
from smmdesk.core.periods import Month
from smmdesk.domain.contracts import (
    ContractDraft,
    ContractRow,
    add_contract,
    delete_contract,
    restore_contract,
    update_contract,
)
from smmdesk.ui.context import Context
from smmdesk.ui.pages.clients.reading import ClientDetail
from smmdesk.ui.pages.clients.sublist import SubList
from smmdesk.ui.pages.clients.terms import CarryOverField, QuotasField
from smmdesk.ui.widgets.fields import DayField, LongTextField, MoneyField, NumberField, PercentField
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.suggest import SuggestField

# Source of the choices: roi.md 9.4; anything else may be agreed and written.
RULES = (
    mark("Last link or code before the sale"),
    mark("Agreed share for returning customers"),
    mark("What the customer says"),
    mark("Agreed split"),
)
_SAID = {
    "added": mark("The contract is added."),
    "saved": mark("The contract is saved."),
    "deleted": mark("The contract is deleted."),
    "back": mark("The contract is back."),
}


def state_words(row: ContractRow) -> str:
    """Say whether a contract is in force today."""
    today = periods.today()
    if row.end < today:
        return _("– Ended")
    return _("○ Not begun") if row.start > today else _("● In force")


class Agreements(SubList):
    """The list of contracts and the form of one."""

    word = "contracts"

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            [
                Column(_("From"), lambda row: formats.short_day(row.start, year=True), lambda row: row.start),
                Column(_("Until"), lambda row: formats.short_day(row.end, year=True), lambda row: row.end),
                Column(_("State"), state_words, tone=state_tone, stretches=True),
                Column(_("Monthly fee"), self._fee, lambda row: row.fee, is_number=True),
            ],
            _("Contracts"),
            _(
                "No contract yet. It says what is promised each month, so that the report can show promised, delivered "
                "and carried over."
            ),
            _("Add a contract"),
        )

    def build_form(self) -> None:
        form = self.form
        form.add_row(("start", _("From"), DayField()), ("end", _("Until"), DayField()))
        form.add("notice_by", _("Last day for notice"), DayField(), hint=_("Today reminds you before it."))
        self._fee_field = MoneyField()
        form.add_row(
            ("fee", _("Monthly fee, net"), self._fee_field),
            ("fee_vat_rate", _("VAT on the fee"), PercentField()),
        )
        form.add(
            "quotas", _("Promised every month"), QuotasField(), hint=_("A month that is cut short promises its share.")
        )
        form.add("carry_over_months", _("What was not delivered"), CarryOverField())
        form.add_row(
            ("revision_rounds", _("Revision rounds"), NumberField(is_whole=True, least=0)),
            ("look_back_days", _("Look-back"), NumberField(_("days"), is_whole=True, least=0)),
        )
        form.add_title(_("How value is counted"), _("Printed in the report, so agree on it in writing."))
        form.add("attribution_rule", _("Which sales count as ours"), SuggestField([(_(one), _(one)) for one in RULES]))
        self._order_field = MoneyField()
        form.add_row(
            ("margin", _("Margin agreed"), PercentField()),
            ("typical_order", _("Typical order, net"), self._order_field),
        )
        self._agreed_with = SuggestField()
        form.add_row(
            ("margin_agreed_with", _("Margin agreed with"), self._agreed_with),
            ("margin_agreed_on", _("Agreed on"), DayField()),
        )
        form.add("note", _("Note"), LongTextField(lines=3))
        form.require("start", "end", "fee", "fee_vat_rate", "revision_rounds", "look_back_days")

    def show_client(self, detail: ClientDetail) -> None:
        self._fee_field.set_currency(detail.row.currency)
        self._order_field.set_currency(detail.row.currency)
        self._agreed_with.set_choices([(one.name, one.name) for one in detail.contacts])
        super().show_client(detail)

    def delete_words(self) -> str:
        return _("Delete this contract")

    def rows_of(self, detail: ClientDetail) -> Sequence[ContractRow]:
        return detail.contracts

    def values_of(self, row: ContractRow) -> Mapping[str, Any]:
        values = {column.name: getattr(row, column.name) for column in fields(ContractDraft)}
        return {**values, "quotas": dict(row.quotas)}

    def new_values(self) -> Mapping[str, Any]:
        """Return the terms of the last contract for the year after it, or an empty one for the next twelve months."""
        last = self.detail.contracts[-1] if self.detail is not None and self.detail.contracts else None
        start = last.end + timedelta(days=1) if last is not None else Month.of(periods.today()).first_day
        end = _year_later(start) - timedelta(days=1)
        if last is not None:
            return {**self.values_of(last), "start": start, "end": end, "notice_by": None}
        empty = ContractDraft(start, end, 0)
        values = {column.name: getattr(empty, column.name) for column in fields(ContractDraft)}
        return {**values, "fee": None}

    def add_command(self, client_id: int, values: dict[str, Any]) -> Callable[[], int]:
        return partial(add_contract, client_id, ContractDraft(**values))

    def update_command(self, row_id: int, values: dict[str, Any]) -> Callable[[], object]:
        return partial(update_contract, row_id, ContractDraft(**values))

    def delete_command(self, row_id: int) -> Callable[[], Any]:
        return partial(delete_contract, row_id)

    def restore_command(self, removed: Any) -> Callable[[], object]:
        return partial(restore_contract, removed)

    def said(self, act: str) -> str:
        return _(_SAID[act])

    def _fee(self, row: ContractRow) -> str:
        currency = self.detail.row.currency if self.detail is not None else "EUR"
        return formats.money(row.fee, currency)


def state_tone(row: ContractRow) -> str:
    """Return the tone of a contract's state."""
    today = periods.today()
    return "good" if row.start <= today <= row.end else "muted"


def _year_later(day: date) -> date:
    month = Month.of(day).plus(12)
    return month.first_day.replace(day=min(day.day, month.days))

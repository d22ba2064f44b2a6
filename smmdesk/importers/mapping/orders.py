"""Orders of a shop or booking engine out of its export: each once, with what was paid back and what ties it to us."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from smmdesk.core.i18n import _, ngettext
from smmdesk.core.roi.words import Tie
from smmdesk.importers.cells import Mark, key
from smmdesk.importers.mapping.dialects import read_amount, read_moment, says_nothing
from smmdesk.importers.mapping.finding import Found, is_total
from smmdesk.importers.mapping.reading import looked_at, recognise_mapped
from smmdesk.importers.mapping.spec import FORM_TITLES, DateForm, MappingSpec, Role, TieRule
from smmdesk.importers.mapping.untitled import called
from smmdesk.importers.records import BadCell
from smmdesk.importers.rows import QuestionCode, Recognised, RefusedRow, RowCounts
from smmdesk.importers.text import Damaged, any_text, padded

_SHOWN = 120
_LISTED = re.compile(r"[,;|]")
_AMOUNT_ROLES = (Role.GROSS, Role.NET, Role.VAT, Role.REFUND)


class OrderState(StrEnum):
    """How an order stands: it counts, it is called off, or it is not settled yet."""

    COUNTED = "counted"
    CANCELLED = "cancelled"
    OPEN = "open"


@dataclass(slots=True)
class Order:
    """One order: the line where it begins, its amounts as the file writes them, what ties it to our work.

    `amount` is with VAT where `is_gross`; `vat` that VAT as an amount, `vat_rate` in percent, where the file says
    them. `refunded` adds up what was paid back, `refunded_on` its last day where known. `tie` is None where no rule
    makes the order ours.
    """

    number: str
    line: int
    day: date
    amount: Decimal
    is_gross: bool
    status: str
    state: OrderState
    vat: Decimal | None = None
    vat_rate: Decimal | None = None
    refunded: Decimal = Decimal(0)
    refunded_on: date | None = None
    currency: str = ""
    items: str = ""
    tie: Tie | None = None
    tied_by: str = ""


@dataclass(slots=True)
class OrdersReading:
    """What an order export holds: the orders, the records by class, and why some of them do not count."""

    recognised: Recognised
    orders: list[Order] = field(default_factory=list)
    counts: RowCounts = field(default_factory=RowCounts)
    refused: list[RefusedRow] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def ours(self) -> list[Order]:
        """Return the orders that a rule ties to our work, whatever their state."""
        return [order for order in self.orders if order.tie is not None]


def read_orders(path: Path, spec: MappingSpec) -> OrdersReading:
    """Read an order export by its mapping.

    Records of one number are one order: the first amounts stand and later rows fill gaps, or all are added up where
    the mapping says so; a negative amount is a refund. An order with an unreadable cell is refused as a whole. Raises
    UserError where the mapping does not fit.
    """
    found, settled = looked_at(path, spec)
    reading = OrdersReading(recognise_mapped(path, spec))
    reading.warnings.extend(reading.recognised.warnings)
    forms = dict(settled.forms)
    for question in reading.recognised.questions:
        if question.code is QuestionCode.DATE_ORDER and question.guess:
            day = found.place(spec.column(Role.DAY))
            if day is not None:
                forms.setdefault(day, DateForm(question.guess))
    _Orders(found, spec, forms, settled.marks, settled.refused, reading).read()
    return reading


@dataclass(slots=True)
class _Draft:
    """The records of one order number, put together."""

    number: str
    line: int
    texts: dict[Role, str] = field(default_factory=dict)
    amounts: dict[Role, Decimal] = field(default_factory=dict)
    ties: dict[int, str] = field(default_factory=dict)
    day: date | None = None
    refund_day: date | None = None
    negative: Decimal = Decimal(0)
    negative_vat: Decimal = Decimal(0)
    records: int = 0
    refund_records: int = 0


class _Orders:
    def __init__(
        self,
        found: Found,
        spec: MappingSpec,
        forms: dict[int, DateForm],
        marks: dict[int, Mark],
        refused: dict[int, str],
        reading: OrdersReading,
    ) -> None:
        self.found, self.spec, self.rules, self.reading = found, spec, spec.orders, reading
        self.forms, self.marks, self.column_refused = forms, marks, refused
        self.zone = ZoneInfo(spec.zone)
        self.at: dict[Role, int] = {}
        for use in spec.columns:
            place = found.place(use)
            if place is not None:
                self.at[use.role] = place
        self.amount_role = Role.GROSS if Role.GROSS in self.at else Role.NET
        self.counted = frozenset(map(key, self.rules.counted))
        self.cancelled = frozenset(map(key, self.rules.cancelled))
        self.refunded = frozenset(map(key, self.rules.refunded))
        self.ties: list[tuple[int, TieRule]] = [
            (found.places[rule.place_key], rule)
            for rule in self.rules.ours
            if rule.values and rule.place_key in found.places
        ]
        self.totals = frozenset(map(key, spec.total_words))
        self.drafts: dict[str, _Draft] = {}
        self.bad: set[str] = set()

    # ------------------------------------------------------------------------------------------------- records

    def read(self) -> None:
        counts = self.reading.counts
        header, width = self.found.header, len(self.found.header.titles)
        counts.description += header.above
        for line, record in self.found.table.after(header):
            if isinstance(record, Damaged):
                self.refuse(line, "", record.text, record.reason)
                continue
            if not any_text(record):
                counts.footer += 1
                continue
            cells = padded(record, width)
            if is_total(cells, (self.at[Role.ORDER], 0), self.totals):
                counts.total += 1
                continue
            try:
                self.take(line, cells)
            except BadCell as bad:
                self.refuse(line, bad.column_title.strip(), bad.value, bad.reason)
                number = cells[self.at[Role.ORDER]].strip()
                self.bad.add(number)
        self.finish()

    def refuse(self, line: int, column: str, value: str, reason: str) -> None:
        self.reading.counts.refused += 1
        shown = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
        self.reading.refused.append(RefusedRow(line, column, shown, reason))

    def text(self, cells: Sequence[str], role: Role) -> str:
        return cells[self.at[role]].strip() if role in self.at else ""

    def title(self, role: Role) -> str:
        return self.found.header.titles[self.at[role]] if role in self.at else ""

    def take(self, line: int, cells: Sequence[str]) -> None:
        number = self.text(cells, Role.ORDER)
        if not number:
            raise BadCell(self.title(Role.ORDER), "", _("The row has no order number."))
        amounts = {role: self.amount(cells, role) for role in (*_AMOUNT_ROLES, Role.VAT_RATE)}
        amount = amounts[self.amount_role]
        day = self.day(cells, Role.DAY)
        refund_day = self.day(cells, Role.REFUND_DAY)
        draft = self.drafts.setdefault(number, _Draft(number, line))
        draft.records += 1
        if amount is not None and amount < 0 and not self.rules.adds_lines:
            # A refund that stands in a row of its own.
            draft.refund_records += 1
            draft.negative -= amount
            draft.negative_vat -= amounts[Role.VAT] or Decimal(0)
            refund = refund_day or day
            if refund is not None and (draft.refund_day is None or refund > draft.refund_day):
                draft.refund_day = refund
            return
        for role in (*_AMOUNT_ROLES, Role.VAT_RATE):
            value = amounts[role]
            if value is not None:
                if self.rules.adds_lines and role is not Role.VAT_RATE:
                    draft.amounts[role] = draft.amounts.get(role, Decimal(0)) + value
                else:
                    draft.amounts.setdefault(role, value)
        draft.day = draft.day or day
        draft.refund_day = draft.refund_day or refund_day
        for role in (Role.STATUS, Role.CURRENCY, Role.QUANTITY):
            text = self.text(cells, role)
            if text:
                draft.texts.setdefault(role, text)
        for place, _rule in self.ties:
            if cells[place].strip():
                draft.ties.setdefault(place, cells[place].strip())

    def amount(self, cells: Sequence[str], role: Role) -> Decimal | None:
        place = self.at.get(role)
        if place is None or says_nothing(cells[place]):
            return None
        if place in self.column_refused:
            raise BadCell(self.title(role), cells[place], self.column_refused[place])
        try:
            text = cells[place].replace("%", "") if role is Role.VAT_RATE else cells[place]
            return Decimal(read_amount(text, self.marks.get(place, Mark.DOT)))
        except ValueError:
            raise BadCell(self.title(role), cells[place], _("This cell is not a number.")) from None

    def day(self, cells: Sequence[str], role: Role) -> date | None:
        place = self.at.get(role)
        if place is None or says_nothing(cells[place]):
            return None
        if place in self.column_refused:
            raise BadCell(self.title(role), cells[place], self.column_refused[place])
        form = self.forms.get(place, DateForm.YMD)
        try:
            found = read_moment(cells[place].strip(), form)
            if found.time is not None and found.offset is not None:
                return datetime.combine(found.day, found.time, tzinfo=found.offset).astimezone(self.zone).date()
            return found.day
        except (ValueError, OverflowError):
            reason = _("This is not a date ({form}).").format(form=_(FORM_TITLES[form]))
            raise BadCell(self.title(role), cells[place], reason) from None

    # ------------------------------------------------------------------------------------------------- orders

    def finish(self) -> None:
        counts = self.reading.counts
        for draft in self.drafts.values():
            if draft.number in self.bad:
                counts.description += draft.records
                self.leave_out(_("another row of the order is refused"))
                continue
            sold = draft.records - draft.refund_records
            try:
                order = self.order(draft)
            except BadCell as bad:
                self.refuse(draft.line, bad.column_title.strip(), bad.value, bad.reason)
                counts.merged += draft.records - 1
                continue
            self.reading.orders.append(order)
            if order.state is not OrderState.COUNTED:
                counts.description += draft.records
                self.leave_out(_("status “{status}”").format(status=order.status[:40] or "–"))
            elif order.tie is None:
                counts.description += draft.records
                self.leave_out(_("not tied to our work"))
            else:
                counts.data += 1 + draft.refund_records
                counts.merged += sold - 1
        if self.reading.left_out:
            told = ", ".join(f"{count} – {reason}" for reason, count in self.reading.left_out.items())
            total = sum(self.reading.left_out.values())
            words = ngettext(
                "{count} order is not counted: {reasons}.", "{count} orders are not counted: {reasons}.", total
            )
            self.reading.warnings.append(words.format(count=total, reasons=told))

    def leave_out(self, reason: str) -> None:
        self.reading.left_out[reason] = self.reading.left_out.get(reason, 0) + 1

    def order(self, draft: _Draft) -> Order:
        status = draft.texts.get(Role.STATUS, "")
        state = self.state(status)
        amount = draft.amounts.get(self.amount_role)
        if amount is None:
            value = Decimal(0) if state is not OrderState.COUNTED else None
            if value is None:
                raise BadCell(self.title(self.amount_role), "", _("The amount is missing."))
            amount = value
        if draft.day is None:
            raise BadCell(self.title(Role.DAY), "", _("The date is missing."))
        rate = draft.amounts.get(Role.VAT_RATE, self.rules.vat_rate)
        if rate is not None and not 0 <= rate <= 100:
            raise BadCell(self.title(Role.VAT_RATE), str(rate), _("A percentage lies between 0 and 100."))
        refunded = abs(draft.amounts.get(Role.REFUND, Decimal(0))) + draft.negative
        if not refunded and key(status) in self.refunded:
            refunded = amount  # the status alone says that all was paid back
        tie = self.tie(draft)
        return Order(
            number=draft.number,
            line=draft.line,
            day=draft.day,
            amount=amount,
            is_gross=self.amount_role is Role.GROSS,
            status=status,
            state=state,
            vat=draft.amounts.get(Role.VAT),
            vat_rate=rate,
            refunded=refunded,
            refunded_on=draft.refund_day,
            currency=(draft.texts.get(Role.CURRENCY) or self.rules.currency).upper(),
            items=draft.texts.get(Role.QUANTITY, ""),
            tie=tie[0] if tie else None,
            tied_by=tie[1] if tie else "",
        )

    def state(self, status: str) -> OrderState:
        word = key(status)
        if word in self.cancelled:
            return OrderState.CANCELLED
        if Role.STATUS not in self.at or not self.counted or word in self.counted:
            return OrderState.COUNTED
        return OrderState.OPEN

    def tie(self, draft: _Draft) -> tuple[Tie, str] | None:
        """Return what ties an order to our work: the first rule that holds, with the text that proves it."""
        for place, rule in self.ties:
            text = draft.ties.get(place, "")
            wanted = [key(value) for value in rule.values if key(value)]
            whole = key(text)
            listed = {key(part) for part in _LISTED.split(text)} | {whole}
            if whole and any(value in whole if rule.contains else value in listed for value in wanted):
                title = called(rule.title) if self.spec.kinds else rule.title.strip()
                return rule.tie, f"{title}: {text}"
        return None

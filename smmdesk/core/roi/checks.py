"""What is refused of a typed row, cell by cell and against the other rows (roi.md 9.1); sheet and form share it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from typing import TypeVar

from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.core.roi.rows import Evidence, LedgerRow
from smmdesk.core.roi.words import (
    COLUMNS,
    CostKind,
    Origin,
    RowType,
    Tie,
    Tier,
    ValueKind,
    VatBasis,
)

_NUMBER = re.compile(r"[-+]?(\d+)(?:\.(\d+))?\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_MOST_DIGITS = 12
_MOST_MONTHS = 24
_PERCENTAGES = ("vat_rate", "margin", "share", "probability", "recoverable_vat")

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row is not taken: the column, what stood in it, and the reason in the language now spoken."""

    column: str
    value: str
    reason: str


def check_row(cells: Mapping[str, str], *, entry: int = 0, origin: Origin = Origin.TYPED) -> LedgerRow | list[Refusal]:
    """Turn the cells of a row into a `LedgerRow`, or say everything that is wrong with them.

    Cells are plain text by column: numbers with a dot and without grouping, days `YYYY-MM-DD`, months `YYYY-MM`,
    evidence as names joined by `|`; a column may be absent. What belongs to another kind of row is left out. An empty
    id stays empty (see `content_ids`).
    """
    return _Check(cells).row(entry, origin)


class _Check:
    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = {column: (cells.get(column) or "").strip() for column in COLUMNS}
        self.refusals: list[Refusal] = []

    def refuse(self, column: str, reason: str) -> None:
        self.refusals.append(Refusal(column, self.cells[column], reason))

    def row(self, entry: int, origin: Origin) -> LedgerRow | list[Refusal]:
        row_type = self.word("row", RowType)
        if not self.cells["row"]:
            self.refuse("row", _("The kind of row is missing: write value, cost or total."))
        day = self.day("date")
        if not self.cells["date"]:
            self.refuse("date", _("The date is missing."))
        month = self.month("month")
        entered = self.month("entered_month")
        amount = self.amount()
        quantity = self.number("quantity")
        rate = self.number("rate")
        if rate is not None and rate <= 0:
            self.refuse("rate", _("An exchange rate must be above 0."))
        percentages = {column: self.percentage(column) for column in _PERCENTAGES}
        spread = self.spread()
        tier = self.word("tier", Tier)
        vat = self.word("vat", VatBasis)
        tie = self.word("tie", Tie)
        days = {column: self.day(column) for column in ("read_date", "rate_date", "confirmed_on")}
        kind = self.kind(row_type)
        currency = self.currency()
        if vat is VatBasis.GROSS and not self.cells["vat_rate"] and not self.cells["reverses"]:
            self.refuse("vat_rate", _("An amount with VAT needs the VAT rate."))
        if row_type is RowType.VALUE:
            self.check_value(tier, percentages["probability"], quantity, amount)
            if entered is not None and (home := month or (day and Month.of(day))) and entered < home:
                self.refuse("entered_month", _("A value cannot be reported before the month that it belongs to."))
        if self.refusals or row_type is None or day is None or amount is None:
            return self.refusals
        typed = LedgerRow(
            id=self.cells["id"],
            row=row_type,
            date=day,
            month=month or Month.of(day),
            amount=amount,
            entered_month=entered,
            kind=kind,
            tie=tie,
            quantity=quantity,
            currency=currency,
            rate=rate,
            vat=vat,
            tier=tier,
            evidence=tuple(Evidence(name) for name in evidence_names(self.cells["evidence"])),
            spread_months=spread,
            origin=origin,
            entry=entry,
            vat_rate=percentages["vat_rate"],
            margin=percentages["margin"],
            share=percentages["share"],
            probability=percentages["probability"],
            recoverable_vat=percentages["recoverable_vat"],
            read_date=days["read_date"],
            rate_date=days["rate_date"],
            confirmed_on=days["confirmed_on"],
            description=self.cells["description"],
            note=self.cells["note"],
            source=self.cells["source"],
            order_key=self.cells["order_key"],
            rule=self.cells["rule"],
            confirmed_by=self.cells["confirmed_by"],
            account=self.cells["account"],
            reverses=self.cells["reverses"],
        )
        return _only_its_columns(typed)

    def check_value(
        self, tier: Tier | None, probability: Decimal | None, quantity: Decimal | None, amount: int | None
    ) -> None:
        if not self.cells["tier"]:
            self.refuse("tier", _("A value row must say how sure it is: measured, confirmed or estimated."))
        if tier is not Tier.ESTIMATED and probability is not None and probability != 100:
            self.refuse("probability", _("Only an estimated row may have a probability other than 100 %."))
        if self.cells["reverses"] and amount is not None:
            units = Fraction(1 if quantity is None else quantity)
            if units * amount >= 0:
                self.refuse("amount", _("A row that takes another one back needs a negative amount."))

    def word(self, column: str, words: type[Word]) -> Word | None:
        text = self.cells[column].casefold()
        if not text:
            return None
        try:
            return words(text)
        except ValueError:
            self.refuse(column, _("This word is not known here. Known: {words}.").format(words=", ".join(words)))
            return None

    def kind(self, row_type: RowType | None) -> ValueKind | CostKind | None:
        if row_type is RowType.VALUE:
            return self.word("kind", ValueKind)
        return self.word("kind", CostKind) if row_type is RowType.COST else None

    def day(self, column: str) -> date | None:
        text = self.cells[column]
        if not text:
            return None
        try:
            if not _DAY.match(text):
                raise ValueError(text)
            day = date.fromisoformat(text)
            Month.of(day)
        except ValueError:
            self.refuse(column, _("This is not a date; write YYYY-MM-DD or DD/MM/YYYY."))
            return None
        return day

    def month(self, column: str) -> Month | None:
        text = self.cells[column]
        if not text:
            return None
        try:
            return Month.parse(text)
        except ValueError:
            self.refuse(column, _("This is not a month; write YYYY-MM."))
            return None

    def number(self, column: str) -> Decimal | None:
        text = self.cells[column]
        if not text:
            return None
        match = _NUMBER.match(text)
        if match is None or not text.isascii():
            self.refuse(column, _("This is not a number."))
            return None
        if len(match[1].lstrip("0")) > _MOST_DIGITS or len(match[2] or "") > _MOST_DIGITS:
            self.refuse(column, _("This number has too many digits."))
            return None
        return Decimal(text)

    def amount(self) -> int | None:
        if not self.cells["amount"]:
            self.refuse("amount", _("The amount is missing."))
            return None
        value = self.number("amount")
        if value is None:
            return None
        if len(self.cells["amount"].partition(".")[2]) > 2:
            self.refuse("amount", _("An amount of money has at most two decimals."))
            return None
        return int(value * 100)

    def percentage(self, column: str) -> Decimal | None:
        value = self.number(column)
        if value is not None and not 0 <= value <= 100:
            self.refuse(column, _("A percentage lies between 0 and 100."))
            return None
        return value

    def spread(self) -> int | None:
        value = self.number("spread_months")
        if value is None:
            return None
        if value != value.to_integral_value() or not 1 <= value <= _MOST_MONTHS:
            self.refuse("spread_months", _("A cost can be spread over 1 to 24 whole months."))
            return None
        return int(value)

    def currency(self) -> str:
        text = self.cells["currency"].upper()
        if text and not _CURRENCY.match(text):
            self.refuse("currency", _("Write the currency with its three letters, such as EUR."))
        return text


def evidence_names(cell: str) -> list[str]:
    """Return the file names of an evidence cell, each once, as typed."""
    return list(dict.fromkeys(name.strip() for name in cell.split("|") if name.strip()))


def _only_its_columns(row: LedgerRow) -> LedgerRow:
    if row.row is not RowType.VALUE:
        row = replace(
            row, entered_month=None, order_key="", tie=None, margin=None, share=None, probability=None, rule="",
            tier=None, confirmed_by="", confirmed_on=None, reverses="",
        )  # fmt: skip
    if row.row is not RowType.COST:
        row = replace(row, recoverable_vat=None, spread_months=None, account="")
    return replace(row, evidence=()) if row.row is RowType.TOTAL else row


def content_ids(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the id of each row of a sheet: as typed, else made from its content and its place among equal rows.

    Cells are compared as `check_row` takes them, so that a sheet read twice gives the same ids.
    """
    seen: dict[str, int] = {}
    ids = []
    for cells in rows:
        typed = (cells.get("id") or "").strip()
        if not typed:
            content = "\x1f".join(
                f"{column}={text}" for column in COLUMNS if (text := (cells.get(column) or "").strip())
            )
            seen[content] = seen.get(content, 0) + 1
            typed = "row-" + sha256(f"{content}\x1f{seen[content]}".encode()).hexdigest()[:16]
        ids.append(typed)
    return ids


def repeated_ids(ids: Sequence[str]) -> dict[int, Refusal]:
    """Return a refusal for each place whose id stands at an earlier place too (whether or not that row was taken)."""
    seen: set[str] = set()
    found = {}
    for place, row_id in enumerate(ids):
        if row_id in seen:
            found[place] = Refusal("id", row_id, _("An earlier row of the same sheet has this id."))
        seen.add(row_id)
    return found


def check_rows(rows: Sequence[LedgerRow], existing: Iterable[LedgerRow] = ()) -> list[Refusal | None]:
    """Say of each new row why it cannot stand beside the others, or None: one answer per row, in their order.

    `existing` are the client's rows already kept; a new row with the id of one of them replaces it, which must not
    change its `row` or `month`. Refused besides: the later of two rows with one id, a second total for one month, and
    a reversal of an unknown row, of a cost or total, or of a reversal. What is refused here is no original for
    others: a reversal of it is refused in its turn, unless the row kept before still stands.
    """
    return _Neighbours(rows, {row.id: row for row in existing}).refusals()


class _Neighbours:
    """New rows among those kept before, refused one by one until those that are left stand together."""

    def __init__(self, rows: Sequence[LedgerRow], kept: Mapping[str, LedgerRow]) -> None:
        self.rows, self.kept = rows, kept
        repeated = repeated_ids([row.id for row in rows])
        self.found = [repeated.get(place) or self.renumbered(row) for place, row in enumerate(rows)]

    def refusals(self) -> list[Refusal | None]:
        while self.refuse_more():
            pass
        return self.found

    def renumbered(self, row: LedgerRow) -> Refusal | None:
        before = self.kept.get(row.id)
        if before is not None and before.row is not row.row:
            reason = _(
                "The row kept under this id is a {before} row; the sheet may be another one with the same numbering."
            )
            return Refusal("row", row.row.value, reason.format(before=before.row.value))
        if before is not None and before.month != row.month:
            reason = _(
                "The row kept under this id belongs to {before}; the sheet may be another one with the same numbering."
            )
            return Refusal("month", str(row.month), reason.format(before=before.month))
        return None

    def refuse_more(self) -> bool:
        """Refuse what cannot stand beside the rows that are left; tell whether there was any."""
        left = [(place, row) for place, row in enumerate(self.rows) if self.found[place] is None]
        standing = {**self.kept, **{row.id: row for _place, row in left}}
        totals = {row.month: row.id for row in self.kept.values() if row.row is RowType.TOTAL}
        for place, row in left:
            if row.row is RowType.TOTAL and totals.setdefault(row.month, row.id) != row.id:
                reason = _("There is already a total for this month: {id}.").format(id=totals[row.month])
                self.found[place] = Refusal("month", str(row.month), reason)
            elif row.is_reversal:
                self.found[place] = self.bad_reversal(row, standing)
        return any(self.found[place] is not None for place, _row in left)

    def bad_reversal(self, row: LedgerRow, standing: Mapping[str, LedgerRow]) -> Refusal | None:
        original = standing.get(row.reverses)
        if original is None:
            reason = _("There is no row with this id to take back.")
        elif original.row is not RowType.VALUE:
            reason = _("Only a value row can be taken back.")
        elif original.is_reversal and not self.took_back(row, original.id):
            reason = _("A row that takes another one back cannot itself be taken back.")
        elif any(self.took_back(other, row.id) for other in standing.values()):
            reason = _("Another row takes this one back, so it cannot itself take one back.")
        elif _gross_without_rate(row, original):
            return Refusal("vat_rate", "", _("An amount with VAT needs the VAT rate."))
        else:
            return None
        return Refusal("reverses", row.reverses, reason)

    def took_back(self, row: LedgerRow, original_id: str) -> bool:
        """Tell whether a row takes another one back, and did so already before while that one was no reversal."""
        before, original = self.kept.get(row.id), self.kept.get(original_id)
        return (
            row.reverses == original_id
            and before is not None
            and before.reverses == original_id
            and original is not None
            and not original.is_reversal
        )


def _gross_without_rate(row: LedgerRow, original: LedgerRow) -> bool:
    vat = original.vat if row.vat is None else row.vat
    return vat is VatBasis.GROSS and row.vat_rate is None and original.vat_rate is None

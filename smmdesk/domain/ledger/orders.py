"""Importing an order export: orders that are tied to our work become measured rows, what was paid back reversals."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

from smmdesk import __version__
from smmdesk.core import periods
from smmdesk.core.errors import UserError
from smmdesk.core.formats import slug
from smmdesk.core.i18n import _, language
from smmdesk.core.money import cents_text, round_half_up
from smmdesk.core.roi.checks import Refusal, check_row, check_rows
from smmdesk.core.roi.rows import Evidence, LedgerRow
from smmdesk.core.roi.words import Origin, VatBasis
from smmdesk.domain.clients import Client
from smmdesk.domain.files import keep_file, read_source
from smmdesk.domain.imports.rows import FirstRows, ImportResult
from smmdesk.domain.imports.tables import Import, ImportRefusal
from smmdesk.domain.ledger.queries import ledger_rows
from smmdesk.domain.ledger.rows import KeptRow
from smmdesk.domain.ledger.rules import cells_of, changed_columns
from smmdesk.domain.ledger.said import SaidFile, Sayings
from smmdesk.domain.ledger.writing import Writer
from smmdesk.importers.detection import ORDERS
from smmdesk.importers.mapping.orders import Order, OrdersReading, OrderState, read_orders
from smmdesk.importers.mapping.spec import MappingSpec, to_json
from smmdesk.importers.rows import RefusedRow
from smmdesk.store.database import database_errors, transaction

# What a later export of the same order may change of its row; all else is the user's.
_MOST_SHOWN = 20
_FROM_FILE = ("date", "month", "amount", "currency", "vat", "vat_rate", "tie", "order_key")


def import_orders(
    path: Path, client_id: int, spec: MappingSpec, *, read_on: date, dry_run: bool = False
) -> ImportResult:
    """Import an order export for a client in one transaction: each order once, whatever number of exports hold it.

    An order that is tied to our work by a rule of the mapping becomes a measured row with the file as evidence. What
    was paid back becomes a reversal on the day of the refund where the file says it; else on the order's own day when
    the first export that holds the order shows it, and on `read_on` when a later one does. A later export adds only
    what is new; an older one changes nothing. Raises UserError where the mapping does not fit, WorkspaceHeld where
    this process may not write.
    """
    with database_errors():
        client = Client.get_or_none(Client.id == client_id)
    if client is None:
        raise UserError(_("This client no longer exists."), field="client")
    work = _Work(path, client, spec, read_orders(path, spec), read_on)
    if dry_run:
        work.compare()
        rows = [one.row for one in work.wanted if one.row is not None]
        return replace(work.result(dry_run=True), first_rows=FirstRows(ledger=tuple(rows[:_MOST_SHOWN])))
    with transaction():
        work.compare()
        import_id = work.write()
    return work.result(import_id=import_id)


# ------------------------------------------------------------------------------------------------------------ rules


def row_prefix(spec: MappingSpec) -> str:
    """Return what the ids of the rows of one shop begin with."""
    return slug(spec.orders.source or spec.name) or "order"


def net_cents(order: Order) -> tuple[int, VatBasis]:
    """Return the amount of an order in hundredths and whether VAT is still in it: taken off where it is known."""
    if not order.is_gross or order.vat is None:
        return round_half_up(order.amount * 100), VatBasis.GROSS if order.is_gross else VatBasis.NET
    return round_half_up((order.amount - order.vat) * 100), VatBasis.NET


def refunded_cents(order: Order) -> int:
    """Return what was paid back of an order in hundredths, on the same side of VAT as `net_cents`.

    Of a gross refund the VAT is taken off in the proportion of the order, so that a whole refund takes back the whole.
    """
    whole, _basis = net_cents(order)
    if not order.refunded:
        return 0
    if not order.is_gross or order.vat is None or not order.amount:
        return round_half_up(order.refunded * 100)
    return round_half_up(order.refunded * whole / order.amount)


@dataclass(slots=True)
class _Wanted:
    """A row that the file asks for: the order that it comes from, its cells, then the row or what is wrong with it."""

    order: Order
    cells: dict[str, str]
    row: LedgerRow | None = None
    refusals: list[Refusal] = field(default_factory=list)


class _Work:
    """One order export being imported."""

    def __init__(self, path: Path, client: Client, spec: MappingSpec, reading: OrdersReading, read_on: date) -> None:
        self.path, self.client, self.spec, self.reading, self.read_on = path, client, spec, reading, read_on
        self.counts = reading.counts
        self.warnings = list(reading.warnings)
        self.content = read_source(path)
        self.evidence = Evidence(path.name, hashlib.sha256(self.content).hexdigest())
        self.known: dict[str, KeptRow] = {}
        self.refunds: dict[str, list[KeptRow]] = {}
        self.wanted: list[_Wanted] = []
        self.added: list[LedgerRow] = []
        self.changed: list[LedgerRow] = []
        self.unchanged: list[LedgerRow] = []
        self.days: list[date] = []

    # ------------------------------------------------------------------------------------------------- comparing

    def compare(self) -> None:
        """Say which rows are new, changed or as before."""
        kept = ledger_rows(self.client.id)
        self.known = {one.row.id: one for one in kept}
        for one in kept:
            if one.row.is_reversal:
                self.refunds.setdefault(one.row.reverses, []).append(one)
        with language(str(self.client.language)):
            for order in self.reading.orders:
                self.take(order)
        good = [one for one in self.wanted if one.row is not None]
        existing = [one.row for one in kept]
        for one, refusal in zip(good, check_rows([_row(one) for one in good], existing), strict=True):
            if refusal is not None:
                one.row = None
                one.refusals.append(refusal)
                continue
            row = _row(one)
            self.days.append(row.date)
            before = self.known.get(row.id)
            if before is None:
                self.added.append(row)
            elif changed_columns(before.row, row):
                self.changed.append(row)
            else:
                self.unchanged.append(row)
        bad = sum(one.row is None for one in self.wanted)
        self.counts.refused += bad
        self.counts.data -= min(bad, self.counts.data)

    def take(self, order: Order) -> None:
        row_id = f"{row_prefix(self.spec)}-{order.number}"
        before = self.known.get(row_id)
        if order.state is OrderState.COUNTED and order.tie is not None:
            self.want(order, self.sale_cells(order, row_id, before))
            self.take_back(order, row_id, refunded_cents(order), is_first=before is None)
        elif order.state is OrderState.CANCELLED and before is not None:
            # It was counted once and is called off now: what is left of it goes back.
            self.want(order, cells_of(before.row))
            self.take_back(order, row_id, before.row.amount, is_first=False)

    def want(self, order: Order, cells: dict[str, str]) -> None:
        one = _Wanted(order, cells)
        checked = check_row(cells, origin=Origin.IMPORT)
        if isinstance(checked, list):
            one.refusals = checked
        else:
            before = self.known.get(checked.id)
            evidence = before.row.evidence if before is not None else (self.evidence,)
            origin = before.row.origin if before is not None else Origin.IMPORT
            entry = before.row.entry if before is not None else 0
            one.row = replace(checked, evidence=evidence, origin=origin, entry=entry)
        self.wanted.append(one)

    def sale_cells(self, order: Order, row_id: str, before: KeptRow | None) -> dict[str, str]:
        amount, vat = net_cents(order)
        rate = order.vat_rate if vat is VatBasis.GROSS else None
        currency = "" if order.currency == self.client.currency else order.currency
        told = {
            "date": order.day.isoformat(),
            "month": str(periods.Month.of(order.day)),
            "amount": cents_text(amount),
            "currency": currency,
            "vat": vat.value,
            "vat_rate": f"{rate:f}" if rate is not None else "",
            "tie": order.tie.value if order.tie is not None else "",
            "order_key": order.number,
        }
        if before is not None:
            is_older = before.row.read_date is not None and self.read_on < before.row.read_date
            mine = cells_of(before.row)
            return mine if is_older else {**mine, **{name: told[name] for name in _FROM_FILE}}
        return {
            "id": row_id,
            "row": "value",
            "kind": self.spec.orders.kind.value,
            "description": _("Order {number}").format(number=order.number),
            "note": order.tied_by[:200],
            "source": self.spec.orders.source or self.spec.name,
            "read_date": self.read_on.isoformat(),
            "tier": "measured",
            **told,
        }

    def take_back(self, order: Order, row_id: str, refunded: int, *, is_first: bool) -> None:
        """Ask for the reversals of an order: those kept, and one more where more was paid back than they say."""
        kept = self.refunds.get(row_id, [])
        for one in kept:
            self.want(order, cells_of(one.row))
        already = -sum(int(one.row.units * one.row.amount) for one in kept)
        rest = refunded - already
        if rest < 0:
            newest = max((one.row.read_date for one in kept if one.row.read_date), default=None)
            if newest is None or self.read_on >= newest:
                self.warnings.append(
                    _("Of order {number} less was paid back than the ledger says; it was left as it is.").format(
                        number=order.number
                    )
                )
            return
        if not rest:
            return
        seen_on = order.day if is_first else max(self.read_on, order.day)
        day = max(order.refunded_on or seen_on, order.day)
        before = self.known.get(row_id)
        currency = before.row.currency if before is not None else self.wanted[-1].cells["currency"]
        number = len(kept) + 1
        while f"{row_id}-refund-{number}" in self.known:
            number += 1
        cells = {
            "id": f"{row_id}-refund-{number}",
            "row": "value",
            "date": day.isoformat(),
            "kind": self.spec.orders.kind.value,
            "description": _("Paid back on order {number}").format(number=order.number),
            "source": self.spec.orders.source or self.spec.name,
            "read_date": self.read_on.isoformat(),
            "order_key": order.number,
            "amount": cents_text(-rest),
            "currency": currency,
            "tier": "measured",
            "reverses": row_id,
        }
        self.want(order, cells)

    # ------------------------------------------------------------------------------------------------- writing

    def write(self) -> int | None:
        """Write what is new and changed and what the export says of each row; return the id of the import."""
        if not (self.added or self.changed or self.unchanged):
            return None
        same = (
            Import.select(Import.id)
            .where(
                (Import.client == self.client.id)
                & (Import.sha256 == self.evidence.sha256)
                & (Import.format == ORDERS)
                & (Import.state == "done")
            )
            .order_by(Import.id.desc())
            .first()
        )
        if same is not None and not self.added and not self.changed:
            return same.id
        import_id, file_id = self.begin()
        writer = Writer(self.client.id)
        said = [one.row for one in self.wanted if one.row is not None]
        sayings = Sayings(import_id, self.client.id, writer.position, said, self.known)
        for row in self.added:
            row_id = writer.add(row, position=sayings.of(row).position, sheet_import=import_id)
            writer.attach(row_id, [(file_id, self.path.name)])
            sayings.of(row).files = [SaidFile(self.path.name, self.evidence.sha256, attached=True)]
        for row in self.changed:
            kept = self.known[row.id]
            sayings.of(row).changes = writer.change(kept, row)
            writer.attach(kept.id, [(file_id, self.path.name)])
            is_fresh = self.evidence.sha256 not in {file.sha256 for file in kept.evidence}
            sayings.of(row).files = [SaidFile(self.path.name, self.evidence.sha256, attached=is_fresh)]
        sayings.save()
        return import_id

    def begin(self) -> tuple[int, int]:
        file_id = keep_file(self.content, self.path.name)
        row = Import.create(
            client=self.client.id,
            file=file_id,
            file_name=self.path.name,
            sha256=self.evidence.sha256,
            format=ORDERS,
            read_on=self.read_on,
            first_day=min(self.days, default=None),
            last_day=max(self.days, default=None),
            state="done",
            counts={
                **asdict(self.counts),
                "added": len(self.added),
                "updated": len(self.changed),
                "unchanged": len(self.unchanged),
            },
            warnings=list(self.warnings),
            answers={"read_on": self.read_on.isoformat(), "mapping": to_json(self.spec)},
            imported_at=int(periods.now().timestamp()),
            program_version=__version__,
        )
        for refused in self.refused():
            ImportRefusal.create(
                source=row, line=refused.line, column=refused.column, value=refused.value, reason=refused.reason
            )
        return row.id, file_id

    def refused(self) -> list[RefusedRow]:
        bad = [
            RefusedRow(one.order.line, refusal.column, refusal.value[:500], refusal.reason)
            for one in self.wanted
            if one.row is None
            for refusal in one.refusals
        ]
        return sorted([*self.reading.refused, *bad], key=lambda row: row.line)

    def result(self, *, dry_run: bool = False, import_id: int | None = None) -> ImportResult:
        """Return what became of the file."""
        error = ""
        if not self.wanted:
            error = (
                _("“{name}” holds orders, but none of them is tied to our work by the rules of the mapping.")
                if self.reading.orders
                else _("No row of “{name}” could be kept.")
            ).format(name=self.path.name)
        elif all(one.row is None for one in self.wanted):
            error = _("No row of “{name}” could be kept.").format(name=self.path.name)
        return ImportResult(
            file=str(self.path),
            format=ORDERS,
            first_day=min(self.days, default=None),
            last_day=max(self.days, default=None),
            read_on=self.read_on,
            rows=self.counts,
            refused=tuple(self.refused()),
            warnings=tuple(dict.fromkeys(self.warnings)),
            import_id=import_id,
            dry_run=dry_run,
            error=error,
            added=len(self.added),
            updated=len(self.changed),
            unchanged=len(self.unchanged),
            mapping=self.spec.name,
        )


def _row(one: _Wanted) -> LedgerRow:
    assert one.row is not None
    return one.row

"""The ledger of a month as the report prints it: the rules' figures and rows turned into the paper's own data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from smmdesk.core.money import round_half_up
from smmdesk.core.periods import Month
from smmdesk.core.roi.amounts import CostAmounts, ValueAmounts
from smmdesk.core.roi.ledger import Ledger
from smmdesk.core.roi.month import Amount, LedgerMonth, Ratio, Three
from smmdesk.core.roi.reckoning import month_of
from smmdesk.core.roi.rows import DEFAULT_RULE, Evidence, LedgerRow
from smmdesk.core.roi.words import Tier
from smmdesk.documents import data


def paper_ledger(
    ledger: Ledger,
    month: LedgerMonth,
    method: data.Method,
    claims: Iterable[data.PlatformClaim] = (),
) -> data.Ledger:
    """Return what the report prints of the month's money. The month is not blocked."""
    running = month.running
    return data.Ledger(
        state=data.LedgerState(month.state.value),
        measured=_figure(month.measured),
        confirmed=_figure(month.confirmed),
        estimated=_figure(month.estimated),
        proven=_figure(month.proven),
        full=_figure(month.full),
        invested=_figure(month.invested),
        invested_cash=month.invested_cash.cents,
        net=_triple(month.net),
        per_unit=_triple(month.per_unit),
        roi=_triple(month.roi),
        range_low=month.low.value,
        range_high=month.high.value,
        sales=_figure(month.sales),
        sales_per_unit=month.sales_per_unit.value,
        break_even_margin=month.break_even_margin.value,
        break_even_sales=month.break_even_sales.cents,
        break_even_customers=month.break_even_customers.count,
        late_value=_figure(month.late_value),
        running=None
        if running.since is None
        else data.Running(running.since, running.value.cents, running.invested.cents, running.roi.value),
        restated=tuple(_restated_months(ledger, month)),
        values=tuple(
            _value(ledger, value, month.month, counted=True)
            for value in sorted(ledger.listed_values(month.month), key=lambda value: value.tier.rank)
        ),
        costs=tuple(_cost(ledger, cost, month.month) for cost in ledger.costs_of(month.month)),
        not_counted=tuple(
            data.NotCounted(
                _value(ledger, value, month.month, counted=False),
                ledger.not_counted[value.row.id].reason.value,
                _named(ledger, ledger.not_counted[value.row.id].of, month.month),
            )
            for value in ledger.excluded_values(month.month)
        ),
        platform_claims=tuple(claims),
        method=method,
    )


def method_of(ledger: Ledger, month: LedgerMonth, margins: Sequence[data.MarginBasis], **known: object) -> data.Method:
    """Return what "How we computed this" says of the month's counted rows; `known` are its other fields."""
    counted = ledger.values_of(month.month)
    measured = [value.row for value in counted if value.tier is Tier.MEASURED]
    confirmed = [value.row for value in counted if value.tier is Tier.CONFIRMED]
    estimated = [value.row for value in counted if value.tier is Tier.ESTIMATED]
    used = {value.margin for value in counted if value.margin is not None and not value.is_saving}
    agreed = {basis.percent: basis for basis in margins}
    return data.Method(
        margins=tuple(agreed.get(margin, data.MarginBasis(margin)) for margin in sorted(used)),
        systems=_distinct(row.source for row in measured),
        ties=_distinct(row.tie.value for row in measured if row.tie is not None),
        confirmers=tuple(
            dict.fromkeys(
                (row.confirmed_by.strip(), row.confirmed_on)
                for row in confirmed
                if row.confirmed_by.strip() and row.confirmed_on is not None
            )
        ),
        assumptions=_distinct(row.note or row.description for row in estimated),
        **known,  # type: ignore[arg-type]
    )


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _figure(amount: Amount) -> data.Figure:
    return data.Figure(amount.cents, amount.rows)


def _triple(three: Three[Amount] | Three[Ratio]) -> data.Triple:
    def value(figure: Amount | Ratio) -> data.Exact | None:
        return figure.cents if isinstance(figure, Amount) else figure.value

    return data.Triple(value(three.floor), value(three.headline), value(three.full))


def _named(ledger: Ledger, row_id: str, month: Month) -> str:
    row = ledger.by_id.get(row_id)
    if row is None or row_id in ledger.not_counted:
        return row_id
    return ledger.reference(row, month)


def _evidence(files: Iterable[Evidence], read_on: date | None) -> tuple[data.EvidenceFile, ...]:
    return tuple(data.EvidenceFile(file.name, file.sha256, read_on) for file in files)


def _foreign(row: LedgerRow, currency: str, home: str, rate: Decimal | None) -> dict[str, object]:
    if currency == home:
        return {}
    return {
        "foreign": round_half_up(row.units * row.amount),
        "foreign_currency": currency,
        "rate": rate,
        "rate_day": row.rate_date,
    }


def _value(ledger: Ledger, value: ValueAmounts, month: Month, *, counted: bool) -> data.ValueRow:
    row = value.row
    return data.ValueRow(
        mark=ledger.marks(month)[row.id] if counted else "",
        day=row.date,
        description=row.description,
        kind=value.kind.value,
        claimed=data.Tier((row.tier or value.tier).value),
        tier=data.Tier(value.tier.value),
        quantity=row.units,
        net=value.net or 0,
        margin=value.margin,
        share=value.share,
        probability=value.probability,
        amount=value.amount if counted else 0,
        evidence=_evidence(row.evidence, row.read_date),
        confirmed_by=row.confirmed_by,
        confirmed_on=row.confirmed_on,
        source=row.source,
        read_on=row.read_date,
        note=row.note,
        tie=row.tie.value if row.tie is not None else "",
        month=row.month if row.is_late else None,
        reverses=_named(ledger, row.reverses, month) if row.is_reversal else "",
        rule="" if value.rule == ledger.terms.rule else value.rule,
        id=row.id,
        **_foreign(row, value.currency, ledger.terms.currency, value.rate),  # type: ignore[arg-type]
    )


def _cost(ledger: Ledger, cost: CostAmounts, month: Month) -> data.CostRow:
    row = cost.row
    net, amount = cost.net or 0, cost.amount or 0
    is_spread = row.spread > 1
    return data.CostRow(
        mark=ledger.marks(month)[row.id],
        day=row.date,
        description=row.description,
        kind=cost.kind.value,
        quantity=row.units,
        net=net,
        vat_kept=amount - net,
        amount=cost.part(month) or 0,
        cash=(amount if row.month == month else 0) if is_spread else None,
        spread_months=row.spread,
        spread_place=month.index - row.month.index + 1,
        evidence=_evidence(row.evidence, row.read_date),
        source=row.source,
        read_on=row.read_date,
        note=row.note,
        origin=row.origin.value,
        id=row.id,
        **_foreign(row, cost.currency, ledger.terms.currency, row.rate),  # type: ignore[arg-type]
    )


def _restated_months(ledger: Ledger, month: LedgerMonth) -> Iterable[data.Restated]:
    changed = {value.row.month for value in ledger.late_values_in(month.month) if value.tier.is_proven}
    if month.restated is not None:
        changed.add(month.month)
    for one in sorted(changed):
        first = month if one == month.month else month_of(ledger, one)
        now = first.restated
        if now is not None:
            yield data.Restated(one, first.proven.cents, first.roi.headline.value, now.proven.cents, now.roi.value)


def rules_name(rule: str) -> str:
    """Return an attribution rule as the client agreed it; empty for the default, which the paper words itself."""
    return "" if rule == DEFAULT_RULE else rule

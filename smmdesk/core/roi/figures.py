"""The ledger of a month as the JSON object of `figures` (roi.md 9.12): decimal strings and the marks behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from smmdesk.core.money import cents_text, decimal_text
from smmdesk.core.roi.month import Amount, Customers, LedgerMonth, Marks, MonthRow, Ratio, Restated, Three
from smmdesk.core.roi.notices import Notice

Json = dict[str, Any]


def figures_json(
    month: LedgerMonth,
    platform_claims: Iterable[Mapping[str, Any]] = (),
    proposed: Iterable[Mapping[str, Any]] = (),
) -> Json:
    """Return the "ledger" object of roi.md 9.12, its keys in the order of the example there.

    Platform claims and proposed costs come from imports and contracts; they are listed, never added. Sentences are in
    the language now spoken.
    """
    running = month.running
    return {
        "state": month.state.value,
        "measured": _figure(month.measured),
        "confirmed": _figure(month.confirmed),
        "estimated": _figure(month.estimated),
        "proven": _figure(month.proven),
        "full": _figure(month.full),
        "invested": _figure(month.invested),
        "net": _three(month.net),
        "per_unit": _three(month.per_unit),
        "roi": _three(month.roi),
        "range": {"low": _figure(month.low), "high": _figure(month.high)},
        "shares": {
            "measured": _figure(month.shares.measured),
            "confirmed": _figure(month.shares.confirmed),
            "estimated": _figure(month.shares.estimated),
        },
        "sales": _figure(month.sales),
        "sales_per_unit": _figure(month.sales_per_unit),
        "break_even_margin": _figure(month.break_even_margin),
        "break_even_sales": _figure(month.break_even_sales),
        "break_even_customers": _customers(month.break_even_customers),
        "late_value": _figure(month.late_value),
        "running": {
            "value": _figure(running.value),
            "invested": _figure(running.invested),
            "roi": _figure(running.roi),
            "since": None if running.since is None else str(running.since),
        },
        "invested_cash": _figure(month.invested_cash),
        "restated": _restated(month.restated),
        "not_counted": [{"id": row.id, "reason": row.reason.value, "of": row.of} for row in month.not_counted],
        "platform_claims": [dict(claim) for claim in platform_claims],
        "proposed": [dict(cost) for cost in proposed],
        "rows": [_row(row) for row in month.rows],
        "gates": [_gate(gate) for gate in month.gates],
        "warnings": [
            {"code": warning.code.value, "message": warning.message, "rows": list(warning.rows)}
            for warning in month.warnings
        ],
    }


def figure_json(value: str | None, rows: Marks) -> Json:
    """Return one figure: a decimal string or null, and the rows that it comes from (none where there is no value)."""
    return {"value": value, "rows": list(rows)}


def _figure(figure: Amount | Ratio) -> Json:
    return figure_json(figure.text, figure.rows)


def _three(figures: Three[Amount] | Three[Ratio]) -> Json:
    return {
        "floor": _figure(figures.floor),
        "headline": _figure(figures.headline),
        "full": _figure(figures.full),
    }


def _customers(figure: Customers) -> Json:
    count = None if figure.count is None else str(figure.count)
    exact = None if figure.exact is None else decimal_text(figure.exact)
    return {"value": count, "exact": exact, "rows": list(figure.rows)}


def _restated(restated: Restated | None) -> Json | None:
    return None if restated is None else {"proven": _figure(restated.proven), "roi": _figure(restated.roi)}


def _gate(gate: Notice) -> Json:
    return {"code": gate.code.value, "rows": list(gate.rows), "message": gate.message}


def _row(row: MonthRow) -> Json:
    return {
        "mark": row.mark,
        "id": row.row.id,
        "tier": None if row.tier is None else row.tier.value,
        "claimed": None if row.claimed is None else row.claimed.value,
        "kind": row.kind.value,
        "date": row.date.isoformat(),
        "net": None if row.net is None else cents_text(row.net),
        "amount": None if row.amount is None else cents_text(row.amount),
        "evidence": [{"name": file.name, "sha256": file.sha256} for file in row.evidence],
    }

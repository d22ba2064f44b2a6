"""The figures of a report on the command line: as JSON (roi.md 9.12), or as tables for people."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from smmdesk.cli.session import plain, print_json, print_table, reading, say
from smmdesk.core.errors import ReportBlocked
from smmdesk.core.formats import month_name
from smmdesk.core.i18n import _, mark
from smmdesk.domain.clients import find_client
from smmdesk.domain.figures import month_figures
from smmdesk.domain.types import type_title

# The figures of the ledger in the order in which a person asks for them.
_TITLES: dict[str, str] = {
    "measured": mark("Came back, measured"),
    "confirmed": mark("Came back, confirmed"),
    "estimated": mark("Came back, estimated"),
    "proven": mark("Proven (measured and confirmed)"),
    "full": mark("With the estimates"),
    "invested": mark("Invested"),
    "invested_cash": mark("Paid in the month"),
    "net.floor": mark("Net, measured only"),
    "net.headline": mark("Net, proven"),
    "net.full": mark("Net, with the estimates"),
    "per_unit.floor": mark("For every 1, measured only"),
    "per_unit.headline": mark("For every 1, proven"),
    "per_unit.full": mark("For every 1, with the estimates"),
    "roi.floor": mark("ROI %, measured only"),
    "roi.headline": mark("ROI %, proven"),
    "roi.full": mark("ROI %, with the estimates"),
    "range.low": mark("Range of the ROI %, from"),
    "range.high": mark("Range of the ROI %, to"),
    "shares.measured": mark("Share measured %"),
    "shares.confirmed": mark("Share confirmed %"),
    "shares.estimated": mark("Share estimated %"),
    "sales": mark("Sales linked to the work"),
    "sales_per_unit": mark("Sales for every 1"),
    "break_even_margin": mark("Break-even margin %"),
    "break_even_sales": mark("Break-even sales"),
    "break_even_customers": mark("Break-even customers"),
    "late_value": mark("Late value"),
    "running.value": mark("Proven since the start"),
    "running.invested": mark("Invested since the start"),
    "running.roi": mark("ROI % since the start"),
    "restated.proven": mark("Proven, as known today"),
    "restated.roi": mark("ROI %, as known today"),
}
_MOST_MARKS = 12


def figures(options: argparse.Namespace) -> int:
    """Print every figure of a client's month with its rows; exit 4 where a gate blocks it."""
    with reading(options):
        client = find_client(options.client)
        found = month_figures(client.id, options.month)
    if options.json:
        print_json(found)
    else:
        print(f"{plain(client.name)}, {month_name(options.month)} ({found['currency']})")
        print(_("State: {state}").format(state=found["ledger"]["state"]))
        _print_ledger(found["ledger"])
        _print_work(found["deliverables"])
        _print_accounts(found["accounts"])
        _print_kpis(found["kpis"])
    gates = found["ledger"]["gates"]
    for gate in gates:
        say(plain(f"{gate['code']}: {gate['message']} [{', '.join(gate['rows'])}]"))
    return ReportBlocked.exit_code if gates else 0


def _print_ledger(ledger: Mapping[str, Any]) -> None:
    named = dict(_figures_in(ledger))
    rows = [
        (_(title), _value(named[key]), _marks(named[key]["rows"])) for key, title in _TITLES.items() if key in named
    ]
    _print_section(_("Money"), (_("figure"), _("value"), _("rows")), rows, right=(1,))
    rows = [(row["mark"] or "–", row["id"], row["kind"], row["date"], row["amount"] or "–") for row in ledger["rows"]]
    _print_section(_("Rows"), (_("mark"), _("id"), _("kind"), _("date"), _("amount")), rows, right=(4,))
    for warning in ledger["warnings"]:
        print(plain(f"! {warning['message']}"))


def _figures_in(ledger: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key, value in ledger.items():
        if not isinstance(value, dict):
            continue
        if "value" in value and "rows" in value:
            yield prefix + key, value
        else:
            yield from _figures_in(value, f"{prefix}{key}.")


def _print_work(deliverables: Sequence[Mapping[str, Any]]) -> None:
    heads = (
        _("type"), _("promised"), _("carried in"), _("delivered"), _("carried out"), _("extra"), _("rows"),
    )  # fmt: skip
    rows = [
        (
            type_title(row["type"]),
            *(str(row[key]) for key in ("promised", "carried_in", "delivered", "carried_out", "extra")),
            _marks(row["rows"]),
        )
        for row in deliverables
    ]
    _print_section(_("Agreed and delivered"), heads, rows, right=(1, 2, 3, 4, 5))


def _print_accounts(accounts: Sequence[Mapping[str, Any]]) -> None:
    rows = []
    for account in accounts:
        name = f"{account['platform']} {account['handle']}".strip()
        if account["guest"]:
            name = _("{account} (guest)").format(account=name)
        for metric in account["metrics"]:
            rows.append((name, metric["metric"], metric["value"] or "–", metric["state"], metric.get("read_on") or ""))
        for metric in account["posts"]["metrics"]:
            rows.append((name, metric["metric"], metric["value"] or "–", metric["state"], ""))
    heads = (_("account"), _("metric"), _("value"), _("state"), _("read on"))
    _print_section(_("Accounts"), heads, rows, right=(2,))


def _print_kpis(kpis: Sequence[Mapping[str, Any]]) -> None:
    rows = [(kpi["text"], kpi["value"] or "–", kpi["target"] or "–", kpi["status"] or "–") for kpi in kpis]
    _print_section(_("Page 1"), (_("figure"), _("value"), _("target"), _("status")), rows, right=(1, 2))


def _print_section(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int]) -> None:
    if rows:
        print(f"\n{title}")
        print_table(heads, rows, right=right)


def _value(figure: Mapping[str, Any]) -> str:
    return figure["value"] if figure["value"] is not None else "–"


def _marks(rows: Sequence[str]) -> str:
    """Return the marks in one line; of very many the first ones and how many there are."""
    if len(rows) <= _MOST_MARKS:
        return " ".join(rows)
    return _("{marks} … ({count} in all)").format(marks=" ".join(rows[: _MOST_MARKS // 2]), count=len(rows))

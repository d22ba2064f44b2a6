"""Typed numbers on the command line: setting them for a month, and listing them with where each comes from."""

from __future__ import annotations

import argparse
from typing import Any

from smmdesk.cli.session import plain, print_json, print_table, reading, writing
from smmdesk.core.errors import UserError
from smmdesk.core.formats import month_name, numeric_day
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.periods import Month
from smmdesk.core.readings import Metric, State, Unit
from smmdesk.domain.accounts import AccountRow, find_account
from smmdesk.domain.clients import find_client
from smmdesk.domain.figures import value_text
from smmdesk.domain.results.typed.commands import keep_numbers
from smmdesk.domain.results.typed.queries import number_grid, source_words, typed_metrics
from smmdesk.domain.results.typed.rows import NumberCell, TypedNumber, TypedResult
from smmdesk.domain.results.typed.rules import state_words


def set_numbers(options: argparse.Namespace) -> int:
    """Keep typed numbers of an account's month; an empty value takes back what was typed."""
    with writing(options):
        account = find_account(find_client(options.client).id, options.account)
        numbers = _numbers(account, options)
        result = keep_numbers(account.id, numbers, read_on=options.read_on, evidence=options.evidence)
    if options.json:
        print_json(_result_json(account, options.month, result))
    else:
        print(plain(f"{account.title}, {month_name(options.month)}"))
        told = _("added {added}, updated {updated}, unchanged {unchanged}")
        print("  " + told.format(added=result.added, updated=result.updated, unchanged=result.unchanged))
        if result.taken_back:
            back = ngettext("{n} number taken back", "{n} numbers taken back", result.taken_back)
            print("  " + back.format(n=result.taken_back))
    return 0


def list_numbers(options: argparse.Namespace) -> int:
    """List the numbers of an account that can be typed, for one month or the thirteen up to it."""
    with reading(options):
        account = find_account(find_client(options.client).id, options.account)
        grid = number_grid(account.id, options.month, 13 if options.history else 1)
    known = [
        (row.metric, month, cell)
        for row in grid.rows
        for month, cell in zip(grid.months, row.cells, strict=True)
        if cell.figure is not None or cell.typed is not None or not options.history
    ]
    if options.json:
        print_json(
            {
                "account": {"id": account.id, "platform": account.platform, "handle": account.handle},
                "numbers": [_cell_json(metric, month, cell) for metric, month, cell in known],
            }
        )
        return 0
    if not known:
        print(_("There is no metric to type for this account yet. Name one in the window, on the page Results."))
        return 0
    print_table(
        (_("month"), _("metric"), _("name"), _("value"), _("state"), _("read on"), _("source")),
        [
            (
                str(month),
                metric.key,
                _(metric.title),
                _value(metric, cell) or "–",
                _state(cell),
                numeric_day(read_on) if (read_on := _read_on(cell)) else "",
                source_words(cell),
            )
            for metric, month, cell in known
        ],
        right=(3,),
    )
    return 0


def _numbers(account: AccountRow, options: argparse.Namespace) -> list[TypedNumber]:
    metrics = typed_metrics(account.platform)
    states = {_metric(account, metrics, name).key: state for name, state in options.state}
    numbers = []
    for name, value in options.numbers:
        metric = _metric(account, metrics, name)
        if value is not None and metric.unit is Unit.SHARE:
            value /= 100
        if value is not None and value == value.to_integral_value():
            value = int(value)
        state = states.pop(metric.key, None if value is None else State.VALUE)
        numbers.append(TypedNumber(metric.key, options.month, value, state, options.day))
    numbers += [TypedNumber(key, options.month, None, state, options.day) for key, state in states.items()]
    if not numbers:
        raise UserError(_("Nothing to set."), "", _("Write numbers as METRIC=VALUE, or a state with --state."))
    return numbers


def _metric(account: AccountRow, metrics: list[Metric], name: str) -> Metric:
    """Return the metric of an account that a key, its middle part or its title means."""
    wanted = name.strip().casefold()
    for fits in (
        [metric for metric in metrics if metric.key == wanted],
        [metric for metric in metrics if metric.key.split(".")[1] == wanted],
        [metric for metric in metrics if wanted in (metric.title.casefold(), _(metric.title).casefold())],
    ):
        if len(fits) == 1:
            return fits[0]
    raise UserError(
        _("{account} has no metric named {name}.").format(account=account.title, name=name.strip()[:80] or "–"),
        "",
        _("“smmdesk numbers list” names them."),
        field="metric",
    )


def _value(metric: Metric, cell: NumberCell) -> str:
    figure = cell.figure
    if figure is None:
        return ""
    if figure.bounds is not None:
        return _("{low} to {high}").format(low=figure.bounds[0], high=figure.bounds[1])
    written = value_text(figure.value, metric.unit) or ""
    return f"{written} %" if written and metric.unit is Unit.SHARE else written


def _state(cell: NumberCell) -> str:
    if cell.figure is None:
        return _("nothing known")
    return state_words(cell.figure.state) or cell.figure.state.value


def _read_on(cell: NumberCell) -> Any:
    if cell.figure is not None and cell.figure.read_on is not None:
        return cell.figure.read_on
    return cell.typed.read_on if cell.typed is not None else None


def _cell_json(metric: Metric, month: Month, cell: NumberCell) -> dict[str, Any]:
    figure, read_on = cell.figure, _read_on(cell)
    return {
        "month": str(month),
        "metric": metric.key,
        "title": _(metric.title),
        "unit": "percent" if metric.unit is Unit.SHARE else metric.unit.value,
        "value": None if figure is None else value_text(figure.value, metric.unit),
        "bounds": None if figure is None or figure.bounds is None else [str(bound) for bound in figure.bounds],
        "state": None if figure is None else figure.state.value,
        "typed": cell.is_typed,
        "read_on": None if read_on is None else read_on.isoformat(),
        "rows": [] if figure is None else [f"import-{one}" for one in figure.imports],
    }


def _result_json(account: AccountRow, month: Month, result: TypedResult) -> dict[str, Any]:
    return {
        "account": {"id": account.id, "platform": account.platform, "handle": account.handle},
        "month": str(month),
        "import_ids": list(result.import_ids),
        "added": result.added,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "taken_back": result.taken_back,
    }

"""The results of a client on the command line: thirteen months of each metric, posts or days, as a file or as JSON."""

from __future__ import annotations

import argparse
from typing import Any

from smmdesk.cli.session import plain, print_json, print_table, reading, say
from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.readings import Metric
from smmdesk.domain.accounts import AccountRow, account_rows, find_account
from smmdesk.domain.clients import ClientRow, find_client
from smmdesk.domain.results.account_table import AccountTable, MonthCell, account_table, engagement_row
from smmdesk.domain.results.exports import (
    Sheet,
    cell_data,
    days_sheet,
    months_sheet,
    plain_rows,
    posts_sheet,
    save_sheet,
)
from smmdesk.domain.results.gaps import break_sentence
from smmdesk.domain.results.post_list import PostChoice, post_order
from smmdesk.domain.results.queries import post_metrics_of
from smmdesk.domain.results.rules import month_title
from smmdesk.importers.registry import METRICS

_SHOWN_MONTHS = 3
_OPEN = "…"  # before what is not the month's yet


def results(options: argparse.Namespace) -> int:
    """Print or write the results of a client's accounts."""
    if options.months < 1 or options.months > 120:
        raise UserError(_("From 1 to 120 months can be shown."), field="months")
    with reading(options):
        client = find_client(options.client)
        if options.account is not None:
            accounts = [find_account(client.id, options.account)]
        else:
            accounts = account_rows(client.id, guests=False)
        if not accounts:
            raise UserError(_("{name} has no accounts yet.").format(name=client.name))
        if options.posts or options.days:
            sheets = [_sheet(options, client, account) for account in accounts]
            together = _one_sheet(options, sheets)
            if options.json:
                print_json(plain_rows(together))
            elif options.out is None:
                raise UserError(
                    _("Posts and days are written into a file."), "", _("Name one with --out, or ask for --json.")
                )
            else:
                _write(together, options)
            return 0
        tables = [_table(options, client, account) for account in accounts]
        if options.out is not None:
            _write(_one_sheet(options, [months_sheet(table, client.currency) for table in tables]), options)
    if options.json:
        print_json([_data(account, table, client) for account, table in zip(accounts, tables, strict=True)])
    elif options.out is None:
        for account, table in zip(accounts, tables, strict=True):
            _print(account, table, client.currency)
    return 0


def _table(options: argparse.Namespace, client: ClientRow, account: AccountRow) -> AccountTable:
    """Return the months of an account; the engagement rate on the client's base stands last, where there is one."""
    table = account_table(account.id, client.id, options.month, options.months)
    rate = engagement_row(account.id, account.platform, client.engagement_base, options.month, options.months)
    return table if rate is None else table.with_row(rate)


def _sheet(options: argparse.Namespace, client: ClientRow, account: AccountRow) -> Sheet:
    first, last = options.month.plus(1 - options.months).first_day, options.month.last_day
    if options.days:
        return days_sheet(account.id, first, last, client.currency)
    ids = post_order(account.id, PostChoice(first, last)).ids
    return posts_sheet(account.id, ids, [METRICS[key] for key in post_metrics_of(account.id)])


def _one_sheet(options: argparse.Namespace, sheets: list[Sheet]) -> Sheet:
    """Put the tables of several accounts under one another; posts of several have columns of their own."""
    if len(sheets) == 1:
        return sheets[0]
    if options.posts:
        raise UserError(
            _("Posts of several accounts have different columns."), "", _("Name the account with --account.")
        )
    return Sheet(sheets[0].name, sheets[0].titles, (row for sheet in sheets for row in sheet.rows))


def _write(sheet: Sheet, options: argparse.Namespace) -> None:
    written = save_sheet(sheet, options.out)
    say(_("{name} is written.").format(name=plain(written.name)))


def _data(account: AccountRow, table: AccountTable, client: ClientRow) -> dict[str, Any]:
    return {
        "account": {
            "id": account.id,
            "platform": account.platform,
            "handle": account.handle,
            "name": account.name,
            "guest": account.is_guest,
        },
        "metrics": [
            {
                "metric": row.metric.key,
                "title": month_title(row.metric),
                "months": [cell_data(row.metric, cell, client.currency) for cell in row.cells],
                "breaks": [{"on": one.day.isoformat(), "sentence": break_sentence(one)} for one in row.breaks],
            }
            for row in table.rows
        ],
        "events": [
            {
                "kind": event.kind.value,
                "title": event.title,
                "first_day": event.first_day.isoformat(),
                "last_day": event.last_day.isoformat(),
            }
            for event in table.events
        ],
    }


def _print(account: AccountRow, table: AccountTable, currency: str) -> None:
    print(f"\n{plain(account.title)}")
    if not table.rows:
        print(_("nothing was imported"))
        return
    shown = table.months[-_SHOWN_MONTHS:]
    heads = [_("figure"), *(formats.month_name(month) for month in shown)]
    rows = [
        [month_title(row.metric), *(_cell(row.metric, cell, currency) for cell in row.cells[-len(shown) :])]
        for row in table.rows
    ]
    print_table(heads, rows, right=range(1, len(heads)))
    if any(not cell.is_whole and cell.has_number for row in table.rows for cell in row.cells[-len(shown) :]):
        print(_("{mark} not complete yet, or estimated; --json says why").format(mark=_OPEN))
    if len(table.months) > len(shown):
        print(_("All {count} months: --json, or --out FILE.").format(count=len(table.months)))


def _cell(metric: Metric, cell: MonthCell, currency: str) -> str:
    from smmdesk.documents.monthly_report import words

    if cell.bounds is not None:
        told = f"{formats.number(cell.bounds[0])}–{formats.number(cell.bounds[1])}"
    else:
        told = words.value_text(cell.value, metric.unit, cell.currency or currency)
    return told if cell.is_whole or not cell.has_number else f"{_OPEN} {told}"

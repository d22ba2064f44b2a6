"""The monthly report on the command line: one client's, or every client's, each settled by itself."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from smmdesk.cli.session import plain, print_json, progress_line, reading, say
from smmdesk.core.errors import ReportBlocked, UserError
from smmdesk.core.i18n import _
from smmdesk.domain.clients import ClientRow, client_rows, find_client
from smmdesk.domain.reports.build import checked_variant
from smmdesk.domain.reports.making import MadeReport, make_reports, report_name, write_report


def report(options: argparse.Namespace) -> int:
    """Write the reports of a month into a folder and print their paths; exit with the highest of their codes."""
    checked_variant(plain(options.variant)[:40])
    show = progress_line()
    told: list[dict[str, Any]] = []
    code = 0
    with reading(options):
        clients = {row.id: row for row in (client_rows() if options.all else [find_client(options.client)])}
        if not clients:
            raise UserError(_("There is no client yet."), "", _("“smmdesk client add” adds one."))
        progress = None if show is None else lambda done, total: show(_("Reports"), done, total)
        for made in make_reports(list(clients), options.month, progress=progress):
            client = clients[made.client_id]
            written, failure = _written(made, options.out)
            told.append(_json(made, client, written, failure))
            if failure is None:
                if not options.json:
                    print(written, flush=True)
                continue
            code = max(code, failure.exit_code)
            say(f"{plain(client.name)}: {failure.sentence()}" if len(clients) > 1 else failure.sentence())
    if options.json:
        print_json(told)
    return code


def _written(made: MadeReport, folder: Path) -> tuple[Path | None, UserError | None]:
    if made.error is not None:
        return None, made.error
    target = folder / report_name(made.client_id, made.month)
    try:
        write_report(made.content, target)
    except UserError as failure:
        return None, failure
    return target, None


def _json(made: MadeReport, client: ClientRow, written: Path | None, failure: UserError | None) -> dict[str, Any]:
    return {
        "client": {"id": client.id, "name": client.name},
        "month": str(made.month),
        "path": None if written is None else str(written),
        "state": None if written is None else "draft",
        "error": "" if failure is None else failure.sentence(),
        "gates": [_gate(gate) for gate in failure.gates] if isinstance(failure, ReportBlocked) else [],
    }


def _gate(gate: Any) -> dict[str, Any]:
    return {"code": gate.code.value, "rows": list(gate.rows), "message": gate.message}

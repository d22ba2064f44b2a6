"""What the Reports page reads and makes in a worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.core.readings import figure_title
from smmdesk.core.roi.month import LedgerMonth
from smmdesk.core.roi.words import LedgerState
from smmdesk.domain.clients import ClientRow, client_rows
from smmdesk.domain.imports.queries import running_import
from smmdesk.domain.ledger.queries import ledger_month_of
from smmdesk.domain.reports.making import make_report, make_reports, report_name, write_report
from smmdesk.domain.reports.preflight import Preflight, preflight
from smmdesk.domain.reports.queries import latest_sheet_before, month_sheet
from smmdesk.domain.reports.rows import LEDGER_FIGURES, SheetRow
from smmdesk.domain.results.engagement import metric_of
from smmdesk.ui.tasks import Progress


@dataclass(frozen=True, slots=True)
class ClientReport:
    """How the report of one client stands, for the list of all clients."""

    client: ClientRow
    is_begun: bool
    kpis: int
    ledger: LedgerMonth
    blocked: str = ""
    made: Path | None = None
    error: str = ""

    @property
    def id(self) -> int:
        """Return the client's id."""
        return self.client.id

    @property
    def can_be_made(self) -> bool:
        """Tell whether nothing blocks it."""
        return not self.blocked


@dataclass(frozen=True, slots=True)
class ReportsData:
    """What the page shows: one client's sheet and its list, or every client."""

    month: Month
    clients: tuple[ClientRow, ...]
    check: Preflight | None = None
    earlier: SheetRow = field(default_factory=SheetRow)
    sources: tuple[tuple[tuple[str, int | None], str], ...] = ()
    reports: tuple[ClientReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """The report of a client: its bytes and the name that a copy gets."""

    content: bytes
    name: str


def reports_data(client_id: int | None, month: Month) -> ReportsData:
    """Read the page."""
    clients = tuple(client_rows())
    if client_id is None:
        return ReportsData(month, clients, reports=tuple(_report(client, month) for client in clients))
    check = preflight(client_id, month)
    return ReportsData(month, clients, check, latest_sheet_before(client_id, month), tuple(_sources(check)))


def _report(client: ClientRow, month: Month) -> ClientReport:
    sheet = month_sheet(client.id, month)
    ledger = ledger_month_of(client.id, month)
    name = running_import()
    blocked = " ".join(gate.message for gate in ledger.gates) if ledger.state is LedgerState.BLOCKED else ""
    if name is not None:
        blocked = _("“{name}” is being imported.").format(name=name)
    return ClientReport(client, not sheet.is_empty, len(sheet.kpis), ledger, blocked)


def _sources(check: Preflight) -> list[tuple[tuple[str, int | None], str]]:
    """Return what a figure can be taken from: ledger figures, then the metrics that the accounts have this month."""
    found: list[tuple[tuple[str, int | None], str]] = [(("", None), _("Counted by hand"))]
    found += [((key, None), _("Ledger: {title}").format(title=_(known[0]))) for key, known in LEDGER_FIGURES.items()]
    known = {choice for choice, _text in found}
    for one in check.accounts:
        if one.account.is_guest:
            continue
        keys = [figure.metric.key for figure in one.metrics] + [added.metric for added in one.posts.sums]
        for key in dict.fromkeys(keys):
            title = _("{account}: {metric}").format(account=one.account.title, metric=metric_title(key))
            found.append(((key, one.account.id), title))
            known.add((key, one.account.id))
    titles = {one.account.id: one.account.title for one in check.accounts}
    for kpi in check.sheet.kpis:
        if (kpi.source, kpi.account_id) not in known:  # the month has nothing of it
            title = f"{titles.get(kpi.account_id or 0, '–')}: {metric_title(kpi.source)}"
            found.append(((kpi.source, kpi.account_id), title))
    return found


def metric_title(key: str) -> str:
    """Name a metric; that of posts says so."""
    metric = metric_of(key)
    if metric is None:
        return key
    return figure_title(metric, is_namesake=metric.of_posts)


def made_report(client_id: int, month: Month) -> Made:
    """Make a client's report."""
    return Made(make_report(client_id, month), report_name(client_id, month))


def make_all(reports: tuple[ClientReport, ...], month: Month, folder: Path, progress: Progress) -> list[ClientReport]:
    """Make the reports of several clients into a folder, each settled by itself; what was made before Cancel stays."""
    by_id = {one.id: one for one in reports}
    total = len(by_id)
    progress(0, total, formats.month_name(month))
    made: list[ClientReport] = []
    for one in make_reports(by_id, month, cancelled=progress.stop.is_set):
        report = by_id[one.client_id]
        path: Path | None = None
        error = one.error
        if error is None:
            path = folder / report_name(one.client_id, month)
            try:
                write_report(one.content, path)
            except UserError as failure:
                path, error = None, failure
        made.append(
            ClientReport(
                report.client,
                report.is_begun,
                report.kpis,
                report.ledger,
                report.blocked,
                path,
                "" if error is None else error.sentence(),
            )
        )
        progress(len(made), total, report.client.name)
    return made

"""Making reports: one in this process, or many at once on every core."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from smmdesk.core.errors import Cancelled, UserError
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.documents.data import MonthlyReport
from smmdesk.domain.clients import client_row
from smmdesk.domain.reports.build import collect_report

FEWEST_FOR_PROCESSES = 4


@dataclass(frozen=True, slots=True)
class MadeReport:
    """What became of one client's report: the PDF, or the reason why there is none."""

    client_id: int
    month: Month
    content: bytes = b""
    error: UserError | None = None


def render(report: MonthlyReport) -> bytes:
    """Draw a report. Loads the drawing library on first use only."""
    from smmdesk.documents.monthly_report import render_monthly_report

    return render_monthly_report(report)


def make_report(client_id: int, month: Month) -> bytes:
    """Return the monthly report of a client as PDF.

    Raises ReportBlocked while a gate is closed, WorkspaceHeld during an import, UserError without such a client.
    """
    return render(collect_report(client_id, month))


def make_reports(
    client_ids: Iterable[int],
    month: Month,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[MadeReport]:
    """Yield the reports of several clients in their order, each settled by itself, drawn on every core.

    Everything is collected here, where the workspace is; only plain data goes to the other processes. Raises
    Cancelled when `cancelled` says so; what was yielded before stays good.
    """
    ids = list(client_ids)
    workers = min(os.cpu_count() or 1, len(ids))
    if workers < 2 or len(ids) < FEWEST_FOR_PROCESSES:
        for place, client_id in enumerate(ids, start=1):
            _go_on(cancelled)
            yield _settled(client_id, month, lambda one=client_id: make_report(one, month))
            if progress is not None:
                progress(place, len(ids))
        return
    # A fresh interpreter for each worker: a copy of a process with threads and a database is not safe.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        pending = []
        for client_id in ids:
            _go_on(cancelled)
            try:
                pending.append((client_id, pool.submit(render, collect_report(client_id, month)), None))
            except UserError as error:
                pending.append((client_id, None, error))
        for place, (client_id, future, error) in enumerate(pending, start=1):
            if cancelled is not None and cancelled():
                pool.shutdown(cancel_futures=True)
                raise Cancelled
            if future is None:
                yield MadeReport(client_id, month, error=error)
            else:
                yield _settled(client_id, month, future.result)
            if progress is not None:
                progress(place, len(ids))


def report_name(client_id: int, month: Month) -> str:
    """Return the name of a client's report: `<client-slug>-<month>.pdf`."""
    return f"{client_row(client_id).slug}-{month}.pdf"


def write_report(content: bytes, target: Path) -> None:
    """Write a PDF whole or not at all. Raises UserError where it cannot be written."""
    temporary = target.with_name(target.name + ".new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, target)
    except OSError as failure:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise UserError(
            _("The report could not be written."),
            _("{path}: {reason}. An older version there was left as it was.").format(
                path=target, reason=failure.strerror or failure
            ),
            _("Choose another folder, or free some space."),
        ) from failure


def _go_on(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled


def _settled(client_id: int, month: Month, make: Callable[[], bytes]) -> MadeReport:
    try:
        return MadeReport(client_id, month, make())
    except UserError as error:
        return MadeReport(client_id, month, error=error)

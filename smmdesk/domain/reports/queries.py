"""Reading the month's sheets."""

from __future__ import annotations

from smmdesk.core.periods import Month
from smmdesk.domain.reports.rows import KpiDraft, SheetRow
from smmdesk.domain.reports.tables import MonthKpi, MonthSheet
from smmdesk.store.database import tuples


def month_sheet(client_id: int, month: Month) -> SheetRow:
    """Return what was written for a client and month; an empty sheet where nothing was."""
    sheet = MonthSheet.get_or_none((MonthSheet.client == client_id) & (MonthSheet.month == month))
    if sheet is None:
        return SheetRow()
    kpis = MonthKpi.select().where(MonthKpi.sheet == sheet.id).order_by(MonthKpi.position)
    return SheetRow(
        goal=sheet.goal,
        worked=sheet.worked,
        did_not_work=sheet.did_not_work,
        we_change=sheet.we_change,
        request=sheet.request,
        request_by=sheet.request_by,
        kpis=tuple(
            KpiDraft(
                text=kpi.text,
                source=kpi.source,
                account_id=kpi.account_id,
                value=kpi.value,
                target=kpi.target,
                unit=kpi.unit,
                lower_is_better=bool(kpi.lower_is_better),
            )
            for kpi in kpis
        ),
    )


def latest_sheet_before(client_id: int, month: Month) -> SheetRow:
    """Return the newest earlier sheet: goal and KPIs usually go on from month to month. Empty where there is none."""
    found = (
        MonthSheet.select(MonthSheet.month)
        .where((MonthSheet.client == client_id) & (MonthSheet.month < month))
        .order_by(MonthSheet.month.desc())
        .limit(1)
    )
    months = [row[0] for row in tuples(found)]
    return month_sheet(client_id, months[0]) if months else SheetRow()

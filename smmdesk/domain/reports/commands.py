"""Writing the month's sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.domain.accounts import Account
from smmdesk.domain.reports.rows import LARGEST_TEXT, LEDGER_FIGURES, MOST_KPIS, KpiDraft
from smmdesk.domain.reports.tables import MonthKpi, MonthSheet
from smmdesk.domain.results.engagement import metric_of
from smmdesk.store.database import transaction


def save_month_sheet(
    client_id: int,
    month: Month,
    *,
    goal: str = "",
    worked: str = "",
    did_not_work: str = "",
    we_change: str = "",
    request: str = "",
    request_by: date | None = None,
    kpis: Iterable[KpiDraft] = (),
) -> None:
    """Keep the month's sheet of a client, replacing what was there.

    Raises UserError, naming the field, for a text that is too long, more than four KPIs, a KPI without a name or with
    a source that does not exist, and a request's date without a request.
    """
    texts = {"goal": goal, "worked": worked, "did_not_work": did_not_work, "we_change": we_change, "request": request}
    for field, text in texts.items():
        if len(text) > LARGEST_TEXT:
            raise UserError(
                _("This text is too long."),
                _("It has {count} characters; {limit} fit.").format(count=len(text), limit=LARGEST_TEXT),
                field=field,
            )
    if request_by is not None and not request.strip():
        raise UserError(_("A date needs a request."), _("Write what you ask for, or clear the date."), field="request")
    drafts = [checked_kpi(draft, client_id, place) for place, draft in enumerate(kpis)]
    if len(drafts) > MOST_KPIS:
        raise UserError(_("Page 1 holds at most four figures."), _("Remove one of them."), field="kpis")
    with transaction():
        sheet, _created = MonthSheet.get_or_create(client=client_id, month=month)
        for field, text in texts.items():
            setattr(sheet, field, text.strip())
        sheet.request_by = request_by
        sheet.save()
        MonthKpi.delete().where(MonthKpi.sheet == sheet.id).execute()
        for position, draft in enumerate(drafts):
            MonthKpi.create(
                sheet=sheet,
                position=position,
                text=draft.text,
                source=draft.source,
                account_id=draft.account_id,
                value=draft.value,
                target=draft.target,
                unit=draft.unit,
                lower_is_better=int(draft.lower_is_better),
            )


def checked_kpi(draft: KpiDraft, client_id: int, place: int) -> KpiDraft:
    """Return a KPI with its name trimmed. Raises UserError with field `kpis.<place>` when it cannot be kept."""
    field = f"kpis.{place}"
    text = draft.text.strip()
    if not text:
        raise UserError(_("A figure needs a name."), _("Write it as the client says it."), field=field)
    if len(text) > 200:
        raise UserError(_("This name is too long."), _("Use at most 200 characters."), field=field)
    if draft.source and draft.source not in LEDGER_FIGURES and metric_of(draft.source) is None:
        raise UserError(_("This figure is not known."), draft.source, field=field)
    if metric_of(draft.source) is not None:
        if draft.account_id is None:
            raise UserError(_("Choose the account that this figure is taken from."), field=field)
        owned = Account.select().where((Account.id == draft.account_id) & (Account.client == client_id)).exists()
        if not owned:
            raise UserError(_("This account does not belong to the client."), field=field)
    return replace(draft, text=text)

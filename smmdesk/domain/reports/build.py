"""The monthly report of a client: everything that it prints, collected from the workspace as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from smmdesk.core.errors import ReportBlocked, UserError
from smmdesk.core.formats import month_name
from smmdesk.core.i18n import _, language
from smmdesk.core.periods import Month
from smmdesk.core.readings import State
from smmdesk.core.roi.ledger import Ledger
from smmdesk.core.roi.month import LedgerMonth
from smmdesk.core.roi.reckoning import month_of
from smmdesk.core.roi.words import LedgerState
from smmdesk.documents import data
from smmdesk.domain.accounts import platform_title
from smmdesk.domain.clients import ClientRow, client_draft, client_row
from smmdesk.domain.contracts import contract_rows, contracts_in
from smmdesk.domain.deliverables.queries import delivered_rows, delivery_summary
from smmdesk.domain.figures import is_provisional, judged_on, kpis_of, ledger_read_days
from smmdesk.domain.files import file_content
from smmdesk.domain.imports.queries import ensure_no_running_import
from smmdesk.domain.imports.rows import TYPED, TYPED_TITLE
from smmdesk.domain.ledger.queries import platform_claims, settled_ledger
from smmdesk.domain.profile import ProfileDraft, profile, profile_logo_id
from smmdesk.domain.reports.attachments import ledger_sheet
from smmdesk.domain.reports.channels import account_gaps, growth_of_accounts, paper_account, paper_content
from smmdesk.domain.reports.kpis import KpiValue
from smmdesk.domain.reports.money import method_of, paper_ledger, rules_name
from smmdesk.domain.reports.queries import month_sheet
from smmdesk.domain.results.account_month import account_months
from smmdesk.domain.results.queries import sources_of
from smmdesk.domain.results.rows import SourceLine
from smmdesk.domain.types import type_name
from smmdesk.importers.detection import formats

VARIANTS = ("standard",)


def checked_variant(variant: str) -> str:
    """Return a variant that can be made. Raises UserError, naming those that can."""
    if variant not in VARIANTS:
        raise UserError(
            _("The variant {name} is not made by this version.").format(name=variant),
            _("It makes {names}.").format(names=", ".join(VARIANTS)),
            field="variant",
        )
    return variant


def collect_report(client_id: int, month: Month) -> data.MonthlyReport:
    """Return everything that the monthly report of a client prints.

    Raises ReportBlocked while a gate of the ledger is closed, WorkspaceHeld while a file is being imported, UserError
    without such a client.
    """
    ensure_no_running_import()
    client = client_row(client_id)
    ledger = settled_ledger(client_id)
    figures = month_of(ledger, month)
    if figures.state is LedgerState.BLOCKED:
        raise blocked(client, figures)
    with language(client.language, client.address_form):
        return _collected(client, ledger, figures, month)


def blocked(client: ClientRow, figures: LedgerMonth) -> ReportBlocked:
    """Return the error that names the gates and their rows."""
    return ReportBlocked(
        _("The report of {client} for {month} is blocked.").format(client=client.name, month=month_name(figures.month)),
        " ".join(
            f"{gate.message} [{gate.code.value}: {', '.join(gate.rows)}]" if gate.rows else gate.message
            for gate in figures.gates
        ),
        _("Correct these rows in the ledger, then make the report again."),
        gates=figures.gates,
    )


def _collected(client: ClientRow, ledger: Ledger, figures: LedgerMonth, month: Month) -> data.MonthlyReport:
    accounts = account_months(client.id, month)
    printed = [(one, paper) for one in accounts if (paper := paper_account(one, month)) is not None]
    sources = sources_of(client.id, month)
    read = [
        *(day for one, _paper in printed for day in one.read_days()),
        *ledger_read_days(ledger, month),
    ]
    document_day = max([*_printed_days(figures, sources)], default=month.last_day)
    sheet = month_sheet(client.id, month)
    kpis = kpis_of(client, ledger, month, accounts, judged_on(read, month, client.timezone))
    draft = client_draft(client.id)
    return data.MonthlyReport(
        client=data.Client(
            name=client.name,
            language=client.language,
            address=client.address_form,
            currency=client.currency,
            brand_colour=draft.brand_color,
            logo=None if client.logo_id is None else file_content(client.logo_id),
        ),
        month=month,
        document_day=document_day,
        freelancer=_freelancer(profile()),
        provisional=is_provisional(month, read),
        sheet=data.MonthSheet(
            goal=sheet.goal,
            kpis=tuple(_paper_kpi(kpi) for kpi in kpis),
            worked=sheet.worked,
            did_not_work=sheet.did_not_work,
            we_change=sheet.we_change,
            request=sheet.request,
            request_by=sheet.request_by,
        ),
        ledger=paper_ledger(ledger, figures, _method(client, ledger, figures, read), _claims(client, month)),
        quotas=tuple(_quotas(client.id, month)),
        delivered=tuple(_delivered(client.id, month)),
        accounts=tuple(paper for _one, paper in printed),
        content=tuple(content for one, _paper in printed if (content := paper_content(one, month)) is not None),
        growth=growth_of_accounts(one for one, _paper in printed),
        sources=tuple(_sources(sources)),
        gaps=tuple(gap for one in accounts for gap in account_gaps(one, month)),
        notices=tuple(data.Notice(warning.code.value, warning.rows) for warning in figures.warnings),
        attachments=(ledger_sheet(figures, f"ledger-{client.slug}-{month}.csv"),) if figures.rows else (),
    )


def _printed_days(figures: LedgerMonth, sources: Sequence[SourceLine]) -> Iterable[date]:
    for row in figures.rows:
        for day in (row.row.read_date, row.row.confirmed_on):
            if day is not None:
                yield day
    for source in sources:
        if source.read_on is not None:
            yield source.read_on


def _freelancer(me: ProfileDraft) -> data.Freelancer:
    logo = profile_logo_id()
    tax = _("VAT no. {number}").format(number=me.vat_number) if me.vat_number else ""
    return data.Freelancer(
        name=me.name,
        business=me.trade_name,
        email=me.email,
        phone=me.phone,
        website=me.website,
        postal=me.postal_address,
        tax_line=tax,
        logo=None if logo is None else file_content(logo),
    )


def _paper_kpi(kpi: KpiValue) -> data.Kpi:
    comparison = None
    if kpi.comparison is not None and kpi.base is not None:
        comparison = data.Comparison(
            month=kpi.base,
            value=kpi.base_value,
            verdict=kpi.comparison.verdict,
            kind=kpi.comparison.kind,
            change=kpi.comparison.change,
            per_day=kpi.comparison.per_day,
        )
    return data.Kpi(
        text=kpi.draft.text,
        value=kpi.value,
        unit=kpi.unit,
        target=kpi.target,
        less_is_better=kpi.draft.lower_is_better,
        status=kpi.status,
        comparison=comparison,
        marks=tuple(mark for mark in kpi.marks if mark[:1] in "MCEI" and "-" not in mark),
        state=State.VALUE if kpi.value is not None else kpi.state,
        spent_without_result=kpi.spent_without_result,
    )


def _method(client: ClientRow, ledger: Ledger, figures: LedgerMonth, read: Sequence[date]) -> data.Method:
    month = figures.month
    contracts = contracts_in(client.id, month) or contract_rows(client.id)[-1:]
    margins = [
        data.MarginBasis(contract.margin, contract.margin_agreed_with, contract.margin_agreed_on)
        for contract in contract_rows(client.id)
        if contract.margin is not None
    ]
    latest = contracts[-1] if contracts else None
    return method_of(
        ledger,
        figures,
        margins,
        read_on=max(read, default=None),
        recoverable_vat=client.recoverable_vat,
        rule=rules_name(ledger.terms.rule),
        look_back_days=90 if latest is None else latest.look_back_days,
    )


def _claims(client: ClientRow, month: Month) -> Iterable[data.PlatformClaim]:
    for claim in platform_claims(client.id, month):
        has_value = claim.value is not None and claim.currency in ("", client.currency)
        yield data.PlatformClaim(
            platform=platform_title(claim.platform),
            count=claim.count,
            value=claim.value if has_value else None,
            source=claim.source,
            read_on=claim.read_date,
        )


def _quotas(client_id: int, month: Month) -> Iterable[data.Quota]:
    for row in delivery_summary(client_id, month):
        if not any((row.promised, row.carried_in, row.delivered, row.carried_out, row.extra)):
            continue
        word, name = type_name(row.type)
        yield data.Quota(word, row.promised, row.carried_in, row.delivered, row.carried_out, row.extra, name)


def _delivered(client_id: int, month: Month) -> Iterable[data.Delivered]:
    for row in delivered_rows(client_id, month):
        word, name = type_name(row.type)
        yield data.Delivered(word, row.title, row.day, row.channel, row.link, row.mark, row.is_extra, name)


def _sources(lines: Iterable[SourceLine]) -> Iterable[data.Source]:
    titles = {entry["format"]: entry["title"] for entry in formats()} | {TYPED: _(TYPED_TITLE)}
    for line in lines:
        yield data.Source(
            file=line.file_name,
            format=titles.get(line.format, line.format),
            account=line.accounts,
            first_day=line.first_day,
            last_day=line.last_day,
            rows=line.rows,
            refused=line.refused,
            read_on=line.read_on,
            sha256=line.sha256,
            by_hand=line.format == TYPED,
        )

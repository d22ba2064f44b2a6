"""What stands between a month and its report: what blocks it, what is missing, what it will say of itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from smmdesk.core.formats import day, month_name
from smmdesk.core.growth import Outcome
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.periods import Month
from smmdesk.core.roi.month import LedgerMonth
from smmdesk.core.roi.reckoning import month_of
from smmdesk.core.roi.words import LedgerState, WarningCode
from smmdesk.domain.clients import ClientRow, client_row
from smmdesk.domain.deliverables.queries import deliverable_rows
from smmdesk.domain.figures import is_provisional, judged_on, kpis_of, ledger_read_days
from smmdesk.domain.imports.queries import running_import
from smmdesk.domain.ledger.queries import proposals, settled_ledger
from smmdesk.domain.profile import profile
from smmdesk.domain.reports.kpis import KpiValue
from smmdesk.domain.reports.queries import month_sheet
from smmdesk.domain.reports.rows import SheetRow
from smmdesk.domain.results.account_month import AccountMonth, account_months, own_read_days
from smmdesk.domain.results.growth import growth_sentences
from smmdesk.domain.today import PLATFORMS_READ


class Weight(StrEnum):
    """How much an item matters: without it there is no report, it is missing, or it is only told."""

    BLOCKS = "blocks"
    MISSING = "missing"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list: its sentence, the word of the page that settles it (empty: none), and the place there."""

    weight: Weight
    text: str
    word: str = ""
    item: str | int | None = None


@dataclass(frozen=True, slots=True)
class Preflight:
    """Everything that is to be known before a report is made."""

    client: ClientRow
    month: Month
    sheet: SheetRow
    kpis: tuple[KpiValue, ...]
    accounts: tuple[AccountMonth, ...]
    items: tuple[Item, ...]

    @property
    def is_blocked(self) -> bool:
        """Tell whether no report can be made now."""
        return any(item.weight is Weight.BLOCKS for item in self.items)

    def count(self, weight: Weight) -> int:
        """Return how many items of a weight there are."""
        return sum(item.weight is weight for item in self.items)


def preflight(client_id: int, month: Month) -> Preflight:
    """Return what stands between a client's month and its report. Raises UserError without such a client."""
    client = client_row(client_id)
    ledger = settled_ledger(client_id)
    figures = month_of(ledger, month)
    sheet = month_sheet(client_id, month)
    accounts = tuple(account_months(client_id, month))
    read = [*own_read_days(accounts), *ledger_read_days(ledger, month)]
    kpis = tuple(kpis_of(client, ledger, month, accounts, judged_on(read, month, client.timezone)))
    items = (
        *_importing(),
        *_money(figures),
        *_proposed(client_id, month),
        *_numbers(accounts, month),
        *_growth(accounts),
        *_page_one(sheet, kpis),
        *_work(client_id, month),
        *_about_me(),
        *_provisional(month, read),
    )
    order = list(Weight)
    return Preflight(
        client, month, sheet, kpis, accounts, tuple(sorted(items, key=lambda item: order.index(item.weight)))
    )


def _importing() -> Iterable[Item]:
    name = running_import()
    if name is not None:
        yield Item(
            Weight.BLOCKS,
            _("“{name}” is being imported. The report can be made when it is whole.").format(name=name),
            "imports",
        )


def _money(figures: LedgerMonth) -> Iterable[Item]:
    for gate in figures.gates:
        yield Item(Weight.BLOCKS, gate.message, "ledger", gate.rows[0] if gate.rows else None)
    if figures.state is LedgerState.NO_DATA:
        yield Item(Weight.MISSING, _("Neither a value nor a cost is recorded for the month."), "ledger")
        return
    for warning in figures.warnings:
        is_gap = warning.code in (WarningCode.NO_COST, WarningCode.NO_TOTAL_ROW)
        yield Item(
            Weight.MISSING if is_gap else Weight.REMARK,
            warning.message,
            "ledger",
            warning.rows[0] if warning.rows else None,
        )
    if figures.state is LedgerState.MARGIN_UNKNOWN:
        yield Item(
            Weight.MISSING,
            _("No margin is agreed, so the report prints sales and the break-even margin instead of a return."),
            "clients",
        )


def _proposed(client_id: int, month: Month) -> Iterable[Item]:
    count = len(proposals(client_id, month))
    if count:
        yield Item(
            Weight.MISSING,
            ngettext(
                "{count} cost is proposed and does not count until it is accepted.",
                "{count} costs are proposed and do not count until they are accepted.",
                count,
            ).format(count=count),
            "ledger",
        )


def _numbers(accounts: Sequence[AccountMonth], month: Month) -> Iterable[Item]:
    missing = [
        one.account.title
        for one in accounts
        if not one.account.is_guest and one.account.platform in PLATFORMS_READ and not (one.metrics or one.posts.count)
    ]
    if missing:
        yield Item(
            Weight.MISSING,
            _("No numbers of {month} are imported for {accounts}.").format(
                month=month_name(month), accounts=", ".join(missing)
            ),
            "imports",
        )


def _growth(accounts: Sequence[AccountMonth]) -> Iterable[Item]:
    for one in accounts:
        if one.growth is not None and one.growth.asks:
            needs = one.growth.outcome is Outcome.NEEDS_EXPLANATION
            yield Item(
                Weight.MISSING if needs else Weight.REMARK,
                _("{account}: {growth} Log what explains it: a campaign, a giveaway, press.").format(
                    account=one.account.title, growth=" ".join(growth_sentences(one.growth))
                ),
                "results",
            )


def _page_one(sheet: SheetRow, kpis: Sequence[KpiValue]) -> Iterable[Item]:
    if sheet.is_empty:
        yield Item(Weight.MISSING, _("Page 1 has no words yet: no goal, no figures, nothing about the month."), "sheet")
        return
    parts = (
        (not sheet.goal, _("the goal")),
        (not sheet.kpis, _("the figures")),
        (not sheet.worked, _("what worked")),
        (not sheet.did_not_work, _("what did not")),
        (not sheet.we_change, _("what we change")),
    )
    empty = [words for is_empty, words in parts if is_empty]
    if empty:
        yield Item(Weight.MISSING, _("Page 1 leaves out: {parts}.").format(parts=", ".join(empty)), "sheet")
    for kpi in kpis:
        if kpi.value is None and kpi.spent_without_result is None:
            yield Item(Weight.MISSING, _("“{name}” has no value this month.").format(name=kpi.draft.text), "sheet")
    if not sheet.request:
        yield Item(Weight.REMARK, _("Nothing is asked of the client this month."), "sheet")


def _work(client_id: int, month: Month) -> Iterable[Item]:
    count = sum(row.is_open for row in deliverable_rows(client_id, month))
    if count:
        yield Item(
            Weight.REMARK,
            ngettext(
                "{count} deliverable of the month is not published yet.",
                "{count} deliverables of the month are not published yet.",
                count,
            ).format(count=count),
            "deliverables",
        )


def _about_me() -> Iterable[Item]:
    if not profile().name:
        yield Item(Weight.MISSING, _("Your own name is missing; it stands on every report."), "settings")


def _provisional(month: Month, read: Sequence[date]) -> Iterable[Item]:
    if is_provisional(month, read):
        yield Item(
            Weight.REMARK,
            _(
                "The report will say “provisional”: figures were read before {day}. Import them again from that day "
                "on to make it final."
            ).format(day=day(month.settled_from())),
            "imports",
        )

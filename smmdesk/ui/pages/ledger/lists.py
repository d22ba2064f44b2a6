"""The lists of the Ledger page: the rows of a client's month, and the months of all clients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from smmdesk.core import formats
from smmdesk.core.i18n import _
from smmdesk.core.periods import Month
from smmdesk.core.roi.words import RowType
from smmdesk.ui.pages.ledger.line import LedgerLine
from smmdesk.ui.pages.ledger.reading import ClientLedger
from smmdesk.ui.pages.ledger.words import cards, kind_words, state_sentence, tier_tone, tier_words, what_words
from smmdesk.ui.widgets.color_chip import chip_icon
from smmdesk.ui.widgets.rows_model import Column
from smmdesk.ui.widgets.table import RowsTable


def ledger_table(month: Callable[[], Month]) -> RowsTable:
    """Return the list of a month's rows; days of the shown month are written without their year."""
    return RowsTable(
        [
            Column(_("Mark"), lambda row: row.mark or "–", _mark_key, is_strong=True),
            Column(
                _("Date"),
                lambda row: formats.short_day(row.kept.row.date, year=row.kept.row.date not in month()),
                lambda row: row.kept.row.date,
            ),
            Column(_("What"), what_words, stretches=True, tone=lambda row: "" if row.mark else "muted"),
            Column(_("How sure"), tier_words, tone=tier_tone, most=30, can_leave=True),
            Column(_("Kind"), lambda row: kind_words(row.kept.row.kind), most=20, can_leave=True),
            Column(
                _("Quantity"),
                lambda row: formats.number(row.kept.row.units),
                lambda row: row.kept.row.units,
                is_number=True,
                can_leave=True,
            ),
            Column(_("Net"), lambda row: _money(row, row.net), lambda row: row.net, is_number=True, can_leave=True),
            Column(
                _("Counts"),
                lambda row: _money(row, _amount(row)),
                _amount,
                is_number=True,
                is_strong=True,
            ),
            Column(
                _("Evidence"),
                lambda row: formats.number(len(row.kept.evidence)) if row.kept.evidence else "–",
                lambda row: len(row.kept.evidence),
                is_number=True,
                can_leave=True,
            ),
            Column(_("Remark"), lambda row: row.reason or "–", tone=lambda _row: "muted", most=34, can_leave=True),
        ],
        _("Rows of the ledger"),
    )


def clients_table() -> RowsTable:
    """Return the list of all clients, each with what its month came to."""
    return RowsTable(
        [
            Column(
                _("Client"),
                lambda one: one.client.name,
                icon=lambda one: chip_icon(one.client.brand_color),
                is_strong=True,
                most=32,
            ),
            Column(_("Invested"), lambda one: _card(one, 0), lambda one: one.figures.invested.cents, is_number=True),
            Column(
                _("Came back, proven"), lambda one: _card(one, 1), lambda one: one.figures.proven.cents, is_number=True
            ),
            Column(
                _("Return (ROI)"), lambda one: _card(one, 3), lambda one: one.figures.roi.headline.value, is_number=True
            ),
            Column(
                _("How the month stands"),
                lambda one: state_sentence(one.figures),
                stretches=True,
                tone=lambda one: "bad" if one.figures.gates else "muted",
            ),
        ],
        _("Ledgers"),
    )


def is_bare(line: LedgerLine) -> bool:
    """Tell whether a row has no evidence and could have some."""
    return line.type is not RowType.TOTAL and not line.kept.evidence


def _mark_key(line: LedgerLine) -> tuple[int, int] | None:
    if not line.mark:
        return None
    plain = line.mark.rpartition("/")[2]
    return "MCEI".find(plain[:1]), int(plain[1:]) if plain[1:].isdigit() else 0


def _amount(line: LedgerLine) -> Any:
    return line.listed.amount if line.listed is not None else None


def _money(line: LedgerLine, cents: int | None) -> str:
    return "–" if cents is None else formats.money(cents, line.currency)


def _card(one: ClientLedger, place: int) -> str:
    return cards(one.figures)[place].figure

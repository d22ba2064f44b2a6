"""The sentences of the Reports page: how a report stands, and what a client's month came to."""

from __future__ import annotations

from smmdesk.core import formats
from smmdesk.core.i18n import _, mark, ngettext
from smmdesk.core.money import round_half_up
from smmdesk.core.roi.words import LedgerState
from smmdesk.domain.reports.preflight import Preflight, Weight
from smmdesk.ui.pages.reports.reading import ClientReport
from smmdesk.ui.widgets.status import Status

STATES = {
    "made": Status("✓", mark("Made"), "good"),
    "failed": Status("▲", mark("Not made"), "bad"),
    "blocked": Status("▲", mark("Blocked"), "bad"),
    "ready": Status("●", mark("Can be made"), "good"),
    "not_begun": Status("◌", mark("Page 1 not begun"), "muted"),
}


def sentence(check: Preflight) -> str:
    """Say in one sentence whether the report can be made and what is missing."""
    blocks, missing = check.count(Weight.BLOCKS), check.count(Weight.MISSING)
    month = formats.month_name(check.month)
    if blocks:
        return ngettext(
            "{count} thing blocks the report of {client} for {month}.",
            "{count} things block the report of {client} for {month}.",
            blocks,
        ).format(count=blocks, client=check.client.name, month=month)
    if missing:
        return ngettext(
            "The report of {client} for {month} can be made; {count} thing is missing.",
            "The report of {client} for {month} can be made; {count} things are missing.",
            missing,
        ).format(count=missing, client=check.client.name, month=month)
    return _("The report of {client} for {month} has everything.").format(client=check.client.name, month=month)


def state_of(one: ClientReport) -> Status:
    """Return how a client's report stands."""
    if one.made is not None:
        return STATES["made"]
    if one.error:
        return STATES["failed"]
    if one.blocked:
        return STATES["blocked"]
    return STATES["ready"] if one.is_begun else STATES["not_begun"]


def return_words(one: ClientReport) -> str:
    """Say what a client's month came to: "€2.10 for every €1"."""
    ledger = one.ledger
    ratio = ledger.per_unit.headline.value
    if ratio is not None and ledger.state is not LedgerState.BLOCKED:
        return _("{back} for every {unit}").format(
            back=formats.money(round_half_up(ratio * 100), ledger.currency),
            unit=formats.money(100, ledger.currency, cents_shown=False),
        )
    return "–"


def what_words(one: ClientReport) -> str:
    """Say what a client's report holds, or why it cannot be made."""
    if one.made is not None:
        return str(one.made)
    if one.error or one.blocked:
        return one.error or one.blocked
    if not one.is_begun:
        return _("No goal, no figures and no words yet")
    return ngettext("Page 1 with {count} figure", "Page 1 with {count} figures", one.kpis).format(count=one.kpis)

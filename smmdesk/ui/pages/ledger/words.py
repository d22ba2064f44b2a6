"""The sentences of the Ledger page: how the month stands, why a row does not count, how sure a value is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from smmdesk.core import formats
from smmdesk.core.i18n import _, mark, ngettext
from smmdesk.core.money import round_half_up
from smmdesk.core.periods import Month
from smmdesk.core.roi.counting import NotCounted
from smmdesk.core.roi.month import LedgerMonth, Ratio
from smmdesk.core.roi.rows import LedgerRow
from smmdesk.core.roi.words import (
    COLUMN_TITLES,
    COST_KIND_TITLES,
    NOT_COUNTED_TITLES,
    TIER_TITLES,
    VALUE_KIND_TITLES,
    CostKind,
    LedgerState,
    RowType,
    Tier,
    ValueKind,
)
from smmdesk.domain.ledger.rows import ChangeRow
from smmdesk.ui.pages.ledger.line import LedgerLine
from smmdesk.ui.widgets.status import Status

TIERS = {
    Tier.MEASURED: Status("●", TIER_TITLES[Tier.MEASURED], "good"),
    Tier.CONFIRMED: Status("◐", mark("Confirmed"), "accent"),
    Tier.ESTIMATED: Status("○", TIER_TITLES[Tier.ESTIMATED], "warn"),
}


@dataclass(frozen=True, slots=True)
class CardWords:
    """What a card says: its title, the figure, the line below, and what is shown under the pointer."""

    title: str
    figure: str
    words: str = ""
    tip: str = ""


def kind_words(kind: ValueKind | CostKind | None) -> str:
    """Name the kind of a row."""
    if isinstance(kind, ValueKind):
        return _(VALUE_KIND_TITLES[kind])
    return _(COST_KIND_TITLES[kind]) if kind is not None else "–"


def what_words(line: LedgerLine) -> str:
    """Say what a row is: its description, else its kind."""
    row = line.kept.row
    if row.row is RowType.TOTAL:
        return row.description or _("The client's own total sales")
    return row.description or kind_words(row.kind)


def tier_words(line: LedgerLine) -> str:
    """Say how sure a value is, and what was claimed where that is another."""
    if line.listed is None or line.listed.tier is None:
        return "–"
    if not line.mark:
        return _("– Not counted")
    told = TIERS[line.listed.tier].text
    if line.kept.row.is_late:
        told = _("{tier}, late").format(tier=told)
    claimed = line.listed.claimed
    if claimed is not None and claimed is not line.listed.tier:
        return _("{tier}, claimed: {claimed}").format(tier=told, claimed=_(TIER_TITLES[claimed]).lower())
    return told


def tier_tone(line: LedgerLine) -> str:
    """Return the tone of a value's tier."""
    if line.listed is None or line.listed.tier is None or not line.mark:
        return "muted"
    return TIERS[line.listed.tier].tone


def change_words(change: ChangeRow) -> str:
    """Say one change of a row: "4 July 2026: Amount 580.00 → 600.00"."""
    day = formats.day(datetime.fromtimestamp(change.changed_at, UTC).astimezone().date())
    column = _(COLUMN_TITLES.get(change.column, change.column))
    return _("{day}: {column} {before} → {after}").format(
        day=day, column=column, before=change.before or "–", after=change.after or "–"
    )


def reason_words(row: LedgerRow, why: NotCounted | None, marks: Mapping[str, str], month: Month) -> str:
    """Say why a row is late, spread or not counted; empty for one that simply counts."""
    if why is not None:
        return _(NOT_COUNTED_TITLES[why.reason]).format(of=marks.get(why.of, why.of))
    if row.is_late:
        if row.reported_in == month:
            return _("Late value of {month}").format(month=formats.month_name(row.month))
        return _("Reported in {month} as late value").format(month=formats.month_name(row.reported_in))
    if row.row is RowType.COST and row.spread > 1:
        part = 1 + (month.year - row.month.year) * 12 + month.number - row.month.number
        return _("Part {part} of {parts}").format(part=part, parts=row.spread)
    if row.is_reversal:
        return _("Takes back {of}").format(of=marks.get(row.reverses, row.reverses))
    return ""


def weakened_words(line: LedgerLine) -> str:
    """Say what a row lacks to be what it claims."""
    if line.listed is None or line.listed.claimed is None or line.listed.claimed is line.listed.tier:
        return ""
    if line.listed.claimed is Tier.MEASURED:
        return _("Measured needs a file and a tie to our work: until then it counts as estimated.")
    return _("Confirmed needs the name of who said it and the day: until then it counts as estimated.")


def state_sentence(figures: LedgerMonth) -> str:
    """Say the month in one sentence."""
    month = formats.month_name(figures.month)

    def money(cents: int | None) -> str:
        return "–" if cents is None else formats.money(cents, figures.currency)

    back, spent = money(figures.proven.cents), money(figures.invested.cents)
    match figures.state:
        case LedgerState.BLOCKED:
            count = len(figures.gates)
            return ngettext(
                "{count} thing in the ledger must be put right before {month} has figures.",
                "{count} things in the ledger must be put right before {month} has figures.",
                count,
            ).format(count=count, month=month)
        case LedgerState.NO_DATA:
            return _("Neither a value nor a cost is recorded for {month}.").format(month=month)
        case LedgerState.NO_COST:
            return _("{back} came back in {month}; without costs there is no return to tell.").format(
                back=back, month=month
            )
        case LedgerState.MARGIN_UNKNOWN:
            return _("No margin is agreed for {month}: sales of {sales} stand against {spent} invested.").format(
                month=month, sales=money(figures.sales.cents), spent=spent
            )
        case LedgerState.NOT_YET_PROVEN:
            return _("Nothing of {month} is proven yet; {estimated} is estimated, {spent} invested.").format(
                month=month, estimated=money(figures.estimated.cents), spent=spent
            )
        case LedgerState.NOTHING_PROVEN:
            return _("Nothing of {month} is proven yet; {spent} invested.").format(month=month, spent=spent)
        case LedgerState.REFUNDS_EXCEED:
            return _("Refunds exceed the sales of {month}.").format(month=month)
        case _:
            return _("{back} came back in {month}, proven, for {spent} invested.").format(
                back=back, month=month, spent=spent
            )


def cards(figures: LedgerMonth) -> list[CardWords]:
    """Return the cards above the list."""

    def money(cents: int | None) -> str:
        return "–" if cents is None else formats.money(cents, figures.currency)

    def percent(ratio: Ratio) -> str:
        return "–" if ratio.value is None else formats.percent(ratio.value, 0, sign=True)

    one = formats.money(100, figures.currency, cents_shown=False)
    proven = ""
    if figures.measured.cents is not None and figures.confirmed.cents is not None:
        proven = f"● {money(figures.measured.cents)} + ◐ {money(figures.confirmed.cents)}"
    invested = ""
    if figures.invested.cents is not None and figures.invested_cash.cents not in (None, figures.invested.cents):
        invested = _("{cash} paid").format(cash=money(figures.invested_cash.cents))
    per_unit = figures.per_unit
    spread = ""
    if per_unit.floor.value is not None and per_unit.full.value is not None:
        lowest, highest = sorted((per_unit.floor.value, per_unit.full.value))
        spread = _("{low} to {high}").format(
            low=money(round_half_up(lowest * 100)), high=money(round_half_up(highest * 100))
        )
    span = ""
    if figures.low.value is not None and figures.high.value is not None:
        span = _("{low} to {high}").format(low=percent(figures.low), high=percent(figures.high))
    headline = per_unit.headline.value
    measure = _("From what is measured alone to everything with its estimates.")
    return [
        CardWords(_("Invested"), money(figures.invested.cents), invested),
        CardWords(
            _("Came back, proven"), money(figures.proven.cents), proven, _("● measured, ◐ confirmed by the client")
        ),
        CardWords(
            _("For every {unit}").format(unit=one),
            "–" if headline is None else money(round_half_up(headline * 100)),
            spread,
            measure,
        ),
        CardWords(_("Return (ROI)"), percent(figures.roi.headline), span, measure),
        CardWords(_("Estimated, apart"), money(figures.estimated.cents), _("not proven")),
    ]

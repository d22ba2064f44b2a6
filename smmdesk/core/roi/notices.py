"""Gates and warnings, and the sentence that each says in the language now spoken."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from smmdesk.core import formats
from smmdesk.core.i18n import _, ngettext
from smmdesk.core.roi.words import GateCode, WarningCode


@dataclass(frozen=True, slots=True)
class Notice:
    """A gate that blocks the report or a warning beside its figures, with the rows that it is about.

    `rows` are marks (`2026-05/M1` for another month's), or the id of a total row. `amounts` are hundredths of
    `currency`, `share` a number of percent, `name` the order or row that the sentence names.
    """

    code: GateCode | WarningCode
    rows: tuple[str, ...] = ()
    currency: str = ""
    amounts: tuple[int, ...] = ()
    share: Fraction | None = None
    name: str = ""

    @property
    def message(self) -> str:
        """Return the sentence to print."""
        amounts = [formats.money(cents, self.currency) for cents in self.amounts]
        count = len(self.rows)
        match self.code:
            case GateCode.SALES_ABOVE_TOTAL:
                return _(
                    "The sales linked to our work ({sales}) are above the client's own total of the month ({total}): "
                    "check for a row entered twice or a wrong total."
                ).format(sales=amounts[0], total=amounts[1])
            case GateCode.SHARE_ABOVE_100:
                return _(
                    "The shares of order {order} add up to {share}: an order can be credited only once, 100 % in all."
                ).format(order=self.name, share=formats.percent(self.share or 0))
            case GateCode.OUTSIDE_CONTRACT:
                return ngettext(
                    "{count} row lies outside every recorded contract and its look-back days: {rows}.",
                    "{count} rows lie outside every recorded contract and its look-back days: {rows}.",
                    count,
                ).format(count=count, rows=", ".join(self.rows))
            case GateCode.RATE_MISSING:
                return ngettext(
                    "{count} row in a foreign currency has no exchange rate: {rows}.",
                    "{count} rows in a foreign currency have no exchange rate: {rows}.",
                    count,
                ).format(count=count, rows=", ".join(self.rows))
            case GateCode.COSTS_BELOW_ZERO:
                return _("Credits exceed costs: the costs of the month add up to {amount}. Check them.").format(
                    amount=amounts[0]
                )
            case WarningCode.NO_COST:
                if self.rows:
                    return _("The costs of the month add up to 0, so there is no return on investment to print.")
                return _("No costs are recorded for the month, so there is no return on investment to print.")
            case WarningCode.MOSTLY_ESTIMATED:
                return _("More than half of the value is estimated ({amount}).").format(amount=amounts[0])
            case WarningCode.NO_TOTAL_ROW:
                return _(
                    "The client's own total sales of the month are not recorded, so nobody checked that the sales "
                    "linked to our work stay below them."
                )
            case WarningCode.SCREENSHOT_ONLY:
                return ngettext(
                    "{count} measured row is proven by pictures alone, which are easy to edit: {rows}.",
                    "{count} measured rows are proven by pictures alone, which are easy to edit: {rows}.",
                    count,
                ).format(count=count, rows=", ".join(self.rows))
            case WarningCode.OVER_REVERSED:
                return _("More was taken back of {row} than it brought: {rows}.").format(
                    row=self.name, rows=", ".join(self.rows)
                )
        raise AssertionError(self.code)

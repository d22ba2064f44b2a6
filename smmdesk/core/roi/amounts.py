"""From one row to its euros: defaults, effective tier, net, currency, margin, share, rounding and spreading.

Everything stays exact (fractions of hundredths of the client's currency) and is rounded once per row, halves away
from zero. Source: roi.md 9.1 to 9.3, 9.6 and 9.7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from smmdesk.core.money import round_half_up, split_evenly
from smmdesk.core.periods import Month
from smmdesk.core.roi.rows import ClientTerms, ContractTerms, LedgerRow, contract_on
from smmdesk.core.roi.words import CostKind, Tie, Tier, ValueKind, VatBasis

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class ValueAmounts:
    """A value row with its defaults filled in and its amounts in hundredths of the client's currency.

    `original` is the row that a reversal takes back, else the row itself. `margin` is None where it is unknown; then
    `amount` is None too. `net`, `amount` (the contribution) and `sales` (net × share) are None where a rate is missing.
    `net_as_typed` is the exact net in hundredths of `currency`.
    """

    row: LedgerRow
    original: LedgerRow
    kind: ValueKind
    tier: Tier
    order_key: str
    rule: str
    currency: str
    rate: Decimal | None
    margin: Decimal | None
    share: Decimal
    probability: Decimal
    net_as_typed: Fraction
    exact_net: Fraction | None
    net: int | None
    amount: int | None
    sales: int | None

    @property
    def is_saving(self) -> bool:
        """Tell whether it is a saving, or takes one back."""
        return self.original.kind is ValueKind.SAVING

    @property
    def lacks_rate(self) -> bool:
        """Tell whether it stands in a foreign currency without a rate."""
        return self.exact_net is None


@dataclass(frozen=True, slots=True)
class CostAmounts:
    """A cost row in hundredths of the client's currency; None where a rate is missing.

    `net` is without VAT, `amount` what the client bears (with the VAT that it does not recover), `parts` that amount
    over the months from the row's own on.
    """

    row: LedgerRow
    kind: CostKind
    currency: str
    net: int | None
    amount: int | None
    parts: tuple[int, ...] | None

    @property
    def last_month(self) -> Month:
        """Return the last month that bears a part."""
        return self.row.month.plus(self.row.spread - 1)

    def bears_on(self, month: Month) -> bool:
        """Tell whether a part falls into the month."""
        return self.row.month <= month <= self.last_month

    def part(self, month: Month) -> int | None:
        """Return what a month that it bears on carries; None where a rate is missing."""
        return None if self.parts is None else self.parts[month.index - self.row.month.index]


def effective_tier(row: LedgerRow) -> Tier:
    """Return the tier that a row's evidence earns it (not for reversals). Source: roi.md 9.3."""
    if row.tier is Tier.MEASURED and row.evidence and row.tie not in (None, Tie.NONE):
        return Tier.MEASURED
    if row.tier is Tier.CONFIRMED and row.confirmed_by.strip() and row.confirmed_on is not None:
        return Tier.CONFIRMED
    return Tier.ESTIMATED


def net_of(amount: Fraction, vat: VatBasis | None, vat_rate: Decimal | None) -> Fraction:
    """Return an amount without VAT: gross ÷ (1 + VAT). Source: roi.md 9.2, step 1."""
    if vat is VatBasis.GROSS and vat_rate:
        return amount / (1 + Fraction(vat_rate) / 100)
    return amount


def converted(amount: Fraction, currency: str, rate: Decimal | None, home: str) -> Fraction | None:
    """Return an amount in the client's currency: foreign ÷ rate; None without a rate. Source: roi.md 9.7."""
    if currency == home:
        return amount
    return None if rate is None else amount / Fraction(rate)


def _percent(value: Decimal | None) -> Fraction:
    return Fraction(_HUNDRED if value is None else value) / 100


def value_amounts(
    row: LedgerRow, by_id: Mapping[str, LedgerRow], contracts: tuple[ContractTerms, ...], terms: ClientTerms
) -> ValueAmounts:
    """Fill in a value row's defaults and compute its amounts.

    A reversal takes margin, share, probability, rule, tier and order from its original, whatever its own columns say;
    of currency, rate, VAT and VAT rate only what it leaves empty (roi.md 9.4). Raises ValueError for a reversal whose
    original is not among the rows or is itself none that can be taken back.
    """
    original = row
    currency, rate, vat, vat_rate = row.currency or terms.currency, row.rate, row.vat, row.vat_rate
    if row.is_reversal:
        found = by_id.get(row.reverses)
        if found is None or found.row is not row.row or found.is_reversal:
            raise ValueError(f"{row.id!r} takes back {row.reverses!r}, which cannot be taken back")
        original = found
        currency = row.currency or original.currency or terms.currency
        if rate is None and currency == (original.currency or terms.currency):
            rate = original.rate
        vat = original.vat if vat is None else vat
        vat_rate = original.vat_rate if vat_rate is None else vat_rate
    margin = original.margin
    if original.kind is ValueKind.SAVING:
        margin = _HUNDRED
    elif margin is None:
        contract = contract_on(contracts, original.date)
        margin = contract.margin if contract else None
    share = _HUNDRED if original.share is None else original.share
    probability = _HUNDRED if original.probability is None else original.probability
    as_typed = net_of(Fraction(row.units) * row.amount, vat, vat_rate)
    exact = converted(as_typed, currency, rate, terms.currency)
    amount = None
    if exact is not None and margin is not None:
        amount = round_half_up(exact * _percent(margin) * _percent(share) * _percent(probability))
    kind = row.kind or original.kind
    return ValueAmounts(
        row=row,
        original=original,
        kind=kind if isinstance(kind, ValueKind) else ValueKind.OTHER,
        tier=effective_tier(original),
        order_key=original.order_key.strip(),
        rule=(original.rule or terms.rule).strip(),
        currency=currency,
        rate=None if currency == terms.currency else rate,
        margin=margin,
        share=share,
        probability=probability,
        net_as_typed=as_typed,
        exact_net=exact,
        net=None if exact is None else round_half_up(exact),
        amount=amount,
        sales=None if exact is None else round_half_up(exact * _percent(share)),
    )


def cost_amounts(row: LedgerRow, terms: ClientTerms) -> CostAmounts:
    """Compute what a cost row costs the client: net + VAT × (1 − recoverable), converted, rounded, then spread.

    Source: roi.md 9.6.
    """
    currency = row.currency or terms.currency
    net = net_of(Fraction(row.units) * row.amount, row.vat, row.vat_rate)
    recoverable = terms.recoverable_vat if row.recoverable_vat is None else row.recoverable_vat
    borne = net + net * Fraction(row.vat_rate or 0) / 100 * (1 - _percent(recoverable))
    exact_net = converted(net, currency, row.rate, terms.currency)
    exact = converted(borne, currency, row.rate, terms.currency)
    amount = None if exact is None else round_half_up(exact)
    return CostAmounts(
        row=row,
        kind=row.kind if isinstance(row.kind, CostKind) else CostKind.OTHER,
        currency=currency,
        net=None if exact_net is None else round_half_up(exact_net),
        amount=amount,
        parts=None if amount is None else tuple(split_evenly(amount, row.spread)),
    )


def total_amount(row: LedgerRow, terms: ClientTerms) -> int | None:
    """Return the client's own total net sales in hundredths of its currency; None where a rate is missing."""
    net = net_of(Fraction(row.units) * row.amount, row.vat, row.vat_rate)
    exact = converted(net, row.currency or terms.currency, row.rate, terms.currency)
    return None if exact is None else round_half_up(exact)

"""The figures of page 1: what each KPI of the month's sheet came to, and how it stands against its target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from smmdesk.core.comparison import BaseMonth, Comparison, Nature, Period, compare
from smmdesk.core.money import decimal_text
from smmdesk.core.periods import Month
from smmdesk.core.readings import Additivity, Direction, Metric, Number, State, Unit
from smmdesk.core.roi.amounts import ValueAmounts
from smmdesk.core.roi.ledger import Ledger
from smmdesk.core.roi.reckoning import month_of
from smmdesk.core.roi.words import LedgerState, ValueKind
from smmdesk.core.status import Status, target_status
from smmdesk.domain.reports.rows import LEDGER_FIGURES, KpiDraft
from smmdesk.domain.results.engagement import metric_of

_KINDS = {
    "booking": ValueKind.BOOKING,
    "order": ValueKind.SALE,
    "appointment": ValueKind.APPOINTMENT,
    "lead": ValueKind.LEAD,
}


@dataclass(frozen=True, slots=True)
class KpiValue:
    """A KPI with its value: money in whole units of the client's currency, shares as fractions of 1.

    `value` is None where the state, or an amount spent without result (hundredths), says why.
    """

    draft: KpiDraft
    value: Decimal | Fraction | int | None
    unit: Unit
    state: State
    status: Status | None
    marks: tuple[str, ...] = ()
    base: Month | None = None
    base_value: Decimal | Fraction | int | None = None
    comparison: Comparison | None = None
    spent_without_result: int | None = None

    @property
    def target(self) -> Decimal | None:
        """Return the target in the unit of the value (a share's was typed in percent)."""
        target = self.draft.target
        return target / 100 if target is not None and self.unit is Unit.SHARE else target

    def to_json(self) -> dict[str, Any]:
        """Return the entry of `kpis` in the figures (roi.md 9.12)."""
        return {
            "text": self.draft.text,
            "metric": self.draft.source or None,
            "value": self._text(self.value),
            "target": self._text(self.target),
            "status": None if self.status is None else self.status.value,
            "rows": list(self.marks),
        }

    def _text(self, value: Decimal | Fraction | int | None) -> str | None:
        if value is None:
            return None
        if self.unit is Unit.MONEY:
            return decimal_text(value)
        if self.unit is Unit.SHARE:
            return decimal_text(Fraction(value) * 100)
        exact = Fraction(value)
        if exact.denominator == 1:
            return str(exact.numerator)
        return format(value.normalize(), "f") if isinstance(value, Decimal) else decimal_text(exact)


@dataclass(frozen=True, slots=True)
class _Found:
    value: Decimal | Fraction | int | None
    marks: tuple[str, ...] = ()
    state: State = State.VALUE
    spent: int | None = None


@dataclass(frozen=True, slots=True)
class MetricFigure:
    """What an account's metric came to in a month, with its comparison, for a KPI taken from it."""

    metric: Metric
    value: Number | Fraction | None
    state: State
    marks: tuple[str, ...] = ()
    base: Month | None = None
    base_value: Number | Fraction | None = None
    comparison: Comparison | None = None


MetricLookup = Callable[[int, str], MetricFigure | None]


def kpi_values(
    drafts: tuple[KpiDraft, ...],
    ledger: Ledger,
    month: Month,
    base: BaseMonth,
    base_drafts: tuple[KpiDraft, ...],
    metric: MetricLookup,
    as_of: date,
) -> list[KpiValue]:
    """Return what the KPIs of a month's sheet came to.

    `base` is the month that they are held against, `base_drafts` its sheet's KPIs (values counted by hand are compared
    by their name), `as_of` the day up to which the month is judged.
    """
    return [_kpi(draft, ledger, month, base, base_drafts, metric, as_of) for draft in drafts]


def _kpi(
    draft: KpiDraft,
    ledger: Ledger,
    month: Month,
    base: BaseMonth,
    base_drafts: tuple[KpiDraft, ...],
    metric: MetricLookup,
    as_of: date,
) -> KpiValue:
    elapsed = min(max((as_of - month.first_day).days + 1, 0), month.days)
    is_whole = elapsed == month.days
    if draft.source in LEDGER_FIGURES:
        unit = LEDGER_FIGURES[draft.source][1]
        found, before = _from_ledger(draft.source, ledger, month), _from_ledger(draft.source, ledger, base.month)
        compared = _compared(draft, unit, found.value, before.value, month, base.month, is_whole)
    elif draft.source:
        figure = metric(draft.account_id or 0, draft.source)
        if figure is None:
            return KpiValue(draft, None, Unit.COUNT, State.NOT_AVAILABLE, _no_data(draft))
        unit = figure.metric.unit
        found, before = _Found(figure.value, figure.marks, figure.state), _Found(figure.base_value)
        compared = figure.comparison
        base = BaseMonth(figure.base, base.is_year_on_year) if figure.base is not None else base
    else:
        unit = Unit(draft.unit) if draft.unit else Unit.COUNT
        found = _Found(_counted(draft, unit))
        twin = next((one for one in base_drafts if _same_name(one, draft)), None)
        before = _Found(None if twin is None else _counted(twin, unit))
        compared = _compared(draft, unit, found.value, before.value, month, base.month, is_whole)
    state = found.state if found.value is not None or found.state is not State.VALUE else State.NOT_AVAILABLE
    value = KpiValue(
        draft,
        found.value,
        unit,
        state,
        None,
        found.marks,
        base.month if before.value is not None else None,
        before.value,
        compared if before.value is not None else None,
        found.spent,
    )
    return _with_status(value, elapsed, month.days)


def _with_status(value: KpiValue, elapsed: int, total: int) -> KpiValue:
    target = value.target
    if target is None:
        return value
    actual: Any = value.value
    fills_up = value.unit in (Unit.COUNT, Unit.MONEY, Unit.SECONDS, Unit.HOURS) and not value.draft.lower_is_better
    status = target_status(
        actual,
        target,
        elapsed=elapsed,
        total=total,
        lower_is_better=value.draft.lower_is_better,
        fills_up=fills_up and not _is_stock(value.draft.source),
    )
    return replace(value, status=status)


def _is_stock(source: str) -> bool:
    known = metric_of(source)
    return known is not None and known.additivity in (Additivity.STOCK, Additivity.ROLLING)


def _no_data(draft: KpiDraft) -> Status | None:
    return Status.NO_DATA if draft.target is not None else None


def _same_name(one: KpiDraft, other: KpiDraft) -> bool:
    return not one.source and one.text.strip().casefold() == other.text.strip().casefold()


def _counted(draft: KpiDraft, unit: Unit) -> Decimal | None:
    """Return a value counted by hand; a share was typed in percent."""
    return draft.value / 100 if draft.value is not None and unit is Unit.SHARE else draft.value


def _compared(
    draft: KpiDraft,
    unit: Unit,
    value: Decimal | Fraction | int | None,
    before: Decimal | Fraction | int | None,
    month: Month,
    base: Month,
    is_whole: bool,
) -> Comparison | None:
    if value is None or before is None:
        return None
    # Money and counts of the client's own sales are independent events; a cost per result has no length in days.
    nature = Nature.RATE if unit is Unit.SHARE else Nature.EVENTS if unit is Unit.COUNT else Nature.UNIQUE
    direction = Direction.UP_IS_BAD if draft.lower_is_better else Direction.UP_IS_GOOD
    now = Period(_number(value), month.days, is_whole)
    return compare(now, Period(_number(before), base.days), nature=nature, direction=direction)


def _number(value: Decimal | Fraction | int) -> Number:
    return Decimal(decimal_text(value, 6)) if isinstance(value, Fraction) else value


def _from_ledger(source: str, ledger: Ledger, month: Month) -> _Found:
    figures = month_of(ledger, month)
    if figures.state is LedgerState.BLOCKED or (figures.state is LedgerState.NO_DATA and source != "ledger.invested"):
        return _Found(None, state=State.NOT_AVAILABLE)
    name = source.removeprefix("ledger.")
    amounts = {"proven": figures.proven, "sales": figures.sales, "invested": figures.invested}
    if name in amounts:
        amount = amounts[name]
        return _Found(None if amount.cents is None else Decimal(amount.cents) / 100, amount.rows)
    if name == "roi":
        return _Found(figures.roi.headline.value, figures.roi.headline.rows)
    cost_per = name.startswith("cost_per_")
    kind = _KINDS[name.removeprefix("cost_per_") if cost_per else name.removesuffix("s")]
    rows = [
        value
        for value in ledger.values_of(month)
        if value.kind is kind and (value.tier.is_proven or kind is ValueKind.LEAD)
    ]
    count = sum((Fraction(_signed_units(value)) for value in rows), Fraction(0))
    marks = ledger.references(rows, month)
    if not cost_per:
        return _Found(count if count.denominator != 1 else count.numerator, marks)
    invested = figures.invested.cents
    if invested is None:
        return _Found(None, state=State.NOT_AVAILABLE)
    marks = (*marks, *figures.invested.rows)
    if count <= 0:
        return _Found(None, marks, State.NOT_AVAILABLE, spent=invested)
    return _Found(Fraction(invested, 100) / count, marks)


def _signed_units(value: ValueAmounts) -> Decimal:
    """Return how many a row counts: a cancellation takes back as many as it names."""
    units = abs(value.row.units)
    return -units if value.net_as_typed < 0 else units

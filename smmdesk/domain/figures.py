"""Every figure of a client's month in one plain object: the contract between ledger, window, report and outside.

The shape is that of roi.md 9.12: decimal strings, null where a figure must not be computed or is not there, and
beside each the rows that it comes from: marks of the ledger, `D1` for deliverables, `post-7` and `import-3` for what
was read from the platforms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from smmdesk.core import periods
from smmdesk.core.comparison import ChangeKind, Comparison, base_month
from smmdesk.core.money import cents_text, decimal_text
from smmdesk.core.periods import Month
from smmdesk.core.readings import Metric, Number, Unit
from smmdesk.core.roi.figures import figures_json
from smmdesk.core.roi.ledger import Ledger
from smmdesk.core.roi.reckoning import month_of
from smmdesk.domain.clients import ClientRow, client_row
from smmdesk.domain.deliverables.queries import delivery_summary
from smmdesk.domain.imports.queries import ensure_no_running_import
from smmdesk.domain.ledger.queries import platform_claims, proposals, settled_ledger
from smmdesk.domain.ledger.rows import PlatformClaim, Proposal
from smmdesk.domain.reports.kpis import KpiValue, MetricFigure, kpi_values
from smmdesk.domain.reports.queries import month_sheet
from smmdesk.domain.reports.rows import LEDGER_FIGURES
from smmdesk.domain.results.account_month import AccountMonth, account_months, own_read_days
from smmdesk.domain.results.compared import ComparedFigure
from smmdesk.domain.results.engagement import metric_of
from smmdesk.domain.results.gaps import break_sentence
from smmdesk.domain.results.growth import AccountGrowth, growth_sentences
from smmdesk.domain.results.rows import EngagementFigure, FigurePart, PostSum
from smmdesk.importers.registry import METRICS

Json = dict[str, Any]
Value = Number | Fraction


def month_figures(client_id: int, month: Month) -> Json:
    """Return every figure of a client's month (roi.md 9.12).

    Raises UserError without such a client, WorkspaceHeld while a file is being imported.
    """
    ensure_no_running_import()
    client = client_row(client_id)
    ledger = settled_ledger(client_id)
    accounts = account_months(client_id, month)
    read = [*own_read_days(accounts), *ledger_read_days(ledger, month)]
    return {
        "client": {"id": client.id, "name": client.name},
        "month": str(month),
        "currency": client.currency,
        "report_state": "draft",
        "provisional": is_provisional(month, read),
        "ledger": figures_json(
            month_of(ledger, month),
            [_claim(claim, client.currency) for claim in platform_claims(client_id, month)],
            [_proposed(proposal, client.currency) for proposal in proposals(client_id, month)],
        ),
        "deliverables": [row.to_json() for row in delivery_summary(client_id, month)],
        "accounts": [_account(account) for account in accounts],
        "kpis": [
            _kpi(kpi) for kpi in kpis_of(client, ledger, month, accounts, judged_on(read, month, client.timezone))
        ],
        "campaigns": [],
    }


def is_provisional(month: Month, read_days: Iterable[date]) -> bool:
    """Tell whether a figure was read before the 4th of the next month (roi.md 6); without a read day: no."""
    return any(day < month.settled_from() for day in read_days)


def ledger_read_days(ledger: Ledger, month: Month) -> list[date]:
    """Return when the month's own rows were read: late values and parts of earlier costs speak of settled months."""
    rows = [value.row for value in ledger.values_of(month)]
    rows += [cost.row for cost in ledger.costs_of(month) if cost.row.month == month]
    return [row.read_date for row in rows if row.read_date is not None]


def _claim(claim: PlatformClaim, currency: str) -> Json:
    has_value = claim.value is not None and claim.currency in ("", currency)
    return {
        "platform": claim.platform,
        "count": plain_number(claim.count),
        "value": cents_text(claim.value) if has_value and claim.value is not None else None,
        "source": claim.source,
    }


def _proposed(proposal: Proposal, currency: str) -> Json:
    source = proposal.source if proposal.currency == currency else f"{proposal.source} ({proposal.currency})"
    return {
        "kind": proposal.kind.value,
        "account": proposal.account,
        "amount": cents_text(proposal.amount),
        "origin": proposal.origin.value,
        "source": source,
    }


# ---------------------------------------------------------------------------------------------------------- accounts


def _account(one: AccountMonth) -> Json:
    return {
        "id": one.account.id,
        "platform": one.account.platform,
        "handle": one.account.handle,
        "guest": one.account.is_guest,  # came with collaboration posts: in no sum, target or report
        "metrics": [_metric(figure) for figure in one.metrics],
        **({} if one.growth is None else {"growth": _growth(one.growth)}),
        "posts": {
            "count": one.posts.count,
            "state": one.posts.state.value,
            "metrics": [_post_sum(added) for added in one.posts.sums],
        },
    }


def _metric(one: ComparedFigure) -> Json:
    figure, unit = one.figure, one.metric.unit
    printed: Json = {
        "metric": one.metric.key,
        "value": value_text(figure.value, unit),
        "state": figure.state.value,
        "unit": "percent" if unit is Unit.SHARE else unit.value,
        "read_on": None if figure.read_on is None else figure.read_on.isoformat(),
        "rows": _rows(one),
        "against": {
            "month": str(one.base),
            "value": value_text(one.base_value, unit),
            "change": change_text(one.comparison, unit),
            "kind": one.comparison.kind.value,
            "verdict": one.comparison.verdict.value,
        },
        "break": _break(one),
    }
    if figure.bounds is not None:
        printed["bounds"] = [str(bound) for bound in figure.bounds]
    if figure.parts:
        printed["parts"] = _parts(figure.parts, unit)
    if one.days_compared is not None:
        printed["against"]["days"] = one.days_compared
    if one.days_back is not None:
        printed["against"]["days_back"] = one.days_back
    if one.no_daily_figures:
        printed["against"]["no_daily_figures"] = True
    if one.hindrance is not None:
        printed["against"]["not_comparable"] = one.hindrance.value
    if isinstance(figure, EngagementFigure):
        printed["engagement"] = _engagement(figure)
    return printed


def _rows(one: ComparedFigure) -> list[str]:
    if isinstance(one.figure, EngagementFigure) and one.figure.post_ids:
        return [f"post-{post_id}" for post_id in one.figure.post_ids]
    return [f"import-{import_id}" for import_id in one.figure.imports]


def _break(one: ComparedFigure) -> Json | None:
    """Return the change of definition that keeps a figure from being compared or added up, with its sentence."""
    if one.broken is None:
        return None if one.other_definition is None else {"metric": one.other_definition}
    return {
        "day": one.broken.day.isoformat(),
        "metric": one.other_definition,
        "sentence": break_sentence(one.broken),
    }


def _parts(parts: Iterable[FigurePart], unit: Unit) -> list[Json]:
    return [
        {
            "from": part.first_day.isoformat(),
            "to": part.last_day.isoformat(),
            "value": value_text(part.value, unit),
            "state": part.state.value,
        }
        for part in parts
    ]


def _engagement(figure: EngagementFigure) -> Json:
    """Return what an engagement rate was made of; a unique count below the line is not told by itself."""
    return {
        "interactions": list(figure.numerators),
        "numerator_value": value_text(figure.interactions, Unit.COUNT),
        "denominator": figure.denominator,
        "denominator_value": value_text(figure.denominated, Unit.COUNT),
        "average_post": value_text(figure.average_post, Unit.SHARE),
        "posts": len(figure.post_ids),
        "left_out": figure.left_out,
        "followers": value_text(figure.followers, Unit.COUNT),
    }


def _growth(growth: AccountGrowth) -> Json:
    """Return the growth check of an account: what it is called, what was said, and the days that stand out."""
    return {
        "outcome": growth.outcome.value,
        "explained": growth.is_explained,
        "gain": None if growth.gain is None else plain_number(growth.gain),
        "followers": value_text(growth.followers, Unit.COUNT),
        "days": [
            {"day": day.day.isoformat(), "gain": plain_number(day.gain), "verdict": day.verdict.value}
            for day in growth.days
        ],
        "sentences": list(growth_sentences(growth)),
        "events": [{"kind": one.kind.value, "title": one.title} for one in growth.events],
        "rows": [f"import-{import_id}" for import_id in growth.imports],
    }


def _post_sum(added: PostSum) -> Json:
    unit = METRICS[added.metric].unit
    printed: Json = {
        "metric": added.metric,
        "value": value_text(added.value, unit),
        "state": added.state.value,
        "rows": [f"post-{post_id}" for post_id in added.post_ids],
    }
    if added.breaks:
        change = added.breaks[-1]
        printed["break"] = {"day": change.day.isoformat(), "metric": None, "sentence": break_sentence(change)}
        printed["parts"] = _parts(added.parts, unit)
    return printed


def value_text(value: Value | None, unit: Unit) -> str | None:
    """Write a value as a decimal string: money, shares (as numbers of percent) and decimals with two digits."""
    if value is None:
        return None
    if unit is Unit.SHARE:
        return decimal_text(Fraction(value) * 100)
    if unit in (Unit.MONEY, Unit.DECIMAL):
        return decimal_text(value)
    return plain_number(value)


def plain_number(value: Value) -> str:
    """Write a count as it was read: whole, or with the decimals that it has."""
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else decimal_text(value)
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return str(int(value))
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def change_text(comparison: Comparison, unit: Unit) -> str | None:
    """Write a change as a decimal string; a difference of money has its two digits."""
    if comparison.change is not None and comparison.kind in (ChangeKind.COUNT, ChangeKind.NEW):
        return value_text(comparison.change, unit)
    return comparison.text


# -------------------------------------------------------------------------------------------------------------- kpis


def judged_on(read_days: Iterable[date], month: Month, timezone: str) -> date:
    """Return the day up to which a month's targets are judged: the last read, at most the month's last day.

    Not today where anything was read: the same data gives the same paper whenever it is printed.
    """
    return min(max(read_days, default=periods.today(timezone)), month.last_day)


def kpis_of(
    client: ClientRow, ledger: Ledger, month: Month, accounts: Sequence[AccountMonth], as_of: date
) -> list[KpiValue]:
    """Return what the KPIs of a client's month came to, held against the month that its figures are compared with."""
    reported = {value.row.reported_in for value in ledger.counted} | {cost.row.month for cost in ledger.costs}
    base = base_month(month, frozenset(reported), is_seasonal=client.is_seasonal)
    by_id = {account.account.id: account for account in accounts}

    def metric(account_id: int, key: str) -> MetricFigure | None:
        account = by_id.get(account_id)
        known = metric_of(key)
        return None if account is None or known is None else _metric_figure(account, known)

    return kpi_values(
        month_sheet(client.id, month).kpis,
        ledger,
        month,
        base,
        month_sheet(client.id, base.month).kpis,
        metric,
        as_of,
    )


def _kpi(value: KpiValue) -> Json:
    entry = value.to_json()
    if value.draft.source in LEDGER_FIGURES:
        entry["metric"] = None  # its rows say where it comes from
    return entry


def _metric_figure(account: AccountMonth, metric: Metric) -> MetricFigure | None:
    for one in account.metrics:
        if one.metric.key == metric.key:
            marks = tuple(_rows(one))
            return MetricFigure(
                metric, one.figure.value, one.figure.state, marks, one.base, one.base_value, one.comparison
            )
    for added in account.posts.sums:
        if added.metric == metric.key:
            return MetricFigure(metric, added.value, added.state, tuple(f"post-{one}" for one in added.post_ids))
    return None
